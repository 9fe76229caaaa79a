/** Checks of a panel's criteria, their weights and the fields that it is blind to (docs/rules/panel.md#weights). */
import { addExact, compareExact, exact, fraction, showExact, timesExact } from '#domain/fraction.ts';
import { text } from '#domain/problem.ts';
import { type Refuse, refuseRepeats, unknownReference } from './form-checks.ts';
import type { Programme } from './programme.ts';
import type { Step } from './step.ts';

type Criteria = Extract<Step, { readonly kind: 'panel' }>['criteria'];

function checkWeights(criteria: Criteria, path: readonly PropertyKey[], refuse: Refuse): void {
  const weights = criteria.flatMap(({ weight }) => (weight === undefined ? [] : [exact(weight)]));
  if (weights.length === 0) return;
  criteria.forEach(({ title, weight }, i) => {
    if (weight === undefined)
      refuse(
        [...path, i, 'weight'],
        'weights-partly',
        text(
          `“${title}”没有权重；有一项写了权重，各项都要写`,
          `"${title}" has no weight; where one criterion has one, all must`,
        ),
      );
  });
  const sum = weights.reduce(addExact, fraction(0n));
  if (weights.length === criteria.length && compareExact(sum, fraction(1n)) !== 0) {
    const shown = `${showExact(timesExact(sum, fraction(100n)), 4).replace(/\.?0+$/, '')}%`;
    refuse(
      path,
      'weights-sum',
      text(`权重合计 ${shown}，须为 100%`, `the weights add up to ${shown}, not to 100%`),
    );
  }
}

export function checkPanel(
  { criteria, blind = [] }: Extract<Step, { readonly kind: 'panel' }>,
  { form }: Pick<Programme, 'form'>,
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  refuseRepeats(
    criteria.map((one) => one.id),
    [...path, 'criteria'],
    refuse,
  );
  checkWeights(criteria, [...path, 'criteria'], refuse);
  refuseRepeats(blind, [...path, 'blind'], refuse);
  const known = [...form.fields, ...form.attachments].map(({ id }) => id);
  blind.forEach((id, i) => {
    if (!known.includes(id))
      refuse(
        [...path, 'blind', i],
        'unknown-field',
        unknownReference(text('字段或附件', 'field or file'), id, known),
      );
  });
}
