/** The form of a nomination as it is read: for whoever judges it, in the order of reading; and whole, with where it stands. */
import { shanghaiDate } from '#domain/instant.ts';
import { contradictionsIn } from '#domain/nomination/document-facts.ts';
import { oddCodeNote, oddCodesIn } from '#domain/nomination/odd-codes.ts';
import { text } from '#domain/problem.ts';
import { AnswersView, tellsAccount } from '#web/frame/answers-view.tsx';
import { Actions, Box, Button, Details, HiddenCsrf } from '#web/frame/parts.tsx';
import { type InLang, type Lang, t } from '#web/frame/words.ts';
import { FormDownloads } from './form-paper.tsx';
import { isPhotograph, Photographs } from './photographs.tsx';
import { Files } from './record-files.tsx';
import { Course, type RecordView } from './record-page.tsx';

const words = {
  form: text('申报表', 'The form'),
  revision: (n: number) => text(`第 ${n} 稿`, `Revision ${n}`),
  differing: text('与证件号码不一致：', 'Different from the ID number:'),
  show: text('显示个人信息（记录在案）', 'Show personal data (logged)'),
  erased: text('个人信息已按规定删除。', 'Personal data were erased as the rules require.'),
} as const;

/**
 * The press that shows personal data for one view, where this reader needs one; beside a form that is being filled in it
 * opens a page of its own (`apart`).
 */
export const PersonalPress = (props: {
  readonly lang: Lang;
  readonly view: RecordView;
  readonly csrf: string | undefined;
  readonly apart?: boolean | undefined;
  readonly action?: string;
}) => {
  const { lang, view, csrf } = props;
  if (csrf === undefined || view.reveal || view.erased || view.signedIn !== true) return null;
  return (
    <form
      method="post"
      action={props.action ?? `/nominations/${view.nomination.id}/reveal`}
      {...(props.apart === true && { target: '_blank' })}
    >
      <HiddenCsrf csrf={csrf} />
      <Actions>
        <Button tone="secondary" small>
          {t(lang, words.show)}
        </Button>
      </Actions>
    </form>
  );
};

/** What the ID numbers say otherwise than the form, and credit codes with an odd check digit: for whoever reviews it. */
const Differing = ({ lang, view }: { readonly lang: Lang; readonly view: RecordView }) => {
  const { answers, programme, nomination } = view;
  const faults = contradictionsIn(programme.form, answers, shanghaiDate(nomination.submittedAt));
  const odd = oddCodesIn(programme.form, answers);
  if (view.erased || faults.length + odd.length === 0) return null;
  return (
    <div class="field-error">
      {odd.map((one) => (
        <p>{t(lang, oddCodeNote(one))}</p>
      ))}
      {faults.length > 0 && <p>{t(lang, words.differing)}</p>}
      <ul>
        {faults.map((one) => (
          <li>{t(lang, one.text)}</li>
        ))}
      </ul>
    </div>
  );
};

/** The form with what its ID numbers contradict, and the press that shows personal data. */
const FormParts = (props: {
  readonly lang: Lang;
  readonly view: RecordView;
  readonly csrf?: string | undefined;
  readonly apart?: boolean | undefined;
  readonly part?: 'rest';
}) => {
  const { lang, view } = props;
  const { nomination, programme } = view;
  return (
    <>
      {view.reader === 'staff' && <Differing lang={lang} view={view} />}
      {view.erased && <p class="muted">{t(lang, words.erased)}</p>}
      <PersonalPress lang={lang} view={view} csrf={props.csrf} apart={props.apart} />
      {nomination.erased === undefined && (
        <AnswersView
          form={programme.form}
          answers={view.answers}
          lang={lang}
          reveal={view.reveal}
          part={props.part}
        />
      )}
    </>
  );
};

const titleOfForm = (lang: Lang, { nomination }: RecordView): string =>
  `${t(lang, words.form)} · ${t(lang, words.revision(nomination.revision))}`;

/**
 * What a judgement stands on, in the order in which it is read: photographs, the account of deeds, then the rest of the
 * form and the files. A form is being filled in on the same page.
 */
export const Deeds = (props: { readonly lang: Lang; readonly view: RecordView; readonly csrf?: string }) => {
  const { lang, view } = props;
  const files = view.revisions.at(-1)?.attachments ?? [];
  const shown = view.fileHref === undefined ? [] : files.filter(isPhotograph);
  return (
    <>
      <Photographs lang={lang} files={files} hrefOf={view.fileHref} />
      {!view.erased && tellsAccount(view.programme.form, view.answers) && (
        <Box>
          <AnswersView
            form={view.programme.form}
            answers={view.answers}
            lang={lang}
            reveal={view.reveal}
            part="account"
          />
        </Box>
      )}
      <Details title={titleOfForm(lang, view)} open>
        <FormParts lang={lang} view={view} csrf={props.csrf} apart part="rest" />
      </Details>
      {files.length > shown.length && (
        <Files lang={lang} files={files.filter((file) => !shown.includes(file))} hrefOf={view.fileHref} />
      )}
    </>
  );
};

/** Everything that can be read about a nomination, read-only. */
export const RecordParts = (props: InLang & { readonly view: RecordView; readonly csrf?: string }) => {
  const { lang, view } = props;
  const files = view.revisions.at(-1)?.attachments ?? [];
  return (
    <>
      <Course lang={lang} view={view} />
      <Details title={titleOfForm(lang, view)} open={view.reader === 'staff'}>
        <FormParts lang={lang} view={view} csrf={props.csrf} />
      </Details>
      {view.signedIn === true && <FormDownloads lang={lang} view={view} csrf={props.csrf} />}
      <Photographs lang={lang} files={files} hrefOf={view.fileHref} />
      <Files lang={lang} files={files} hrefOf={view.fileHref} />
    </>
  );
};
