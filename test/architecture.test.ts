/** What the linter cannot say: who may import whom, how long a function is, one contract of tasks, valid state machines. */
import aslValidator from 'asl-validator';
import { describe, expect, test } from 'vitest';
import { contract, machineInputs } from '#workflows/contract.ts';
import nomination from '#workflows/nomination.asl.json' with { type: 'json' };
import round from '#workflows/round.asl.json' with { type: 'json' };
import {
  assertionsIn,
  cycles,
  functionsOf,
  type Import,
  importsOf,
  read,
  sources,
  stackSources,
} from './source.ts';

/**
 * The layers, lowest first (CONTRIBUTING.md): a file imports its own layer or a lower one, and never what stands beside
 * it in the same row. A name is a folder or a file of `functions`.
 */
const layers: readonly (readonly string[])[] = [
  ['domain', 'ports.ts'],
  ['store', 'mail', 'papers'],
  ['deps.ts'],
  ['actions'],
  ['web', 'tasks.ts', 'papers.ts'],
  ['local', 'aws'],
  ['http.lambda.ts', 'tasks.lambda.ts', 'mail.lambda.ts', 'papers.lambda.ts', 'admin.lambda.ts'],
  ['tools'],
];
const layerOf = (path: string): string | undefined =>
  path.startsWith('functions/') ? path.split('/')[1] : undefined;
const rank = (layer: string): number => layers.findIndex((row) => row.includes(layer));

/** The most type assertions that functions and infra may have; it only becomes less. */
const typeAssertions = 43;

/** The only ways over a layer, each with its reason. */
const ways: Readonly<Record<string, string>> = {
  'functions/local/archive/export-aws.ts → aws':
    'the archive of a deployed stage is read and written by that home’s own adapters: one format, no second reader',
};

const imports = sources.flatMap(importsOf);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const within = (layer: string): readonly Import[] =>
  imports.filter(({ from, to }) => layerOf(from) === layer && layerOf(to) === layer);
const filesOf = (layer: string): readonly string[] => sources.filter((file) => layerOf(file) === layer);

describe('the layers', () => {
  test('every folder and file of functions has its row', () => {
    const rows = new Set(sources.map((file) => layerOf(file)!));
    expect([...rows].toSorted()).toEqual(layers.flat().toSorted());
  });

  test('a file imports its own layer or a lower one, and never the layer beside it', () => {
    const breaks = imports.flatMap(({ from, to }) => {
      const [own, other] = [layerOf(from)!, layerOf(to)];
      if (other === undefined || other === own || rank(other) < rank(own)) return [];
      return [`${from} → ${other}`];
    });
    expect([...new Set(breaks)].toSorted()).toEqual(Object.keys(ways).toSorted());
  });

  test('infra takes names and constants of functions, and nothing else', () => {
    const taken = stackSources
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith('functions/'))
      .map(({ to }) => to);
    expect([...new Set(taken)].toSorted()).toEqual([
      'functions/aws/metrics.ts',
      'functions/aws/prefixes.ts',
      'functions/domain/members.ts',
      'functions/domain/nearest.ts',
      'functions/domain/problem.ts',
      'functions/domain/read-only.ts',
      'functions/papers/font-files.ts',
      'functions/ports.ts',
      'functions/store/schema.ts',
    ]);
  });

  test('a neighbour in the room is ./x.ts, anything else has its full name', () => {
    const breaks = imports
      .filter(({ to }) => /\.tsx?$/.test(to) && to.startsWith('functions/'))
      .filter(({ from, to, specifier }) => specifier.startsWith('./') !== (folderOf(from) === folderOf(to)))
      .filter(({ from }) => layerOf(from) !== undefined && from.split('/').length > 2)
      .map(({ from, specifier }) => `${from}: ${specifier}`);
    expect(breaks).toEqual([]);
  });

  test.each(['domain', 'actions'])('no files of %s import each other in a circle', (layer) => {
    const next = Map.groupBy(within(layer), ({ from }) => from);
    expect(cycles(filesOf(layer), (file) => (next.get(file) ?? []).map(({ to }) => to))).toEqual([]);
  });

  test.each(['domain', 'actions'])('no two rooms of %s import each other', (layer) => {
    // The files beside the rooms are the ground that all of them stand on, and stand on none themselves.
    const roomOf = (path: string): string => path.split('/')[2]!.replace(/^.*\.tsx?$/, 'ground');
    const ways = within(layer)
      .map(({ from, to }) => [roomOf(from), roomOf(to)] as const)
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => `${from} → ${to}`);
    const both = [...new Set(ways)].filter((way) => ways.includes(way.split(' → ').reverse().join(' → ')));
    expect(both).toEqual([]);
  });

  test('the domain reads no clock, no chance and no machine', () => {
    const breaks = filesOf('domain').filter((file) =>
      /Date\.now|Math\.random|process\.|from 'node:|fetch\(/.test(read(file)),
    );
    expect(breaks).toEqual([]);
  });

  test('one file knows SQLite: should the module fail us, it alone is rewritten', () => {
    const knowing = sources.filter((file) => /'node:sqlite'/.test(read(file)));
    expect(knowing).toEqual(['functions/local/database/sqlite.ts']);
  });

  test('no request scans a table', () => {
    const breaks = sources
      .filter((file) => !file.startsWith('functions/local/'))
      .filter((file) => /\bScanCommand\b|'Scan'|paginateScan/.test(read(file)));
    expect(breaks).toEqual([]);
  });
});

describe('what fits into a head', () => {
  test('a function has at most 80 lines', () => {
    const long = [...sources, ...stackSources]
      .flatMap((file) => functionsOf(file))
      .filter(({ lines }) => lines > 80);
    expect(long.map(({ file, name, lines }) => `${file} ${name} ${lines}`)).toEqual([]);
  });

  test('a type is taken at its word only where the language cannot say it: assertions only become fewer', () => {
    const found = [...sources, ...stackSources].reduce((sum, file) => sum + assertionsIn(read(file)), 0);
    expect(found).toBeLessThanOrEqual(typeAssertions);
    expect(typeAssertions - found, 'lower the limit').toBeLessThan(10);
  });

  test('assertions are counted in code, each of a chain, and neither `as const` nor words', () => {
    const text = [
      "import { a as b } from './a.ts';",
      '/** As it is: x as Y. */',
      "const words = 'as Y'; // x as Y",
      'const x = (value as unknown as Y[]).map((each) => each as { z: string });',
      'const names = [1] as const;',
      'type Given<T> = { [K in keyof T as T[K] extends string ? K : never]: T[K] };',
      `const said = \`kept as it is: \${words as string} \${'x as y'}\`;`,
    ].join('\n');
    expect(assertionsIn(text)).toBe(4);
  });

  test('the measure sees what it should: headers over many lines, arrows, methods, functions inside others', () => {
    const text = [
      'export async function outer(',
      '  a: string,',
      '): Promise<void> {',
      '  const inner = (b: number) => {',
      '    return b;',
      '  };',
      '  return {',
      '    method(x) {',
      '      inner(x);',
      '    },',
      '  };',
      '}',
      'const short = (a: string): string =>',
      '  a.trim();',
      'const notOne = (1 + 2);',
    ].join('\n');
    expect(functionsOf('x.ts', text).map(({ name, lines }) => [name, lines])).toEqual([
      ['outer', 12],
      ['inner', 3],
      ['method', 3],
      ['short', 2],
    ]);
  });

  test('half of all files have at most 110 lines', async ({ annotate }) => {
    const lengths = sources.map((file) => read(file).split('\n').length - 1).toSorted((a, b) => a - b);
    const median = lengths[Math.floor(lengths.length / 2)]!;
    await annotate(`median ${median} lines, ${lengths.length} files; the aim is 95`);
    expect(median).toBeLessThanOrEqual(110);
  });

  test('a file has at most 300 lines, tables of data excepted', () => {
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
