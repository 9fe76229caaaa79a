/** Below a task: pass it on, decline it, or stand aside for a conflict of interest. */
import { taskGivenUp, taskPassedOn } from '#actions/review/review-input.ts';
import { barOf, openTask, rolesFor } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import { Problem, text } from '#domain/problem.ts';
import { membersOf } from '#store/people.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Details } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import type { Task } from './task.ts';
import { type Reader, taskHref } from './worklist-reader.ts';

const words = {
  title: text('不由您办理？', 'Not for you?'),
  delegate: text('转交', 'Pass on'),
  delegateAsk: text(
    '转交后您不再办理，原链接失效；对方会收到邮件。',
    'You no longer have it and your link ends; the other person gets a mail.',
  ),
  address: text('或填写对方的登记邮箱', 'Or the registered e-mail address'),
  decline: text('谢绝', 'Decline'),
  declineAsk: text('待办会转给本单位其他人员。', 'It goes to a colleague of your organisation.'),
  conflict: text('申明回避', 'Stand aside'),
  conflictAsk: text(
    '您与申报对象有利害关系的，应当回避；以后也不再请您办理这一对象。',
    'If you have an interest in this nominee you must stand aside; you are not asked about this nominee again.',
  ),
} as const;

async function colleagues(deps: Deps, who: Reader, task: Extract<Task, { kind: 'open' }>) {
  try {
    const open = await openTask(deps, who.actor.id, task.todo);
    const members = (
      await Promise.all(rolesFor(task.todo).map((role) => membersOf(deps.table, task.candidacy.org, role)))
    ).flat();
    const able = members.filter((member) => barOf(open, member) === undefined);
    return [...new Map(able.map((member) => [member.id, member.name])).entries()].slice(0, 100);
  } catch (error) {
    if (error instanceof Problem) return undefined; // answered already, e.g. for one of two departments
    throw error;
  }
}

const formsOf = (here: string, able: readonly (readonly [string, string])[]): readonly FormSpec[] => {
  const why = [[ask(taskGivenUp, 'reason')]];
  return [
    {
      form: 'delegate',
      action: `${here}/delegate`,
      folded: words.delegate,
      note: words.delegateAsk,
      groups: [
        [
          ask(taskPassedOn, 'to', {
            name: 'colleague',
            type: 'choice',
            as: 'list',
            required: false,
            options: able.map(([value, name]) => ({ value, label: { zh: name } })),
          }),
          { id: 'to', type: 'email', label: words.address },
        ],
      ],
    },
    {
      form: 'decline',
      action: `${here}/decline`,
      folded: words.decline,
      note: words.declineAsk,
      groups: why,
    },
    {
      form: 'conflict',
      action: `${here}/conflict`,
      folded: words.conflict,
      note: words.conflictAsk,
      groups: why,
    },
  ];
};

/** The three ways out of a task, each with its own question. Nothing where they are not open. */
export async function HandOver(props: {
  deps: Deps;
  c: Ctx;
  who: Reader;
  task: Extract<Task, { kind: 'open' }>;
  typed: Typed | undefined;
}) {
  const { deps, c, who, task, typed } = props;
  const able = await colleagues(deps, who, task);
  if (able === undefined) return null;
  const forms = formsOf(taskHref(who, task.todo), able);
  const { lang } = c.get('frame');
  return (
    <Details title={t(lang, words.title)} open={forms.some(({ form }) => form === typed?.form)}>
      <div class="actions">
        {forms.map((each) => (
          <PostForm c={c} of={each} typed={typed} />
        ))}
      </div>
    </Details>
  );
}
