/** 推荐上报 of a tranche: who goes up is said once, checked against the places above, and sent chunk by chunk. */
import type * as z from 'zod';
import { nextChunk } from '#actions/candidacy/tranche-chunks.ts';
import { addRecommendation } from '#actions/candidacy/upward.ts';
import { demandStampedPage } from '#actions/files/stamped-check.ts';
import { honourByNumber } from '#actions/honour/honour-writes.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { demandEachOnce, type Input, readInput } from '#domain/input.ts';
import { type Actor, onBehalf } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, invalid, Problem, refuseIf, text } from '#domain/problem.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { demandSame } from '#domain/repeated.ts';
import { isHeld } from '#domain/review/earlier-honour.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { getCandidacy, getNomination, getTranche, programmeRevision, roundWithStage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { wakeRound } from '#store/writing.ts';
import { demandHanded } from './handing-down.ts';
import { demandRoom } from './intake.ts';
import { recommendation } from './recommendation-input.ts';

/** Whether she holds the honour of this level today: one that was revoked, or whose list was annulled, is none. */
async function holdsHonour(deps: Deps, candidacy: Candidacy): Promise<boolean> {
  if (candidacy.honour === undefined) return false;
  const { honour, list } = await honourByNumber(deps, candidacy.honour.number);
  return isHeld(honour) && list.annulled === undefined;
}

/**
 * Refuses one who is no longer in, whose objection is not settled (docs/rules/levels.md#clean-notice), or who
 * lacks this level's honour where it is required.
 */
async function demandFit(deps: Deps, stage: Stage, candidacy: Candidacy): Promise<void> {
  const { name, state, openObjections } = candidacy;
  if (openObjections > 0)
    throw conflict(
      'objection-open',
      `“${name}”有异议正在核查，结论作出前不能上报。请先办结，或从名单中移出。`,
      `An objection to "${name}" is being investigated; settle it first, or take her off the list.`,
    );
  if (state === 'out' || state === 'held')
    throw conflict(
      'not-free',
      `“${name}”已不在本批次中，不能上报，请从名单中移出。`,
      `"${name}" is no longer in this tranche; take her off the list.`,
    );
  if (stage.lowerHonourRequired && !(await holdsHonour(deps, candidacy)))
    throw conflict(
      'honour-required',
      `“${name}”没有获得本级荣誉，按规定不能上报。`,
      `"${name}" has no honour of this level, which is required.`,
    );
}

/** So many names of a choice that stands are told. */
const mostTold = 10;

/** Refuses another choice than the one that was sent, and names it. */
async function demandSameChoice(deps: Deps, tranche: Tranche, sent: readonly string[]): Promise<void> {
  const stands = tranche.recommended ?? [];
  const first = await Promise.all(
    stands.slice(0, mostTold).map((each) => getCandidacy(deps.table, tranche.round, each)),
  );
  const names = first.map(({ name }) => name);
  const said =
    names.length === 0
      ? text('无人上报', 'nobody goes up')
      : text(
          `${names.join('、')}${stands.length > mostTold ? ` 等 ${stands.length} 名` : ''}`,
          `${names.join(', ')}${stands.length > mostTold ? ` and others, ${stands.length} in all` : ''}`,
        );
  demandSame(
    recommendation,
    { nominations: { stands, sent, said } },
    {
      code: 'recommended',
      lead: text('这个批次的推荐名单已经上报。', 'The recommendations of this tranche were sent already.'),
    },
  );
}

/** An empty list ends the tranche for good, so it is said in words; with names it would contradict them. */
function demandSaid({ nominations, nobody }: z.output<typeof recommendation>): void {
  if (nominations.length === 0 && !nobody)
    refuseIf([
      fault(
        'nominations',
        'nobody-named',
        '没有选择上报的对象。请勾选；本批一个也不上报的，请用“本批不上报，办结”确认',
        'Nobody is chosen. Choose who goes up; if nobody of this tranche does, confirm that by itself',
      ),
    ]);
  if (nominations.length > 0 && nobody)
    refuseIf([
      fault(
        'nobody',
        'nobody-named',
        '选择了上报的对象，不能同时确认本批不上报',
        'Somebody is chosen, so it cannot be that nobody goes up',
      ),
    ]);
}

/**
 * Says which nominees of a tranche go up; that nobody does is said by itself (`nobody`). Refused when the window above is closed or when the organisation
 * has fewer places left there. Each is then looked at by the machine (`checkChunk`), and nobody goes before all have been.
 */
export async function recommend(
  deps: Deps,
  actor: Actor,
  id: string,
  { tranche: n, ...sent }: Input<typeof recommendation> & { readonly tranche: number },
): Promise<void> {
  const input = readInput(recommendation, sent);
  demandEachOnce('nominations', input.nominations);
  demandSaid(input);
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'upward.send', { orgPath: round.orgPath, state: round.status }, 'round');
  const tranche = await getTranche(deps.table, id, n);
  if (tranche.recommended !== undefined) {
    await demandSameChoice(deps, tranche, input.nominations);
    return;
  }
  if (stepPhases(stage)[tranche.phase]?.steps[0].kind !== 'recommend')
    throw conflict(
      'not-recommending',
      '这个批次现在不在推荐上报环节。',
      'This tranche is not at the recommendation step.',
    );
  if (tranche.version !== input.version) throw staleRound(tranche);
  const strangers = input.nominations.filter((each) => !tranche.entries.includes(each));
  if (strangers.length > 0)
    throw invalid(
      'not-in-tranche',
      '推荐名单中有不属于本批次的对象。',
      'Somebody on the list is not in this tranche.',
    );
  await demandRoom(deps, round, programme, input.nominations.length);
  await demandHanded(deps, round, { tranche: n, nominations: input.nominations });
  const write = begin(deps, actor);
  write.save('round', round, {}, 'upward.choose', { tranche: tranche.n, count: input.nominations.length });
  write.op(
    replaced(rows.tranche, tranche, {
      recommended: input.nominations,
      takenBack: undefined,
      cursor: 0,
      actedBy: actor.id,
    }),
  );
  write.signal(wakeRound(id, tranche.n));
  await finish(deps, write);
}

/** Refusals that are kept of a choice; more need not be read to mend it. */
const mostRefusals = 50;

/**
 * Looks at the next of those chosen to go up. Where one may not (an objection that is open or was upheld, this level's
 * honour or a stamped page missing) the whole choice is taken back, with the reasons, for a person to mend.
 */
export async function checkChunk(deps: Deps, round: Round, stage: Stage, tranche: Tranche): Promise<void> {
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const chosen = tranche.recommended ?? [];
  const refusals = [...(tranche.takenBack?.refusals ?? [])];
  await nextChunk(deps, tranche, {
    over: chosen,
    size: 25,
    work: async (candidacy): Promise<undefined> => {
      try {
        await demandFit(deps, stage, candidacy);
        await demandStampedPage(deps, programme, candidacy, candidacy.revision);
      } catch (error) {
        if (!(error instanceof Problem) || error.kind === 'unavailable') throw error;
        const { code, text: reason } = error;
        if (refusals.length < mostRefusals) refusals.push({ nomination: candidacy.nomination, code, reason });
      }
    },
    also: () => (refusals.length === 0 ? {} : { takenBack: { nominations: [...chosen], refusals } }),
    last: async () => (refusals.length === 0 ? { checkedAt: instantOf(deps) } : { recommended: undefined }),
  });
}

/** Sends the next packages; one that the level above refuses keeps the reason, the others go on. */
export const sendChunk = (deps: Deps, round: Round, tranche: Tranche): Promise<void> =>
  nextChunk(deps, tranche, {
    over: tranche.recommended ?? [],
    size: 10,
    work: (candidacy) => sendUp(deps, onBehalf(tranche.actedBy), round, candidacy),
    last: async () => ({ sentAt: instantOf(deps) }),
  });

async function sendUp(deps: Deps, actor: Actor, round: Round, candidacy: Candidacy): Promise<undefined> {
  const returned = candidacy.upward?.state === 'returned';
  if ((candidacy.upward !== undefined && !returned) || candidacy.openObjections > 0) return;
  const nomination = await getNomination(deps.table, candidacy.nomination);
  const programme = await programmeRevision(deps.table, candidacy.programme, round.programmeRevision);
  const write = begin(deps, actor);
  try {
    const upward = await addRecommendation(deps, write, actor, { candidacy, nomination, programme });
    write.save('candidacy', candidacy, upward, 'upward.send', {});
    await finish(deps, write);
  } catch (error) {
    // a lost race, or a database that is away for a moment, is no refusal of the level above
    const isRefusal =
      error instanceof Problem && error.kind !== 'unavailable' && error.code !== 'row-changed';
    if (!isRefusal) throw error;
    const refused = begin(deps, actor);
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
