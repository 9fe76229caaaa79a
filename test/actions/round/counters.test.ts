/** Counters of a round beside its states: kept with each move, so that nobody reads the round to know them (docs/architecture.md#counters). */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { move } from '#actions/candidacy/moving.ts';
import { formFurtherTranche } from '#actions/round/further-tranches.ts';
import { leftAtEnd } from '#actions/round/round-ending.ts';
import { begin } from '#actions/write.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { systemActor } from '#domain/people/people.ts';
import { usedIn } from '#domain/selection/used-places.ts';
import { checkRound } from '#local/commands/counters.ts';
import { mendCounters } from '#local/commands/mending.ts';
import { keys, shardOf, tallyShards } from '#store/keys.ts';
import { getRound } from '#store/reads.ts';
import { sentBy, sentUp, usedPlacesBefore } from '#store/standing.ts';
import { readBy } from '../../reading.ts';
import { type Office, openOffice, problemOf } from '../office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.test.embedded.close());

const carried: Candidacy['carried'] = { at: '2022-02-25T01:00:00.000Z', phase: 'review', reason: '出差' };
const plantMany = async (
  prefix: string,
  count: number,
  ...what: [Candidacy['state'], Partial<Candidacy>]
) => {
  for (let n = 0; n < count; n++) await office.plant(`${prefix}${n}`, ...what);
};
const form = async (nominations: readonly string[]) => {
  const { version } = await getRound(office.deps.table, office.round);
  return formFurtherTranche(office.deps, office.admin, office.round, {
    nominations: [...nominations],
    version,
  });
};
/** Writes one of the candidacies on. */
const change = async (id: string, to: Candidacy['state'], patch: Partial<Candidacy> = {}) => {
  const write = begin(office.deps, systemActor);
  await move(office.deps, write, await office.candidacy(id), to, { action: 'candidacy.amend', patch });
  await write.commit();
};
const used = (n: number) => usedPlacesBefore(office.deps.table, office.round, n);

it('promotes many reserves in one write, whichever counters they share', async () => {
  await plantMany('r', 12, 'reserve', { carried });
  await office.move({ status: 'settled' });
  const tranche = await form(Array.from({ length: 12 }, (_, n) => `r${n}`));
  expect(tranche.entries).toHaveLength(12);
  expect(await used(2)).toMatchObject({ count: 12 });
  expect(await checkRound(office.deps.table, office.round)).toEqual([]);
});

it('counts who uses a place of an earlier tranche, by her facts as they are now', async () => {
  await plantMany('c', 3, 'done', { tranche: 1, facts: { rank: '处级' } });
  await plantMany('w', 2, 'notice', { tranche: 2, facts: { rank: '无' } });
  const cadres = { field: 'rank', values: ['处级'] };
  expect([(await used(1)).count, (await used(2)).count, (await used(3)).count]).toEqual([0, 3, 5]);
  expect(usedIn(await used(3), cadres)).toEqual({ count: 3, unknown: 0 });
  await change('c0', 'out');
  await change('w0', 'notice', { facts: { rank: '处级' } });
  await change('w1', 'held', { openObjections: 1 });
  expect(usedIn(await used(3), cadres)).toEqual({ count: 3, unknown: 0 });
  expect((await used(3)).count).toBe(4);
  await change('w1', 'held', { tranche: undefined });
  expect((await used(3)).count).toBe(3);
  expect(await checkRound(office.deps.table, office.round)).toEqual([]);
});

it('counts who is with the level above by her tranche, whatever becomes of her there', async () => {
  const { table } = office.deps;
  const sent = { round: '', org: 'external', state: 'sent', at: '2022-03-01T01:00:00.000Z' } as const;
  await plantMany('u', 3, 'done', { tranche: 1 });
  const up = async (id: string, state: NonNullable<Candidacy['upward']>['state']) => {
    const write = begin(office.deps, systemActor);
    const patch = { upward: { ...sent, state } };
    write.save('candidacy', await office.candidacy(id), patch, 'upward.result', { state });
    await write.commit();
    return sentUp(table, office.round, 1);
  };
  expect([await up('u0', 'sent'), await up('u1', 'sent'), await up('u2', 'refused')]).toEqual([1, 2, 2]);
  expect([await up('u0', 'honoured'), await up('u1', 'withdrawn')]).toEqual([2, 1]);
  await change('u0', 'notice', { tranche: 2 });
  expect([await sentUp(table, office.round, 1), await sentUp(table, office.round, 2)]).toEqual([0, 1]);
  expect(await checkRound(table, office.round)).toEqual([]);
  await table.update(keys.tally(office.round, 2, shardOf('u0', tallyShards)), { add: { up: 4 } });
  const off = await checkRound(table, office.round);
  expect(off.map(({ text }) => text.en).join()).toMatch(/up counted as 5, but there are 1/);
  await mendCounters({ table, running: false }, off);
  expect(await checkRound(table, office.round)).toEqual([]);
});

it('are set to what stands where they are off, each row by itself', async () => {
  const { table } = office.deps;
  await plantMany('m', 6, 'done', { tranche: 1, facts: { rank: '处级' } });
  const { from } = await office.candidacy('m0');
  const shard = keys.tally(office.round, 0, 1);
  await table.update(shard, { add: { s_review: 2, open: 2, heldOpen: 1 } });
  await table.remove(keys.tally(office.round, 1, shardOf('m0', tallyShards)));
  await table.update(keys.sender(office.round, from), { add: { received: 3, held: -1 } });
  const off = await checkRound(table, office.round, 1);
  expect(off.map(({ text }) => text.en).join('\n')).toMatch(/received counted as 9, but there are 6/);
  await mendCounters({ table, running: false }, off);
  expect(await checkRound(table, office.round)).toEqual([]);
  expect(usedIn(await used(2), { field: 'rank', values: ['处级'] })).toEqual({ count: 6, unknown: 0 });
});

it('takes nobody into a further tranche who stands on one still', async () => {
  await office.plant('held', 'held', { tranche: 1 });
  await office.deps.table.put({
    ...keys.tranche(office.round, 1),
    ...{ round: office.round, n: 1, state: 'running', phase: 0, cursor: 0, entries: ['held'], version: 1 },
  });
  await office.move({ status: 'settled', tranches: 1 });
  expect((await problemOf(form(['held']))).code).toBe('not-free');
});

it('knows what each organisation sent and holds', async () => {
  await plantMany('n', 3, 'review', {});
  await office.plant('far', 'review', { from: 'bay' });
  await change('n0', 'withdrawn');
  const { table } = office.deps;
  expect(await sentBy(table, office.round, 'lane')).toEqual({ org: 'lane', received: 3, held: 2 });
  expect(await sentBy(table, office.round, 'bay')).toEqual({ org: 'bay', received: 1, held: 1 });
  expect(await sentBy(table, office.round, 'nobody')).toEqual({ org: 'nobody', received: 0, held: 0 });
});

it('knows who is left at the end without reading the round', async () => {
  await plantMany('r', 4, 'reserve', {});
  await office.plant('rests', 'sentBack', { carried });
  await office.plant('back', 'sentBack');
  await office.plant('open', 'held', { openObjections: 1 });
  await office.plant('closed', 'held');
  await office.plant('gone', 'out');
  const left = await leftAtEnd(office.deps, office.round);
  expect([left.passed, left.blocking]).toEqual([6, 1]);
  expect((await left.names('blocks', 10)).map(({ nomination }) => nomination)).toEqual(['open']);
  expect(new Set((await left.names('passed', 10)).map(({ nomination }) => nomination))).toEqual(
    new Set(['r0', 'r1', 'r2', 'r3', 'rests', 'closed']),
  );
  await plantMany('more', 60, 'reserve', {});
  const read = await readBy(office.deps, () => leftAtEnd(office.deps, office.round));
  expect(read).toEqual({ requests: 1, rows: 4 });
});

it('reads as much for a further tranche after a large one as after a small one', async () => {
  const grow = async (from: number, to: number) => {
    for (let n = from; n < to; n++)
      await office.plant(`t${n}`, 'done', { tranche: 1, facts: { rank: '无' } });
  };
  await grow(0, 8);
  await office.plant('a', 'cleared');
  await office.plant('b', 'cleared');
  await office.move({ status: 'settled', tranches: 1 });
  const few = await readBy(office.deps, () => form(['a']));
  await grow(8, 80);
  const many = await readBy(office.deps, () => form(['b']));
  // The second tranche's own counters are there by now: a row of one shard.
  expect([many.requests, many.rows]).toEqual([few.requests, few.rows + 1]);
});
