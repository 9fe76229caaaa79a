/** The steps of a stage as a drawn chain: where a round or a tranche is, with dates and how many stand there. */
import { type CandidacyState, openStates } from '#domain/candidacy/candidacy-state.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { type Phase, stepPhases } from '#domain/programme/step.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import type { ChainStep } from '#web/frame/boards.tsx';
import { phaseName } from '#web/frame/names.ts';
import type { RoundStands } from './seen-round.tsx';

type States = Readonly<Partial<Record<CandidacyState, number>>>;

/** How many stand at a step now. */
function standingAt(phase: Phase, states: States): number {
  const sum = (of: readonly CandidacyState[]) => of.reduce((all, state) => all + (states[state] ?? 0), 0);
  if (phase.kind === 'candidacies') return sum(openStates.filter((state) => state !== 'waiting'));
  switch (phase.steps[0].kind) {
    case 'panel':
    case 'shortlist':
      return sum(['waiting']);
    case 'notice':
      return sum(['notice', 'held']);
    case 'decision':
      return sum(['cleared']);
    default:
      return sum(['approved']);
  }
}

/**
 * The steps of the stage as a chain, the window first; the last tranche under way says where it is after the list. With
 * the counters of the round it says how many stand at the steps that are reached.
 */
export function chainOf(seen: RoundStands, tranche?: Tranche, states: States = {}): readonly ChainStep[] {
  const { round, lang, say, path } = seen;
  const running = tranche ?? seen.tranches.find((each) => each.state === 'running') ?? seen.tranches.at(-1);
  const last = running?.state === 'done' ? Number.POSITIVE_INFINITY : running?.phase;
  const reached = round.status === 'settled' ? (last ?? round.phase) : round.phase;
  const started = round.status === 'selecting' || round.status === 'settled';
  const isOpen = round.status === 'open';
  const window: ChainStep = {
    title: say('申报', 'Nominations'),
    state: started ? 'done' : isOpen ? 'current' : 'todo',
    note: shanghaiDate(started || isOpen ? round.settings.closesAt : round.settings.opensAt),
  };
  const steps = stepPhases(seen.stage).map((phase, i): ChainStep => {
    const state = !started || i > reached ? 'todo' : i < reached ? 'done' : 'current';
    const kind = phase.steps[0].kind;
    const isHeld = kind === 'notice' && running?.notice?.suspended !== undefined && state === 'current';
    const date =
      kind === 'notice' && running?.notice !== undefined
        ? `${running.notice.start} – ${running.notice.end}`
        : kind === 'decision' && running?.decision !== undefined
          ? running.decision.date
          : round.settings.phaseEnds[phase.id];
    const count = state === 'current' || state === 'done' ? standingAt(phase, states) : 0;
    const note = [
      ...(count === 0 ? [] : [say(`${count} 名`, `${count} here`)]),
      ...(date === undefined ? [] : [date]),
    ];
    const href =
      (kind === 'panel' || kind === 'shortlist') && seen.can('candidacy.judged')
        ? `${path}/${kind}`
        : undefined;
    return {
      title: phaseName(lang, phase),
      state: isHeld ? 'held' : state,
      ...(note.length > 0 && { note: note.join(' · ') }),
      ...(href !== undefined && state !== 'todo' && { href }),
    };
  });
  return [window, ...steps];
}
