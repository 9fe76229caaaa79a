import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Problem } from '#domain/problem.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';

interface Written {
  stages: { level: string; recheck?: Record<string, unknown>; [key: string]: unknown }[];
}
const file = new URL('../../../workflows/programmes/jgwmg.yaml', import.meta.url);
const written = (): Written => parse(readFileSync(file, 'utf8'));

/** Faults of 巾帼文明岗 with its district's stage changed: each with the last part of its place. */
function faultsWith(change: (stage: Written['stages'][number]) => void) {
  const document = structuredClone(written());
  change(document.stages.find(({ level }) => level === 'district')!);
  try {
    parseProgramme(document);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.faults.map(
      ({ field, code, text }) => [field.split('.').slice(3).join('.'), code, text.zh] as const,
    );
  }
}
const band = (id: string, atLeast: number | undefined, keeps: boolean) => ({
  ...{ id, title: id, keeps },
  ...(atLeast !== undefined && { atLeast }),
});

describe('the re-check of a stage', () => {
  test('of the preset is good', () => {
    expect(faultsWith(() => {})).toEqual([]);
  });

  test.each([
    ['no interval', { everyYears: undefined }, 'everyMonths', 'recheck-interval', '只写一个'],
    ['two intervals', { everyMonths: 12 }, 'everyMonths', 'recheck-interval', '只写一个'],
    [
      'a band nobody reaches',
      { bands: [band('a', 101, true), band('b', 0, false)] },
      'bands.0.atLeast',
      'recheck-bands',
      '高于满分 100',
    ],
    [
      'bands that rise',
      { bands: [band('a', 60, true), band('b', 80, true), band('c', 0, false)] },
      'bands.1.atLeast',
      'recheck-bands',
      '由高到低',
    ],
    [
      'low points without a band',
      { bands: [band('a', 80, true), band('b', 60, false)] },
      'bands.1.atLeast',
      'recheck-bands',
      '须为 0',
    ],
    [
      'a band without a threshold',
      { bands: [band('a', undefined, true), band('b', 0, false)] },
      'bands.0.atLeast',
      'recheck-bands',
      '须写分数线',
    ],
    [
      'a threshold with nothing to score',
      { items: [], bands: [band('a', 60, true), band('b', undefined, false)] },
      'bands.0.atLeast',
      'recheck-bands',
      '不写分数线',
    ],
    [
      'only bands that keep',
      { bands: [band('a', 60, true), band('b', 0, true)] },
      'bands',
      'recheck-bands',
      '至少一个不保留',
    ],
    ['a veto twice', { vetoes: ['违法', '违法'] }, 'vetoes.1', 'id-twice', '重复'],
    ['a renewal without a term', { renews: true }, 'renews', 'recheck-renews', '届期'],
  ])('is refused with %s', (_, change, place, code, words) => {
    const faults = faultsWith((stage) => {
      Object.assign(stage.recheck!, change);
    });
    expect(faults).toContainEqual([place, code, expect.stringContaining(words)]);
  });

  test('is refused where no honour is granted', () => {
    const faults = faultsWith((stage) => {
      stage.honour = false;
    });
    expect(faults.map(([, code]) => code)).toContain('recheck-without-honour');
  });
});
