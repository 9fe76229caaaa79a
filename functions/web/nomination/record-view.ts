/** Reads everything that the record of a nomination shows, for a reader who may see it. */
import { withVerdicts } from '#actions/files/scanning.ts';
import {
  demandReader,
  isNominatingSide,
  outcomeReader,
  seatsOf,
} from '#actions/nomination/nomination-access.ts';
import { personalFields, recordReveal } from '#actions/nomination/reveal.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import type { Deps } from '#deps';
import { actAsRead } from '#domain/candidacy/candidacy-view.ts';
import type { OutcomeReader } from '#domain/candidacy/outcome-visibility.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { may } from '#domain/people/policy.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { getOrganisation } from '#store/people.ts';
import { getNomination, programmeRevision, revisionsOf } from '#store/reads.ts';
import { wantedPages } from '#web/frame/stamped-box.tsx';
import { actsOn } from '#web/review/acts.ts';
import { openReleases, outcomeFor } from './outcomes.ts';
import type { RecordView } from './record-page.tsx';

/** How a record is shown. */
export interface RecordAccess {
  readonly reader: OutcomeReader;
  /** Who reads at one level, where that differs. */
  readonly readerAt?: (org: string) => Promise<OutcomeReader>;
  readonly reveal: boolean;
  readonly fileHref?: ((file: string) => string) | undefined;
  readonly actFileHref?: ((file: string) => string) | undefined;
}

/** The record of a nomination for a reader whose right was checked already. */
export async function viewOf(
  deps: Deps,
  nomination: Nomination,
  { readerAt, ...access }: RecordAccess,
): Promise<RecordView> {
  const [programme, org, seats, revisions, acts] = await Promise.all([
    programmeRevision(deps.table, nomination.programme, nomination.programmeRevision),
    getOrganisation(deps.table, nomination.org),
    seatsOf(deps, nomination),
    revisionsOf(deps.table, nomination.id),
    actsOn(deps, nomination.id),
  ]);
  const releases = openReleases(deps);
  const newest = revisions.items.at(-1)!;
  const attachments = await withVerdicts(deps, newest.attachments);
  const { answers, erased } = await openAnswers(deps, newest);
  return {
    nomination,
    programme,
    orgName: org.name,
    seats: await Promise.all(
      seats.map(async (seat) => {
        const reader = (await readerAt?.(seat.org)) ?? access.reader;
        const { stages } = await programmeRevision(deps.table, seat.programme, seat.programmeRevision);
        return {
          seat,
          reader,
          orgName: (await getOrganisation(deps.table, seat.org)).name,
          shown: await outcomeFor(releases, seat, reader),
          stage: stages[seat.stage],
        };
      }),
    ),
    revisions: [...revisions.items.slice(0, -1), { ...newest, attachments }],
    acts,
    answers,
    erased,
    ...access,
  };
}

/**
 * The record as the actor may see it; personal data in full for the nominating side alone, or for one view when `pressed`
 * (signed in), which leaves an event first. `filesAt` is the address below which its files are downloaded. Throws Problem
 * `missing`, `forbidden`.
 */
export async function recordView(
  deps: Deps,
  actor: Actor,
  id: string,
  filesAt = `/nominations/${id}/files`,
  pressed = false,
): Promise<RecordView> {
  const nomination = await getNomination(deps.table, id);
  await demandReader(deps, actor, nomination);
  const seats = await seatsOf(deps, nomination);
  const readerAt = (org: string) => outcomeReader(deps, actor, nomination, org);
  const readers = await Promise.all(seats.map(({ org }) => readerAt(org)));
  const nominates = await isNominatingSide(deps, actor, nomination);
  const view = await viewOf(deps, nomination, {
    reader: readers.includes('staff') ? 'staff' : 'nominator',
    readerAt,
    reveal: nominates || pressed,
    fileHref: (file) => `${filesAt}/${file}`,
    actFileHref: (file) => `${filesAt.replace(/\/files$/, '/acts')}/${file}`,
  });
  if (pressed && !nominates && !view.erased)
    await recordReveal(deps, actor, id, personalFields(view.programme.form, view.answers));
  const stamped = await wantedPages(deps, nomination, view.seats);
  const judged = await Promise.all(
    view.seats.map(async ({ seat }) => {
      const { path } = await getOrganisation(deps.table, seat.org);
      return may({ ...actor, via: 'session' }, 'candidacy.judged', { orgPath: path });
    }),
  );
  const readable = (act: ActRecord): readonly ActRecord[] => {
    const at = view.seats.findIndex(({ seat }) => seat.stage === act.stage && seat.org === act.org);
    return at === -1 || judged[at] ? [act] : actAsRead(act, view.seats[at]!.seat, actor.id);
  };
  return {
    ...view,
    seats: view.seats.map((each, i) => ({ ...each, judged: judged[i] === true })),
    acts: view.acts.flatMap(readable),
    stamped,
    signedIn: actor.via === 'session',
  };
}
