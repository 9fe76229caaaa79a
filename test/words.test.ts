/** One word for one thing: docs/words.md says which, and no text of the system or its presets says another. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { programmeKinds } from '#domain/programme/programme-kinds.ts';
import { titled, usualName } from '#domain/programme/usual-names.ts';
import { preset, presetNames } from './domain/programme/presets.ts';

interface Rule {
  readonly say: string;
  readonly not: readonly string[];
  readonly saveIn: readonly string[];
}
const listed = (cell = ''): readonly string[] =>
  cell
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
const rules: readonly Rule[] = readFileSync('docs/words.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \p{Script=Han}/u.test(line))
  .map((line) => {
    const [, say = '', not, saveIn] = line.split('|').map((cell) => cell.trim());
    return { say, not: listed(not), saveIn: listed(saveIn) };
  });

/** What is written for people: the texts of a source, without its comments. */
const textsOf = (file: string): string =>
  file.endsWith('.yaml')
    ? readFileSync(file, 'utf8').replace(/#.*$/gm, '')
    : readFileSync(file, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/^\s*\/\/.*$/gm, '');
const files = ['functions', 'workflows'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|yaml)$/.test(name))
    .map((name) => `${root}/${name}`),
);

test('every row of the table has a word, what it stands against, and a file to except only where that says it', () => {
  expect(rules.length).toBeGreaterThan(8);
  const texts = files.map((file) => [file, textsOf(file)] as const);
  const idle = rules.flatMap(({ say, not, saveIn }) =>
    saveIn
      .filter(
        (part) =>
          !texts.some(([file, text]) => file.includes(part) && not.some((word) => text.includes(word))),
      )
      .map((part) => `${say}: ${part}`),
  );
  expect(idle).toEqual([]);
});

test.each(rules)('$say, and not $not', ({ not, saveIn }) => {
  const wrong = files
    .filter((file) => !saveIn.some((part) => file.includes(part)))
    .filter((file) => not.some((word) => textsOf(file).includes(word)));
  expect(wrong).toEqual([]);
});

test('a preset calls its list before the notice by its own kind', () => {
  const words = programmeKinds.flatMap((kind) =>
    [true, false].map((honours) => `${decidingSaid(kind, honours).proposed}名单`),
  );
  const wrong = presetNames.flatMap((name) => {
    const { stages, kind } = presetToProgramme(preset(name), { edition: '2027' });
    return stages.flatMap((stage) =>
      stage.steps.flatMap((step) => {
        const own = `${decidingSaid(stage.kind ?? kind, stage.honour).proposed}名单`;
        return step.kind === 'shortlist' &&
          step.title !== undefined &&
          step.title !== own &&
          words.includes(step.title)
          ? [`${name} ${stage.level}: ${step.title}, not ${own}`]
          : [];
      }),
    );
  });
  expect(wrong).toEqual([]);
});

const isHan = (said: string) => /\p{Script=Han}/u.test(said);

test('every preset and all that it calls by a name have English names: fields and their groups, steps, criteria, checklists, quota groups, lists, re-checks, departments, co-hosts, what it hands over', () => {
  const wrong = presetNames.flatMap((name) => {
    const { title, form, departments, coHosts, stages } = presetToProgramme(preset(name), {
      edition: '2027',
    });
    const labels = [
      title,
      ...form.fields.flatMap(({ label, columns = [] }) => [label, ...columns.map((one) => one.label)]),
    ];
    const steps = stages.flatMap((stage) => stage.steps);
    const titles = [
      ...form.fields.flatMap(({ group }) => (group === undefined ? [] : [{ title: group }])),
      ...steps.flatMap((step) => (step.title === undefined ? [] : [step])),
      ...steps.flatMap((step) => (step.kind === 'panel' ? step.criteria : [])),
      ...stages.flatMap(({ quota, lists, recheck }) => [
        ...[...quota.groups, ...lists],
        ...(recheck === undefined ? [] : [...recheck.items, ...recheck.bands]),
      ]),
    ];
    const lines = [
      ...steps.flatMap((step) => (step.kind === 'visit' ? step.checklist : [])),
      ...steps.flatMap((step) => (step.kind === 'opinions' ? step.questions.map(({ label }) => label) : [])),
      ...stages.flatMap(({ recheck }) => recheck?.vetoes ?? []),
    ].map((line) => (typeof line === 'string' ? line : line.label));
    const names = [
      ...lines,
      ...titles
        .filter((each) => isHan(titled({ titleEn: undefined, ...each, title: each.title! }).en))
        .map(({ title }) => title!),
      ...departments.flatMap((row) => row.departments),
      ...[coHosts, ...stages.flatMap((stage) => [stage.coHosts, stage.awards])].flat(),
    ];
    return [
      ...labels.filter(({ en = '' }) => en === '' || isHan(en)).map(({ zh }) => zh),
      ...names.filter((each) => isHan(usualName(each).en)),
    ].map((each) => `${name}: ${each}`);
  });
  expect(wrong).toEqual([]);
});
