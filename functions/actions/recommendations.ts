/** 推荐上报 of a tranche: who goes up is said once, checked against the places above, and sent chunk by chunk. */
import type { Actor } from '#domain/people.ts';
import { systemActor } from '#domain/people.ts';
import { demand } from '#domain/policy.ts';
import { Problem, text } from '#domain/problem.ts';
import type { Stage } from '#domain/programme.ts';
import type { Candidacy, Tranche } from '#domain/records.ts';
import type { Round } from '#domain/round.ts';
import { stepPhases } from '#domain/step.ts';
import { keys } from '#store/keys.ts';
import {
  find,
  getCandidacy,
  getNomination,
  getTranche,
  programmeRevision,
  roundWithStage,
} from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { wakeRound } from '#store/writing.ts';
import type { Deps } from '../deps.ts';
import { begin, finish, instantOf } from './act.ts';
import { saveTranche } from './entering.ts';
import { demandRoom } from './intake.ts';
import { staleRound } from './rounds.ts';
import { addRecommendation } from './upward.ts';

/**
 * Says which nominees of a tranche go up, possibly none. Refused when the window above is closed, when the organisation
 * has fewer places left there, or when this level's honour is required and missing.
 */
export async function recommend(
  deps: Deps,
  actor: Actor,
  id: string,
  input: { readonly tranche: number; readonly nominations: readonly string[]; readonly version: number },
): Promise<void> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'upward.send', { orgPath: round.orgPath, state: round.status });
  const tranche = await getTranche(deps.table, id, input.tranche);
  if (tranche.recommended !== undefined) {
    if (JSON.stringify(tranche.recommended) === JSON.stringify(input.nominations)) return;
    throw new Problem(
      'conflict',
      'recommended',
      text('这个批次的推荐名单已经上报。', 'The recommendations of this tranche were sent already.'),
    );
  }
  if (stepPhases(stage)[tranche.phase]?.steps[0].kind !== 'recommend')
    throw new Problem(
      'conflict',
      'not-recommending',
      text('这个批次现在不在推荐上报环节。', 'This tranche is not at the recommendation step.'),
    );
  if (tranche.version !== input.version) throw staleRound(tranche);
  const strangers = input.nominations.filter((each) => !tranche.entries.includes(each));
  if (strangers.length > 0)
    throw new Problem(
      'invalid',
      'not-in-tranche',
      text('推荐名单中有不属于本批次的对象。', 'Somebody on the list is not in this tranche.'),
    );
  if (stage.lowerHonourRequired)
    for (const nomination of input.nominations) {
      const candidacy = await find<Candidacy>(deps.table, keys.candidacy(id, nomination));
      if (candidacy?.honour === undefined)
        throw new Problem(
          'conflict',
          'honour-required',
          text(
            `“${candidacy?.name ?? ''}”没有获得本级荣誉，按规定不能上报。`,
            `"${candidacy?.name ?? ''}" has no honour of this level, which is required.`,
          ),
        );
    }
  await demandRoom(deps, round, programme, input.nominations.length);
  const write = begin(deps, actor);
  write.save('round', round, {}, 'upward.choose', { tranche: tranche.n, count: input.nominations.length });
  write.op({
    put: rows.tranche({
      ...tranche,
      recommended: input.nominations,
      cursor: 0,
      version: tranche.version + 1,
    }),
    when: '#version = :was',
    values: { was: tranche.version },
  });
  write.signal(wakeRound(id, tranche.n));
  await finish(deps, write);
}

/** Sends the next packages; one that the level above refuses keeps the reason, the others go on. */
export async function sendChunk(deps: Deps, round: Round, _stage: Stage, tranche: Tranche): Promise<void> {
  const wanted = tranche.recommended ?? [];
  const part = wanted.slice(tranche.cursor, tranche.cursor + 10);
  for (const nominationId of part) {
    const candidacy = await getCandidacy(deps.table, round.id, nominationId);
    if (candidacy.upward !== undefined || candidacy.openObjections > 0) continue;
    const nomination = await getNomination(deps.table, nominationId);
    const programme = await programmeRevision(deps.table, candidacy.programme, round.programmeRevision);
    const write = begin(deps, systemActor);
    try {
      const upward = await addRecommendation(deps, write, systemActor, { candidacy, nomination, programme });
      write.save('candidacy', candidacy, upward, 'upward.send', {});
      await finish(deps, write);
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'row-changed') throw error;
      const refused = begin(deps, systemActor);
      refused.save(
        'candidacy',
        candidacy,
        { upward: { round: '', org: '', state: 'refused', at: instantOf(deps), reason: error.text.zh } },
        'upward.refused',
        { code: error.code },
      );
      await finish(deps, refused);
    }
  }
  const cursor = tranche.cursor + part.length;
  await saveTranche(
    deps,
    tranche,
    cursor < wanted.length ? { cursor } : { cursor: 0, sentAt: instantOf(deps) },
  );
}
