/** What happened to a nomination, as its record tells it. */
import { text } from '#domain/problem.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { actWords } from '#domain/review/act-words.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { ActDetails, hasDetails } from '#web/frame/act-details.tsx';
import type { TimelineEvent } from '#web/frame/boards.tsx';
import { eventName, stepNameIn } from '#web/frame/names.ts';
import { type Lang, t } from '#web/frame/words.ts';
import type { RecordView } from './record-page.tsx';

const words = {
  sent: text('提交申报', 'Submitted'),
  resubmitted: (n: number) => text(`修改后重新提交（第 ${n} 稿）`, `Amended and sent again (revision ${n})`),
  withdrawn: text('已撤回', 'Withdrawn'),
} as const;

/** Acts as they are read at their level; the nominating side reads that a step was passed, and why a form came back. */
function actsFor({ acts, seats, reader }: RecordView): readonly ActRecord[] {
  return acts.flatMap((act): readonly ActRecord[] => {
    const at = seats.find(({ seat }) => seat.stage === act.stage && seat.org === act.org);
    if ((at?.reader ?? reader) === 'staff') return [act];
    if (act.kind === 'opinions') return [];
    if (act.outcome === 'approve') return [{ ...act, reason: '' }];
    return act.outcome === 'return' || (act.outcome === 'reject' && at?.shown.state === 'out') ? [act] : [];
  });
}

/** What happened to a nomination, in time: its acts, its revisions, its withdrawal. */
export function eventsOf(lang: Lang, view: RecordView): readonly TimelineEvent[] {
  const seatOf = (act: ActRecord) =>
    view.seats.find(({ seat }) => seat.stage === act.stage && seat.org === act.org);
  const readsAll = (act: ActRecord) => (seatOf(act)?.reader ?? view.reader) === 'staff';
  const acts = actsFor(view).map((act): TimelineEvent & { readonly sort: string } => ({
    sort: act.at,
    at: shownAt(act.at),
    dateTime: act.at,
    title: `${stepNameIn(lang, seatOf(act)?.stage, { id: act.step, kind: act.kind })}${lang === 'zh' ? '：' : ': '}${t(lang, actWords(act.kind, act.outcome))}`,
    by: [seatOf(act)?.orgName, act.department].filter((one) => one !== undefined).join(' · '),
    ...((act.reason !== '' || (readsAll(act) && hasDetails(act))) && {
      body: (
        <>
          {act.reason !== '' && <p class="prose">{act.reason}</p>}
          {readsAll(act) && <ActDetails lang={lang} act={act} hrefOf={view.actFileHref} />}
        </>
      ),
    }),
    tone:
      act.outcome === 'approve' || act.outcome === 'agree'
        ? 'good'
        : act.outcome === 'none'
          ? 'neutral'
          : 'warn',
  }));
  const sent = view.revisions.map((revision): TimelineEvent & { readonly sort: string } => {
    const { note } = revision;
    return {
      sort: revision.at,
      at: shownAt(revision.at),
      dateTime: revision.at,
      title: revision.n === 1 ? t(lang, words.sent) : t(lang, words.resubmitted(revision.n)),
      by: view.orgName,
      ...(note !== undefined && { body: <p class="prose">{note}</p> }),
    };
  });
  const withdrawn = view.nomination.withdrawnAt;
  const ended =
    withdrawn === undefined
      ? []
      : [
          {
            sort: withdrawn,
            at: shownAt(withdrawn),
            dateTime: withdrawn,
            title: t(lang, words.withdrawn),
            tone: 'neutral' as const,
          },
        ];
  // Told to the nominator when it was done, so hers to read in any state.
  const taken = view.seats.flatMap(({ seat, orgName }) => [
    ...(seat.reopened ?? []).map(({ at, reason }) => ({
      at,
      reason,
      title: eventName(lang, 'review.reopen'),
      orgName,
    })),
    ...(seat.carried === undefined
      ? []
      : [{ ...seat.carried, title: eventName(lang, 'straggler.carry'), orgName }]),
  ]);
  const said = taken.map(({ at, reason, title, orgName }) => ({
    sort: at,
    at: shownAt(at),
    dateTime: at,
    title,
    by: orgName,
    body: <p class="prose">{reason}</p>,
    tone: 'neutral' as const,
  }));
  return [...acts, ...sent, ...said, ...ended].toSorted((a, b) => (a.sort < b.sort ? -1 : 1));
}
