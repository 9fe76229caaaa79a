import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkFor, openLink } from '#actions/people/links.ts';
import { memberLeaves } from '#actions/people/people.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { declareReviewConflict, decline, delegate, reassign } from '#actions/review/tasks-admin.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { worklistOf } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { type Office, openOffice, problemOf, session } from '../office.ts';
import { codeOf } from '../people/people-deps.ts';

let office: Office;
let wang: Member;
let li: Member;
beforeEach(async () => {
  office = await openOffice();
  wang = await office.member('wang@example.cn', 'reviewer');
  li = await office.member('li@example.cn', 'reviewer');
  for (const id of ['n1', 'n2']) await ask(id, wang);
});
afterEach(() => office.test.embedded.close());

const due = '2022-03-04T09:30:00.000Z';
/** A review in which one person was asked. */
async function ask(id: string, member: Member, actedBelow: readonly string[] = []) {
  await office.plant(id, 'review', {
    step: { index: 0, id: 'review', kind: 'review', attempt: 1 },
    asked: [{ member: member.id, due }],
    actedBelow,
  });
  const todo: Todo = {
    member: member.id,
    kind: 'review',
    round: office.round,
    org: 'east',
    nomination: id,
    name: `nominee ${id}`,
    step: 'review',
    attempt: 1,
    due,
    createdAt: due,
    title: { zh: '资格审查', en: 'Eligibility review' },
  };
  await office.deps.table.put(rows.todo(todo));
}
const task = (nomination: string) => ({ round: office.round, step: 'review', nomination });
const worklist = async (member: Member) =>
  (await worklistOf(office.deps.table, member.id)).items.map((todo) => todo.nomination);
const scope = () => `${office.round}#review#`;
const link = async (member: Member): Promise<string> =>
  (await linkFor(office.deps, { member: member.id, scope: scope(), kind: 'worklist' })).slice('/w/'.length);
const byLink = (member: Member): Actor => ({ ...session(member), via: 'link', link: { scope: scope() } });

describe('a task that is delegated', () => {
  it('moves to the colleague, who decides it; the former person no longer can', async () => {
    await delegate(office.deps, byLink(wang), { ...task('n1'), to: ' LI@example.cn ' });
    expect(await worklist(wang)).toEqual(['n2']);
    expect(await worklist(li)).toEqual(['n1']);
    expect(await office.test.stored(`work-${li.id}-${office.round}-review-2022-02-25`)).toMatchObject({
      to: li.id,
    });
    const decision = { ...task('n1'), outcome: 'reject', reason: '材料不实' };
    expect(await codeOf(decideReview(office.deps, session(wang), decision))).toBe('already-decided');
    expect(await decideReview(office.deps, session(li), decision)).toMatchObject({ state: 'out' });
  });

  it('ends the links of its person when nothing is left for her there', async () => {
    const code = await link(wang);
    await delegate(office.deps, session(wang), { ...task('n1'), to: li.id });
    expect((await openLink(office.deps, code)).actor.id).toBe(wang.id);
    await delegate(office.deps, session(wang), { ...task('n2'), to: li.id });
    expect(await codeOf(openLink(office.deps, code))).toBe('link-replaced');
  });

  it('never goes to the submitter, to who acted below, to one asked already, or to one without the role', async () => {
    const clerk = await office.member('zhao@example.cn', 'clerk');
    const acted = await office.member('sun@example.cn', 'reviewer');
    await ask('n3', wang, [acted.id]);
    const bar = async (to: string) =>
      (await problemOf(delegate(office.deps, session(wang), { ...task('n3'), to }))).faults[0]?.code;
    expect(await bar(clerk.id)).toBe('delegate-role');
    expect(await bar(acted.id)).toBe('delegate-acted');
    expect(await bar(wang.id)).toBe('delegate-asked');
    expect(await bar('nobody@example.cn')).toBe('delegate-role');
    expect(await worklist(wang)).toEqual(['n1', 'n2', 'n3']);
  });

  it('is gone for a second press, and for somebody else', async () => {
    await delegate(office.deps, session(wang), { ...task('n1'), to: li.id });
    expect(await codeOf(delegate(office.deps, session(wang), { ...task('n1'), to: li.id }))).toBe(
      'task-gone',
    );
    expect(await codeOf(delegate(office.deps, session(li), { ...task('n2'), to: wang.id }))).toBe(
      'task-gone',
    );
  });
});

describe('a task that is given up', () => {
  it('goes to a colleague with the reason kept, and needs a reason', async () => {
    expect(
      (await problemOf(decline(office.deps, session(wang), { ...task('n1'), reason: ' ' }))).faults[0]?.field,
    ).toBe('reason');
    expect(await decline(office.deps, byLink(wang), { ...task('n1'), reason: '出差' })).toBe(li.id);
    expect(await office.candidacy('n1')).toMatchObject({ asked: [{ member: li.id, due }], actedBelow: [] });
  });

  it('for a conflict is not asked of her again', async () => {
    await declareReviewConflict(office.deps, session(wang), { ...task('n1'), reason: '亲属' });
    expect((await office.candidacy('n1')).actedBelow).toEqual([wang.id]);
    const back = delegate(office.deps, session(li), { ...task('n1'), to: wang.id });
    expect((await problemOf(back)).faults[0]?.code).toBe('delegate-acted');
  });

  it('goes to an administrator when no reviewer is left, and then to nobody', async () => {
    await memberLeaves(office.deps, office.admin, li.id);
    expect(await decline(office.deps, session(wang), { ...task('n1'), reason: '出差' })).toBe(
      office.admin.id,
    );
    await declareReviewConflict(office.deps, session(wang), { ...task('n2'), reason: '亲属' });
    expect(
      await codeOf(declareReviewConflict(office.deps, office.admin, { ...task('n2'), reason: '亲属' })),
    ).toBe('nobody-else');
  });
});

describe('the tasks of one who leaves', () => {
  it('all go to another, save those that she may not take', async () => {
    await ask('n3', wang, [li.id]);
    await memberLeaves(office.deps, office.admin, wang.id);
    const done = await reassign(office.deps, office.admin, { from: wang.id, to: li.id });
    expect(done).toEqual({ moved: 2, left: [{ ...task('n3'), why: 'acted' }], cursor: undefined });
    expect(await worklist(wang)).toEqual(['n3']);
    expect(await worklist(li)).toEqual(['n1', 'n2']);
  });

  it('go page by page', async () => {
    for (let n = 0; n < 30; n++) await ask(`m${String(n).padStart(2, '0')}`, wang);
    const first = await reassign(office.deps, office.above, {
      from: wang.id,
      to: li.id,
      round: office.round,
    });
    expect([first.moved, first.cursor === undefined]).toEqual([25, false]);
    const next = await reassign(office.deps, office.above, {
      from: wang.id,
      to: li.id,
      cursor: first.cursor!,
    });
    expect([next.moved, next.cursor]).toEqual([7, undefined]);
    expect(await worklist(wang)).toEqual([]);
  });

  it('are moved by administrators of the organisation or above only', async () => {
    expect(await codeOf(reassign(office.deps, session(li), { from: wang.id, to: li.id }))).toBe(
      'not-allowed',
    );
    expect(await worklist(li)).toEqual([]);
  });
});
