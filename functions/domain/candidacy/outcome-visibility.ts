/** What a nominator sees before an outcome is public (docs/rules/privacy.md#outcomes-hidden). */

import type { OutReason } from './candidacy-ends.ts';
import type { Candidacy } from './candidacy-record.ts';
import type { CandidacyState } from './candidacy-state.ts';

/**
 * `staff` take part in the selection and see everything; `nominator` is the nominating side (and the nominee), who learns
 * who was chosen when everybody does.
 */
export type OutcomeReader = 'staff' | 'nominator';

/** How far the selection that a candidacy takes part in has been made public. */
export interface Release {
  /** The list of its tranche was published (of the first one, where it is on none). */
  readonly published: boolean;
  /** The round was cancelled, or the stage has no round: nothing is left to wait for. */
  readonly settled: boolean;
  /** The notice of its tranche runs: until it ends, everybody on it looks the same. */
  readonly noticing: boolean;
}

interface DecidingTranche {
  readonly state: string;
  readonly publishedAt?: string | undefined;
  readonly notice?:
    | { readonly postedAt?: string | undefined; readonly endedAt?: string | undefined }
    | undefined;
}

/**
 * How far a selection is public, by its round and the tranche that decides: the nominee's own, the first one for who is
 * on none. A round counts as settled once its first list is confirmed, long before the notice, so only its tranche
 * releases it.
 */
export function releaseOf(
  round: { readonly status: string } | undefined,
  tranche: DecidingTranche | undefined,
): Release {
  if (round === undefined || round.status === 'cancelled')
    return { published: false, settled: true, noticing: false };
  const { publishedAt, state, notice } = tranche ?? {};
  const noticing = notice?.postedAt !== undefined && notice.endedAt === undefined;
  return { published: publishedAt !== undefined || state === 'done', settled: false, noticing };
}

/** `selecting` 评选中 and `deciding` 审定中 stand for states that are not shown yet. */
export type ShownState = CandidacyState | 'selecting' | 'deciding';

export interface ShownOutcome {
  readonly state: ShownState;
  /** Why it ended, once that may be seen. */
  readonly reason?: OutReason;
  /** True while the true state is kept back. */
  readonly hidden: boolean;
}

/**
 * Ends that are told at once: they are answers to the nomination itself, nobody competes in them, and their letter goes
 * out with the decision.
 */
const toldAtOnce: ReadonlySet<OutReason> = new Set([
  'ineligible',
  'failedVisit',
  'notCarried',
  'consentRefused',
  'merged',
]);

const hiddenAs: Readonly<Partial<Record<CandidacyState, ShownState>>> = {
  waiting: 'selecting',
  // Who is shortlisted or stands by is not known outside before the notice.
  chosen: 'selecting',
  reserve: 'selecting',
  // The notice itself was public; what came of it is not, least of all that somebody objected.
  cleared: 'deciding',
  held: 'deciding',
  approved: 'deciding',
  done: 'deciding',
  out: 'selecting',
};

/** Where an objection may lead while the notice still runs. */
const changedOnNotice: ReadonlySet<CandidacyState> = new Set(['held', 'cleared', 'out']);

/**
 * The state as a reader may see it. To the nominator 未入选 and the like are shown once the tranche's list was published or
 * the round settled; until then those who were passed over look the same as those who still wait.
 */
export function shownOutcome(
  candidacy: Pick<Candidacy, 'state' | 'outcome' | 'upward' | 'step' | 'tranche'>,
  release: Release,
  reader: OutcomeReader,
): ShownOutcome {
  const { state, outcome } = candidacy;
  const reason = outcome === undefined ? {} : { reason: outcome.reason };
  const asIs: ShownOutcome = { state, hidden: false, ...(state === 'out' && reason) };
  if (reader === 'staff' || release.published || release.settled) return asIs;
  if (state === 'out' && outcome !== undefined && toldAtOnce.has(outcome.reason)) return asIs;
  // A stage that only recommends publishes no list; that it went up was announced by its notice.
  if (state === 'done' && candidacy.upward !== undefined) return asIs;
  // That somebody objected, and what came of it, is not to be told from a state that the others on the notice have not.
  if (release.noticing && candidacy.tranche !== undefined && changedOnNotice.has(state))
    return { state: 'notice', hidden: true };
  // On a public notice before: what came after it is kept back under the same word.
  if (state === 'out' && candidacy.tranche !== undefined) return { state: 'deciding', hidden: true };
  const hidden = hiddenAs[state];
  return hidden === undefined ? asIs : { state: hidden, hidden: true };
}
