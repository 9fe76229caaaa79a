/** How a candidacy that waited for its nominating side goes on. */

import { type Change, move } from '#actions/candidacy/moving.ts';
import { signalOn } from '#actions/candidacy/resuming.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Writing } from '#store/writing.ts';
import { askConsent } from './consent-asking.ts';

/**
 * A candidacy that waited (for a check, a consent, an amendment) goes on to its step, or to the consent that is still
 * open: state, counters and the signal; its machine is started, or woken when it was started before.
 */
export async function goOn(
  deps: Deps,
  write: Writing,
  nomination: Nomination,
  candidacy: Candidacy,
  by: 'clear' | 'consent' | 'resubmit',
  change: Change,
): Promise<Candidacy> {
  const asksFirst = by !== 'consent' && nomination.consent?.state === 'pending';
  const to: CandidacyState = asksFirst ? 'consent' : (candidacy.step?.kind ?? 'waiting');
  const after = await move(deps, write, candidacy, nextState(candidacy.state, by, to), change);
  if (asksFirst) await askConsent(deps, write, nomination);
  else await signalOn(deps, write, after);
  return after;
}
