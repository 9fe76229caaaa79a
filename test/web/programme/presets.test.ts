/** The presets that a user is offered are those of the folder, and the README lists them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { categoryWords } from '#domain/honour/ledger.ts';
import { levelWords } from '#domain/level.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { programmeKindWords } from '#domain/programme/programme-kinds.ts';
import { presetData, presetNames } from '#web/programme/presets.ts';

const root = new URL('../../../', import.meta.url);

test('every YAML of the folder is a preset', () => {
  const files = readdirSync(new URL('workflows/programmes/', root));
  expect(presetNames.map((name) => `${name}.yaml`)).toEqual(files.toSorted());
});

test('the table of the README names code, title, category, kind and levels of each', () => {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  const listed = [
    ...readme.matchAll(/^\| ([A-Z]+) +\| ([^|]+?) +\| ([^|]+?) +\| ([^|]+?) +\| ([^|]+?) +\|/gm),
  ].map((row) => row.slice(1));
  const presets = presetNames.map((name) => {
    const { code, title, category, kind, stages } = presetToProgramme(presetData(name), { edition: '2027' });
    const levels = stages.map(({ level }) => levelWords[level].zh).join('、');
    return [code, title.zh, categoryWords[category].word.zh, programmeKindWords[kind].zh, levels];
  });
  expect(listed).toEqual(presets);
});
