/** The result of a level flows back to the level below, as the candidacy's outcome and a letter; no execution waits for it. */

import { letterToOwner } from '#actions/candidacy/moving.ts';
import { lowerOf } from '#actions/candidacy/upward.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { releaseOf, shownOutcome } from '#domain/candidacy/outcome-visibility.ts';
import { addDays, instantAt, shanghaiDate } from '#domain/instant.ts';
import { onBehalf } from '#domain/people/people.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { keys } from '#store/keys.ts';
import { find, findRound, getCandidacy, getNomination } from '#store/reads.ts';
import type { Due } from '#store/writing.ts';

/** What the lower level is told; undefined while the upper one is under way. */
export function resultOf(upper: Candidacy): NonNullable<Candidacy['upward']>['state'] | undefined {
  if (upper.honour !== undefined) return upper.honour.ended === undefined ? 'honoured' : 'honourEnded';
  if (upper.state === 'out') return 'out';
  if (upper.state === 'withdrawn') return 'withdrawn';
  return upper.state === 'done' && upper.upward !== undefined ? 'recommended' : undefined;
}

/** True while only those who select may know that a nominee is out: who comes from below learns it when everybody does. */
async function isKeptBack(deps: Deps, upper: Candidacy): Promise<boolean> {
  if (upper.state !== 'out') return false;
  const [round, tranche] = await Promise.all([
    findRound(deps.table, upper.round),
    find<Tranche>(deps.table, keys.tranche(upper.round, upper.tranche ?? 1)),
  ]);
  return shownOutcome(upper, releaseOf(round, tranche), 'nominator').hidden;
}

/** Whose act at the level above became the result; a reviewer there is named to nobody below. */
async function cause(deps: Deps, upper: Candidacy): Promise<string | undefined> {
  const [round, tranche] = await Promise.all([
    findRound(deps.table, upper.round),
    upper.tranche === undefined
      ? undefined
      : find<Tranche>(deps.table, keys.tranche(upper.round, upper.tranche)),
  ]);
  return tranche?.actedBy ?? round?.actedBy;
}

/** Looks again tomorrow morning: nobody knows when a list will be published. */
async function lookAgain(deps: Deps, round: string, nomination: string): Promise<void> {
  const at = instantAt(addDays(shanghaiDate(instantOf(deps)), 1), '08:30');
  const what: Due = { due: 'result', round, nomination };
  await deps.table.put({ ...keys.due(`res-${round}-${nomination}`, at), at, what });
}

/**
 * Writes an upper result on the lower candidacy; one that is not public yet is kept until the morning after it is. Safe
 * to repeat.
 */
export async function passResultDown(deps: Deps, round: string, nominationId: string): Promise<void> {
  await again(async () => {
    const upper = await getCandidacy(deps.table, round, nominationId);
    const state = resultOf(upper);
    const nomination = await getNomination(deps.table, nominationId);
    const lower = await lowerOf(deps, nomination, round);
    if (state === undefined || lower?.upward === undefined || lower.upward.state === state) return;
    if (await isKeptBack(deps, upper)) return lookAgain(deps, round, nominationId);
    const write = begin(deps, onBehalf(await cause(deps, upper)));
    write.save('candidacy', lower, { upward: { ...lower.upward, state, at: write.now } }, 'upward.result', {
      state,
    });
    // That an honour ended was told with its decision.
    if (state !== 'honourEnded')
      write.letter(
        letterToOwner(nomination, 'resultAbove', `${upper.stage}-${state}-${upper.version}`, { state }),
      );
    await finish(deps, write);
  });
}
