/** Each preset has its steps in the order of its sources (docs/rules/steps.md#preset-orders). */
import { expect, test } from 'vitest';
import { type Document, preset, presetNames } from './presets.ts';

/**
 * What the sources name, in their order: the level, the kind of step, and with whom it is taken. Between them a preset may
 * have more. The first column is the preset, the second its source.
 */
const orders: readonly (readonly [preset: string, ...steps: string[]])[] = [
  [
    'sbqs',
    ...['unit review', 'street review', 'district review', 'district opinions', 'district panel'],
    ...['district notice', 'district decision', 'district publish', 'district recommend'],
  ],
  [
    'jgwmg',
    ...['unit appraisal', 'unit review', 'street review', 'district review', 'district visit'],
    ...['district notice', 'district decision', 'district publish'],
  ],
  [
    'zmjt',
    ...['community review', 'street review', 'district review', 'district opinions', 'district panel'],
    ...['district notice', 'district publish', 'district recommend'],
  ],
  [
    'pajt',
    ...['community review', 'street review', 'district review 政法委', 'district notice', 'district publish'],
  ],
  [
    'lsjt',
    ...['street review', 'district review', 'district opinions', 'district notice', 'district recommend'],
    ...['city review 生态环境局 发展和改革局', 'city publish', 'city recommend'],
  ],
  [
    'wmjt',
    ...['community appraisal', 'community review', 'street review', 'district review 文明办'],
    ...['district notice', 'district publish', 'district recommend'],
  ],
  ['fezj', 'street review', 'district visit', 'district notice', 'district decision', 'district publish'],
  [
    'etzj',
    ...['street review', 'district visit', 'district review 民政局', 'district notice', 'district publish'],
    ...['city visit', 'city review 民政局', 'city notice', 'city publish'],
  ],
  ['jfjd', 'district visit', 'district review 文明办', 'district notice', 'district publish'],
  ['etjd', 'district visit', 'district review 妇女儿童工作委员会', 'district notice', 'district publish'],
  [
    'ymty',
    ...['community review', 'community visit', 'street review', 'street visit', 'district review'],
    ...['district visit', 'district notice', 'district publish'],
  ],
  ['tx', 'street review', 'district review', 'district opinions', 'district notice', 'district publish'],
  ['js', 'district panel', 'district decision', 'district publish'],
  ['yxzx', 'district review', 'district panel', 'district notice', 'district decision', 'district publish'],
  ['wqgr', 'district notice', 'district recommend', 'city notice', 'city recommend', 'province recommend'],
  ['wqjt', 'district notice', 'district recommend', 'city notice', 'city recommend', 'province recommend'],
];

const stepsOf = (document: Document): readonly string[] =>
  document.stages.flatMap(({ level, steps = [] }: Document) =>
    steps.map(({ kind, jointWith = [] }: Document) => [level, kind, ...jointWith].join(' ')),
  );

test.each(orders)('%s takes its steps in the order of its sources', (name, ...wanted) => {
  const steps = stepsOf(preset(name));
  // The first place of each after the one before it; what is not there stops the list.
  let from = 0;
  const found = wanted.filter((step) => {
    const at = steps.indexOf(step, from);
    from = at < 0 ? steps.length : at + 1;
    return at >= 0;
  });
  expect(found).toEqual(wanted);
});

const kindOf = (step: string): string => step.split(' ')[1] ?? '';
test.each(presetNames)(
  '%s checks before it judges, shows before it decides, and decides before it grants',
  (name) => {
    for (const { steps = [] } of preset(name).stages as Document[]) {
      const kinds = steps.map(({ kind }: Document) => kind);
      const first = (kind: string) => kinds.indexOf(kind);
      for (const [before, after] of [
        ['review', 'panel'],
        ['panel', 'shortlist'],
        ['shortlist', 'notice'],
        ['notice', 'decision'],
        ['decision', 'publish'],
        ['decision', 'recommend'],
      ] as const)
        if (first(before) >= 0 && first(after) >= 0)
          expect([name, before, first(before) < first(after)]).toEqual([name, before, true]);
    }
  },
);

test('a step that its source takes jointly is taken with co-hosts of the programme', () => {
  const joint = orders.flatMap(([, ...steps]) => steps.filter((step) => step.split(' ').length > 2));
  expect(joint.map(kindOf)).toEqual(joint.map(() => 'review'));
});
