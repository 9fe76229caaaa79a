/** The pages of an amendment: the form, one section of it or the list of its sections, with the note above and what changed. */
import type { PropsWithChildren } from 'hono/jsx';
import type { Amending } from '#actions/nomination/amending.ts';
import { amendment } from '#actions/nomination/nomination-input.ts';
import { shanghaiTime } from '#domain/instant.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { isCertifiable } from '#domain/nomination/odd-codes.ts';
import { formOfRecord } from '#domain/nomination/paper.ts';
import { type Fault, text } from '#domain/problem.ts';
import type { Answers, Field } from '#domain/programme/form.ts';
import { AutosaveStatus } from '#web/frame/autosave.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { AttachmentFields, type Direct } from '#web/frame/file-fields.tsx';
import { Asked, framed } from '#web/frame/form.tsx';
import { FormFields } from '#web/frame/form-fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, HiddenCsrf, SummaryList, Tag } from '#web/frame/parts.tsx';
import { ask } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { Certifying } from './agreement.tsx';
import { changedFields } from './changes.ts';
import { listCrumb } from './edit-page.tsx';
import type { OpenedNomination } from './opened-nomination.ts';
import { filesAsked, hasSections, type Section, sectionTitle } from './sections.ts';

const words = {
  title: text('修改后重新提交', 'Amend and send again'),
  note: text('退回意见', 'Why it was returned'),
  changed: text('已修改的项目', 'Changed so far'),
  nothing: text('还没有修改。', 'Nothing is changed yet.'),
  whatHelp: text('告诉审核人改了什么，选填', 'Tells the reviewer what to look at; optional'),
  check: text('核对修改', 'See what changed'),
  send: text('重新提交', 'Send again'),
  saveNext: text('保存，下一部分', 'Save, next section'),
  toList: text('保存，回到清单', 'Save, back to the list'),
  bySections: text('改为分步修改', 'One section a page'),
  whole: text('改为在一页修改', 'All on one page'),
  change: text('修改', 'Change'),
  toSend: text('核对并重新提交', 'Check and send again'),
  same: text('未修改', 'Unchanged'),
  count: (n: number) => text(`已修改 ${n} 项`, `${n} changed`),
  filesChanged: text('附件有改动', 'Files changed'),
} as const;

/** The amended form as it was typed, and the files that it has by now. */
export interface Amended {
  readonly answers: Answers;
  readonly files: readonly Attachment[];
  readonly blank?: Readonly<Record<string, number>>;
}

export const amendForm = 'amend';
const formPath = (id: string) => `/nominations/${id}/edit/attachments`;

interface AmendProps {
  readonly c: Ctx;
  readonly opened: OpenedNomination;
  readonly amended: Amended;
  /** The section that this page shows; all of the form when left out. */
  readonly section?: Section | undefined;
  /** When what is shown was saved by itself. */
  readonly kept?: Amending | undefined;
  readonly typed?: Typed | undefined;
  /** Day by which conditions of fields are judged. */
  readonly today: string;
}

/** Where the form leads on to: what was typed is saved first. */
const Presses = ({ lang, section, opened }: { lang: Lang } & Pick<AmendProps, 'section' | 'opened'>) => (
  <Actions>
    {section === undefined || section.isLast ? (
      <Button name="_go" value="send">
        {t(lang, words.send)}
      </Button>
    ) : (
      <Button name="_go" value="next">
        {t(lang, words.saveNext)}
      </Button>
    )}
    <Button tone="secondary" name="_go" value={section === undefined ? 'check' : 'list'} draft>
      {t(lang, section === undefined ? words.check : words.toList)}
    </Button>
    {hasSections(opened.programme.form) && (
      <Button tone="quiet" name="_go" value={section === undefined ? 'sections' : 'whole'} draft>
        {t(lang, section === undefined ? words.bySections : words.whole)}
      </Button>
    )}
  </Actions>
);

/** What is asked beside the fields: files, what was changed, and a credit code that is vouched for. */
const Beside = (props: AmendProps & { readonly faults: readonly Fault[] }) => {
  const { opened, amended, typed, faults, section } = props;
  const { nomination, programme } = opened;
  const { lang } = props.c.get('frame');
  const asked = formOfRecord(programme.form, nomination);
  const uploads: Direct = {
    slots: `/nominations/${nomination.id}/uploads`,
    without: 'beside',
    keep: '_files',
  };
  return (
    <>
      <input type="hidden" name="_beside" value="1" />
      {amended.files.map((file) => (
        <input type="hidden" name="_files" value={file.id} />
      ))}
      {opened.uploaded.map((file) => (
        <input type="hidden" name="_seen" value={file.id} />
      ))}
      <AttachmentFields
        lang={lang}
        form={section === undefined ? asked : filesAsked(asked, amended.answers, props.today)}
        attachments={amended.files}
        faults={faults}
        direct={opened.direct ? uploads : undefined}
        hrefOf={(file) => `/nominations/${nomination.id}/files/${file.id}`}
      />
      <Asked
        lang={lang}
        form={amendForm}
        typed={typed}
        field={ask(amendment, 'note', { type: 'paragraph', help: words.whatHelp })}
        now={props.kept?.note}
      />
      {isCertifiable(programme.form, amended.answers) && (
        <Certifying {...{ lang, faults, typed }} form={amendForm} />
      )}
    </>
  );
};

const AmendForm = (props: AmendProps & { readonly faults: readonly Fault[] }) => {
  const { opened, amended, typed, faults, section, kept } = props;
  const { nomination, programme } = opened;
  const { lang, csrf } = props.c.get('frame');
  // Who was told what changed meanwhile saves over it with the next press.
  const isTold = typed?.problem?.code === 'nomination-changed';
  const version = isTold ? undefined : (typed?.body._version?.at(-1) ?? kept?.version);
  return (
    <form
      method="post"
      enctype="multipart/form-data"
      action={formPath(nomination.id)}
      data-autosave={`/nominations/${nomination.id}/draft`}
      novalidate
    >
      <HiddenCsrf csrf={csrf} />
      <input type="hidden" name="_version" value={String(version ?? nomination.version)} />
      {section !== undefined && <input type="hidden" name="_section" value={String(section.n)} />}
      <FormFields
        part={section}
        form={programme.form}
        answers={amended.answers}
        faults={faults}
        lang={lang}
        blank={amended.blank}
      />
      {(section === undefined || section.isLast) && <Beside {...props} />}
      <AutosaveStatus lang={lang} time={kept === undefined ? undefined : shanghaiTime(kept.savedAt)} />
      <Presses {...{ lang, section, opened }} />
    </form>
  );
};

const Frame = (
  props: PropsWithChildren<Pick<AmendProps, 'c' | 'opened' | 'typed'> & { readonly title: string }>,
) => {
  const { c, opened, typed } = props;
  const { nomination, programme, seat } = opened;
  const frame = framed(c, typed);
  const { lang } = frame;
  return (
    <Page
      {...frame}
      title={props.title}
      caption={`${t(lang, programme.title)} · ${nomination.name}`}
      current="nominations"
      crumbs={[listCrumb(lang), { href: `/nominations/${nomination.id}`, title: nomination.name }]}
    >
      {seat.note !== undefined && (
        <Box title={t(lang, words.note)} tone="tinted">
          <p class="prose">{seat.note}</p>
        </Box>
      )}
      {props.children}
    </Page>
  );
};

const Changed = ({ lang, fields }: { readonly lang: Lang; readonly fields: readonly Field[] }) => (
  <Box title={t(lang, words.changed)}>
    {fields.length === 0 ? (
      <p class="muted">{t(lang, words.nothing)}</p>
    ) : (
      <ul>
        {fields.map((field) => (
          <li>
            <a href={`#f-${field.id}`}>{t(lang, field.label)}</a>
          </li>
        ))}
      </ul>
    )}
  </Box>
);

/** The form, or one section of it. `isSeen` lists what was changed above the whole one. */
export const AmendPage = (props: AmendProps & { readonly isSeen: boolean }) => {
  const { c, opened, amended, typed, section } = props;
  const { lang, faults } = framed(c, typed);
  return (
    <Frame
      {...{ c, opened, typed }}
      title={section === undefined ? t(lang, words.title) : sectionTitle(lang, section)}
    >
      {section === undefined && props.isSeen && (
        <Changed lang={lang} fields={changedFields(opened.programme.form, opened.before, amended.answers)} />
      )}
      <AmendForm {...props} faults={faults} />
    </Frame>
  );
};

/** The list of the sections: what was changed in each, and the way into it. */
export const AmendList = (props: AmendProps & { readonly sections: readonly Section[] }) => {
  const { c, opened, amended, sections } = props;
  const { lang, csrf } = c.get('frame');
  const { nomination, programme } = opened;
  const base = `/nominations/${nomination.id}`;
  const changed = new Set(changedFields(programme.form, opened.before, amended.answers).map(({ id }) => id));
  const ids = (files: readonly Attachment[]) => files.map(({ id }) => id).join();
  const areFilesNew = ids(amended.files) !== ids(opened.attachments);
  const said = (section: Section) => {
    const count = section.fields.filter(({ id }) => changed.has(id)).length;
    if (section.isLast && areFilesNew) return words.filesChanged;
    return count === 0 ? words.same : words.count(count);
  };
  return (
    <Frame {...{ c, opened }} typed={undefined} title={t(lang, words.title)}>
      <Box title={nomination.name}>
        <SummaryList
          rows={sections.map((section) => ({
            label: sectionTitle(lang, section),
            value: (
              <Tag tone={said(section) === words.same ? 'neutral' : 'good'}>{t(lang, said(section))}</Tag>
            ),
            action: { href: `${base}/edit?section=${section.n}`, text: t(lang, words.change) },
          }))}
        />
      </Box>
      <form method="post" action={`${base}/edit/view`}>
        <HiddenCsrf csrf={csrf} />
        <Actions>
          <Button href={`${base}/edit?section=${sections.at(-1)!.n}`}>{t(lang, words.toSend)}</Button>
          <Button tone="quiet">{t(lang, words.whole)}</Button>
        </Actions>
      </form>
    </Frame>
  );
};
