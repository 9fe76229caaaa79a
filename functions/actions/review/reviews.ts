/** Reviews 资格审查, visits 实地评估 and appraisals 群众评议: a person decides once, by link or signed in. */

import type * as z from 'zod';
import { stepOf } from '#actions/candidacy/moving.ts';
import { endCandidacy, passStep, returnForAmendment } from '#actions/candidacy/phase.ts';
import { demandUntied } from '#actions/candidacy/tie-check.ts';
import { stepFiles } from '#actions/files/step-files.ts';
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { demandOneOf, oneOf } from '#domain/members.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, invalid, refuseIf, text } from '#domain/problem.ts';
import type { NomineeStep } from '#domain/programme/step.ts';
import type { ActRecord, ChecklistAnswer } from '#domain/review/act-record.ts';
import { appraisalFaults } from '#domain/review/appraisal.ts';
import { type ReviewVote, reviewFaults, reviewOutcomes, reviewResult } from '#domain/review/review.ts';
import { visitFaults, visitResult } from '#domain/review/visit.ts';
import { type DecidedStepKind, isDecided, peopleOf } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import { keys } from '#store/keys.ts';
import { knownOrganisation } from '#store/people.ts';
import { find, getCandidacy } from '#store/reads.ts';
import { answerKept, demandSameDecision } from './answered-before.ts';
import { answerOf, waitOn } from './answering.ts';
import { demandEverAsked } from './asked-before.ts';
import { findingsFor } from './eligibility.ts';
import { sendToMend } from './mending.ts';
import { appraisalHeld, decidedReview, type ReviewInput } from './review-input.ts';

type DecidedStep = Extract<NomineeStep, { kind: DecidedStepKind }>;
const rightOf = ({ kind }: Pick<DecidedStep, 'kind'>) => stepRows[kind].answer.right;
const rejectionOf = ({ kind }: Pick<DecidedStep, 'kind'>) => stepRows[kind].answer.rejected;

type Stepping = { readonly candidacy: Candidacy } & Awaited<ReturnType<typeof stepOf>>;

const alreadyDecided = (candidacy: Candidacy, answer: string | undefined) =>
  conflict(
    'already-decided',
    answer === undefined
      ? '这项待办已经办结或已转给他人，您的意见没有提交。'
      : '您已经提交过意见，不能更改；如需更正，请联系本级管理员。',
    answer === undefined
      ? 'This task is finished or was passed on; your conclusion was not recorded.'
      : 'You have decided already; ask your administrator for a correction.',
    [{ field: 'outcome', code: candidacy.state, text: text('当前状态已变化', 'The state has changed') }],
  );

/** Why a conclusion that does not fit the step as it is was sent: the same again is fine, anything else is refused. */
async function answerAgain(
  deps: Deps,
  actor: Actor,
  { candidacy, nomination, steps }: Stepping,
  input: z.output<typeof decidedReview>,
): Promise<Candidacy> {
  const answer = candidacy.asked.find(({ member }) => member === actor.id)?.answer;
  const mine = await answerKept(deps, actor, candidacy, input);
  const isPast = candidacy.step?.id !== input.step;
  if (mine?.outcome === input.outcome && (answer === input.outcome || isPast)) {
    if (mine.erased !== true) demandSameDecision(mine, input);
    return candidacy;
  }
  const asked = steps.find(({ id }) => id === input.step);
  const action = asked !== undefined && isDecided(asked) ? rightOf(asked) : 'review.decide';
  await demandEverAsked(deps, actor, candidacy, { action, step: input.step, owner: nomination.owner });
  throw alreadyDecided(candidacy, answer ?? mine?.outcome);
}

/** Refuses a conclusion on a form, or in a state, that its sender has not seen. @throws Problem conflict `candidacy-changed`. */
function demandSeen(candidacy: Candidacy, { version, revision }: ReviewInput): void {
  const isSeen =
    (version === undefined || version === candidacy.version) &&
    (revision === undefined || revision === candidacy.revision);
  if (!isSeen)
    throw conflict(
      'candidacy-changed',
      '您打开页面之后，申报表或状态已被更新，意见没有提交。请核对最新内容后再提交。',
      'The form or its state has changed since you opened it, and nothing was recorded. Look at it again, then decide.',
    );
}

/** Refuses an approval while an eligibility rule fails (资格审查). @throws Problem `not-eligible`. */
async function demandEligible(
  deps: Deps,
  { candidacy, nomination, programme }: Stepping,
  { doubts = [] }: ReviewInput,
): Promise<void> {
  const doubtAnswers = Object.fromEntries(doubts.map(({ id, is }) => [id, is]));
  const findings = await findingsFor(deps, programme, nomination, candidacy, { doubtAnswers });
  const failing = findings.filter((finding) => !finding.ok);
  if (failing.length > 0)
    throw invalid(
      'not-eligible',
      `不符合申报条件，不能通过：${failing.map((f) => f.text.zh).join('；')}。可以“退回修改”或“不通过”。`,
      `The conditions are not met: ${failing.map((f) => f.text.en).join('; ')}. Return it or reject it.`,
      failing.map((f) => ({ field: f.field ?? 'outcome', code: `rule-${f.rule}`, text: f.text })),
    );
}

/** What comes with a conclusion of each kind, as it is kept with the answer; refuses what may not be decided. */
const reports: {
  readonly [K in DecidedStepKind]: (
    deps: Deps,
    actor: Actor,
    stepping: Stepping & { readonly step: Extract<NomineeStep, { kind: K }> },
    input: ReviewInput,
  ) => Promise<Report>;
} = {
  review: async (deps, _actor, stepping, input) => {
    if (input.outcome === 'approve') await demandEligible(deps, stepping, input);
    const { doubts = [] } = input;
    return { files: [], ...(doubts.length > 0 && { doubts }) };
  },
  // The checklist, and the photographs as they were uploaded.
  visit: async (deps, actor, { step }, { checklist = [], photos = [], round, nomination }) => {
    const files = await stepFiles(deps, actor.id, { round, step: step.id, nomination }, photos);
    refuseIf(visitFaults(step, { checklist, photos: files.length }));
    return { checklist, files };
  },
  // 退回修改 has none: the form was found wrong before it was held.
  appraisal: async (deps, actor, { step }, { outcome, appraisal, round, nomination }) => {
    if (outcome === 'return') return { files: [] };
    const { minutes, ...held } = readInput(appraisalHeld, appraisal ?? {});
    const at = { round, step: step.id, nomination };
    const files = await stepFiles(deps, actor.id, at, minutes === undefined ? [] : [minutes]);
    const today = shanghaiDate(instantOf(deps));
    refuseIf(appraisalFaults(step, held, { today, minutes: files.length }));
    return { appraisal: held, files };
  },
};
interface Report {
  readonly appraisal?: NonNullable<ActRecord['appraisal']>;
  readonly checklist?: readonly ChecklistAnswer[];
  readonly doubts?: NonNullable<ActRecord['doubts']>;
  readonly files: readonly Attachment[];
}
const handedIn = (
  deps: Deps,
  actor: Actor,
  stepping: Stepping & { readonly step: DecidedStep },
  input: ReviewInput,
): Promise<Report> => reports[stepping.step.kind](deps, actor, stepping as never, input);

/** What comes of a visit once a visitor has signed: it waits for the others, and all their reasons go with what follows. */
async function concludeVisit(
  deps: Deps,
  actor: Actor,
  {
    candidacy,
    step,
  }: { readonly candidacy: Candidacy; readonly step: Extract<NomineeStep, { kind: 'visit' }> },
  {
    votes,
    reason,
    change,
  }: {
    readonly votes: readonly ReviewVote[];
    readonly reason: string;
    readonly change: ReturnType<typeof answerOf>['change'];
  },
): Promise<Candidacy> {
  const result = visitResult(votes, peopleOf(step));
  if (result === 'waiting') return waitOn(deps, actor, candidacy, change);
  const ended = { ...change, details: { ...change.details, result } };
  if (result === 'approve') return passStep(deps, actor, candidacy, ended);
  const others = await Promise.all(
    votes
      .filter(({ member, outcome }) => member !== actor.id && outcome !== 'approve')
      .map(({ member }) =>
        find<ActRecord>(
          deps.table,
          keys.review(candidacy.nomination, candidacy.stage, step.id, candidacy.step!.attempt, member),
        ),
      ),
  );
  const note = [...others.map((act) => act?.reason ?? ''), reason].filter((each) => each !== '').join('；');
  return result === 'reject'
    ? endCandidacy(deps, actor, candidacy, rejectionOf(step), { ...ended, note })
    : sendToMend(deps, actor, { candidacy, step }, { ...ended, note });
}

/**
 * Decides a review or visit. The same conclusion sent twice is one; another one afterwards is refused. Approval is refused
 * while an eligibility rule fails (资格审查). Throws Problem `invalid`, `forbidden` or `conflict`.
 */
export function decideReview(deps: Deps, actor: Actor, sent: ReviewInput): Promise<Candidacy> {
  return again(async () => {
    const input = readInput(decidedReview, sent);
    refuseIf(reviewFaults(input));
    const outcome = demandOneOf(reviewOutcomes, input.outcome);
    const candidacy = await getCandidacy(deps.table, input.round, input.nomination);
    const stepping = { candidacy, ...(await stepOf(deps, candidacy)) };
    const { nomination, step } = stepping;
    const mine = candidacy.asked.find((each) => each.member === actor.id);
    const isOpen = candidacy.step?.id === input.step && candidacy.step.kind === candidacy.state;
    if (!isOpen || step === undefined || !isDecided(step) || mine === undefined || mine.answer !== undefined)
      return answerAgain(deps, actor, stepping, input);
    demand(actor, rightOf(step), {
      orgPath: (await knownOrganisation(deps.table, candidacy.org)).path,
      owner: nomination.owner,
      assigned: mine.member,
      state: candidacy.state,
      worklist: `${candidacy.round}#${step.id}#`,
    });
    demandUntied(actor, candidacy, nomination);
    demandSeen(candidacy, input);
    const report = await handedIn(deps, actor, { ...stepping, step }, input);
    const { reason } = input;
    const { asked, change } = answerOf(deps, actor, candidacy, mine, {
      step: step.id,
      kind: step.kind,
      action: `${step.kind}.${outcome}`,
      outcome,
      reason,
      ...(mine.department !== undefined && { department: mine.department }),
      ...report,
    });
    const votes = asked.flatMap(({ member, answer }) => {
      const vote = oneOf(reviewOutcomes, answer);
      return vote === undefined ? [] : [{ member, outcome: vote }];
    });
    if (step.kind === 'visit')
      return concludeVisit(deps, actor, { candidacy, step }, { votes, reason, change });
    switch (reviewResult(votes, peopleOf(step)).state) {
      case 'approve':
        return passStep(deps, actor, candidacy, change);
      case 'reject':
        return endCandidacy(deps, actor, candidacy, rejectionOf(step), { ...change, note: reason });
      case 'return':
        return returnForAmendment(deps, actor, candidacy, { ...change, note: reason });
      case 'waiting':
        return waitOn(deps, actor, candidacy, change);
    }
  });
}
