/** Where a round stands, for pages beside its desk: the sentence that the desk says, from a few reads. */
import { openPhase } from '#actions/review/stragglers.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Action, may } from '#domain/people/policy.ts';
import { inboxOf, roundWithStage, tranchesOf } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { type Lang, sayIn } from '#web/frame/words.ts';
import { type Counts, type NextStep, nextStep } from './next-step.ts';

/** The first of those whose notice has ended: who of them is in no tranche was released too late for hers. */
export const firstCleared = (deps: Pick<Deps, 'table'>, id: string) =>
  inboxOf(deps.table, id, 'cleared', undefined, 50);

/** What the desk's sentence is made from. */
export const countsOf = (
  { open, sealed, states }: Awaited<ReturnType<typeof readTally>>,
  phase: Awaited<ReturnType<typeof openPhase>>,
  cleared: readonly Pick<Candidacy, 'name' | 'tranche'>[],
): Counts => ({
  open,
  sealed,
  closable: phase?.closable ?? false,
  waiting: states.waiting ?? 0,
  released: cleared.filter(({ tranche }) => tranche === undefined).map(({ name }) => name),
});

/** The one thing to do next in a round, or to wait for, as its desk says it. */
export async function nextOfRound(deps: Deps, lang: Lang, actor: Actor, id: string): Promise<NextStep> {
  const [{ round, stage }, tranches, tally, phase, cleared] = await Promise.all([
    roundWithStage(deps.table, id),
    tranchesOf(deps.table, id),
    readTally(deps.table, id),
    openPhase(deps, id),
    firstCleared(deps, id),
  ]);
  const path = `/rounds/${encodeURIComponent(id)}`;
  const can = (action: Action) => may(actor, action, { orgPath: round.orgPath, state: round.status });
  const stands = { lang, say: sayIn(lang), round, stage, tranches: tranches.items, path, can };
  return nextStep(stands, countsOf(tally, phase, cleared.items), instantOf(deps));
}
