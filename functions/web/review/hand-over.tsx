/** What the ways out of a task do, and the page that says so: the link of a task that was passed on is over. */

import { taskGivenUp, taskPassedOn } from '#actions/review/review-input.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import { declareReviewConflict, decline, delegate } from '#actions/review/tasks-admin.ts';
import { declareConflict } from '#actions/selection/panel-ballots.ts';
import { standingAside } from '#actions/selection/panel-input.ts';
import type { Deps } from '#deps';
import { readInput } from '#domain/input.ts';
import { text } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { one } from '#web/frame/posted.ts';
import { type Markup, type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { secondPress } from './second-press.tsx';
import { type Reader, stepHref, taskHref } from './worklist-reader.ts';

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

const sureOf = {
  delegate: text('转交这项待办？您将不再办理。', 'Pass this task on? It is no longer yours then.'),
  decline: text('谢绝这项待办？将由其他人员办理。', 'Decline this task? A colleague gets it.'),
  conflict: text(
    '申明回避？这一对象以后也不再请您办理。',
    'Stand aside? You are not asked about this nominee again.',
  ),
} as const satisfies Record<WayOut, unknown>;

const kept = ['to', 'colleague', 'reason'] as const;

/** Passes a task on, declines it, or gives it up; `show` is its page. */
export function leaveTask(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: TaskRef,
  way: WayOut,
  show: (typed: Typed) => Promise<Markup | Response>,
): Promise<Response> {
  const next = who.link === undefined ? `${who.base}?done=${saidOf[way]}` : `/handed-over/${saidOf[way]}`;
  if (way === 'delegate')
    return take(c, {
      form: way,
      input: taskPassedOn,
      work: async ({ to }, { body }) => {
        const whom = readInput(taskPassedOn, { to: to.trim() === '' ? one(body, 'colleague') : to });
        const sure = secondPress(c, who, body, {
          form: way,
          question: sureOf[way],
          kept,
          back: taskHref(who, ref),
        });
        if (sure !== undefined) return sure;
        await delegate(deps, who.actor, { ...ref, ...whom });
        return next;
      },
      show,
    });
  const give = way === 'decline' ? decline : declareReviewConflict;
  return take(c, {
    form: way,
    input: taskGivenUp,
    work: async (sent, { body }) => {
      readInput(taskGivenUp, sent);
      const sure = secondPress(c, who, body, {
        form: way,
        question: sureOf[way],
        kept,
        back: taskHref(who, ref),
      });
      if (sure !== undefined) return sure;
      await give(deps, who.actor, { ...ref, ...sent });
      return next;
    },
    show,
  });
}

/** Stands aside on one nominee of a panel; she stays on it for the others. */
export const leaveBallot = (
  deps: Deps,
  c: Ctx,
  who: Reader,
  { round, step, nomination }: TaskRef,
  show: (typed: Typed) => Promise<Markup | Response>,
): Promise<Response> =>
  take(c, {
    form: 'conflict',
    input: standingAside,
    work: async (sent, { body }) => {
      readInput(standingAside, sent);
      const sure = secondPress(c, who, body, {
        ...{ form: 'conflict', question: sureOf.conflict, kept },
        back: taskHref(who, { round, step, nomination }),
      });
      if (sure !== undefined) return sure;
      await declareConflict(deps, who.actor, { round, nomination, ...sent });
      return `${stepHref(who, { round, step })}?done=conflict`;
    },
    show,
  });

/** `/handed-over/<what>`: where a link ends that has nothing left to open. */
export function handedOverPage(c: Ctx): Response | Promise<Response> {
  const what = c.req.param('what') ?? '';
  const { lang } = c.get('frame');
  const said = Object.values(saidOf).find((one) => one === what);
  if (said === undefined) return c.notFound();
  return c.html(<Page {...c.get('frame')} title={t(lang, words.title)} lead={t(lang, words[said])} />);
}
