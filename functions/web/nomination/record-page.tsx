/** The record of a nomination: where it stands, what happened, the form, its revisions and files; for its nominator and for staff. */

import { mayWithdraw } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { OutcomeReader, ShownOutcome } from '#domain/candidacy/outcome-visibility.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { text } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { StepProgress, Timeline } from '#web/frame/boards.tsx';
import { dated } from '#web/frame/dated.tsx';
import { Box, SummaryList, Tag } from '#web/frame/parts.tsx';
import { StampedBox, type WantedPage } from '#web/frame/stamped-box.tsx';
import { type InLang, type Lang, t, w } from '#web/frame/words.ts';
import { chainOf } from './chain.ts';
import { outcomeTone, outcomeWords } from './outcomes.ts';
import { eventsOf } from './record-events.tsx';

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
  roll: text('荣誉榜公开', 'On the roll of honour'),
  onRoll: text('同意', 'Agreed'),
  offRoll: text('已撤回', 'Withdrawn'),
  honour: text('荣誉编号', 'Number of the honour'),
  status: text('办理状态', 'Where it stands'),
  history: text('办理经过', 'What happened'),
  erasedOn: text('已删除', 'Erased'),
  receipt: text('受理号', 'Receipt'),
  erased: text('个人信息已按规定删除。', 'Personal data were erased as the rules require.'),
} as const;

/** True when the nominator may still take it back. */
export const isWithdrawable = ({ nomination, seats }: RecordView): boolean =>
  nomination.withdrawnAt === undefined &&
  seats.length > 0 &&
  seats.every(({ seat }) => seat.state === 'done' || mayWithdraw(seat.state)) &&
  seats.some(({ seat }) => seat.state !== 'done');

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
const Agreed = ({ lang, privacy }: InLang & { readonly privacy: NonNullable<Nomination['privacy']> }) => (
  <>
    {t(lang, privacy.sensitive ? words.agreedSeparately : words.agreed)}（{privacy.textVersion}）·{' '}
    {dated(shownAt(privacy.at))}
  </>
);

const ConsentGiven = (
  props: InLang & { readonly consent: NonNullable<RecordView['nomination']['consent']> },
) => (
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
          ...(nomination.receipt === undefined
            ? []
            : [{ label: t(lang, words.receipt), value: nomination.receipt }]),
          { label: t(lang, words.org), value: view.orgName },
          { label: t(lang, words.channel), value: w(lang).channels[nomination.channel] },
          { label: t(lang, words.submitted), value: shownAt(nomination.submittedAt) },
          ...(privacy === undefined
            ? []
            : [{ label: t(lang, words.privacy), value: <Agreed lang={lang} privacy={privacy} /> }]),
          ...(consent === undefined
            ? []
            : [{ label: t(lang, words.consent), value: <ConsentGiven lang={lang} consent={consent} /> }]),
          ...(nomination.roll === undefined
            ? []
            : [
                {
                  label: t(lang, words.roll),
                  value: `${t(lang, nomination.roll.agreed ? words.onRoll : words.offRoll)} · ${shownAt(nomination.roll.at)}`,
                },
              ]),
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
  const chain = stage === undefined ? [] : chainOf(lang, stage, seat, shown, passedAt(view, seat));
  // Who is out is told at which step: 评审 · 未入选.
  const where = chain.find(({ state }) => state === 'ended')?.title;
  const outcome = outcomeWords(lang, shown, seat);
  return (
    <Box
      title={`${t(lang, words.status)} · ${orgName}`}
      aside={<Tag tone={outcomeTone(shown)}>{where === undefined ? outcome : `${where} · ${outcome}`}</Tag>}
    >
      {props.at.judged === true && seat.note !== undefined && <p class="prose">{seat.note}</p>}
      {chain.length > 0 && <StepProgress lang={lang} steps={chain} />}
    </Box>
  );
};

/** Where a nomination stands and what happened to it. */
export const Course = ({ lang, view }: { readonly lang: Lang; readonly view: RecordView }) => (
  <>
    <Summary lang={lang} view={view} />
    {view.seats.map((at) => (
      <SeatBox lang={lang} view={view} at={at} />
    ))}
    <StampedBox
      lang={lang}
      nomination={view.nomination.id}
      pages={view.stamped ?? []}
      hrefOf={view.actFileHref}
      editable={view.signedIn === true}
    />
    <Box title={t(lang, words.history)}>
      <Timeline events={eventsOf(lang, view)} />
    </Box>
  </>
);
