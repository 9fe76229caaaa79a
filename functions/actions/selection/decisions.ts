/** 审定: the collective decision on a tranche: body, date, minutes reference, and who was not approved. */

import type * as z from 'zod';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, refuseIf, text } from '#domain/problem.ts';
import { prizeTable } from '#domain/programme/grade.ts';
import type { Step } from '#domain/programme/step.ts';
import { demandSame } from '#domain/repeated.ts';
import { decisionAt } from '#domain/round/round.ts';
import { staleRound } from '#domain/round/stale.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import type { Decision, ShortlistEntry } from '#domain/selection/selection-records.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getCandidacy, getTranche, roundWithStage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { findShortlist } from '#store/shortlists.ts';
import { usedPlacesBefore } from '#store/standing.ts';
import { wakeRound } from '#store/writing.ts';
import { demandGraded, entriesInOrder } from './grade-settling.ts';
import { trancheDecision } from './selection-input.ts';
import { checkList } from './shortlists.ts';

/**
 * Who is decided on: the entries of the tranche, once the machine has gone through its notice.
 * @throws Problem conflict `notice-ending` for the moment in which it does.
 */
function standingOf({ notice, entries }: Tranche): readonly string[] {
  if (notice === undefined || notice.endedAt !== undefined) return entries;
  throw conflict(
    'notice-ending',
    '公示刚刚期满，系统正在逐个办理，请稍候再登记审定。',
    'The notice has just ended and its nominees are being gone through; record the decision in a moment.',
  );
}

/** What of a decision does not fit its step, its dates or those it is about. */
function decisionFaults(
  step: Extract<Step, { kind: 'decision' }>,
  input: z.output<typeof trancheDecision>,
  about: { readonly now: string; readonly from: string | undefined; readonly standing: readonly string[] },
): readonly Fault[] {
  const { now, from, standing } = about;
  const today = shanghaiDate(now);
  const faults: Fault[] = [];
  if (!step.bodies.includes(input.body))
    faults.push(
      fault(
        'body',
        'body-unknown',
        `请选择审定机构：${step.bodies.join('、')}`,
        `Choose the deciding body: ${step.bodies.join(', ')}`,
      ),
    );
  if (input.date > today)
    faults.push(
      fault(
        'date',
        'date-wrong',
        `请填写审定日期，不能晚于今天（${today}）`,
        `Give the date of the decision, not after today (${today})`,
      ),
    );
  else if (from !== undefined && input.date < shanghaiDate(from))
    faults.push(
      fault(
        'date',
        'date-in-notice',
        `审定日期不能早于公示期满次日（${shanghaiDate(from)}）`,
        `The decision cannot be dated before ${shanghaiDate(from)}`,
      ),
    );
  if (step.needsMinutes && input.minutes === '')
    faults.push(
      fault('minutes', 'minutes-needed', '请填写会议纪要文号或编号', 'Give the reference of the minutes'),
    );
  return [...faults, ...refusalFaults(input.refused, standing)];
}

/** Bytes of the reasons of all who are refused. */
const mostReasons = 100_000;

/** Each one refused stands on the tranche, is named once, and told why. */
function refusalFaults(
  refused: z.output<typeof trancheDecision>['refused'],
  standing: readonly string[],
): readonly Fault[] {
  const named = refused.map(({ nomination }) => nomination);
  // All stand in the row of the tranche, which holds 400 KB.
  if (Buffer.byteLength(refused.map(({ reason }) => reason).join('')) > mostReasons)
    return [
      fault(
        'refused',
        'reasons-long',
        `未通过的理由合计过长（最多约 ${Math.floor(mostReasons / 30_000)} 万字），请写得简短些`,
        `The reasons are too long together (at most ${Math.floor(mostReasons / 1_000)} KB); make them shorter`,
      ),
    ];
  return refused.flatMap(({ nomination, reason }, i) => {
    const field = `refused.${nomination}`;
    if (!standing.includes(nomination))
      return [
        fault(
          field,
          'not-standing',
          '这个对象不在本批审定的名单中，请刷新后再办理',
          'This nominee is not decided on in this tranche; reload the page',
        ),
      ];
    if (named.indexOf(nomination) !== i)
      return [fault(field, 'named-twice', '同一对象列了两次，请只保留一次', 'Named twice; keep one')];
    return reason === ''
      ? [fault(field, 'reason-needed', '未通过的对象须写明理由', 'Each one not approved needs a reason')]
      : [];
  });
}

/** Refuses a decision by which those approved would break the quota, over all tranches of the round. */
async function demandQuota(
  deps: Deps,
  { round, stage, programme }: Awaited<ReturnType<typeof roundWithStage>>,
  n: number,
  standing: readonly string[],
  refusals: z.output<typeof trancheDecision>['refused'],
): Promise<void> {
  const list = await findShortlist(deps.table, round.id);
  if (list === undefined) return;
  const refused = new Set(refusals.map((each) => each.nomination));
  const known = new Map<string, ShortlistEntry>(
    [...list.chosen, ...list.reserves].map((entry) => [entry.nomination, entry]),
  );
  const chosen = standing.filter((each) => !refused.has(each)).flatMap((each) => known.get(each) ?? []);
  const used = await usedPlacesBefore(deps.table, round.id, n);
  refuseIf(checkList(stage, round, { chosen, reserves: [] }, 'decision', true, used).faults);
  demandGraded(prizeTable(programme.form, stage), chosen, used);
}

const mostNamed = 10;

/** Those refused, with their reasons, whatever order they came in. */
const refusalsOf = (refused: Decision['refused']): readonly string[] =>
  refused.map(({ nomination, reason }) => JSON.stringify([nomination, reason])).toSorted();

/** Refuses another decision than the one that stands. @throws Problem conflict `decided`. */
async function demandSameDecision(
  deps: Deps,
  round: string,
  decision: Decision,
  input: z.output<typeof trancheDecision>,
): Promise<void> {
  const named = await Promise.all(
    decision.refused
      .slice(0, mostNamed)
      .map(async ({ nomination, reason }) => [
        (await getCandidacy(deps.table, round, nomination)).name,
        reason,
      ]),
  );
  const some = named.map(([name, reason]) => `${name}（${reason}）`).join('、');
  const count = decision.refused.length;
  demandSame(
    trancheDecision,
    {
      body: { stands: decision.body, sent: input.body },
      date: { stands: decision.date, sent: input.date },
      minutes: { stands: decision.minutes, sent: input.minutes },
      refused: {
        stands: refusalsOf(decision.refused),
        sent: refusalsOf(input.refused),
        said:
          count === 0
            ? text('无', 'nobody')
            : text(`${some}${count > mostNamed ? ` 等 ${count} 个` : ''}`, `${some} (${count} in all)`),
      },
    },
    {
      code: 'decided',
      lead: text('这个批次已经审定，不能再改。', 'This tranche is decided already and stays so.'),
    },
  );
}

/**
 * Records the decision once; the same sent again is one, another is refused. Refused before 00:00 of the day after the notice
 * (docs/rules/deadlines.md#decision-from), without minutes where the step needs them, and when the quota is
 * broken; the machine then tells each candidacy.
 */
export async function recordDecision(
  deps: Deps,
  actor: Actor,
  id: string,
  { tranche: n, ...sent }: Input<typeof trancheDecision> & { readonly tranche: number },
): Promise<Decision> {
  const input = readInput(trancheDecision, sent);
  const held = await roundWithStage(deps.table, id);
  const { round, stage } = held;
  demand(actor, 'decision.record', { orgPath: round.orgPath, state: round.status });
  const tranche = await getTranche(deps.table, id, n);
  const now = instantOf(deps);
  if (tranche.decision !== undefined) {
    await demandSameDecision(deps, id, tranche.decision, input);
    return tranche.decision;
  }
  const from = tranche.notice?.decisionFrom;
  if (from !== undefined && now < from)
    throw conflict(
      'notice-running',
      `公示尚未期满，${shownAt(from)} 起方可审定。`,
      `The notice is still running; a decision may be recorded from ${shownAt(from)}.`,
    );
  const step = decisionAt(tranche, stage, now);
  if (step === undefined)
    throw conflict('not-deciding', '这个批次现在不在审定环节。', 'This tranche is not at the decision step.');
  if (tranche.version !== input.version) throw staleRound(tranche);
  const standing = standingOf(tranche);
  refuseIf(decisionFaults(step, input, { now, from, standing }));
  await demandQuota(deps, held, n, standing, input.refused);
  const decision: Decision = {
    body: input.body,
    date: input.date,
    ...(input.minutes !== '' && { minutes: input.minutes }),
    by: actor.id,
    at: now,
    refused: input.refused,
  };
  const write = begin(deps, actor);
  write.save('round', round, {}, 'decision.record', {
    tranche: tranche.n,
    date: input.date,
    refused: input.refused.length,
  });
  const entries = await entriesInOrder(deps, held, tranche);
  write.op(replaced(rows.tranche, tranche, { decision, entries, actedBy: actor.id }));
  write.signal(wakeRound(id, tranche.n));
  await finish(deps, write);
  return decision;
}
