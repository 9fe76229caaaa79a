/** The decision at the first instant of its day, results told at their time, and the end of a round. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishList } from '#actions/honour/publishing.ts';
import { endRound } from '#actions/round/round-ending.ts';
import { nextForRound, nowRound } from '#actions/round/round-tasks.ts';
import { runJob } from '#actions/running/jobs.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { begin } from '#actions/write.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { systemActor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { find, getNomination, getRound, getTranche, roundWithStage } from '#store/reads.ts';
import { type Office, openOffice, problemOf } from '../office.ts';
import { putOnNotice } from '../office-reads.ts';
import { codeOf } from '../people/people-deps.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice('2022-02-25T01:00:00.000Z');
  await putOnNotice(office, ['n1', 'n2'], '2022-02-25');
});
afterEach(() => office.test.embedded.close());

/** Does what the machine of the first tranche would, until it waits for a person or a date; each piece is asked for twice, as after a lost answer. */
async function drive(): Promise<void> {
  const ref = { round: office.round, tranche: 1 };
  for (;;) {
    const next = await nextForRound(office.deps, ref);
    if (next.kind !== 'now') return;
    await nowRound(office.deps, { ...ref, step: next.step });
    await nowRound(office.deps, { ...ref, step: next.step });
  }
}
const decide = async (refused: readonly string[] = [], date = '2022-03-04', reason = '材料不足') => {
  const { stage } = await roundWithStage(office.deps.table, office.round);
  const step = stage.steps.find((each) => each.kind === 'decision')!;
  return recordDecision(office.deps, office.admin, office.round, {
    tranche: 1,
    body: step.kind === 'decision' ? step.bodies[0]! : '',
    date,
    minutes: '纪要〔2022〕1号',
    refused: refused.map((nomination) => ({ nomination, reason })),
    version: (await getTranche(office.deps.table, office.round, 1)).version,
  });
};
const publish = async () => {
  const { version } = await getTranche(office.deps.table, office.round, 1);
  await publishList(office.deps, office.admin, office.round, {
    tranche: 1,
    title: '获奖名单',
    documentNumber: '妇〔2022〕2号',
    date: '2022-03-04',
    bodies: ['区妇联'],
    version,
  });
};
const letter = (nomination: string) =>
  find(office.deps.table, keys.letter(`out-clerk-${nomination}-0-result`));
const told = async (...ids: readonly string[]) =>
  (await Promise.all(ids.map(letter))).map((each) => each !== undefined);
const end = async (reason = '不再递补') =>
  endRound(office.deps, office.admin, office.round, {
    reason,
    version: (await getRound(office.deps.table, office.round)).version,
  });
const patch = async (id: string, change: Parameters<typeof Object.assign>[1]) => {
  const write = begin(office.deps, systemActor);
  write.save('candidacy', await office.candidacy(id), change, 'candidacy.amend');
  await write.commit();
};

describe('a decision in the first instant of its day', () => {
  it('waits while the machine goes through the notice, and is then taken for those who stand', async () => {
    office.at('2022-03-03T15:59:59.999Z');
    expect(await codeOf(decide([], '2022-03-03'))).toBe('notice-running');
    office.at('2022-03-03T16:00:00.000Z');
    expect((await getTranche(office.deps.table, office.round, 1)).notice).not.toHaveProperty('endedAt');
    expect(await codeOf(decide(['n2']))).toBe('notice-ending');
    await drive();
    await decide(['n2']);
    await drive();
    expect((await office.candidacy('n1')).state).toBe('approved');
    expect(await office.candidacy('n2')).toMatchObject({ state: 'out', outcome: { reason: 'notApproved' } });
    expect((await getTranche(office.deps.table, office.round, 1)).entries).toEqual(['n1']);
  });

  it('knows nobody who is held', async () => {
    await patch('n2', { state: 'held', openObjections: 1 });
    office.at('2022-03-03T16:00:00.000Z');
    await drive();
    expect((await problemOf(decide(['n2']))).faults[0]?.field).toBe('refused.n2');
  });

  it('refuses whom it does not decide on, and whoever is named twice, and changes nothing', async () => {
    office.at('2022-03-03T16:00:00.000Z');
    await drive();
    expect((await problemOf(decide(['n9', 'n2', 'n2']))).faults).toMatchObject([
      { field: 'refused.n9', code: 'not-standing' },
      { field: 'refused.n2', code: 'named-twice' },
    ]);
    expect((await getTranche(office.deps.table, office.round, 1)).decision).toBeUndefined();
  });

  it('refuses reasons that are too long together for one row: each by itself would do', async () => {
    office.at('2022-03-03T16:00:00.000Z');
    await drive();
    const among = Array.from({ length: 20 }, (_, n) => `n${n + 1}`);
    const problem = await problemOf(decide(among, '2022-03-04', '字'.repeat(1_999)));
    expect(problem.faults.map(({ field, code }) => [field, code])).toEqual([['refused', 'reasons-long']]);
    expect(problem.text.zh).toContain('最多约 3 万字');
  });

  it('waits while the notice is suspended', async () => {
    office.at('2022-03-03T16:00:00.000Z');
    const tranche = await getTranche(office.deps.table, office.round, 1);
    const suspended = { since: '2022-03-01T01:00:00.000Z', reason: '内容有误' };
    const notice = { ...tranche.notice!, suspended };
    await office.deps.table.put({ ...keys.tranche(office.round, 1), ...tranche, notice });
    expect(await codeOf(decide())).toBe('not-deciding');
  });
});

describe('results at the level where they were made', () => {
  it('are told once the list is public and not before, one letter each', async () => {
    await office.plant('passed', 'out', { outcome: { reason: 'notChosen', at: '2022-02-25T01:00:00.000Z' } });
    await office.plant('vetoed', 'out', { outcome: { reason: 'vetoed', at: '2022-02-25T01:00:00.000Z' } });
    await office.plant('unfit', 'out', { outcome: { reason: 'ineligible', at: '2022-02-25T01:00:00.000Z' } });
    office.at('2022-03-04T01:00:00.000Z');
    await drive();
    await decide(['n2']);
    await drive();
    expect(await told('passed', 'vetoed', 'n2')).toEqual([false, false, false]);
    await publish();
    await drive();
    // Who was found ineligible got her letter with the decision; who was honoured gets another one.
    expect(await told('passed', 'vetoed', 'n2', 'unfit', 'n1')).toEqual([true, true, true, false, false]);
    const rest = `tell-${office.round}-1`;
    expect(await runJob(office.deps, rest)).toBe('done');
  });

  it('go to a nominee who consented too, and by the result from above to who came from below', async () => {
    const outcome = { reason: 'notChosen', at: '2022-02-25T01:00:00.000Z' } as const;
    await office.plant('asked', 'out', { outcome });
    await office.plant('below', 'out', { outcome });
    const nominations: readonly [string, Partial<Nomination>][] = [
      ['asked', { consent: { state: 'given', by: 'herself', textVersion: '1' } }],
      ['below', { seats: ['another-round', office.round] }],
    ];
    for (const [id, change] of nominations) {
      const write = begin(office.deps, systemActor);
      write.save('nomination', await getNomination(office.deps.table, id), change, 'candidacy.amend');
      await write.commit();
    }
    office.at('2022-03-04T01:00:00.000Z');
    await drive();
    await decide();
    await drive();
    await publish();
    await drive();
    expect(await told('asked', 'below')).toEqual([true, false]);
    const hers = await find(office.deps.table, keys.letter('outNominee-herself-asked-0-result'));
    expect(hers).toMatchObject({ to: 'herself', template: 'outNominee', params: { name: 'nominee asked' } });
  });
});

describe('the end of a round', () => {
  const toTheEnd = async () => {
    office.at('2022-03-04T01:00:00.000Z');
    await drive();
    await decide();
    await drive();
    await publish();
    await drive();
    expect(await runJob(office.deps, `end-${office.round}-1`)).toBe('done');
  };

  it('comes by itself with the last tranche: reserves are passed over and told, the honoured untouched', async () => {
    await office.plant('spare', 'reserve', { place: 'reserve' });
    await toTheEnd();
    expect(await office.candidacy('spare')).toMatchObject({
      state: 'out',
      outcome: { reason: 'notChosen', at: '2022-03-04T01:00:00.000Z' },
    });
    expect(await told('spare')).toEqual([true]);
    expect((await office.candidacy('n1')).state).toBe('done');
    expect((await getRound(office.deps.table, office.round)).endedAt).toBe('2022-03-04T01:00:00.000Z');
  });

  it('waits for who is held, is refused by hand while her case is open, and passes over all who are left', async () => {
    await office.plant('spare', 'reserve', { place: 'reserve' });
    await office.plant('case', 'held', { openObjections: 1 });
    await toTheEnd();
    expect((await office.candidacy('spare')).state).toBe('reserve');
    const refused = await problemOf(end());
    expect([refused.code, refused.text.zh.includes('nominee case')]).toEqual(['round-not-over', true]);
    await patch('case', { openObjections: 0 });
    expect((await problemOf(end(' '))).faults[0]?.field).toBe('reason');
    const ended = await end();
    expect(ended.endReason).toBe('不再递补');
    expect([(await office.candidacy('spare')).state, (await office.candidacy('case')).state]).toEqual([
      'out',
      'out',
    ]);
    expect(await told('spare', 'case')).toEqual([true, true]);
    expect(await end()).toMatchObject({ endReason: '不再递补', version: ended.version });
    const other = await problemOf(end('再按一次'));
    expect([other.kind, other.code, other.faults]).toMatchObject([
      'conflict',
      'round-ended',
      [{ field: 'reason', text: { zh: '「原因」已登记为：不再递补' } }],
    ]);
  });

  it('is refused while a tranche is under way, and to others', async () => {
    expect(await codeOf(end())).toBe('round-not-over');
    const stranger = { ...office.admin, id: 'x', grants: [] };
    const input = { reason: '无', version: 1 };
    expect(await codeOf(endRound(office.deps, stranger, office.round, input))).toBe('not-found');
  });
});
