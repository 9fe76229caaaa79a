/** What one candidacy counts for in the counters that its round keeps beside the states (docs/architecture.md#counters). */
import { holdsPlace, isUp } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import { fraction, parseExact, roundDown, timesExact } from '#domain/fraction.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { gradeFacts } from '#domain/programme/grade.ts';
import type { Facts } from '#domain/programme/group-limits.ts';
import type { PanelScore } from '#domain/selection/selection-records.ts';
import { movedFacts } from '#domain/selection/used-places.ts';

type Counted = Pick<
  Candidacy,
  | 'state'
  | 'outcome'
  | 'openObjections'
  | 'carried'
  | 'tranche'
  | 'facts'
  | 'grades'
  | 'gradedIn'
  | 'moved'
  | 'receivedAt'
  | 'since'
  | 'score'
  | 'upward'
>;

/** What a write adds that moves her to another state or step: when that was. */
export const cameAt = (
  before: Pick<Candidacy, 'state' | 'step'>,
  after: Pick<Candidacy, 'state' | 'step'>,
  now: string,
): { readonly since?: string } =>
  before.state === after.state && before.step?.id === after.step?.id ? {} : { since: now };

/** The day of an instant as a number, in Shanghai. */
export const dayOf = (instant: string): number => Date.parse(shanghaiDate(instant)) / 86_400_000;

/** Where on the scale a mean is counted: whole numbers, tens from 200 on; of a vote the share of yes in per cent. */
function markOf({ mean, passed }: PanelScore): number | undefined {
  const exact = parseExact(mean);
  if (exact === undefined) return undefined;
  const whole = Number(roundDown(passed === undefined ? exact : timesExact(exact, fraction(100n))));
  return whole < 200 ? whole : Math.floor(whole / 10) * 10;
}

/** States in which nobody uses a place of her tranche any more; who is held may come back to hers. */
const usesNone: readonly Candidacy['state'][] = ['out', 'withdrawn', 'returned', 'sentBack'];

export interface Standing {
  /** She holds a place of the organisation that sent her. */
  readonly holds: boolean;
  /** She is held by a case that is open, so that the round cannot end. */
  readonly heldOpen: boolean;
  /** She was carried over and rests, so that the end of the round passes her over. */
  readonly atRest: boolean;
  /** Where she stands, and since which day (`dayOf`). */
  readonly state: CandidacyState;
  readonly day: number;
  /** Where on the scale her mean is. */
  readonly mark?: number;
  /** The tranche of which she is with the level above. */
  readonly up?: number;
  /** The tranche of which she uses a place, and what groups of the quota see of her; her grades, whose places she uses, and a place that moved. */
  readonly uses?: { readonly tranche: number; readonly facts: Facts };
}

/** What a candidacy counts for, as it stands. */
export const standingOf = (candidacy: Counted): Standing => {
  const { state, openObjections, carried, tranche, grades, gradedIn, moved, score } = candidacy;
  const mark = score === undefined ? undefined : markOf(score);
  const facts = {
    ...candidacy.facts,
    ...(grades !== undefined && gradeFacts(grades, gradedIn)),
    ...(moved !== undefined && movedFacts(moved)),
  };
  return {
    holds: holdsPlace(candidacy),
    heldOpen: state === 'held' && openObjections > 0,
    atRest: state === 'sentBack' && carried !== undefined,
    state,
    day: dayOf(candidacy.since ?? candidacy.receivedAt),
    ...(mark !== undefined && { mark }),
    ...(tranche !== undefined && isUp(candidacy) && { up: tranche }),
    ...(tranche !== undefined && !usesNone.includes(state) && { uses: { tranche, facts } }),
  };
};
