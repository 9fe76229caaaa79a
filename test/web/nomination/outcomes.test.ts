import { expect, test } from 'vitest';
import { stepSchema } from '#domain/programme/step.ts';
import { chainOf } from '#web/nomination/chain.ts';
import { isHandedBack, outcomeWords } from '#web/nomination/outcomes.ts';

const stage = { steps: ['review', 'panel', 'shortlist'].map((kind) => stepSchema.parse({ kind })) };
const review = { index: 0, id: 'review', kind: 'review', attempt: 1 } as const;
const carried = { at: '2021-04-12T00:00:00.000Z', phase: 'review', reason: '部门意见未到' };

test('who is out ended at her step: nothing is said to be on hold', () => {
  const at = chainOf(
    'zh',
    stage,
    { state: 'out', step: review },
    { state: 'out', reason: 'ineligible', hidden: false },
    {},
  );
  expect(at.map(({ state }) => state)).toEqual(['ended', 'todo', 'todo']);
});

test('who was carried is no package handed back, and who was not chosen is 未入选 everywhere', () => {
  const candidacy = { state: 'sentBack', step: review, carried } as const;
  const shown = { state: 'sentBack', hidden: false } as const;
  expect(isHandedBack(candidacy)).toBe(false);
  expect(outcomeWords('zh', shown, candidacy)).toBe('转入后续批次');
  const out = { state: 'out', reason: 'notChosen', hidden: false } as const;
  expect(outcomeWords('zh', out, { state: 'out' })).toBe('未入选');
});

test('who was not chosen ended where the list was made, and the steps before are done', () => {
  const out = { state: 'out', reason: 'notChosen', hidden: false } as const;
  const at = (steps: typeof stage) => chainOf('zh', steps, { state: 'out', step: review }, out, {});
  expect(at(stage).map(({ state }) => state)).toEqual(['done', 'done', 'ended']);
  expect(at(stage).at(-1)?.word).toBe('未入选');
  expect(at({ steps: stage.steps.slice(0, 2) }).map(({ state }) => state)).toEqual(['done', 'ended']);
});
