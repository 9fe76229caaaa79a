/** The form of a draft as a page: fields, files, the nominee's address, and what was saved when. */
import { draftEnd } from '#actions/nomination/draft-record.ts';
import { shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import { formOnPaper, paperLabels } from '#domain/nomination/paper.ts';
import { type Fault, text } from '#domain/problem.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { shownInstant, timeLeft } from '#domain/shown-dates.ts';
import { AutosaveStatus } from '#web/frame/autosave.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { AttachmentFields } from '#web/frame/file-fields.tsx';
import { framed, keptText } from '#web/frame/form.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { type Flash, Page } from '#web/frame/layout.tsx';
import { Actions, Button, ConfirmButton, Details, HiddenCsrf } from '#web/frame/parts.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type InLang, type Lang, t, w } from '#web/frame/words.ts';
import { type OpenedDraft, shutWhy } from './opened-draft.ts';
import { filesAsked, hasSections, type Section, sectionTitle } from './sections.ts';

const words = {
  title: text('填写申报表', 'Fill in the form'),
  deadline: (at: string, left: string) =>
    text(`${at} 截止${left === '' ? '' : `，${left}`}`, `Closes ${at}${left === '' ? '' : `, ${left}`}`),
  noWindow: text(
    '上级妇联还没有设置申报时间，可以先填写草稿。',
    'No window is set yet; you can fill in the draft.',
  ),
  nominee: text('被推荐人', 'The nominee'),
  consentEmail: text('被推荐人的邮箱', "The nominee's e-mail address"),
  consentHelp: text(
    '提交后，系统向该邮箱发送告知和确认链接；本人同意后才开始审查。',
    'After you submit, the nominee gets the privacy notice and a link; the review begins once the nominee agrees.',
  ),
  paper: text('代为录入纸质申报', 'Entered from paper'),
  paperHelp: text(
    '对方交来纸质申报表、由您录入时填写，并在附件中上传扫描件；本人已在纸上签字同意的，可不填邮箱。不是纸质申报的请留空。',
    'For a form that came on paper and is entered by you: its scan goes among the files once the date is saved, and with a signed consent no e-mail address is needed. Leave it empty otherwise.',
  ),
  preview: text('预览并提交', 'Preview and submit'),
  seen: text('预览', 'Preview'),
  discard: text('删除草稿', 'Delete this draft'),
  discardAsk: text(
    '草稿和已上传的附件将彻底删除，不能恢复。',
    'The draft and its files are erased for good.',
  ),
  kept: (end: string) => {
    const day = shanghaiDate(end);
    return text(
      `草稿保存一年：${day} 前没有再保存也没有提交的，自动删除。`,
      `A draft is kept for a year: if it is neither saved again nor submitted before ${day}, it is erased.`,
    );
  },
  saveNext: text('保存，下一部分', 'Save, next section'),
  toList: text('保存，回到清单', 'Save, back to the list'),
  bySections: text('改为分步填写', 'One section a page'),
  whole: text('改为在一页填写', 'All on one page'),
  elsewhere: text('换一个单位或渠道', 'Another organisation or channel'),
  saved: text('草稿已保存', 'The draft is saved'),
} as const;

export const listCrumb = (lang: 'zh' | 'en') => ({ href: '/nominations', title: w(lang).nav.nominations });

/** How to give it up: the draft is discarded; while there is none, another start is chosen. */
export const WayOut = ({ opened, lang, csrf }: { opened: OpenedDraft; lang: Lang; csrf: string }) =>
  opened.start === undefined ? (
    <ConfirmButton
      lang={lang}
      action={`/nominations/${opened.draft.id}/discard`}
      csrf={csrf}
      label={t(lang, words.discard)}
      question={t(lang, words.discardAsk)}
      tone="danger"
    />
  ) : (
    <p class="muted">
      <a href={`/nominations/new?programme=${opened.draft.programme}&org=${opened.draft.org}`}>
        {t(lang, words.elsewhere)}
      </a>
    </p>
  );

/** What the page of a draft is made from; `answers` stand for what was typed when it is shown again. */
interface EditProps {
  readonly c: Ctx;
  readonly opened: OpenedDraft;
  readonly now: string;
  readonly answers?: Answers | undefined;
  readonly typed?: Typed | undefined;
  readonly blank?: Readonly<Record<string, number>> | undefined;
  readonly saved?: boolean | undefined;
  /** The section that this page shows; all of the form when left out. */
  readonly section?: Section | undefined;
}

/** Where the form leads on to: all of it is saved first. */
const Presses = (
  props: InLang & { readonly section: Section | undefined; readonly isShut: boolean; readonly form: Form },
) => {
  const { lang, section, isShut, form } = props;
  return (
    <Actions>
      {section === undefined || section.isLast ? (
        <Button name="_go" value="preview">
          {t(lang, isShut ? words.seen : words.preview)}
        </Button>
      ) : (
        <Button name="_go" value="next">
          {t(lang, words.saveNext)}
        </Button>
      )}
      <Button tone="secondary" name="_go" value={section === undefined ? 'save' : 'list'} draft>
        {section === undefined ? w(lang).buttons.saveDraft : t(lang, words.toList)}
      </Button>
      {hasSections(form) && (
        <Button tone="quiet" name="_go" value={section === undefined ? 'sections' : 'whole'} draft>
          {t(lang, section === undefined ? words.bySections : words.whole)}
        </Button>
      )}
    </Actions>
  );
};

/** The form itself: fields, the nominee's address, files, and what was saved when. */
const DraftForm = (props: EditProps & { readonly faults: readonly Fault[] }) => {
  const { opened, faults, typed } = props;
  const { draft, programme, start } = opened;
  const { lang, csrf } = props.c.get('frame');
  const base = `/nominations/${draft.id}`;
  const shut = shutWhy(opened.seat, props.now, opened.org.id);
  const begins = start === undefined ? '' : `?${new URLSearchParams(start)}`;
  const { section } = props;
  const isLast = section === undefined || section.isLast;
  return (
    <form
      method="post"
      enctype="multipart/form-data"
      action={`${base}/edit/attachments${begins}`}
      data-autosave={`${base}/draft${begins}`}
      data-at={start === undefined ? undefined : `${base}/edit`}
      novalidate
    >
      <HiddenCsrf csrf={csrf} />
      <input type="hidden" name="_version" value={opened.stamp} />
      {section !== undefined && <input type="hidden" name="_section" value={String(section.n)} />}
      <FormFields
        part={section}
        form={programme.form}
        answers={props.answers ?? opened.answers}
        faults={faults}
        lang={lang}
        blank={props.blank}
      />
      {isLast && opened.asksConsent && (
        <fieldset class="group">
          <legend class="group-title">{t(lang, words.nominee)}</legend>
          <FormField
            lang={lang}
            field={{
              id: 'consentEmail',
              type: 'email',
              label: words.consentEmail,
              help: words.consentHelp,
              required: true,
              personal: true,
            }}
            value={keptText(typed, 'draft', 'consentEmail', opened.consentEmail ?? '')}
            faults={faults}
          />
        </fieldset>
      )}
      {isLast && opened.mayEnterPaper && <OnPaper {...{ lang, opened, typed, faults }} />}
      {isLast && (
        <AttachmentFields
          lang={lang}
          form={
            section === undefined
              ? withScans(opened)
              : filesAsked(withScans(opened), opened.answers, shanghaiDate(props.now))
          }
          attachments={draft.attachments}
          faults={faults}
          uploadUrl={`${base}/attachments${begins}`}
          direct={opened.direct ? { slots: `${base}/uploads`, without: 'saved' } : undefined}
          hrefOf={(file) => `${base}/files/${file.id}`}
        />
      )}
      <AutosaveStatus lang={lang} time={start === undefined ? shanghaiTime(draft.savedAt) : undefined} />
      <p class="hint">{t(lang, words.kept(draftEnd(draft.savedAt)))}</p>
      <Presses {...{ lang, section }} isShut={shut !== undefined} form={programme.form} />
    </form>
  );
};

/** The scans of a paper stand among the files once its dates are there, so that nobody else is asked for them. */
const withScans = ({ programme, paper, mayEnterPaper }: OpenedDraft) =>
  mayEnterPaper ? formOnPaper(programme.form, paper) : programme.form;

/** What a clerk enters of a form that came on paper. */
const OnPaper = (props: {
  readonly lang: Lang;
  readonly opened: OpenedDraft;
  readonly typed: Typed | undefined;
  readonly faults: readonly Fault[];
}) => {
  const { lang, opened, typed, faults } = props;
  // Seldom needed, so it is folded until something of it is there.
  const isThere = opened.paper !== undefined || faults.some(({ field }) => field.startsWith('paper.'));
  const date = (key: keyof typeof paperLabels) => (
    <FormField
      lang={lang}
      field={{ id: `paper.${key}`, type: 'date', label: paperLabels[key] }}
      name={`paper.${key}`}
      value={keptText(typed, 'draft', `paper.${key}`, opened.paper?.[key] ?? '')}
      faults={faults}
    />
  );
  return (
    <Details title={t(lang, words.paper)} open={isThere}>
      <p class="hint">{t(lang, words.paperHelp)}</p>
      {date('receivedOn')}
      {opened.asksConsent && date('consentOn')}
    </Details>
  );
};

/** When the window closes, or why nothing can be submitted, as the pages of a draft say it. */
export function closingOf(lang: Lang, { seat, org }: OpenedDraft, now: string): string | undefined {
  const shut = shutWhy(seat, now, org.id);
  if (shut !== undefined) return t(lang, shut.text);
  const closesAt = seat?.governing.settings.closesAt;
  return closesAt === undefined
    ? undefined
    : t(lang, words.deadline(t(lang, shownInstant(closesAt)), t(lang, timeLeft(now, closesAt))));
}

/** The page of a draft. */
export const EditPage = (props: EditProps) => {
  const { opened, now, c, typed } = props;
  const { draft, programme, org } = opened;
  const frame = framed(c, typed);
  const { lang, csrf, faults } = frame;
  const saved: Flash | undefined =
    props.saved === true ? { kind: 'success', title: t(lang, words.saved) } : undefined;
  return (
    <Page
      {...frame}
      title={props.section === undefined ? t(lang, words.title) : sectionTitle(lang, props.section)}
      caption={`${t(lang, programme.title)} · ${org.name} · ${w(lang).channels[draft.channel]}`}
      lead={closingOf(lang, opened, now) ?? t(lang, words.noWindow)}
      current="nominations"
      crumbs={[
        listCrumb(lang),
        ...(props.section === undefined
          ? []
          : [{ href: `/nominations/${draft.id}/edit`, title: draft.name || t(lang, words.title) }]),
      ]}
      flash={frame.flash ?? saved}
    >
      <DraftForm {...props} faults={faults.length > 0 ? faults : opened.compared} />
      <WayOut opened={opened} lang={lang} csrf={csrf} />
    </Page>
  );
};
