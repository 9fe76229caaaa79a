/** What passing a task on means: who may take it, and the one write that moves it with its links. */

import { stepOf } from '#actions/candidacy/moving.ts';
import { originRead } from '#actions/candidacy/tie-check.ts';
import { raiseGenerationOp } from '#actions/people/links.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Origin, type Tie, tieOf } from '#domain/candidacy/ties.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Role } from '#domain/people/roles.ts';
import { conflict, missing, text } from '#domain/problem.ts';
import { stepTitle } from '#domain/programme/said-parts.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { isNomineeStep } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getCandidacy, worklistOf } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { Writing } from '#store/writing.ts';
import { wasAsked } from './asked-before.ts';
import { tellOfWork } from './asking.ts';

/** A task as its worklist names it. */
export interface TaskRef {
  readonly round: string;
  readonly step: string;
  readonly nomination: string;
}

/** What is said when a task is no longer where the page showed it. */
export const taskGone = () =>
  conflict('task-gone', '这项待办已经办结或已转给他人。', 'This task is finished or was passed on.');

export interface OpenTask {
  readonly todo: Todo;
  readonly candidacy: Candidacy;
  readonly origin: Origin;
  readonly orgPath: readonly string[];
  readonly programme: { readonly zh: string; readonly en: string };
  readonly title: Todo['title'];
}

/** An open task of a member with all that a change of hands depends on. @throws Problem conflict `task-gone`; missing, where it never was hers. */
export async function openTask(deps: Deps, member: string, ref: TaskRef): Promise<OpenTask> {
  const todo = await find<Todo>(deps.table, keys.todo(member, ref.round, ref.step, ref.nomination));
  if (todo === undefined) {
    const there = await find<Candidacy>(deps.table, keys.candidacy(ref.round, ref.nomination));
    if (there === undefined || !(await wasAsked(deps, there, ref.step, member)))
      throw missing('task-gone', '没有这项待办。', 'There is no such task.');
    throw taskGone();
  }
  // A panel seat, a consent and an amendment are one's own.
  if (!isNomineeStep(todo.kind))
    throw conflict(
      'task-personal',
      '这项待办须由本人办理，不能转交。',
      'This task is personal and cannot be passed on.',
    );
  const candidacy = await getCandidacy(deps.table, ref.round, ref.nomination);
  const isOpen = candidacy.asked.some((each) => each.member === member && each.answer === undefined);
  if (candidacy.step?.id !== ref.step || candidacy.step.kind !== candidacy.state || !isOpen) throw taskGone();
  const [{ nomination, programme, step }, org] = await Promise.all([
    stepOf(deps, candidacy),
    getOrganisation(deps.table, candidacy.org),
  ]);
  const { zh, en = zh } = programme.title;
  return {
    todo,
    candidacy,
    origin: await originRead(deps, candidacy, nomination),
    orgPath: org.path,
    programme: { zh, en },
    title: step === undefined ? todo.title : stepTitle(step),
  };
}

/** Roles in the organisation that can do a task; what a co-host owes only people of its own can (docs/rules/steps.md#joint-review). */
export const rolesFor = ({ kind, departments }: Todo): readonly Role[] => {
  const role = isNomineeStep(kind) ? stepRows[kind].role : 'reviewer';
  return departments !== undefined && role !== 'department' ? ['department'] : [role, 'administrator'];
};

/** Departments of which a member still owes an answer on this nominee. */
export const departmentsOwed = (task: OpenTask): readonly string[] =>
  task.candidacy.asked.flatMap((each) =>
    each.member === task.todo.member && each.answer === undefined && each.department !== undefined
      ? [each.department]
      : [],
  );

/** Why a member cannot take a task over: undefined when she can. */
export function barOf(
  task: OpenTask,
  member: Pick<Member, 'id' | 'status' | 'grants'>,
): 'left' | 'role' | 'asked' | Tie | undefined {
  const { candidacy, todo, origin } = task;
  if (member.status !== 'active') return 'left';
  const tie = tieOf(member, origin);
  if (tie !== undefined) return tie;
  if (candidacy.asked.some((each) => each.member === member.id)) return 'asked';
  const departments = departmentsOwed(task);
  const able = member.grants.some(
    (grant) =>
      grant.org === candidacy.org &&
      rolesFor(todo).includes(grant.role) &&
      (grant.role !== 'department' || departments.every((each) => each === grant.department)),
  );
  return able ? undefined : 'role';
}

/** Why somebody cannot take a task, in words. */
export const barWords = {
  left: text('该人员已离岗，请另选一人', 'This person has left; choose another'),
  submitter: text(
    '该人员是申报的提交人，不能办理，请另选一人',
    'She submitted the nomination and may not judge it; choose another',
  ),
  nominee: text('该人员是被推荐人本人，应当回避，请另选一人', 'She is the nominee herself; choose another'),
  organisation: text(
    '该人员是申报单位的人员，应当回避，请另选一人',
    'She belongs to the organisation that nominated it; choose another',
  ),
  acted: text(
    '该人员已在下级办理过这份申报或已申明回避，请另选一人',
    'She acted on this nomination before, or declared a conflict; choose another',
  ),
  asked: text(
    '该人员在本环节已有同一对象的待办或已提交意见，请另选一人',
    'She has a task on this nominee in the step already, or has answered; choose another',
  ),
  role: text(
    '该人员在本单位没有办理这项待办的角色，请先由管理员邀请或授予角色',
    'She has no role for this task in the organisation; have the administrator invite her or give her the role',
  ),
} as const;

/**
 * Adds the change of hands to a write: the candidacy's list of those asked, both worklists, and the end of the former
 * person's links when nothing is left for her in that worklist.
 */
export async function handOver(
  deps: Deps,
  write: Writing,
  task: OpenTask,
  to: string,
  action: EventName,
  patch: Partial<Candidacy> = {},
): Promise<void> {
  const { todo, candidacy } = task;
  const asked = candidacy.asked.map((each) =>
    each.member === todo.member && each.answer === undefined ? { ...each, member: to } : each,
  );
  write.save('candidacy', candidacy, { ...patch, asked }, action, {
    step: todo.step,
    attempt: todo.attempt,
    from: todo.member,
    to,
  });
  write.op(
    { remove: keys.todo(todo.member, todo.round, todo.step, todo.nomination), when: rowThere },
    {
      put: rows.todo({
        ...todo,
        member: to,
        createdAt: write.now,
        ...(todo.departments !== undefined && { departments: departmentsOwed(task) }),
      }),
    },
  );
  const scope = keys.worklistPrefix(todo.round, todo.step);
  const left = await worklistOf(deps.table, todo.member, scope, undefined, 2);
  if (left.items.every((each) => each.nomination === todo.nomination))
    write.op(raiseGenerationOp(todo.member, scope));
}

/** Tells the new person of her work. */
export const tell = (deps: Deps, task: OpenTask, to: string): Promise<void> =>
  tellOfWork(deps, to, task.todo.round, task.todo.step, task.title, task.programme);

/** A task as the policy looks at it. */
export const resourceOf = (task: OpenTask) => ({
  orgPath: task.orgPath,
  assigned: task.todo.member,
  state: task.candidacy.state,
  worklist: keys.worklistPrefix(task.todo.round, task.todo.step),
});
