/** Below a task: pass it on, decline it, or stand aside for a conflict of interest. */
import { barOf, openTask } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import { Problem, text } from '#domain/problem.ts';
import { membersOf } from '#store/people.ts';
import { FormField } from '#web/frame/fields.tsx';
import { ConfirmButton, Details } from '#web/frame/parts.tsx';
import { type Lang, t } from '#web/frame/words.ts';
import type { Task } from './task.ts';
import { type Desk, taskHref } from './worklist-desk.ts';

const words = {
  title: text('不由您办理？', 'Not for you?'),
  delegate: text('转交', 'Pass on'),
  delegateAsk: text(
    '转交后您不再办理，原链接失效；对方会收到邮件。',
    'You no longer have it and your link ends; the other person gets a mail.',
  ),
  colleague: text('转交给', 'Pass on to'),
  address: text('或填写对方的登记邮箱', 'Or the registered e-mail address'),
  decline: text('谢绝', 'Decline'),
  declineAsk: text('待办会转给本单位其他人员。', 'It goes to a colleague of your organisation.'),
  conflict: text('申明回避', 'Stand aside'),
  conflictAsk: text(
    '您与申报对象有利害关系的，应当回避；以后也不再请您办理这一对象。',
    'If you have an interest in this nominee you must stand aside; you are not asked about this nominee again.',
  ),
  reason: text('原因', 'Reason'),
} as const;

async function colleagues(deps: Deps, desk: Desk, task: Extract<Task, { kind: 'open' }>) {
  try {
    const open = await openTask(deps, desk.actor.id, task.todo);
    const roles =
      task.todo.kind === 'opinions'
        ? (['department', 'administrator'] as const)
        : (['reviewer', 'administrator'] as const);
    const members = (
      await Promise.all(roles.map((role) => membersOf(deps.table, task.candidacy.org, role)))
    ).flat();
    const able = members.filter((member) => barOf(open, member) === undefined);
    return [...new Map(able.map((member) => [member.id, member.name])).entries()].slice(0, 100);
  } catch (error) {
    if (error instanceof Problem) return undefined; // answered already, e.g. for one of two departments
    throw error;
  }
}

/** The three ways out of a task, each with its own question. Nothing where they are not open. */
export async function HandOver(props: {
  deps: Deps;
  lang: Lang;
  csrf: string;
  desk: Desk;
  task: Extract<Task, { kind: 'open' }>;
}) {
  const { deps, lang, csrf, desk, task } = props;
  const able = await colleagues(deps, desk, task);
  if (able === undefined) return null;
  const here = taskHref(desk, task.todo);
  const shared = { lang, csrf };
  const reason = (id: string) => (
    <FormField
      lang={lang}
      field={{ id, type: 'text', max: 200, label: words.reason, required: true }}
      name="reason"
    />
  );
  return (
    <Details title={t(lang, words.title)}>
      <div class="actions">
        <ConfirmButton
          {...shared}
          action={`${here}/delegate`}
          label={t(lang, words.delegate)}
          question={t(lang, words.delegateAsk)}
        >
          <FormField
            lang={lang}
            field={{
              id: 'colleague',
              type: 'choice',
              label: words.colleague,
              options: able.map(([value, name]) => ({ value, label: { zh: name } })),
            }}
          />
          <FormField lang={lang} field={{ id: 'to', type: 'email', label: words.address }} />
        </ConfirmButton>
        <ConfirmButton
          {...shared}
          action={`${here}/decline`}
          label={t(lang, words.decline)}
          question={t(lang, words.declineAsk)}
        >
          {reason('declineReason')}
        </ConfirmButton>
        <ConfirmButton
          {...shared}
          action={`${here}/conflict`}
          label={t(lang, words.conflict)}
          question={t(lang, words.conflictAsk)}
        >
          {reason('conflictReason')}
        </ConfirmButton>
      </div>
    </Details>
  );
}
