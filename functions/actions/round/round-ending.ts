/** 结束本轮: an administrator ends a round whose reserves stay in reserve, or that still has somebody left open. */

import { lookAfterRound } from '#actions/candidacy/moving.ts';
import { queueJob } from '#actions/job.ts';
import { keepChange } from '#actions/kept-change.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { demandOver, fateOf } from '#domain/round/round-end.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import { everyCandidacy } from '#store/every.ts';
import { getRound, programmeRevision, tranchesOf } from '#store/reads.ts';
import { endJob } from './round-end.ts';
import { roundEnding } from './round-input.ts';

const mostNamed = 10;

/** Who would be passed over, and who keeps the round from ending; read candidacy by candidacy, not from an index. */
export async function leftAtEnd(
  deps: Pick<Deps, 'table'>,
  id: string,
): Promise<{ readonly passed: readonly Candidacy[]; readonly blocking: readonly Candidacy[] }> {
  const passed: Candidacy[] = [];
  const blocking: Candidacy[] = [];
  for await (const each of everyCandidacy(deps.table, id)) {
    const fate = fateOf(each);
    if (fate === 'passed') passed.push(each);
    if (fate === 'blocks') blocking.push(each);
  }
  return { passed, blocking };
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
    if (round.endedAt !== undefined) return round;
    const { reason, version } = readInput(roundEnding, sent);
    if (round.version !== version) throw staleRound(round);
    const tranches = (await tranchesOf(deps.table, id)).items;
    const tranchesDone = tranches.every(({ state }) => state === 'done');
    const { passed, blocking } = await leftAtEnd(deps, id);
    demandOver({
      status: round.status,
      tranchesDone,
      blocking: blocking.slice(0, mostNamed).map(({ name }) => name),
    });
    const write = begin(deps, actor);
    const ended = { endedAt: instantOf(deps), endReason: reason };
    const next = write.save('round', round, ended, 'round.end', { left: passed.length });
    keepChange(write, actor, next, { kind: 'end', reason, changes: [] });
    lookAfterRound(write, id, await programmeRevision(deps.table, round.programme, round.programmeRevision));
    queueJob(write, actor, 'end-round', {
      org: round.org,
      id: endJob(id, 0),
      params: { round: id, tranche: 0 },
      total: passed.length,
    });
    await finish(deps, write);
    return next;
  });
