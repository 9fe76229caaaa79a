/** The tasks of a tranche's machine: post and end its notice, apply the decision, grant, send up, finish; chunk by chunk. */

import { enterPhase } from '#actions/candidacy/entering.ts';
import { move } from '#actions/candidacy/moving.ts';
import { nextChunk, saveTranche } from '#actions/candidacy/tranche-chunks.ts';
import { grantChunk } from '#actions/honour/grants.ts';
import { startJob } from '#actions/job.ts';
import { noticePageSize, noticeRow, publicNominee } from '#actions/notice/notice-pages.ts';
import { checkChunk, sendChunk } from '#actions/recommendation/recommendations.ts';
import { tellJob } from '#actions/recommendation/result-letters.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { canMove, nextState } from '#domain/candidacy/candidacy.ts';
import type { PublicNotice } from '#domain/notice/notice-record.ts';
import { onBehalf } from '#domain/people/people.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { stepPhases } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import { goesOn } from '#domain/round/tranche-entries.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { keys } from '#store/keys.ts';
import { find, programmeRevision } from '#store/reads.ts';
import { closeCount, openCount } from '#store/tally.ts';
import { endJob } from './round-end.ts';

const chunk = 25;

/** Does one piece of a tranche's work by name. */
export async function trancheNow(
  deps: Deps,
  round: Round,
  stage: Stage,
  tranche: Tranche,
  step: string,
): Promise<void> {
  switch (step) {
    case 'post':
      return post(deps, round, tranche);
    case 'endNotice':
      return endNotice(deps, tranche);
    case 'startChecks':
      return startChecks(deps, round, stage, tranche);
    case 'applyDecision':
      return applyDecision(deps, round, tranche);
    case 'grant':
      return grantChunk(deps, round, tranche);
    case 'checkChosen':
      return checkChunk(deps, round, stage, tranche);
    case 'send':
      return sendChunk(deps, round, tranche);
    case 'advanceTranche': {
      if (stepPhases(stage)[tranche.phase]?.steps[0].kind === 'publish')
        await startTelling(deps, round, tranche);
      if (stepPhases(stage)[tranche.phase]?.kind === 'candidacies')
        return endChecks(deps, round, stage, tranche);
      return saveTranche(deps, tranche, await nextPhase(deps, round, stage, tranche));
    }
    case 'finish':
      return finishTranche(deps, round, tranche);
    default:
      throw new Error(`round.now does not know ${step}`);
  }
}

/** What the tranche gets when it goes on to its next phase. */
async function nextPhase(
  deps: Deps,
  round: Round,
  stage: Stage,
  tranche: Tranche,
): Promise<Partial<Tranche>> {
  if (stepPhases(stage)[tranche.phase + 1]?.kind === 'candidacies') await openCount(deps.table, round.id, 0);
  return { phase: tranche.phase + 1, cursor: 0 };
}

/** The checks of this phase are over: who did not pass, or withdrew, is on the tranche no longer. */
const endChecks = (deps: Deps, round: Round, stage: Stage, tranche: Tranche): Promise<void> =>
  nextChunk(deps, tranche, {
    size: chunk,
    work: async (candidacy) => (goesOn(candidacy) ? undefined : 'leaves'),
    last: () => nextPhase(deps, round, stage, tranche),
  });

async function post(deps: Deps, round: Round, tranche: Tranche): Promise<void> {
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const notice = tranche.notice!;
  const page = Math.floor(tranche.cursor / noticePageSize);
  const nominees: object[] = [];
  await nextChunk(deps, tranche, {
    size: noticePageSize,
    work: async (candidacy) => {
      nominees.push(await publicNominee(deps, programme, candidacy));
      if (canMove(candidacy.state, 'post')) {
        const write = begin(deps, onBehalf(tranche.actedBy));
        await move(deps, write, candidacy, nextState(candidacy.state, 'post'), {
          action: 'notice.post',
          // Changed facts are what this notice shows: the mark of the outdated one goes.
          patch: { tranche: tranche.n, needsNewNotice: undefined },
        });
        await finish(deps, write);
      }
      if (nominees.length === Math.min(noticePageSize, tranche.entries.length - page * noticePageSize))
        await deps.table.put({ ...keys.noticePage(notice.id, page), nominees });
    },
    last: async () => ({ notice: { ...notice, postedAt: instantOf(deps) } }),
  });
}

/** The period is over: the clean are cleared, the held and the fallen leave the tranche, and the names are taken down. */
async function endNotice(deps: Deps, tranche: Tranche): Promise<void> {
  const notice = tranche.notice!;
  await nextChunk(deps, tranche, {
    size: chunk,
    work: async (candidacy) => {
      const write = begin(deps, onBehalf(tranche.actedBy));
      if (candidacy.state === 'notice')
        await move(deps, write, candidacy, nextState('notice', 'endNotice'), { action: 'notice.end' });
      else if (candidacy.state === 'held' && candidacy.tranche === tranche.n)
        write.save('candidacy', candidacy, { tranche: undefined }, 'tranche.leave', { tranche: tranche.n });
      else return candidacy.state === 'cleared' && candidacy.tranche === tranche.n ? undefined : 'leaves';
      await finish(deps, write);
      return candidacy.state === 'held' ? 'leaves' : undefined;
    },
    last: async () => {
      const shown = await find<PublicNotice>(deps.table, keys.notice(notice.id));
      const endedAt = instantOf(deps);
      if (shown === undefined) throw new Error(`the notice ${notice.id} is gone`);
      await deps.table.put(noticeRow({ ...shown, endedAt }));
      for (let page = 0; page * noticePageSize < shown.count; page++)
        await deps.table.remove(keys.noticePage(notice.id, page));
      return { notice: { ...notice, endedAt } };
    },
  });
}

async function startChecks(deps: Deps, round: Round, stage: Stage, tranche: Tranche): Promise<void> {
  const phases = stepPhases(stage);
  await nextChunk(deps, tranche, {
    size: chunk,
    work: async (candidacy) => {
      if (['chosen', 'cleared', 'approved', 'waiting'].includes(candidacy.state))
        await enterPhase(deps, onBehalf(tranche.actedBy), round, candidacy, tranche.phase, phases);
    },
    last: async () => {
      await closeCount(deps.table, round.id, 0);
      return {};
    },
  });
}

/** Tells each candidacy of the collective decision. */
async function applyDecision(deps: Deps, round: Round, tranche: Tranche): Promise<void> {
  const decision = tranche.decision!;
  const refused = new Map(decision.refused.map((each) => [each.nomination, each.reason]));
  await nextChunk(deps, tranche, {
    size: chunk,
    work: async (candidacy) => {
      if (!['cleared', 'chosen', 'waiting'].includes(candidacy.state))
        return goesOn(candidacy) ? undefined : 'leaves';
      const write = begin(deps, onBehalf(tranche.actedBy));
      const note = refused.get(candidacy.nomination);
      if (note === undefined)
        await move(deps, write, candidacy, nextState(candidacy.state, 'approve'), {
          action: 'decision.approve',
        });
      else {
        await move(deps, write, candidacy, nextState(candidacy.state, 'refuse'), {
          action: 'decision.refuse',
          patch: { outcome: { reason: 'notApproved', note, at: write.now } },
        });
        write.due(write.now, deps.id('res'), {
          due: 'result',
          round: round.id,
          nomination: candidacy.nomination,
        });
      }
      await finish(deps, write);
      return note === undefined ? undefined : 'leaves';
    },
    last: async () => ({ decision: { ...decision, appliedAt: instantOf(deps) } }),
  });
}

/** The stage is through for this tranche. */
async function finishTranche(deps: Deps, round: Round, tranche: Tranche): Promise<void> {
  await nextChunk(deps, tranche, {
    size: chunk,
    work: async (candidacy) => {
      if (!['approved', 'cleared', 'chosen', 'waiting'].includes(candidacy.state)) return;
      if (candidacy.tranche !== tranche.n) return;
      const write = begin(deps, onBehalf(tranche.actedBy));
      await move(deps, write, candidacy, nextState(candidacy.state, 'finish'), {
        action: 'candidacy.finish',
      });
      write.due(write.now, deps.id('res'), {
        due: 'result',
        round: round.id,
        nomination: candidacy.nomination,
      });
      await finish(deps, write);
    },
    last: async () => {
      // Where nothing is published the end of the tranche makes its outcomes public; a second start is none.
      await startTelling(deps, round, tranche);
      await startJob(deps, onBehalf(tranche.actedBy), 'end-round', {
        org: round.org,
        id: endJob(round.id, tranche.n),
        params: { round: round.id, tranche: tranche.n },
      });
      return { state: 'done' as const };
    },
  });
}

/** Those whom the list made public as passed over or refused are told from now on, not while pages hide it. */
const startTelling = (deps: Deps, round: Round, tranche: Tranche) =>
  startJob(deps, onBehalf(tranche.actedBy), 'tell-results', {
    org: round.org,
    id: tellJob(round.id, tranche.n),
    params: { round: round.id, tranche: tranche.n },
  });
