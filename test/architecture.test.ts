/** What the linter cannot say: who may import whom, one contract of tasks, valid state machines, no Scan in a request. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import aslValidator from 'asl-validator';
import { describe, expect, test } from 'vitest';
import { contract, machineInputs } from '#workflows/contract.ts';
import nomination from '#workflows/nomination.asl.json' with { type: 'json' };
import round from '#workflows/round.asl.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
const sources = filesIn('functions');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Layers by number: a file imports its own layer or a lower one (CONTRIBUTING.md). */
const layers: Readonly<Record<string, number>> = {
  domain: 1,
  store: 2,
  mail: 2,
  papers: 2,
  actions: 3,
  web: 4,
  local: 5,
  aws: 5,
};
const layerOf = (path: string): number | undefined => layers[path.split('/')[1] ?? ''];

describe('the layers', () => {
  test('a file imports its own layer or a lower one, and never the layer beside it', () => {
    const breaks: string[] = [];
    for (const file of sources) {
      const own = layerOf(file);
      if (own === undefined) continue;
      for (const match of read(file).matchAll(/^(import type|import|export)[^;]*?from '#([a-z]+)\//gms)) {
        const [, how, other = ''] = match;
        const its = layers[other];
        if (its === undefined || other === file.split('/')[1]) continue;
        if (how === 'import type') continue;
        if (its >= own) breaks.push(`${file} → ${other}`);
      }
    }
    expect(breaks).toEqual([]);
  });

  test('the domain reads no clock, no chance and no machine', () => {
    const breaks = sources
      .filter((file) => file.startsWith('functions/domain/'))
      .filter((file) => /Date\.now|Math\.random|process\.|from 'node:|fetch\(/.test(read(file)));
    expect(breaks).toEqual([]);
  });

  test('no request scans a table', () => {
    const breaks = sources
      .filter((file) => !file.startsWith('functions/local/'))
      .filter((file) => /\bScanCommand\b|'Scan'|paginateScan/.test(read(file)));
    expect(breaks).toEqual([]);
  });

  test('no file holds more than one idea: 300 lines at most, tables of data excepted', () => {
    const tables = new Set(['functions/domain/people/policy-table.ts']);
    const long = sources
      .filter((file) => !tables.has(file) && !/words/.test(file))
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > 301);
    expect(long).toEqual([]);
  });
});

describe('the state machines', () => {
  const machines = { nomination, round } as const;

  test.each(Object.entries(machines))('%s passes asl-validator', (_name, asl) => {
    const { isValid, errorsText } = aslValidator(asl);
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  test('their task names and payloads are those of the contract', () => {
    const asked = Object.values(machines).flatMap((asl) =>
      Object.values(
        asl.States as Record<string, { Parameters?: { Payload: Record<string, unknown> } }>,
      ).flatMap((state) => (state.Parameters === undefined ? [] : [state.Parameters.Payload])),
    );
    const seen = new Set<string>();
    for (const payload of asked) {
      const name = payload.task as keyof typeof contract;
      seen.add(name);
      const fields = Object.keys(payload).map((key) => key.replace(/\.\$$/, ''));
      expect(fields.toSorted()).toEqual(Object.keys(contract[name].payload.shape).toSorted());
    }
    expect([...seen].toSorted()).toEqual(Object.keys(contract).toSorted());
  });

  test('hold order, waiting and retries only: no Map, Parallel or Wait, and every state waits at the top level', () => {
    for (const asl of Object.values(machines)) {
      const kinds = new Set(Object.values(asl.States).map((state) => state.Type));
      expect([...kinds].filter((kind) => !['Task', 'Choice', 'Succeed', 'Fail'].includes(kind))).toEqual([]);
    }
    expect(Object.keys(machineInputs).toSorted()).toEqual(Object.keys(machines).toSorted());
  });
});
