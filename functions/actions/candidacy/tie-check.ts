/** Who may not judge a nominee: known before she is asked, and refused at the act, since a tie may come about meanwhile. */
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Origin, originOf, tieOf, tieWords } from '#domain/candidacy/ties.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { forbidden } from '#domain/problem.ts';
import { memberIdsOf } from '#store/people.ts';

/** Where a candidacy comes from, with the members of the organisation that nominated it: for lists of people. */
export async function originRead(deps: Deps, candidacy: Candidacy, nomination: Nomination): Promise<Origin> {
  const origin = originOf(candidacy, nomination);
  const { organisation } = origin;
  return organisation === undefined
    ? origin
    : { ...origin, people: await memberIdsOf(deps.table, organisation) };
}

/** @throws Problem forbidden `tied-nominee`, `tied-submitter`, `tied-organisation`, `tied-acted`. */
export function demandUntied(actor: Actor, candidacy: Candidacy, nomination: Nomination): void {
  const tie = tieOf(actor, originOf(candidacy, nomination));
  if (tie === undefined) return;
  const { zh, en } = tieWords[tie];
  throw forbidden(
    `tied-${tie}`,
    `${zh}，按规定应当回避，不能办理；请申明回避，由他人办理。`,
    `You may not judge this nominee: ${en}. Stand aside, and somebody else takes it.`,
  );
}
