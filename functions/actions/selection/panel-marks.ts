/** Marks that a panellist keeps while she goes from nominee to nominee, and confirms together at the end. */
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { originOf, tieOf } from '#domain/candidacy/ties.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { Problem } from '#domain/problem.ts';
import type { BallotRecord, KeptMarks } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { find, getNomination, listPage } from '#store/reads.ts';
import { plain } from '#store/rows.ts';
import { ownSeat, readBallot, scoreNomination } from './panel-ballots.ts';
import { keeping, panelConfirmation } from './panel-input.ts';

/** Kept for so long after the last change; a panel is over by then. */
const keptDays = 400;
/** How many are confirmed together. */
const mostTogether = 100;

/**
 * Keeps a panellist's marks or vote on one nominee: they do not count before she confirms them, and nobody else sees them.
 * @throws Problem as `readBallot`.
 */
export function keepMarks(deps: Deps, actor: Actor, sent: Input<typeof keeping>): Promise<KeptMarks> {
  return again(async () => {
    const input = readInput(keeping, sent);
    const { said } = await readBallot(deps, actor, input);
    const { round, nomination } = input;
    const at = instantOf(deps);
    const kept: KeptMarks = { round, nomination, member: actor.id, ...said, at };
    const ttl = Math.floor(Date.parse(at) / 1000) + keptDays * 86_400;
    await deps.table.put({ ...keys.keptMarks(round, actor.id, nomination), ...kept, ttl });
    return kept;
  });
}

/**
 * What a panellist kept of one round and has not confirmed, `mostTogether` at most; her own alone.
 * @throws Problem as `ownSeat`.
 */
export async function keptMarks(deps: Deps, actor: Actor, round: string): Promise<readonly KeptMarks[]> {
  await ownSeat(deps, actor, round);
  const { pk } = keys.keptMarks(round, actor.id, '');
  return (await listPage<KeptMarks>(deps.table, { pk, limit: mostTogether })).items;
}

export interface Confirmed {
  readonly recorded: readonly BallotRecord[];
  /** What could not be recorded, and why. */
  readonly refused: readonly { readonly nomination: string; readonly problem: Problem }[];
}

/**
 * Records the ballots that she was shown, each by itself: one that cannot be recorded stays kept and is named.
 * @throws Problem `invalid` for more than 100; as `ownSeat`.
 */
export async function confirmMarks(
  deps: Deps,
  actor: Actor,
  round: string,
  sent: Input<typeof panelConfirmation>,
): Promise<Confirmed> {
  const { ballots } = readInput(panelConfirmation, sent);
  await ownSeat(deps, actor, round);
  const recorded: BallotRecord[] = [];
  const refused: { nomination: string; problem: Problem }[] = [];
  for (const each of ballots)
    try {
      recorded.push(await scoreNomination(deps, actor, { round, ...each }));
      await deps.table.remove(keys.keptMarks(round, actor.id, each.nomination));
    } catch (error) {
      if (!(error instanceof Problem) || error.kind === 'forbidden') throw error;
      refused.push({ nomination: each.nomination, problem: error });
    }
  return { recorded, refused };
}

/** How many nominees are looked at for the next one: whoever judged so many in a row goes on from the board. */
const lookedAt = 50;

/** The first nominee after one, by id, whom this panellist has neither judged nor marked; undefined when there is none near. */
export async function nextToJudge(
  deps: Deps,
  actor: Actor,
  round: string,
  after: string,
): Promise<string | undefined> {
  const { items } = await deps.table.query<Candidacy>({
    pk: keys.round(round).pk,
    sk: { from: `${keys.candidacy(round, after).sk}\u0000`, to: `${keys.candidacyPrefix}\u{10FFFF}` },
    limit: lookedAt,
  });
  for (const candidacy of items.map((row) => plain<Candidacy>(row))) {
    if (candidacy.state !== 'waiting') continue;
    const id = candidacy.nomination;
    const [own, kept, nomination] = await Promise.all([
      find(deps.table, keys.scores(round, id, actor.id)),
      find(deps.table, keys.keptMarks(round, actor.id, id)),
      getNomination(deps.table, id),
    ]);
    const isFree = tieOf(actor, originOf(candidacy, nomination)) === undefined;
    if (own === undefined && kept === undefined && isFree) return id;
  }
  return undefined;
}
