/** 本人同意: the nominee reads the privacy notice and what was written about her, then agrees or refuses. */
import { answerConsent } from '#actions/nomination/consent.ts';
import { consentAnswer } from '#actions/nomination/nomination-input.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { faultsIn, type Input, inputFromTexts } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import {
  asksSensitive,
  type ConsentText,
  consentFaults,
  consentText,
  consentVersion,
  needsGuardian,
} from '#domain/nomination/consent-text.ts';
import { type Fault, refuseIf, text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Tick } from '#web/frame/fields.tsx';
import { Asked, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { type Markup, press, type Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { afterRecording } from '#web/review/recorded.tsx';
import type { Task } from '#web/review/task.ts';
import { Choice, ConfirmPage, Reading, workCrumb } from '#web/review/task-parts.tsx';
import { frameAt, type Reader, taskHref } from '#web/review/worklist-reader.ts';
import { RecordParts } from './record-form.tsx';
import { recordView } from './record-view.ts';

type Open = Extract<Task, { kind: 'open' }>;
type Answer = Input<typeof consentAnswer>;

const words = {
  title: text('您被推荐参加评选', 'You were nominated'),
  lead: text(
    '请阅读下面的告知和推荐材料，然后选择是否同意。您同意后才会开始审查；是否同意完全自愿。',
    'Please read the notice and the nomination, then choose. The review begins only if you agree; it is entirely your choice.',
  ),
  notice: text('个人信息处理告知', 'Privacy notice'),
  separate: text('敏感个人信息单独同意', 'Separate consent for sensitive data'),
  roll: text('荣誉榜公开', 'On the roll of honour'),
  guardian: text('监护人姓名', 'Name of the parent or guardian'),
  guardianHelp: text(
    '表中有未成年人，由其父母或其他监护人同意',
    'There are minors on the form: a parent or guardian agrees for them',
  ),
  answer: text('您的答复', 'Your answer'),
  agree: text('同意参加评选，并同意处理个人信息', 'I agree to take part and to the handling of my data'),
  refuse: text('不同意', 'I do not agree'),
  agreeShort: text('同意', 'Agree'),
  next: text('下一步：核对', 'Next: check'),
} as const;

const options = [
  { value: 'true', label: words.agree },
  { value: 'false', label: words.refuse },
] as const;

const form = 'consent';

/** What the page asks beyond the answer itself. */
async function asksOf(deps: Deps, who: Reader, task: Open, filesAt: string) {
  const view = await recordView(deps, who.actor, task.nomination.id, filesAt);
  return {
    view,
    sensitive: asksSensitive(view.programme.form),
    guardian: needsGuardian(view.programme, view.answers, shanghaiDate(instantOf(deps))),
  };
}

type Asks = Awaited<ReturnType<typeof asksOf>>;

/** The text that the nominee reads, with who handles her data and how to reach them. */
async function noticeOf(deps: Deps, task: Open, { programme }: Asks['view']): Promise<ConsentText> {
  const handler = await getOrganisation(deps.table, task.candidacy.org);
  const { zh, en = zh } = programme.title;
  const contact = [handler.contact.office, handler.contact.phone, handler.contact.email]
    .filter((one) => one !== undefined)
    .join(' ');
  return consentText(consentVersion, {
    handler: handler.name,
    contact: contact || handler.name,
    programme: { zh, en },
    retentionYears: programme.retention.years,
  })!;
}

const AnswerForm = (props: {
  readonly c: Ctx;
  readonly action: string;
  readonly asks: Asks;
  readonly notice: ConsentText;
  readonly typed: Typed | undefined;
  readonly faults: readonly Fault[];
}) => {
  const { asks, notice, typed, faults } = props;
  const { lang, csrf } = props.c.get('frame');
  const said = typed?.body ?? {};
  return (
    <form method="post" action={props.action}>
      <HiddenCsrf csrf={csrf} />
      <input type="hidden" name="textVersion" value={notice.version} />
      <fieldset class="group" id="conclusion">
        <legend class="group-title">{t(lang, words.answer)}</legend>
        <Choice
          lang={lang}
          name="agree"
          label={words.answer}
          options={options}
          picked={one(said, 'agree')}
          faults={faults}
          labelHidden
        />
        {asks.sensitive && (
          <Tick
            {...{ lang, faults }}
            path="sensitive"
            value="true"
            words={t(lang, notice.sensitive)}
            checked={one(said, 'sensitive') === 'true'}
          />
        )}
        {notice.roll !== undefined && (
          <Tick
            {...{ lang, faults }}
            path="roll"
            value="true"
            words={t(lang, notice.roll)}
            checked={one(said, 'roll') === 'true'}
          />
        )}
        {asks.guardian && (
          <>
            <p>{t(lang, notice.guardian)}</p>
            <Asked
              lang={lang}
              form={form}
              typed={typed}
              field={ask(consentAnswer, 'guardianName', { help: words.guardianHelp })}
            />
          </>
        )}
      </fieldset>
      <Actions>
        <Button>{t(lang, words.next)}</Button>
      </Actions>
    </form>
  );
};

/** The page with notice, nomination and answer. */
export async function consentPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  task: Open,
  typed?: Typed,
): Promise<Markup> {
  const frame = { ...framed(c, typed), ...frameAt(c, who) };
  const { lang, faults } = frame;
  const here = taskHref(who, task.todo);
  const asks = await asksOf(deps, who, task, `${here}/files`);
  const notice = await noticeOf(deps, task, asks.view);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={`${t(lang, asks.view.programme.title)} · ${asks.view.nomination.name}`}
      lead={t(lang, words.lead)}
      current="tasks"
      crumbs={[workCrumb(lang, who)]}
    >
      <Box title={t(lang, words.notice)}>
        {notice.notice.map((line) => (
          <p>{t(lang, line)}</p>
        ))}
      </Box>
      <Reading lang={lang}>
        <RecordParts lang={lang} view={asks.view} />
      </Reading>
      <AnswerForm c={c} action={here} asks={asks} notice={notice} typed={typed} faults={faults} />
    </Page>
  );
}

const signerOf = (deps: Deps, who: Reader, ref: TaskRef): Signer => ({
  deps,
  actor: who.actor.id,
  what: `consent#${ref.round}#${ref.nomination}`,
});

/** The first press: repeats the answer. */
export async function confirmConsent(deps: Deps, c: Ctx, who: Reader, task: Open): Promise<Response> {
  const { body, faults } = await postedOf(c);
  const work = async () => {
    const answer = inputFromTexts(consentAnswer, (field) => body[field]);
    const asks = await asksOf(deps, who, task, '');
    refuseIf([...faults, ...faultsIn(consentAnswer, answer), ...consentFaults(asks, answer)]);
    const { lang } = c.get('frame');
    const agrees = answer.agree === true;
    return c.html(
      <ConfirmPage
        c={c}
        who={who}
        caption={task.nomination.name}
        action={`${taskHref(who, task.todo)}/confirm`}
        fields={signedFields(signerOf(deps, who, task.todo), answer, body)}
        rows={[
          { label: t(lang, words.answer), value: <b>{t(lang, agrees ? words.agree : words.refuse)}</b> },
          ...(agrees && asks.sensitive
            ? [{ label: t(lang, words.separate), value: t(lang, words.agreeShort) }]
            : []),
          ...(agrees
            ? [
                {
                  label: t(lang, words.roll),
                  value: t(lang, answer.roll === true ? words.agreeShort : words.refuse),
                },
              ]
            : []),
          ...(agrees && asks.guardian
            ? [{ label: t(lang, words.guardian), value: answer.guardianName }]
            : []),
        ]}
      />,
    );
  };
  return press(c, form, body, { work, show: (typed) => consentPage(deps, c, who, task, typed) });
}

/** The second press: records it. */
export function recordConsent(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: TaskRef,
  reload: () => Promise<Task>,
): Promise<Response> {
  const here = taskHref(who, ref);
  return takeConfirmed<Answer>(c, signerOf(deps, who, ref), {
    form,
    work: async (answer) => {
      await answerConsent(deps, who.actor, { ...answer, id: ref.nomination });
      return afterRecording(deps, who, ref);
    },
    show: async (typed) => {
      const task = await reload();
      return task.kind === 'open'
        ? consentPage(deps, c, who, task, typed)
        : c.redirect(`${here}?other=1`, 303);
    },
  });
}
