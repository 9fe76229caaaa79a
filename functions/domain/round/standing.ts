/** What one candidacy counts for in the counters that its round keeps beside the states (docs/architecture.md#counters). */
import { holdsPlace } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { gradeFacts } from '#domain/programme/grade.ts';
import type { Facts } from '#domain/programme/group-limits.ts';
import { movedFacts } from '#domain/selection/used-places.ts';

type Counted = Pick<
  Candidacy,
  'state' | 'outcome' | 'openObjections' | 'carried' | 'tranche' | 'facts' | 'grades' | 'gradedIn' | 'moved'
>;

/** States in which nobody uses a place of her tranche any more; who is held may come back to hers. */
const usesNone: readonly Candidacy['state'][] = ['out', 'withdrawn', 'returned', 'sentBack'];

export interface Standing {
  /** She holds a place of the organisation that sent her. */
  readonly holds: boolean;
  /** She is held by a case that is open, so that the round cannot end. */
  readonly heldOpen: boolean;
  /** She was carried over and rests, so that the end of the round passes her over. */
  readonly atRest: boolean;
  /** The tranche of which she uses a place, and what groups of the quota see of her; her grades, whose places she uses, and a place that moved. */
  readonly uses?: { readonly tranche: number; readonly facts: Facts };
}

/** What a candidacy counts for, as it stands. */
export const standingOf = (candidacy: Counted): Standing => {
  const { state, openObjections, carried, tranche, grades, gradedIn, moved } = candidacy;
  const facts = {
    ...candidacy.facts,
    ...(grades !== undefined && gradeFacts(grades, gradedIn)),
    ...(moved !== undefined && movedFacts(moved)),
  };
  return {
    holds: holdsPlace(candidacy),
    heldOpen: state === 'held' && openObjections > 0,
    atRest: state === 'sentBack' && carried !== undefined,
    ...(tranche !== undefined && !usesNone.includes(state) && { uses: { tranche, facts } }),
  };
};
