/** The record of a nomination: where it stands, what happened, the form, its revisions and files; for its nominator and for staff. */

import { mayWithdraw } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { OutcomeReader, ShownOutcome } from '#domain/candidacy/outcome-visibility.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { contradictionsIn } from '#domain/nomination/document-facts.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { oddCodeNote, oddCodesIn } from '#domain/nomination/odd-codes.ts';
import { text } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { StepProgress, Timeline } from '#web/frame/boards.tsx';
import { Actions, Box, Button, Details, HiddenCsrf, SummaryList, Tag } from '#web/frame/parts.tsx';
import { StampedBox, type WantedPage } from '#web/frame/stamped-box.tsx';
import { type Lang, t, w } from '#web/frame/words.ts';
import { chainOf } from './chain.ts';
import { outcomeTone, outcomeWords } from './outcomes.ts';
import { eventsOf } from './record-events.tsx';
import { Files } from './record-files.tsx';

/** One level where a nomination stands. */
export interface SeatView {
  readonly seat: Candidacy;
  readonly orgName: string;
  readonly shown: ShownOutcome;
  /** How much the reader sees at this level. */
  readonly reader: OutcomeReader;
  /** The stage as the programme of this level has it: a level may run another programme than the one below. */
  readonly stage: Stage | undefined;
  /** The reader may know why: notes hold what departments said. */
  readonly judged?: boolean;
}
export interface RecordView {
  readonly nomination: Nomination;
  readonly programme: Programme;
  readonly orgName: string;
  readonly seats: readonly SeatView[];
  readonly revisions: readonly Revision[];
  readonly acts: readonly ActRecord[];
  readonly answers: Answers;
  readonly erased: boolean;
  readonly reader: OutcomeReader;
  /** Personal data in full: for the nominating side, or after a press that leaves an event; never by a link. */
  readonly reveal: boolean;
  /** Where a file is downloaded; undefined where this page may not. */
  readonly fileHref?: ((file: string) => string) | undefined;
  /** The same for what was handed in with visits and opinions. */
  readonly actFileHref?: ((file: string) => string) | undefined;
  /** Stamped pages that its levels want. */
  readonly stamped?: readonly WantedPage[];
  readonly signedIn?: boolean;
}

const words = {
  number: text('申报编号', 'Number'),
  org: text('申报单位', 'Nominated by'),
  channel: text('申报渠道', 'Channel'),
  submitted: text('提交时间', 'Submitted'),
  consent: text('本人同意', 'Consent of the nominee'),
  paper: text('收到纸质申报表', 'Came on paper on'),
  signed: (day: string) => text(`（纸质签字，${day}）`, ` (signed on paper, ${day})`),
  privacy: text('个人信息处理同意', 'Consent to the privacy notice'),
  agreed: text('已同意告知', 'Agreed to the notice'),
  agreedSeparately: text(
    '已同意告知，并单独同意处理敏感个人信息',
    'Agreed to the notice, and separately to sensitive data',
  ),
  honour: text('荣誉编号', 'Number of the honour'),
  status: text('办理状态', 'Where it stands'),
  history: text('办理经过', 'What happened'),
  form: text('申报表', 'The form'),
  revision: (n: number) => text(`第 ${n} 稿`, `Revision ${n}`),
  differing: text('与证件号码不一致：', 'Different from the ID number:'),
  erasedOn: text('已删除', 'Erased'),
  receipt: text('受理号', 'Receipt'),
  show: text('显示个人信息（记录在案）', 'Show personal data (logged)'),
  erased: text('个人信息已按规定删除。', 'Personal data were erased as the rules require.'),
} as const;

/** True when the nominator may still take it back. */
export const isWithdrawable = ({ nomination, seats }: RecordView): boolean =>
  nomination.withdrawnAt === undefined &&
  seats.length > 0 &&
  seats.every(({ seat }) => seat.state === 'done' || mayWithdraw(seat.state)) &&
  seats.some(({ seat }) => seat.state !== 'done');

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

/** The number of the honour that each level granted, as its reader may see it. */
const honourRows = (lang: Lang, { seats }: RecordView) =>
  seats.flatMap(({ seat, shown, orgName }) =>
    !shown.hidden && seat.honour !== undefined
      ? [
          {
            label: `${t(lang, words.honour)}（${orgName}）`,
            value: (
              <a href={`/check?number=${encodeURIComponent(seat.honour.number)}`}>{seat.honour.number}</a>
            ),
          },
        ]
      : [],
  );

/** What whoever submitted agreed to, in which version of the text, and when. */
const Agreed = ({
  lang,
  privacy,
}: {
  readonly lang: Lang;
  readonly privacy: NonNullable<Nomination['privacy']>;
}) => (
  <>
    {t(lang, privacy.sensitive ? words.agreedSeparately : words.agreed)}（{privacy.textVersion}）·{' '}
    {shownAt(privacy.at)}
  </>
);

const ConsentGiven = (props: {
  readonly lang: Lang;
  readonly consent: NonNullable<RecordView['nomination']['consent']>;
}) => (
  <>
    {w(props.lang).consents[props.consent.state]}
    {props.consent.signedOn !== undefined && t(props.lang, words.signed(props.consent.signedOn))}
  </>
);

const Summary = ({ lang, view }: { readonly lang: Lang; readonly view: RecordView }) => {
  const { nomination } = view;
  const { consent, erased, privacy } = nomination;
  return (
    <Box>
      <SummaryList
        rows={[
          { label: t(lang, words.number), value: <code>{nomination.id}</code> },
          { label: t(lang, words.org), value: view.orgName },
          { label: t(lang, words.channel), value: w(lang).channels[nomination.channel] },
          { label: t(lang, words.submitted), value: shownAt(nomination.submittedAt) },
          ...(nomination.receipt === undefined
            ? []
            : [{ label: t(lang, words.receipt), value: nomination.receipt }]),
          ...(privacy === undefined
            ? []
            : [{ label: t(lang, words.privacy), value: <Agreed lang={lang} privacy={privacy} /> }]),
          ...(consent === undefined
            ? []
            : [{ label: t(lang, words.consent), value: <ConsentGiven lang={lang} consent={consent} /> }]),
          ...(nomination.paper === undefined
            ? []
            : [{ label: t(lang, words.paper), value: nomination.paper.receivedOn }]),
          ...honourRows(lang, view),
          ...(erased === undefined
            ? []
            : [
                {
                  label: t(lang, words.erasedOn),
                  value: `${shownAt(erased.at)} · ${t(lang, words.erased)}`,
                },
              ]),
        ]}
      />
    </Box>
  );
};

/** When each step of a level was passed. */
const passedAt = ({ acts }: RecordView, seat: Candidacy): Readonly<Record<string, string>> =>
  Object.fromEntries(
    acts
      .filter(
        (act) =>
          act.stage === seat.stage &&
          act.org === seat.org &&
          (act.outcome === 'approve' || act.outcome === 'agree'),
      )
      .map((act) => [act.step, shownAt(act.at).slice(0, 10)]),
  );

/** Where it stands at one level. */
const SeatBox = (props: { readonly lang: Lang; readonly view: RecordView; readonly at: SeatView }) => {
  const { lang, view } = props;
  const { seat, shown, orgName, stage } = props.at;
  return (
    <Box
      title={`${t(lang, words.status)} · ${orgName}`}
      aside={<Tag tone={outcomeTone(shown)}>{outcomeWords(lang, shown, seat)}</Tag>}
    >
      {props.at.judged === true && seat.note !== undefined && <p class="prose">{seat.note}</p>}
      {stage !== undefined && (
        <StepProgress lang={lang} steps={chainOf(lang, stage, seat, shown, passedAt(view, seat))} />
      )}
    </Box>
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

/** Everything that can be read about a nomination, read-only. `apart`: a form is being filled in on the same page. */
export const RecordParts = (props: {
  readonly lang: Lang;
  readonly view: RecordView;
  readonly csrf?: string;
  readonly apart?: boolean;
}) => {
  const { lang, view } = props;
  const { nomination, programme } = view;
  return (
    <>
      <Summary lang={lang} view={view} />
      {view.seats.map((at) => (
        <SeatBox lang={lang} view={view} at={at} />
      ))}
      <StampedBox
        lang={lang}
        nomination={nomination.id}
        pages={view.stamped ?? []}
        hrefOf={view.actFileHref}
        editable={view.signedIn === true}
      />
      <Box title={t(lang, words.history)}>
        <Timeline events={eventsOf(lang, view)} />
      </Box>
      <Details
        title={`${t(lang, words.form)} · ${t(lang, words.revision(nomination.revision))}`}
        open={view.reader === 'staff'}
      >
        {view.reader === 'staff' && <Differing lang={lang} view={view} />}
        {view.erased && <p class="muted">{t(lang, words.erased)}</p>}
        <PersonalPress lang={lang} view={view} csrf={props.csrf} apart={props.apart} />
        {nomination.erased === undefined && (
          <AnswersView form={programme.form} answers={view.answers} lang={lang} reveal={view.reveal} />
        )}
      </Details>
      <Files lang={lang} files={view.revisions.at(-1)?.attachments ?? []} hrefOf={view.fileHref} />
    </>
  );
};
