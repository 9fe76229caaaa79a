/** 本人同意: the nominee reads the privacy notice and what was written about her, then agrees or refuses. */
import { answerConsent } from '#actions/nomination/consent.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import {
  asksSensitive,
  consentText,
  consentVersion,
  needsGuardian,
} from '#domain/nomination/consent-text.ts';
import { type Fault, fault, text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import { sealed, unsealed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId } from '#web/frame/errors.tsx';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { refusalOf } from '#web/frame/uploads.ts';
import { t } from '#web/frame/words.ts';
import type { Task } from '#web/review/task.ts';
import { Choice, ConfirmPage, Jump, staleConfirmation, workCrumb } from '#web/review/task-parts.tsx';
import { type Desk, frameAt, taskHref } from '#web/review/worklist-desk.ts';
import { RecordParts } from './record-page.tsx';
import { recordView } from './record-view.ts';

type Open = Extract<Task, { kind: 'open' }>;
interface Answer {
  readonly agree: string;
  readonly textVersion: string;
  readonly sensitive: boolean;
  readonly guardianName: string;
}

const words = {
  title: text('您被推荐参加评选', 'You were nominated'),
  lead: text(
    '请阅读下面的告知和推荐材料，然后选择是否同意。您同意后才会开始审查；是否同意完全自愿。',
    'Please read the notice and the nomination, then choose. The review begins only if you agree; it is entirely your choice.',
  ),
  notice: text('个人信息处理告知', 'Privacy notice'),
  separate: text('敏感个人信息单独同意', 'Separate consent for sensitive data'),
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
  { value: 'yes', label: words.agree },
  { value: 'no', label: words.refuse },
] as const;

/** What the page asks beyond the answer itself. */
async function asksOf(deps: Deps, desk: Desk, task: Open, filesAt: string) {
  const view = await recordView(deps, desk.actor, task.nomination.id, filesAt);
  return {
    view,
    sensitive: asksSensitive(view.programme.form),
    guardian: needsGuardian(view.programme, view.answers, shanghaiDate(instantOf(deps))),
  };
}

/** The page with notice, nomination and answer. */
export async function consentPage(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  task: Open,
  answer?: Answer,
  refused?: Refused,
): Promise<Response> {
  const frame = frameAt(c, desk);
  const { lang, csrf } = frame;
  const here = taskHref(desk, task.todo);
  const asks = await asksOf(deps, desk, task, `${here}/files`);
  const { view } = asks;
  const handler = await getOrganisation(deps.table, task.candidacy.org);
  const { zh, en = zh } = view.programme.title;
  const contact = [handler.contact.office, handler.contact.phone, handler.contact.email]
    .filter((one) => one !== undefined)
    .join(' ');
  const notice = consentText(consentVersion, {
    handler: handler.name,
    contact: contact || handler.name,
    programme: { zh, en },
    retentionYears: view.programme.retention.years,
  })!;
  const faults = refused?.faults;
  const own = faultsAt(faults ?? [], 'sensitive');
  const sensitiveId = fieldId('sensitive');
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={`${t(lang, view.programme.title)} · ${view.nomination.name}`}
      lead={t(lang, words.lead)}
      current="tasks"
      crumbs={[workCrumb(lang, desk)]}
      faults={faults}
    >
      <Panel title={t(lang, words.notice)}>
        {notice.notice.map((line) => (
          <p>{t(lang, line)}</p>
        ))}
      </Panel>
      <Jump lang={lang} />
      <RecordParts lang={lang} view={view} />
      <form method="post" action={here}>
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="textVersion" value={notice.version} />
        <fieldset class="group" id="decision">
          <legend class="group-title">{t(lang, words.answer)}</legend>
          <Choice
            lang={lang}
            name="agree"
            label={words.answer}
            options={options}
            picked={answer?.agree}
            faults={faults}
            labelHidden
          />
          {asks.sensitive && (
            <div class={`field${own.length > 0 ? ' field-bad' : ''}`}>
              {own.length > 0 && <FieldErrors lang={lang} id={sensitiveId} faults={own} />}
              <label class="option">
                <input
                  type="checkbox"
                  id={sensitiveId}
                  name="sensitive"
                  value="yes"
                  checked={answer?.sensitive === true}
                  aria-describedby={own.length > 0 ? `${sensitiveId}-error` : undefined}
                />
                <span>{t(lang, notice.sensitive)}</span>
              </label>
            </div>
          )}
          {asks.guardian && (
            <>
              <p>{t(lang, notice.guardian)}</p>
              <FormField
                lang={lang}
                field={{
                  id: 'guardianName',
                  type: 'text',
                  max: 30,
                  label: words.guardian,
                  help: words.guardianHelp,
                }}
                value={answer?.guardianName}
                faults={faults}
              />
            </>
          )}
        </fieldset>
        <Actions>
          <Button>{t(lang, words.next)}</Button>
        </Actions>
      </form>
    </Page>,
    refused?.status ?? 200,
  );
}

const sealName = (ref: TaskRef): string => `consent#${ref.round}#${ref.nomination}`;

/** The first press: repeats the answer. */
export async function confirmConsent(deps: Deps, c: Ctx, desk: Desk, task: Open): Promise<Response> {
  const body = await bodyOf(c);
  const answer: Answer = {
    agree: textIn(body, 'agree'),
    textVersion: textIn(body, 'textVersion'),
    sensitive: textIn(body, 'sensitive') === 'yes',
    guardianName: textIn(body, 'guardianName').trim(),
  };
  const asks = await asksOf(deps, desk, task, '');
  const chosen = options.find((one) => one.value === answer.agree);
  const agrees = chosen?.value === 'yes';
  const faults: readonly Fault[] = [
    ...(chosen === undefined
      ? [fault('agree', 'choose', '请选择“同意”或“不同意”', 'Choose whether you agree')]
      : []),
    ...(agrees && asks.sensitive && !answer.sensitive
      ? [
          fault(
            'sensitive',
            'separate-consent',
            '请单独勾选同意处理敏感个人信息；不勾选的，请选择“不同意”',
            'Tick the separate consent for sensitive data, or choose not to agree',
          ),
        ]
      : []),
    ...(agrees && asks.guardian && answer.guardianName === ''
      ? [
          fault(
            'guardianName',
            'guardian-needed',
            '表中有未成年人，请填写同意的父母或其他监护人姓名',
            'There are minors on the form: give the name of the parent or guardian who agrees',
          ),
        ]
      : []),
  ];
  if (chosen === undefined || faults.length > 0)
    return consentPage(deps, c, desk, task, answer, refusalOf(faults));
  const { lang } = c.get('frame');
  const here = taskHref(desk, task.todo);
  return c.html(
    <ConfirmPage
      c={c}
      desk={desk}
      caption={task.nomination.name}
      action={`${here}/confirm`}
      back={`${here}#decision`}
      fields={sealed(deps, desk.actor.id, sealName(task.todo), answer)}
      rows={[
        { label: t(lang, words.answer), value: <b>{t(lang, chosen.label)}</b> },
        ...(agrees && asks.sensitive
          ? [{ label: t(lang, words.separate), value: t(lang, words.agreeShort) }]
          : []),
        ...(agrees && asks.guardian ? [{ label: t(lang, words.guardian), value: answer.guardianName }] : []),
      ]}
    />,
  );
}

/** The second press: records it. */
export async function recordConsent(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: TaskRef,
  reload: () => Promise<Task>,
): Promise<Response> {
  const answer = unsealed<Answer>(deps, desk.actor.id, sealName(ref), await bodyOf(c));
  const here = taskHref(desk, ref);
  const again = async (refused: Refused) => {
    const task = await reload();
    return task.kind === 'open'
      ? consentPage(deps, c, desk, task, answer, refused)
      : c.redirect(`${here}?other=1`, 303);
  };
  if (answer === undefined) return again(refusalOf([staleConfirmation]));
  const { textVersion, sensitive, guardianName } = answer;
  const given = {
    nomination: ref.nomination,
    agree: answer.agree === 'yes',
    textVersion,
    sensitive,
    ...(guardianName !== '' && { guardianName }),
  };
  const done = await attempt(() => answerConsent(deps, desk.actor, given));
  return 'done' in done ? c.redirect(`${here}?done=1`, 303) : again(done.refused);
}
