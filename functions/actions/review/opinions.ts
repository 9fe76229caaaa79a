/** 征求意见: a department answers, one explicit opinion per nominee; a veto ends the candidacy, silence never means consent. */

import { stepOf } from '#actions/candidacy/moving.ts';
import { endCandidacy, passStep } from '#actions/candidacy/phase.ts';
import { demandUntied } from '#actions/candidacy/tie-check.ts';
import { fileMissing } from '#actions/files/downloads.ts';
import { stepFiles } from '#actions/files/step-files.ts';
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Asked, Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import { demandOneOf, oneOf } from '#domain/members.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, refuseIf } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { NamedStep } from '#domain/programme/step.ts';
import { opinionFaults, opinionOutcomes, opinionsVerdict, replyFaults } from '#domain/review/opinion.ts';
import { answersSaid, type Question, questionFaults, questionsFor } from '#domain/review/questions.ts';
import { knownOrganisation } from '#store/people.ts';
import { getCandidacy, getNomination } from '#store/reads.ts';
import { answerKept, demandSameOpinion } from './answered-before.ts';
import { answerOf, waitOn } from './answering.ts';
import { demandEverAsked } from './asked-before.ts';
import { answeredOpinion, type OpinionInput, verification } from './review-input.ts';

const verdictOf = (asked: readonly Asked[], now: string) =>
  opinionsVerdict(
    asked.flatMap((each) =>
      each.department === undefined ? [] : [{ department: each.department, due: each.due }],
    ),
    asked.flatMap(({ department, answer, answeredAt }) => {
      const outcome = oneOf(opinionOutcomes, answer);
      return department === undefined || outcome === undefined
        ? []
        : [{ department, outcome, at: answeredAt! }];
    }),
    now,
  );

/** The questions to a department about this nominee. */
export const questionsAsked = (
  programme: Pick<Programme, 'form'>,
  { facts }: Pick<Candidacy, 'facts'>,
  step: NamedStep | undefined,
  department: string,
): readonly Question[] => {
  const nomineeClass = String(facts[programme.form.classField ?? ''] ?? '') || undefined;
  return step?.kind === 'opinions' ? questionsFor(step.questions, department, nomineeClass) : [];
};

/** Records a department's opinion. Sending the same twice is one; late answers count and are marked late. */
export function answerOpinion(deps: Deps, actor: Actor, sent: OpinionInput): Promise<Candidacy> {
  return again(async () => {
    const input = readInput(answeredOpinion, sent);
    refuseIf(opinionFaults(input));
    const outcome = demandOneOf(opinionOutcomes, input.outcome);
    const candidacy = await getCandidacy(deps.table, input.round, input.nomination);
    const { nomination, step, programme } = await stepOf(deps, candidacy);
    const mine = candidacy.asked.find(
      (each) => each.department === input.department && each.member === actor.id,
    );
    const isOpen = mine !== undefined && mine.answer === undefined;
    const kept = isOpen ? undefined : await answerKept(deps, actor, candidacy, input);
    const isPast = candidacy.step?.id !== input.step;
    if (kept?.outcome === input.outcome && (mine?.answer === input.outcome || isPast)) {
      if (kept.erased !== true) demandSameOpinion(kept, input);
      return candidacy;
    }
    if (
      candidacy.state !== 'opinions' ||
      candidacy.step?.id !== input.step ||
      step === undefined ||
      mine === undefined ||
      mine.answer !== undefined
    ) {
      const { department, step: id } = input;
      const about = { action: 'opinion.answer', step: id, owner: nomination.owner, department } as const;
      await demandEverAsked(deps, actor, candidacy, about);
      throw conflict(
        'already-decided',
        '这项征求意见已经办结、已转给他人或您已答复，本次没有提交。',
        'This request is finished, was passed on, or was answered; nothing was recorded.',
      );
    }
    const org = await knownOrganisation(deps.table, candidacy.org);
    demand(actor, 'opinion.answer', {
      orgPath: org.path,
      owner: nomination.owner,
      assigned: mine.member,
      department: input.department,
      state: candidacy.state,
      worklist: `${candidacy.round}#${step.id}#`,
    });
    demandUntied(actor, candidacy, nomination);
    const files =
      input.reply === undefined
        ? []
        : await stepFiles(deps, actor.id, { round: input.round, step: input.step }, [input.reply]);
    refuseIf(replyFaults(step.kind === 'opinions' ? step : {}, files[0]));
    if (input.reply !== undefined && files.length === 0) throw fileMissing();
    const asks = questionsAsked(programme, candidacy, step, input.department);
    refuseIf(questionFaults(asks, input.answers));
    const answers = answersSaid(asks, input.answers);
    const late = mine.due < instantOf(deps);
    const { reason } = input;
    const { asked, change } = answerOf(deps, actor, candidacy, mine, {
      step: step.id,
      kind: 'opinions',
      action: `opinions.${outcome}`,
      details: { late, ...(files[0] !== undefined && { reply: files[0].id }) },
      department: input.department,
      outcome: input.outcome,
      reason,
      ...(answers.length > 0 && { answers }),
      files,
    });
    const verdict = verdictOf(asked, instantOf(deps));
    if (verdict.state === 'vetoed')
      return endCandidacy(deps, actor, candidacy, 'vetoed', {
        ...change,
        note: `${input.department}：${reason}`,
      });
    return verdict.state === 'clear' && (candidacy.missing ?? []).length === 0
      ? passStep(deps, actor, candidacy, change)
      : waitOn(deps, actor, candidacy, change);
  });
}

/** The organisation decides after 需核实: all answered, nobody disagreed, and the facts were verified (or not). */
export function settleVerification(
  deps: Deps,
  actor: Actor,
  {
    round,
    nomination,
    ...sent
  }: Input<typeof verification> & {
    readonly round: string;
    readonly nomination: string;
  },
): Promise<Candidacy> {
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, round, nomination);
    const org = await knownOrganisation(deps.table, candidacy.org);
    demand(actor, 'pair.settle', { orgPath: org.path, state: candidacy.state }, 'candidacy');
    if (
      candidacy.state !== 'opinions' ||
      verdictOf(candidacy.asked, instantOf(deps)).state !== 'verify' ||
      (candidacy.missing ?? []).length > 0
    )
      throw conflict('nothing-to-verify', '没有等待核实的意见。', 'No opinion waits to be verified.');
    demandUntied(actor, candidacy, await getNomination(deps.table, nomination));
    const { verified, reason } = readInput(verification, sent);
    const change = { action: 'opinions.verified' as const, details: { verified } };
    return verified
      ? passStep(deps, actor, candidacy, change)
      : endCandidacy(deps, actor, candidacy, 'vetoed', { ...change, note: reason });
  });
}
