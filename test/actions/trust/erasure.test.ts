/** Erasing a nomination: by its years or on request; the key goes first, then forms, files and words; chains still verify. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAnswers } from '#actions/nomination/revision.ts';
import { searchCandidacies } from '#actions/nomination/search.ts';
import { withdraw } from '#actions/nomination/withdraw.ts';
import { objectionReceipt } from '#actions/objection/objection-reading.ts';
import { getObjectionRecord } from '#actions/objection/objection-secrets.ts';
import { raiseObjection } from '#actions/objection/objections.ts';
import { cancelRound } from '#actions/round/rounds.ts';
import { sweep } from '#actions/running/sweep.ts';
import { eraseOnRequest, lookAtRetention } from '#actions/trust/erasure.ts';
import { verifyAggregate } from '#actions/trust/verification.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { ErasureReason } from '#domain/trust/retention.ts';
import { checkRound } from '#local/commands/counters.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { getNomination, getRevision, listPage } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { city, district, family, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';
import { openOffice } from '../office.ts';
import { putOnNotice } from '../office-reads.ts';

let world: World;
let clerk: Actor;
let admin: Actor;
beforeEach(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
  admin = await world.as('administrator', district);
});
afterEach(() => world.close());

const rejected = async (n: number): Promise<Nomination> => {
  const { nomination, candidacy } = await world.nominate(clerk, { answers: family(n) });
  await world.decide(candidacy, 'reject');
  return nomination;
};
const now = (nomination: Pick<Nomination, 'id'>) => getNomination(world.deps.table, nomination.id);
const reasonsOf = async (nomination: Nomination) =>
  (
    await listPage<{ reason: string; outcome: string }>(world.deps.table, {
      pk: keys.nomination(nomination.id).pk,
      prefix: keys.reviewPrefix,
    })
  ).items.map(({ reason, outcome }) => [outcome, reason]);
const erasures = async (aggregate: string) =>
  (await readEvents(world.deps.table, aggregate)).events
    .filter(({ action }) => action === 'record.erase')
    .map(({ actor, details }) => [actor, details.reason]);
/** Everything that is stored of a nomination, as text. */
const stored = async (nomination: Nomination) => {
  const read = async (pk: string) =>
    (await world.deps.table.query({ pk, limit: 200, consistent: true })).items;
  const seats = await Promise.all(
    nomination.seats.map((round) => world.deps.table.get(keys.candidacy(round, nomination.id))),
  );
  return JSON.stringify([await read(keys.nomination(nomination.id).pk), seats]);
};

describe('when the years of a programme are over', () => {
  it('the nomination is erased by the sweeper, once, and nothing of it stays but what is counted', async () => {
    const nomination = await rejected(1);
    const other = (await world.nominate(clerk, { answers: family(2) })).nomination;
    expect(world.stored.size).toBe(4);
    world.at('2031-04-01T18:59:00.000Z');
    await sweep(world.deps);
    expect((await now(nomination)).erased).toBeUndefined();
    world.at('2031-04-01T19:00:00.000Z'); // three in the night in Shanghai
    await sweep(world.deps);
    const after = await now(nomination);
    expect([after.erased?.reason, after.name, after.identities]).toEqual(['retention', '罗**', []]);
    const revision = await getRevision(world.deps.table, nomination.id, 1);
    expect(await openAnswers(world.deps, revision)).toEqual({ answers: {}, erased: true });
    expect(await reasonsOf(nomination)).toEqual([['reject', '']]);
    const left = await stored(nomination);
    for (const word of ['罗步芳', '请补充事迹', String(family(1).deeds)]) expect(left).not.toContain(word);
    const letters = (await world.lettersTo(clerk.id)).filter(({ key }) => key.includes(nomination.id));
    expect(letters.length).toBeGreaterThan(0);
    for (const word of ['罗步芳', '请补充事迹']) expect(JSON.stringify(letters)).not.toContain(word);
    expect(world.stored.size).toBe(2); // the other's two photographs
    expect(await world.holders(nomination)).toEqual(nomination.identities.map(() => undefined));
    // Statistics: it is counted as it ended, and its chains verify and say "erased".
    expect(await checkRound(world.deps.table, world.round)).toEqual([]);
    for (const aggregate of [`nomination:${nomination.id}`, `candidacy:${world.round}:${nomination.id}`])
      expect(await verifyAggregate(world.deps, aggregate)).toMatchObject({ faults: [], erased: true });
    const found = await searchCandidacies(world.deps, admin, world.round, '罗');
    expect(found.items.map(({ name }) => name).toSorted()).toEqual(['罗**', '罗步芳2家庭']);
    await sweep(world.deps);
    await lookAtRetention(world.deps, nomination.id);
    expect(await erasures(`nomination:${nomination.id}`)).toEqual([['system', 'retention']]);
    expect((await now(other)).erased).toBeUndefined(); // still in selection
  });

  it('goes on after a crash between the key and the files', async () => {
    const nomination = await rejected(3);
    world.at('2031-04-03T01:00:00.000Z');
    await lookAtRetention({ ...world.deps, handOver: async () => {} }, nomination.id);
    expect((await now(nomination)).erased?.reason).toBe('retention');
    expect([world.stored.size, (await reasonsOf(nomination))[0]]).toEqual([2, ['reject', '请补充事迹']]);
    await sweep(world.deps);
    expect([world.stored.size, (await reasonsOf(nomination))[0]]).toEqual([0, ['reject', '']]);
  });

  it('takes along whom a cancelled round left open', async () => {
    const { nomination } = await world.nominate(clerk, { answers: family(4) });
    await cancelRound(world.deps, admin, world.round, { reason: '机构调整' });
    world.at('2031-04-01T18:59:00.000Z');
    await sweep(world.deps);
    expect((await now(nomination)).erased).toBeUndefined();
    world.at('2031-04-01T19:00:00.000Z');
    await sweep(world.deps);
    await sweep(world.deps);
    expect((await now(nomination)).erased?.reason).toBe('retention');
    expect(world.stored.size).toBe(0);
  });

  it('keeps the name of who was honoured, for the public list; her file goes all the same', async () => {
    const nomination = await rejected(5);
    const key = keys.candidacy(world.round, nomination.id);
    const row = await world.deps.table.get(key, { consistent: true });
    const honour = { number: '430102-ZMJT-2021-0001', list: 'l1' };
    await world.deps.table.put({ ...row!, state: 'done', honour });
    world.at('2031-04-03T01:00:00.000Z');
    await sweep(world.deps);
    const after = await now(nomination);
    expect([after.name, after.identities, after.erased?.reason]).toEqual([
      nomination.name,
      nomination.identities,
      'retention',
    ]);
    expect((await world.candidacy(nomination)).honour).toEqual(honour);
    const revision = await getRevision(world.deps.table, nomination.id, 1);
    expect(await openAnswers(world.deps, revision)).toEqual({ answers: {}, erased: true });
    expect(world.stored.size).toBe(0);
  });
});

describe('on request', () => {
  const ask = (actor: Actor, { id }: Nomination, reason: ErasureReason = 'request') =>
    eraseOnRequest(world.deps, actor, { nomination: id, reason });

  it('is refused in selection, and done once it is withdrawn; twice is once', async () => {
    const { nomination } = await world.nominate(clerk, { answers: family(6) });
    expect(await codeOf(ask(admin, nomination))).toBe('still-in-selection');
    await withdraw(world.deps, clerk, { id: nomination.id, reason: '本人要求' });
    expect(await codeOf(ask(admin, nomination, '因为' as ErasureReason))).toBe('choice');
    await ask(admin, nomination);
    await ask(await world.as('administrator', city), nomination);
    expect(await erasures(`nomination:${nomination.id}`)).toEqual([[admin.id, 'request']]);
    expect([(await now(nomination)).name, world.stored.size]).toEqual(['罗**', 0]);
    expect(await stored(nomination)).not.toContain('罗步芳');
  });

  it('is for administrators of the level or above only', async () => {
    const nomination = await rejected(7);
    for (const actor of [clerk, await world.as('reviewer', district)])
      expect(await codeOf(ask(actor, nomination))).toBe('not-allowed');
    expect(await codeOf(ask(await world.as('administrator', street(2)), nomination))).toBe('not-found');
    expect((await now(nomination)).erased).toBeUndefined();
  });
});

it('takes the cases against it along with its years: who objected, and what was said', async () => {
  const office = await openOffice('2022-02-25T01:00:00.000Z');
  try {
    const notice = await putOnNotice(office, ['n1', 'n2'], '2022-02-25');
    const { id, receipt } = await raiseObjection(office.deps, undefined, {
      notice,
      nomination: 'n1',
      by: 'anonymous',
      channel: 'web',
      body: '匿名反映，没有线索。',
    });
    const key = keys.candidacy(office.round, 'n1');
    const row = await office.deps.table.get(key, { consistent: true });
    await office.deps.table.put({ ...row!, state: 'out', closedAt: '2022-03-04T01:00:00.000Z' });
    await lookAtRetention(office.deps, 'n1');
    const before = await getObjectionRecord(office.deps, id);
    expect(await sealer(office.deps).open(id, before.sealed)).toMatchObject({ kind: 'open' });
    office.at('2032-03-04T01:00:00.000Z');
    await lookAtRetention(office.deps, 'n1');
    await sweep(office.deps);
    const after = await getObjectionRecord(office.deps, id);
    expect([after.name, await sealer(office.deps).open(id, after.sealed)]).toEqual([
      'n**',
      { kind: 'erased' },
    ]);
    expect(await objectionReceipt(office.deps, receipt)).toMatchObject({ status: 'logged' });
  } finally {
    await office.test.embedded.close();
  }
});
