/** docs/security.md names every requirement of ASVS 5.0, levels 1 and 2, once; and each test that it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** How many requirements of levels 1 and 2 each section has; their numbers run from 1 (OWASP ASVS 5.0.0). */
const sections: Readonly<Record<string, readonly number[]>> = {
  V1: [2, 9, 11, 3, 2],
  V2: [3, 3, 4, 1],
  V3: [0, 2, 4, 6, 5, 0, 2],
  V4: [3, 1, 2, 4],
  V5: [1, 3, 2, 3],
  V6: [3, 12, 4, 4, 5, 3, 0, 4],
  V7: [3, 4, 2, 5, 2, 2],
  V8: [2, 3, 1, 1],
  V9: [3, 4],
  V10: [2, 2, 4, 11, 5, 2, 3],
  V11: [2, 3, 3, 4, 1, 1],
  V12: [3, 2, 4],
  V13: [1, 5, 2, 5],
  V14: [2, 4, 3],
  V15: [3, 3, 7],
  V16: [1, 5, 4, 3, 3],
  V17: [1, 4, 2],
};
const requirements = Object.entries(sections).flatMap(([chapter, counts]) =>
  counts.flatMap((count, section) =>
    Array.from({ length: count }, (_, n) => `${chapter}.${section + 1}.${n + 1}`),
  ),
);
const text = readFileSync('docs/security.md', 'utf8');
const rows = text
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

/** `V1.2.6–V1.2.8` as the requirements from the one to the other. */
const named = (cell: string): readonly string[] => {
  const [first = '', last = first] = cell.split('–');
  return requirements.slice(requirements.indexOf(first), requirements.indexOf(last) + 1);
};

test('every requirement of levels 1 and 2 stands there once', () => {
  expect(requirements).toHaveLength(253);
  expect(rows.flatMap(([, cell = '']) => named(cell))).toEqual(requirements);
});

test('each is met, partly, not met or not applicable, and says how', () => {
  for (const [, no, asked, state, how] of rows) {
    expect([no, /^(met|partly|not met|n\/a)$/.test(state ?? '')]).toEqual([no, true]);
    expect([no, asked !== '' && how !== '']).toEqual([no, true]);
  }
});

test('what is said to be met, in part too, names a test that is there', () => {
  for (const [, no, , state, , file = ''] of rows)
    if (state === 'met' || state === 'partly') expect([no, file, existsSync(file)]).toEqual([no, file, true]);
    else expect([no, file]).toEqual([no, '']);
});

test('SECURITY.md says how to report and how soon it is mended', () => {
  const said = readFileSync('SECURITY.md', 'utf8');
  for (const word of ['To report a weakness', 'How soon it is mended', 'docs/security.md'])
    expect(said).toContain(word);
});
