/** The preview of a draft as a page. */
import { type Fault, type Text, text } from '#domain/problem.ts';
import { AnswersView } from '#web/frame/answers-view.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { fieldId } from '#web/frame/errors.tsx';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, Details, HiddenCsrf, SummaryList } from '#web/frame/parts.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type Lang, t, w } from '#web/frame/words.ts';
import { Certifying } from './agreement.tsx';
import { closingOf, listCrumb } from './edit-page.tsx';
import { type OpenedDraft, shutWhy } from './opened-draft.ts';
import { Photographs } from './photographs.tsx';
import type { Preview } from './preview.tsx';
import { Consents } from './privacy.tsx';

const words = {
  title: text('预览并提交', 'Preview and submit'),
  previewOnly: text('预览', 'Preview'),
  notSubmitted: text('未提交', 'Not submitted'),
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
  first: (n: number) =>
    text(
      `还有 ${n} 处需要完善，完善后才能提交。已写的内容都保存着。`,
      `${n} ${n === 1 ? 'thing is' : 'things are'} to be completed before it can be submitted. All that you wrote is kept.`,
    ),
  complete: text('返回完善', 'Complete the form'),
  submit: text('确认提交', 'Submit'),
  back: text('返回修改', 'Back to the form'),
  once: text(
    '提交后不能自行修改，只有被退回时才能修改；入选名单确定前可以撤回。',
    'Once submitted it can be changed only when it is returned; you may withdraw it until the shortlist.',
  ),
} as const;

interface PreviewProps {
  readonly c: Ctx;
  readonly opened: OpenedDraft;
  readonly now: string;
  readonly preview: Preview;
  readonly typed?: Typed | undefined;
}

/** The way to a field of the form, in its section where the form is filled in by sections. */
const editAt = (base: string, field: string): string =>
  `${base}/edit?at=${encodeURIComponent(field.split('.')[0]!)}#${fieldId(field)}`;

/** What submission would refuse, and conditions that seem not to be met, each leading to its field. */
const Wanting = (props: {
  readonly lang: Lang;
  readonly title: Text;
  readonly items: readonly { readonly field?: string | undefined; readonly text: Text }[];
  readonly base: string;
  readonly note?: Text;
}) => {
  const { lang, items, base, note } = props;
  if (items.length === 0) return null;
  return (
    <Box title={t(lang, props.title)} tone="tinted">
      <ul>
        {items.map((one) => (
          <li>
            {one.field === undefined ? (
              t(lang, one.text)
            ) : (
              <a href={editAt(base, one.field)}>{t(lang, one.text)}</a>
            )}
          </li>
        ))}
      </ul>
      {note !== undefined && <p class="muted">{t(lang, note)}</p>}
    </Box>
  );
};

/** What a notice would show, the whole form, and the files. */
const Content = ({ c, opened, preview }: PreviewProps) => {
  const { draft, programme } = opened;
  const { lang } = c.get('frame');
  const hrefOf = (file: string) => `/nominations/${draft.id}/files/${file}`;
  return (
    <>
      <Box title={t(lang, words.public)}>
        {preview.shown.length === 0 ? (
          <p class="muted">{t(lang, words.publicNone)}</p>
        ) : (
          <SummaryList
            rows={preview.shown.map((item) => ({ label: t(lang, item.label), value: item.value }))}
          />
        )}
        <p class="muted">{t(lang, words.publicNote)}</p>
      </Box>
      <Details title={t(lang, words.form)} open>
        <AnswersView form={programme.form} answers={opened.answers} lang={lang} reveal />
      </Details>
      <Box title={t(lang, words.files)}>
        {draft.attachments.length === 0 ? (
          <p class="muted">{t(lang, words.noFiles)}</p>
        ) : (
          <>
            <Photographs lang={lang} files={draft.attachments} hrefOf={hrefOf} />
            <ul>
              {draft.attachments.map((file) => (
                <li>
                  <a href={hrefOf(file.id)}>{file.name}</a>
                </li>
              ))}
            </ul>
          </>
        )}
      </Box>
    </>
  );
};

/** The consents, and the press that submits. */
const SubmitForm = (props: PreviewProps & { readonly faults: readonly Fault[] }) => {
  const { opened, preview, faults, typed } = props;
  const { lang, csrf } = props.c.get('frame');
  const base = `/nominations/${opened.draft.id}`;
  const { consent } = preview;
  return (
    <form method="post" action={`${base}/submit`}>
      <HiddenCsrf csrf={csrf} />
      {preview.isCertifiable && <Certifying lang={lang} form="submit" {...{ faults, typed }} />}
      <Consents
        lang={lang}
        form="submit"
        {...{ consent, faults, typed }}
        asksSensitive={preview.asksSensitive}
        asksRoll={preview.asksRoll}
      />
      <p class="hint">{t(lang, words.once)}</p>
      <Actions>
        <Button>{t(lang, words.submit)}</Button>
        <Button tone="secondary" href={`${base}/edit`}>
          {t(lang, words.back)}
        </Button>
      </Actions>
    </form>
  );
};

/** Shows everything once more; the form below submits it. */
export const PreviewPage = (props: PreviewProps) => {
  const { c, opened, preview, now } = props;
  const { draft, programme, org } = opened;
  const frame = framed(c, props.typed);
  const { lang } = frame;
  const base = `/nominations/${draft.id}`;
  const shut = shutWhy(opened.seat, now, opened.org.id);
  return (
    <Page
      {...frame}
      title={t(lang, shut === undefined ? words.title : words.previewOnly)}
      caption={`${t(lang, programme.title)} · ${org.name} · ${w(lang).channels[draft.channel]}`}
      lead={closingOf(lang, opened, now)}
      current="nominations"
      crumbs={[listCrumb(lang), { href: `${base}/edit`, title: draft.name || t(lang, words.back) }]}
    >
      <Wanting lang={lang} title={words.missing} items={preview.missing} base={base} />
      <Wanting
        lang={lang}
        title={words.findings}
        items={preview.findings}
        base={base}
        note={words.findingsNote}
      />
      <Content {...props} />
      {shut === undefined && preview.missing.length > 0 && props.typed === undefined ? (
        <>
          <p>{t(lang, words.first(preview.missing.length))}</p>
          <Actions>
            <Button href={`${base}/edit`}>{t(lang, words.complete)}</Button>
          </Actions>
        </>
      ) : shut === undefined ? (
        <SubmitForm {...props} faults={frame.faults} />
      ) : (
        <>
          <Box title={t(lang, words.notSubmitted)} tone="tinted">
            <p>{t(lang, shut.text)}</p>
          </Box>
          <Actions>
            <Button tone="secondary" href={`${base}/edit`}>
              {t(lang, words.back)}
            </Button>
          </Actions>
        </>
      )}
    </Page>
  );
};
