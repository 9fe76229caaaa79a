/** The preview of a draft as a page. */
import { text } from '#domain/problem.ts';
import { shownAt, timeLeft } from '#domain/shown-dates.ts';
import { AnswersView } from '#web/frame/answers-view.tsx';
import type { Refused } from '#web/frame/body.ts';
import type { Ctx } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId, RequiredMark } from '#web/frame/errors.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, Details, HiddenCsrf, Panel, SummaryList } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import { listCrumb } from './edit-page.tsx';
import type { OpenedDraft } from './opened-draft.ts';
import type { Preview } from './preview.tsx';

const words = {
  title: text('预览并提交', 'Preview and submit'),
  public: text('公示时公开的内容', 'What a notice would show'),
  publicNote: text('只有这些内容会公开，其余内容不公示。', 'Only this is made public, nothing else.'),
  publicNone: text('还没有可公开的内容。', 'Nothing to show yet.'),
  missing: text('提交前还需要完善', 'To complete before you submit'),
  findings: text('可能不符合的申报条件', 'Conditions that seem not to be met'),
  findingsNote: text(
    '仍可提交，但资格审查可能不通过。请先核对。',
    'You can still submit, but the review may refuse it. Please check first.',
  ),
  form: text('申报表全文', 'The whole form'),
  files: text('附件', 'Attachments'),
  noFiles: text('没有附件。', 'No attachments.'),
  privacy: text('个人信息处理告知', 'Privacy notice'),
  agree: text(
    '本人（本单位）已阅读并同意上述告知；代他人填报的，已取得其同意。',
    'I (we) have read the notice and agree; where I fill in for others, they have agreed.',
  ),
  submit: text('确认提交', 'Submit'),
  back: text('返回修改', 'Back to the form'),
  once: text(
    '提交后不能自行修改，只有被退回时才能修改；入选名单确定前可以撤回。',
    'Once submitted it can be changed only when it is returned; you may withdraw it until the shortlist.',
  ),
  deadline: (at: string, left: string) =>
    text(`${at} 截止${left === '' ? '' : `，${left}`}`, `Closes ${at}${left === '' ? '' : `, ${left}`}`),
} as const;

const Consent = (props: {
  lang: 'zh' | 'en';
  name: string;
  value: string;
  refused: Refused | undefined;
  words: string;
}) => {
  const own = faultsAt(props.refused?.faults ?? [], props.name);
  const id = fieldId(props.name);
  return (
    <div class={`field${own.length > 0 ? ' field-bad' : ''}`}>
      {own.length > 0 && <FieldErrors lang={props.lang} id={id} faults={own} />}
      <label class="option">
        <input
          type="checkbox"
          id={id}
          name={props.name}
          value={props.value}
          required
          aria-describedby={own.length > 0 ? `${id}-error` : undefined}
          aria-invalid={own.length > 0 ? 'true' : undefined}
        />
        <span>
          {props.words}
          <RequiredMark />
        </span>
      </label>
    </div>
  );
};

/** Shows everything once more; the form below submits it. */
export const PreviewPage = (props: {
  c: Ctx;
  opened: OpenedDraft;
  now: string;
  preview: Preview;
  refused?: Refused | undefined;
}) => {
  const { c, opened, preview, refused } = props;
  const { draft, programme, org, seat } = opened;
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const base = `/nominations/${draft.id}`;
  const closesAt = seat?.governing.settings.closesAt;
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={`${t(lang, programme.title)} · ${org.name} · ${w(lang).channels[draft.channel]}`}
      lead={
        closesAt === undefined
          ? undefined
          : t(lang, words.deadline(shownAt(closesAt), t(lang, timeLeft(props.now, closesAt))))
      }
      current="nominations"
      crumbs={[listCrumb(lang), { href: `${base}/edit`, title: draft.name || t(lang, words.back) }]}
      faults={refused?.faults}
      flash={
        refused?.problem.kind === 'conflict'
          ? { kind: 'warning', title: t(lang, refused.problem.text) }
          : undefined
      }
    >
      {preview.missing.length > 0 && (
        <Panel title={t(lang, words.missing)} tone="tinted">
          <ul>
            {preview.missing.map((one) => (
              <li>
                <a href={`${base}/edit#${fieldId(one.field)}`}>{t(lang, one.text)}</a>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {preview.findings.length > 0 && (
        <Panel title={t(lang, words.findings)} tone="tinted">
          <ul>
            {preview.findings.map((one) => (
              <li>
                {one.field === undefined ? (
                  t(lang, one.text)
                ) : (
                  <a href={`${base}/edit#${fieldId(one.field)}`}>{t(lang, one.text)}</a>
                )}
              </li>
            ))}
          </ul>
          <p class="muted">{t(lang, words.findingsNote)}</p>
        </Panel>
      )}
      <Panel title={t(lang, words.public)}>
        {preview.shown.length === 0 ? (
          <p class="muted">{t(lang, words.publicNone)}</p>
        ) : (
          <SummaryList
            rows={preview.shown.map((item) => ({ label: t(lang, item.label), value: item.value }))}
          />
        )}
        <p class="muted">{t(lang, words.publicNote)}</p>
      </Panel>
      <Details title={t(lang, words.form)} open>
        <AnswersView form={programme.form} answers={opened.answers} lang={lang} reveal />
      </Details>
      <Panel title={t(lang, words.files)}>
        {draft.attachments.length === 0 ? (
          <p class="muted">{t(lang, words.noFiles)}</p>
        ) : (
          <ul>
            {draft.attachments.map((file) => (
              <li>
                <a href={`${base}/files/${file.id}`}>{file.name}</a>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <form method="post" action={`${base}/submit`}>
        <HiddenCsrf csrf={csrf} />
        <fieldset class="group">
          <legend class="group-title">{t(lang, words.privacy)}</legend>
          <div class="prose">
            {preview.consent.notice.map((line) => (
              <p>{t(lang, line)}</p>
            ))}
          </div>
          <Consent
            lang={lang}
            name="consentText"
            value={preview.consent.version}
            refused={refused}
            words={t(lang, words.agree)}
          />
          {preview.asksSensitive && (
            <Consent
              lang={lang}
              name="sensitive"
              value="yes"
              refused={refused}
              words={t(lang, preview.consent.sensitive)}
            />
          )}
        </fieldset>
        <p class="hint">{t(lang, words.once)}</p>
        <Actions>
          <Button>{t(lang, words.submit)}</Button>
          <Button tone="secondary" href={`${base}/edit`}>
            {t(lang, words.back)}
          </Button>
        </Actions>
      </form>
    </Page>
  );
};
