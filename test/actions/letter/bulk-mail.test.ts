import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#actions/letter/bulk-letters.ts';
import { type BulkPlan, confirmBulk, prepareBulk } from '#actions/letter/bulk-mail.ts';
import { getJob } from '#actions/running/jobs.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import { emptyHead } from '#domain/empty-head.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { OutgoingMail } from '#ports';
import { keys } from '#store/keys.ts';
import { rows } from '#store/rows.ts';
import { problemOf } from '../office.ts';
import { codeOf } from '../people/people-deps.ts';
import { type LetterTest, openLetterTest } from './letter-deps.ts';

let test: LetterTest;
let administrator: Actor;
let nominator: string;
let reviewers: readonly string[];
const mails: OutgoingMail[] = [];

/** The 130 nominations of a round: every tenth is out, the first 30 are asked of two reviewers. */
async function plantRound(): Promise<void> {
  const document = { title: { zh: '最美家庭' } };
  const items = [
    { ...keys.programmeRevision('p1', 1), document },
    rows.round({
      id: 'r1',
      programme: 'p1',
      programmeRevision: 1,
      org: 'east',
      orgPath: ['city', 'east'],
      stage: 0,
      settings: { opensAt: '' },
    } as unknown as Round),
    // As the moves of its candidacies would have counted them.
    { ...keys.tally('r1', 0, 0), s_out: 13, s_review: 27, s_waiting: 90 },
    rows.allotment({ round: 'r1', org: 'lane', places: 3, used: 0 }),
    rows.allotment({ round: 'r1', org: 'west', places: 3, used: 0 }),
    ...Array.from({ length: 130 }, (_, i) => {
      const nomination = `nom${String(i).padStart(3, '0')}`;
      const state: CandidacyState = i % 10 === 9 ? 'out' : i < 30 ? 'review' : 'waiting';
      const asked = i < 30 ? [{ member: reviewers[i % 2]!, due: '2021-03-05T09:30:00.000Z' }] : [];
      const step = { index: 0, id: 's1', kind: 'review', attempt: 1 };
      const receivedAt = test.now();
      return [
        rows.candidacy({ nomination, round: 'r1', state, asked, step, receivedAt } as unknown as Candidacy),
        rows.nomination({
          id: nomination,
          name: `家庭${i}`,
          owner: nominator,
          seats: ['r1'],
          submittedAt: receivedAt,
          version: 1,
          head: emptyHead,
        } as unknown as Nomination),
      ];
    }).flat(),
  ];
  await test.deps.table.batchPut(items);
}

beforeAll(async () => {
  test = await openLetterTest(undefined, () => undefined);
  administrator = await test.administrator('east');
  await test.administrator('lane');
  await test.administrator('west');
  nominator = (await test.invite('clerk@example.cn', 'clerk', 'lane')).id;
  reviewers = [
    (await test.invite('a@example.cn', 'reviewer')).id,
    (await test.invite('b@example.cn', 'reviewer')).id,
  ];
  await plantRound();
  for (const member of reviewers) await test.todo(member, '家庭');
  // One who has answered everything is asked no more.
  for (const member of [...reviewers, nominator])
    await test.deps.table.put({ ...keys.askedOf('r1', 's1', member), member, step: 's1' });
  test.use({ mailer: { kind: 'smtp', send: async (mail) => void mails.push(mail) } });
});
afterAll(() => test.embedded.close());

/** The plan goes back as it came, but for what the address and the count say. */
const confirm = ({ round, atLeast: _, ...plan }: BulkPlan) =>
  confirmBulk(test.deps, administrator, round, plan);
const nominators = { kind: 'nominators' } as const;
const asked = { kind: 'asked' } as const;

describe('a bulk mail', () => {
  it('is refused to strangers, to people that it is not for, and with parameters that it does not have', async () => {
    const other = await test.administrator('west');
    const prepare = (...[audience, template, params]: [Audience, string, Record<string, string>?]) =>
      codeOf(prepareBulk(test.deps, administrator, 'r1', { audience, template, params }));
    expect(await codeOf(prepareBulk(test.deps, other, 'r1', { audience: asked, template: 'reminder' }))).toBe(
      'not-found',
    );
    expect(await prepare(nominators, 'reminder')).toBe('bulk-audience');
    expect(await prepare(nominators, 'signin')).toBe('bulk-template');
    expect(await prepare(asked, 'reminder', { note: 'x' })).toBe('bulk-param');
    expect(await prepare(asked, 'deadlineChanged', { to: 'x'.repeat(201) })).toBe('bulk-param-long');
  });

  it('shows the counts and the subject first, and sends nothing', async () => {
    const params = { whatZh: '材料补正截止时间', to: '2021-03-10' };
    const { plan, subject } = await prepareBulk(test.deps, administrator, 'r1', {
      audience: nominators,
      template: 'deadlineChanged',
      params,
    });
    expect(plan).toMatchObject({ letters: 117, atLeast: false });
    expect(subject.zh).toBe('【时间变更】最美家庭：材料补正截止时间已调整');
    const counted = async (audience: Audience, template: string) =>
      (await prepareBulk(test.deps, administrator, 'r1', { audience, template })).plan.letters;
    expect(await counted({ kind: 'nominators', states: ['out'] }, 'noticePosted')).toBe(13);
    expect(await counted(asked, 'reminder')).toBe(2);
    expect(await counted({ kind: 'below' }, 'deadlineChanged')).toBe(2);
    await sweep(test.deps);
    expect(mails).toEqual([]);
  });

  it('goes once when confirmed twice: a letter for each nomination', async () => {
    const { plan } = await prepareBulk(test.deps, administrator, 'r1', {
      audience: nominators,
      template: 'deadlineChanged',
      params: { to: '2021-03-10' },
    });
    const job = await confirm(plan);
    expect((await confirm(plan)).id).toBe(job.id);
    // Another text under the same id is another mail.
    const other = await problemOf(confirm({ ...plan, params: { to: '2021-03-20' } }));
    expect([other.code, other.faults.map(({ field }) => field)]).toEqual(['bulk-otherwise', ['params']]);
    expect(other.text.zh).toContain('2021-03-10');
    await sweep(test.deps);
    await sweep(test.deps);
    expect(await getJob(test.deps, administrator, job.id)).toMatchObject({
      state: 'done',
      done: 117,
      total: 117,
    });
    expect(mails.length).toBe(117);
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(117);
    expect(mails[0]?.text).toContain('2021年3月10日');
  });

  it('reminds each person asked once for a step, though her tasks stand in several chunks', async () => {
    mails.length = 0;
    const { plan } = await prepareBulk(test.deps, administrator, 'r1', {
      audience: asked,
      template: 'reminder',
    });
    await confirm(plan);
    await sweep(test.deps);
    await sweep(test.deps);
    expect(mails.map((mail) => mail.to).sort()).toEqual(['a@example.cn', 'b@example.cn']);
    expect(mails[0]?.subject).toContain('资格审查');
  });

  it('does not go to more people than were shown', async () => {
    mails.length = 0;
    const { plan } = await prepareBulk(test.deps, administrator, 'r1', {
      audience: nominators,
      template: 'noticePosted',
    });
    expect(await codeOf(confirm({ ...plan, letters: plan.letters - 1 }))).toBe('bulk-changed');
    await sweep(test.deps);
    expect(mails).toEqual([]);
  });
});
