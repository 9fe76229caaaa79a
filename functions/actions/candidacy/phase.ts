/** What follows when a candidacy has passed or failed a per-candidacy step: the next step, the batch, the level above, or the end. */

import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { OutReason } from '#domain/candidacy/candidacy-ends.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { isPerCandidacy, type NomineeStep, type Phase } from '#domain/programme/step.ts';
import { hasRound } from '#domain/round/round.ts';
import { restingAfter } from '#domain/step-kinds.ts';
import { findRound, getNomination } from '#store/reads.ts';
import { wakeCandidacy } from '#store/writing.ts';
import { type Change, closeTodos, letterToOwner, move, stepOf } from './moving.ts';
import { addRecommendation } from './upward.ts';

/** State in which a candidacy waits after a per-candidacy phase, by the batch step that stands before it. */
function restingState(phases: readonly Phase[], at: number): CandidacyState {
  const before = phases
    .slice(0, at)
    .flatMap((phase) => (phase.kind === 'batch' ? [phase.steps[0].kind] : []));
  return restingAfter(before);
}

/** The first step of a phase that the round began before this one came, late or by a reopened review. */
async function stepMissed(
  deps: Deps,
  candidacy: Candidacy,
  phases: readonly Phase[],
  at: number,
): Promise<NomineeStep | undefined> {
  if (candidacy.reopened === undefined && candidacy.late === undefined) return undefined;
  const round = await findRound(deps.table, candidacy.round);
  return phases
    .slice(at + 1, (round?.phase ?? 0) + 1)
    .flatMap(({ steps }) => [...steps].filter(isPerCandidacy))[0];
}

/**
 * The step is passed: the next step of the phase follows, or the wait for the batch; at a stage without a round the
 * nomination goes up at once, within the quota that the level above gave (docs/rules/levels.md#places).
 */
export async function passStep(
  deps: Deps,
  actor: Actor,
  candidacy: Candidacy,
  change: Change,
): Promise<Candidacy> {
  const { nomination, programme, phases } = await stepOf(deps, candidacy);
  const at = phases.findIndex((phase) => phase.steps.some((step) => step.id === candidacy.step?.id));
  const phase = phases[at]!;
  const index = phase.steps.findIndex((step) => step.id === candidacy.step?.id);
  const following = phase.steps.slice(index + 1).find(isPerCandidacy);
  const later = following === undefined ? await stepMissed(deps, candidacy, phases, at) : undefined;
  const write = begin(deps, actor);
  closeTodos(write, candidacy);
  let after: Candidacy;
  if (following !== undefined) {
    const to = nextState(candidacy.state, 'pass', following.kind);
    const step = { index: index + 1, id: following.id, kind: following.kind, attempt: 1 };
    after = await move(deps, write, candidacy, to, {
      ...change,
      patch: { ...change.patch, step, asked: [] },
    });
  } else if (later !== undefined) {
    // The machine that is woken goes on in that phase.
    const to = nextState(candidacy.state, 'pass', later.kind);
    const step = { index: 0, id: later.id, kind: later.kind, attempt: 1 };
    after = await move(deps, write, candidacy, to, {
      ...change,
      patch: { ...change.patch, step, asked: [] },
    });
  } else if (hasRound(programme.stages[candidacy.stage]!)) {
    after = await move(
      deps,
      write,
      candidacy,
      nextState(candidacy.state, 'pass', restingState(phases, at)),
      change,
    );
  } else {
    const upward = await addRecommendation(deps, write, actor, { candidacy, nomination, programme });
    after = await move(deps, write, candidacy, nextState(candidacy.state, 'finish'), {
      ...change,
      patch: { ...change.patch, ...upward },
    });
  }
  write.signal(wakeCandidacy(candidacy));
  await finish(deps, write);
  return after;
}

/** The candidacy ends here: 不通过, 不同意, 未通过评估. The nominator is told when the outcome may be shown. */
export async function endCandidacy(
  deps: Deps,
  actor: Actor,
  candidacy: Candidacy,
  reason: OutReason,
  change: Change & { readonly note?: string },
): Promise<Candidacy> {
  const nomination = await getNomination(deps.table, candidacy.nomination);
  const write = begin(deps, actor);
  closeTodos(write, candidacy);
  const outcome = { reason, ...(change.note !== undefined && { note: change.note }), at: write.now };
  const after = await move(deps, write, candidacy, nextState(candidacy.state, 'reject'), {
    ...change,
    patch: { ...change.patch, outcome },
  });
  // What a department said against a nominee is not for a letter; the page shows the outcome when it may be shown.
  if (reason !== 'vetoed')
    write.letter(
      letterToOwner(nomination, 'out', `${candidacy.stage}-${candidacy.version}`, {
        note: change.note ?? '',
      }),
    );
  write.due(write.now, deps.id('res'), {
    due: 'result',
    round: candidacy.round,
    nomination: candidacy.nomination,
  });
  write.signal(wakeCandidacy(candidacy));
  await finish(deps, write);
  return after;
}

/** 退回修改: back to the nominator, who amends the form; the step is asked again then. `letter` tells it in another way. */
export async function returnForAmendment(
  deps: Deps,
  actor: Actor,
  candidacy: Candidacy,
  change: Change & {
    readonly note: string;
    readonly letter?: { readonly template: string; readonly params: Letter['params'] };
  },
): Promise<Candidacy> {
  const { template, params } = change.letter ?? { template: 'returned', params: {} };
  const nomination = await getNomination(deps.table, candidacy.nomination);
  const write = begin(deps, actor);
  closeTodos(write, candidacy);
  const after = await move(deps, write, candidacy, nextState(candidacy.state, 'sendBackForAmendment'), {
    ...change,
    patch: { ...change.patch, note: change.note },
  });
  write.letter(
    letterToOwner(nomination, template, `${candidacy.stage}-${candidacy.version}`, {
      ...params,
      note: change.note,
    }),
  );
  write.signal(wakeCandidacy(candidacy));
  await finish(deps, write);
  return after;
}
