/** Tasks change hands: delegated by their person, declined, given up for a conflict, or reassigned by an administrator. */

import { memberKnownTo } from '#actions/people/people.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, Problem, refuseIf } from '#domain/problem.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findMember, findMemberByEmail, membersOf } from '#store/people.ts';
import { getCandidacy, worklistOf } from '#store/reads.ts';
import { reassignment, taskGivenUp, taskPassedOn } from './review-input.ts';
import {
  barOf,
  barWords,
  departmentsOwed,
  handOver,
  type OpenTask,
  openTask,
  resourceOf,
  rolesFor,
  type TaskRef,
  taskGone,
  tell,
} from './task-transfer.ts';

/**
 * Passes one of the actor's tasks on to a colleague, by member id or e-mail address.
 * @throws Problem `invalid` with a fault at `to` (unknown, left, without the role, barred from this nominee); conflict
 * `task-gone`, `task-personal`.
 */
export async function delegate(
  deps: Deps,
  actor: Actor,
  { to: sent, ...input }: TaskRef & Input<typeof taskPassedOn>,
): Promise<Candidacy> {
  const { to } = readInput(taskPassedOn, { to: sent });
  const member = to.includes('@') ? await findMemberByEmail(deps, to) : await findMember(deps.table, to);
  const task = await again(async () => {
    const open = await openTask(deps, actor.id, input);
    demand(actor, 'task.delegate', resourceOf(open));
    const bar = member === undefined ? 'role' : barOf(open, member);
    if (member === undefined || bar !== undefined) {
      const { zh, en } = barWords[bar ?? 'role'];
      refuseIf([fault('to', `delegate-${bar}`, zh, en)]);
      throw taskGone();
    }
    const write = begin(deps, actor);
    await handOver(deps, write, open, member.id, 'task.delegate');
    await finish(deps, write);
    return open;
  });
  await tell(deps, task, member!.id);
  return getCandidacy(deps.table, input.round, input.nomination);
}

/** Who takes a task that its person gave up: a colleague of the same role, else an administrator. */
async function successor(deps: Deps, task: OpenTask): Promise<string> {
  const { org } = task.candidacy;
  const departments = departmentsOwed(task);
  const colleagues = rolesFor(task.todo).includes('department')
    ? departments.length === 1
      ? await membersOf(deps.table, org, 'department', departments[0])
      : []
    : await membersOf(deps.table, org, 'reviewer');
  const administrators = rolesFor(task.todo).includes('administrator')
    ? await membersOf(deps.table, org, 'administrator')
    : [];
  const able = [...colleagues, ...administrators].find((each) => barOf(task, each) === undefined);
  if (able !== undefined) return able.id;
  throw conflict(
    'nobody-else',
    '本单位没有其他人可以接办，请先联系管理员增加人员或改派。',
    'Nobody else of the organisation can take it; ask the administrator to add somebody or to reassign it.',
  );
}

type GivenUp = TaskRef & Input<typeof taskGivenUp>;

async function giveUp(
  deps: Deps,
  actor: Actor,
  { reason: sent, ...input }: GivenUp,
  outcome: 'declined' | 'conflict',
): Promise<string> {
  const { reason } = readInput(taskGivenUp, { reason: sent });
  const [task, to] = await again(async () => {
    const open = await openTask(deps, actor.id, input);
    demand(actor, 'task.decline', resourceOf(open));
    const next = await successor(deps, open);
    const { candidacy, todo } = open;
    const write = begin(deps, actor);
    // Kept among those who may not act, so that no later attempt, panel or level asks her about this nominee again.
    const actedBelow = [...new Set([...candidacy.actedBelow, actor.id])];
    await handOver(deps, write, open, next, `task.${outcome}`, outcome === 'conflict' ? { actedBelow } : {});
    const act: ActRecord = {
      stage: candidacy.stage,
      step: todo.step,
      kind: todo.kind,
      attempt: todo.attempt,
      member: actor.id,
      org: candidacy.org,
      outcome,
      reason,
      at: write.now,
    };
    // Beside her conclusion, should the task come back to her: its own key.
    write.op({
      put: {
        ...keys.review(
          todo.nomination,
          candidacy.stage,
          todo.step,
          todo.attempt,
          `${actor.id}#${outcome}-${candidacy.version}`,
        ),
        ...act,
      },
      when: rowAbsent,
    });
    await finish(deps, write);
    return [open, next] as const;
  });
  await tell(deps, task, to);
  return to;
}

/**
 * Declines a task with a reason; it goes to a colleague of the same role, else to an administrator.
 * @returns who has it now. @throws Problem conflict `nobody-else`, `task-gone`.
 */
export const decline = (deps: Deps, actor: Actor, input: GivenUp): Promise<string> =>
  giveUp(deps, actor, input, 'declined');

/** Gives a task up for a conflict of interest 回避: as `decline`, and she is not asked about this nominee again. */
export const declareReviewConflict = (deps: Deps, actor: Actor, input: GivenUp): Promise<string> =>
  giveUp(deps, actor, input, 'conflict');

export interface Reassigned {
  readonly moved: number;
  /** Tasks that stay, and why: a bar of `barWords`, `personal`, or `forbidden` for another organisation's. */
  readonly left: readonly (TaskRef & { readonly why: string })[];
  /** Call again with it; undefined when the worklist is through. */
  readonly cursor: string | undefined;
}

/**
 * Moves the tasks of a member to another, one page a call: all of one who leaves, or those of one round. What the other
 * person may not take (her own submission, one on which she acted before) stays and is named.
 * @throws Problem missing `member-unknown`; `invalid` when the other person has left; forbidden when the actor may move none of the page's tasks.
 */
export async function reassign(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof reassignment>,
): Promise<Reassigned> {
  const input = readInput(reassignment, sent);
  await memberKnownTo(deps, actor, input.from);
  const target = await findMember(deps.table, input.to);
  if (target?.status !== 'active' || input.to === input.from)
    refuseIf([fault('to', 'reassign-to', '请选择另一名在岗人员', 'Choose another member who has not left')]);
  const prefix = input.round === undefined ? undefined : `${input.round}#`;
  const page = await worklistOf(deps.table, input.from, prefix, input.cursor, 25);
  const left: (TaskRef & { why: string })[] = [];
  const refusals: Problem[] = [];
  let moved = 0;
  for (const { round, step, nomination } of page.items) {
    const ref = { round, step, nomination };
    try {
      const task = await again(async () => {
        const open = await openTask(deps, input.from, ref);
        demand(actor, 'task.reassign', { orgPath: open.orgPath });
        const bar = barOf(open, target!);
        if (bar !== undefined) {
          left.push({ ...ref, why: bar });
          return undefined;
        }
        const write = begin(deps, actor);
        await handOver(deps, write, open, input.to, 'task.reassign');
        await finish(deps, write);
        return open;
      });
      if (task === undefined) continue;
      moved++;
      await tell(deps, task, input.to);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'forbidden') refusals.push(error);
      if (error.code !== 'task-gone')
        left.push({ ...ref, why: error.code === 'task-personal' ? 'personal' : error.code });
    }
  }
  const refused = refusals.find(({ code }) => left.every((each) => each.why === code));
  if (moved === 0 && refused !== undefined) throw refused;
  return { moved, left, cursor: page.cursor };
}
