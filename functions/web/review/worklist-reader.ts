/** Where tasks are done: signed in under /tasks, or by the link of a letter under /w/<code>; the same pages serve both. */
import { openLink } from '#actions/people/links.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { missing, type Text, text } from '#domain/problem.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { keys } from '#store/keys.ts';
import { worklistOf } from '#store/reads.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import type { Frame } from '#web/frame/layout.tsx';

export interface Reader {
  readonly actor: Actor;
  /** Address of the worklist; everything else lies below it. */
  readonly base: string;
  /** What a link opens; a session has all worklists. */
  readonly link?: { readonly kind: 'worklist' | 'nomination' | 'page'; readonly scope: string };
}

/** Who works here and how she came. Throws Problem `unauthenticated`, or `missing` for a link that is not good any more. */
export async function readerOf(deps: Deps, c: Ctx): Promise<Reader> {
  const code = c.req.param('code');
  if (code === undefined) return { actor: signedIn(c), base: '/tasks' };
  const { actor, kind, scope } = await openLink(deps, code);
  return { actor, base: `/w/${code}`, link: { kind, scope } };
}

/** The frame of a page of a reader: whoever came by link sees no menu of hers, whoever else is signed in here. */
export const frameAt = (c: Ctx, who: Reader): Frame => ({ ...c.get('frame'), actor: who.actor });

const elsewhere = () =>
  missing(
    'task-elsewhere',
    '这个链接不包含这项待办。请使用该待办的邮件，或登录系统查看。',
    'This link does not open that task. Use the mail of that task, or sign in.',
  );

/** The task that an address names; a link opens those of its own worklist only. */
export function taskAt(c: Ctx, who: Reader): TaskRef {
  const { round, step } = stepAt(c, who);
  return { round, step, nomination: c.req.param('nomination') ?? '' };
}

/** The step of a round that an address names. */
export function stepAt(c: Ctx, who: Reader): { readonly round: string; readonly step: string } {
  const [round, step] = [c.req.param('round') ?? '', c.req.param('step') ?? ''];
  if (who.link !== undefined && keys.worklistPrefix(round, step) !== who.link.scope) throw elsewhere();
  return { round, step };
}

/** Address of a task. */
export const taskHref = (who: Pick<Reader, 'base'>, task: TaskRef): string =>
  `${who.base}/${task.round}/${task.step}/${task.nomination}`;
export const stepHref = (who: Pick<Reader, 'base'>, task: Pick<TaskRef, 'round' | 'step'>): string =>
  `${who.base}/${task.round}/${task.step}`;

/** Tasks that open on a page of the worklist itself; the others lead elsewhere. */
export const isDoneHere = ({ kind }: Pick<Todo, 'kind'>): boolean =>
  kind !== 'panel' && kind !== 'amend' && kind !== 'objection';

/** Where a task is done: on a page of the worklist, or elsewhere, where a letter's link alone does not lead. */
export function todoHref(who: Pick<Reader, 'base' | 'link'>, todo: Todo): string {
  if (todo.kind === 'panel') return stepHref(who, todo);
  if (isDoneHere(todo)) return taskHref(who, todo);
  const there =
    todo.kind === 'objection' ? `/objections/${todo.nomination}` : `/nominations/${todo.nomination}/edit`;
  return who.link === undefined ? there : `/sign-in?${new URLSearchParams({ next: there })}`;
}

/** What else waits in this worklist, the next first; `but` is the task just done. */
export async function nextTask(deps: Deps, who: Reader, but?: TaskRef): Promise<Todo | undefined> {
  const prefix = who.link?.scope ?? (but && keys.worklistPrefix(but.round, but.step));
  const same = await worklistOf(deps.table, who.actor.id, prefix, undefined, 2);
  const isOther = (todo: Todo) =>
    but === undefined || todo.nomination !== but.nomination || todo.step !== but.step;
  const found = same.items.find(isOther);
  if (found !== undefined || who.link !== undefined) return found;
  return (await worklistOf(deps.table, who.actor.id, undefined, undefined, 2)).items.find(isOther);
}

/** How far tasks of one step are counted: beyond it "more than" is said. Each counted one is a row read, on every page of a task. */
const countedTasks = 50;

/** How many tasks of a step wait for a reader, `countedTasks + 1` for more than that. */
export async function tasksLeft(
  deps: Deps,
  { actor }: Reader,
  { round, step }: Pick<TaskRef, 'round' | 'step'>,
): Promise<number> {
  const prefix = keys.worklistPrefix(round, step);
  return (await worklistOf(deps.table, actor.id, prefix, undefined, countedTasks + 1)).items.length;
}

/** The count in words. */
export const leftSaid = (left: number): Text =>
  left > countedTasks
    ? text(`还有 ${countedTasks} 项以上`, `More than ${countedTasks} left`)
    : text(`还有 ${left} 项`, `${left} left`);
