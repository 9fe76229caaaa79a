/** A machine that lost the answer of its task asks again (docs/architecture.md#the-two-machines): the round goes on once. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nextForRound, nowRound } from '#actions/round/round-tasks.ts';
import { getRound } from '#store/reads.ts';
import { type Office, openOffice } from '../office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.test.embedded.close());

it('takes a round one phase further, however often it is asked to', async () => {
  const { deps, round } = office;
  await office.move({ status: 'selecting', phase: 1, progress: 'ended' });
  const ref = { round, tranche: 0 };
  const next = await nextForRound(deps, ref);
  expect(next).toMatchObject({ kind: 'now', step: 'advance' });
  await Promise.all([1, 2].map(() => nowRound(deps, { ...ref, step: 'advance' })));
  await nowRound(deps, { ...ref, step: 'advance' });
  expect((await getRound(deps.table, round)).phase).toBe(2);
});
