/** What the ways out of a task do, and the page that says so: the link of a task that was passed on is over. */

import type { TaskRef } from '#actions/review/task-transfer.ts';
import { declareReviewConflict, decline, delegate } from '#actions/review/tasks-admin.ts';
import { declareConflict } from '#actions/selection/panel-ballots.ts';
import type { Deps } from '#deps';
import { fault, text } from '#domain/problem.ts';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { refusalOf } from '#web/frame/uploads.ts';
import { t } from '#web/frame/words.ts';
import { type Desk, stepHref } from './worklist-desk.ts';

const words = {
  delegated: text(
    '已转交，您不再办理这一项。对方会收到邮件。',
    'Passed on; it is no longer yours. The other person gets a mail.',
  ),
  declined: text('已谢绝，待办转给了其他人员。', 'Declined; a colleague has it now.'),
  conflict: text('已申明回避，待办转给了其他人员。', 'You stood aside; a colleague has it now.'),
  title: text('已办理', 'Done'),
} as const;

export type WayOut = 'delegate' | 'decline' | 'conflict';
const saidOf = { delegate: 'delegated', decline: 'declined', conflict: 'conflict' } as const satisfies Record<
  WayOut,
  keyof typeof words
>;

/** Passes a task on, declines it, or gives it up; `again` shows its page with what was wrong. */
export async function leaveTask(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: TaskRef,
  way: WayOut,
  again: (refused: Refused) => Promise<Response>,
): Promise<Response> {
  const body = await bodyOf(c);
  const to = textIn(body, 'to').trim() || textIn(body, 'colleague');
  const input = { ...ref, reason: textIn(body, 'reason') };
  if (way === 'delegate' && to === '')
    return again(
      refusalOf([fault('colleague', 'required', '请选择转交给谁', 'Choose whom to pass it on to')]),
    );
  const acts = {
    delegate: () => delegate(deps, desk.actor, { ...ref, to }),
    decline: () => decline(deps, desk.actor, input),
    conflict: () => declareReviewConflict(deps, desk.actor, input),
  };
  const done = await attempt<unknown>(acts[way]);
  if ('refused' in done) {
    // The fields lie folded away below the task: the fault is said at the top.
    const faults = done.refused.faults.map((one) => ({ ...one, field: '' }));
    return again({ ...done.refused, faults });
  }
  if (desk.link === undefined) return c.redirect(`${desk.base}?done=${saidOf[way]}`, 303);
  return c.redirect(`/handed-over/${saidOf[way]}`, 303);
}

/** Stands aside on one nominee of a panel; she stays on it for the others. */
export async function leaveBallot(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: TaskRef,
  again: (refused: Refused) => Promise<Response>,
): Promise<Response> {
  const reason = textIn(await bodyOf(c), 'reason');
  const done = await attempt(() =>
    declareConflict(deps, desk.actor, { round: ref.round, nomination: ref.nomination, reason }),
  );
  return 'refused' in done
    ? again({ ...done.refused, faults: done.refused.faults.map((one) => ({ ...one, field: '' })) })
    : c.redirect(`${stepHref(desk, ref)}?done=conflict`, 303);
}

/** `/handed-over/<what>`: where a link ends that has nothing left to open. */
export function handedOverPage(c: Ctx): Response | Promise<Response> {
  const what = c.req.param('what') ?? '';
  const { lang } = c.get('frame');
  const said = Object.values(saidOf).find((one) => one === what);
  if (said === undefined) return c.notFound();
  return c.html(<Page {...c.get('frame')} title={t(lang, words.title)} lead={t(lang, words[said])} />);
}
