/** 结束本轮: an administrator ends a round whose reserves stay in reserve, or that still has somebody left open. */

import { lookAfterRound } from '#actions/candidacy/moving.ts';
import { queueJob } from '#actions/job.ts';
import { keepChange } from '#actions/kept-change.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import { demandOver, type Fate, fateOf, fatesIn, mayEnd } from '#domain/round/round-end.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import { getRound, inboxOf, programmeRevision, tranchesOf } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { endJob } from './round-end.ts';
import { roundEnding } from './round-input.ts';

const mostNamed = 10;

/** How many would be passed over, and how many keep the round from ending; with the first of each by name. */
export interface LeftAtEnd {
  readonly passed: number;
  readonly blocking: number;
  readonly names: (fate: Fate, most: number) => Promise<readonly Candidacy[]>;
}

/** Who is left at the end of a round, by its counters; the names are from the index of states, for pages and messages. */
export async function leftAtEnd({ table }: Pick<Deps, 'table'>, id: string): Promise<LeftAtEnd> {
  const { states, heldOpen, atRest } = await readTally(table, id);
  const names: LeftAtEnd['names'] = async (fate, most) => {
    const found: Candidacy[] = [];
    for (const state of candidacyStates) {
      if ((states[state] ?? 0) === 0 || found.length >= most || !mayEnd(state, fate)) continue;
      const { items } = await inboxOf(table, id, state, undefined, most);
      found.push(...items.filter((each) => fateOf(each) === fate));
    }
    return found.slice(0, most);
  };
  return { ...fatesIn(states, { heldOpen, atRest }), names };
}

/** Names for the message; a number where the index does not know them yet. */
async function namesOf(names: LeftAtEnd['names'], count: number): Promise<readonly string[]> {
  const found = (await names('blocks', mostNamed)).map(({ name }) => name);
  return found.length === 0 ? [String(count)] : found;
}

/**
 * Ends a round: whoever is left is passed over, by a job, and told. Ending twice is ending once.
 * @throws Problem conflict `round-not-over` while a tranche, an open objection or an approved nominee is left,
 * `round-changed`; `invalid` without a reason; forbidden.
 */
export const endRound = (
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof roundEnding>,
): Promise<Round> =>
  again(async () => {
    const round = await getRound(deps.table, id);
    demand(actor, 'shortlist.confirm', { orgPath: round.orgPath, state: round.status });
    const { reason, version } = readInput(roundEnding, sent);
    if (round.endedAt !== undefined) {
      // One whose last nominee ended by itself has no reason.
      demandSame(
        roundEnding,
        { reason: { stands: round.endReason, sent: reason } },
        { code: 'round-ended', lead: text('本轮已经结束。', 'This round has ended already.') },
      );
      return round;
    }
    if (round.version !== version) throw staleRound(round);
    const tranches = (await tranchesOf(deps.table, id)).items;
    const tranchesDone = tranches.every(({ state }) => state === 'done');
    const { passed, blocking, names } = await leftAtEnd(deps, id);
    demandOver({
      status: round.status,
      tranchesDone,
      blocking: blocking === 0 ? [] : await namesOf(names, blocking),
    });
    const write = begin(deps, actor);
    const ended = { endedAt: instantOf(deps), endReason: reason };
    const next = write.save('round', round, ended, 'round.end', { left: passed });
    keepChange(write, actor, next, { kind: 'end', reason, changes: [] });
    lookAfterRound(write, id, await programmeRevision(deps.table, round.programme, round.programmeRevision));
    queueJob(write, actor, 'end-round', {
      org: round.org,
      id: endJob(id, 0),
      params: { round: id, tranche: 0 },
      total: passed,
    });
    await finish(deps, write);
    return next;
  });
