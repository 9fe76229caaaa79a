/** Reviews 审查: reasons, quorum, who may not review (docs/rules/steps.md#review-decision). */
import { type Level, levelWords } from '#domain/level.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import { stepRows } from '#domain/step-rows.ts';

/** 通过, 退回修改, 不通过. */
export const reviewOutcomes = ['approve', 'return', 'reject'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];
const reviewWords: Readonly<Record<ReviewOutcome, Text>> = stepRows.review.answer.words;

/** What is wrong with a decision as sent: none is preselected, and 退回修改 and 不通过 need a reason. */
export function reviewFaults(sent: {
  readonly outcome?: unknown;
  readonly reason?: unknown;
}): readonly Fault[] {
  const outcome = reviewOutcomes.find((one) => one === sent.outcome);
  if (outcome === undefined)
    return [
      fault(
        'outcome',
        'required',
        '请选择审查结论：通过、退回修改或不通过',
        'Choose a decision: approve, return or reject',
      ),
    ];
  if (outcome === 'approve' || (typeof sent.reason === 'string' && sent.reason.trim() !== '')) return [];
  const { zh, en } = reviewWords[outcome];
  return [
    fault(
      'reason',
      'required',
      `选择「${zh}」须说明理由，让申报人知道如何处理，请填写`,
      `"${en}" needs a reason, so that the nominator knows what to do; write one`,
    ),
  ];
}

export interface ReviewVote {
  readonly member: string;
  readonly outcome: ReviewOutcome;
}

/**
 * The result of a review step, votes in the order in which they came. `needed` different reviewers must
 * approve; the first return or rejection before that ends the step. A reviewer's first vote counts, as a
 * decision is made once; votes after the result change nothing.
 */
export function reviewResult(
  votes: readonly ReviewVote[],
  needed: number,
): { readonly state: 'waiting' | ReviewOutcome; readonly approvals: number; readonly missing: number } {
  const approved = new Set<string>();
  const result = (state: 'waiting' | ReviewOutcome) => ({
    state,
    approvals: approved.size,
    missing: state === 'waiting' ? needed - approved.size : 0,
  });
  for (const { member, outcome } of votes) {
    if (approved.has(member)) continue;
    if (outcome !== 'approve') return result(outcome);
    approved.add(member);
    if (approved.size >= needed) return result('approve');
  }
  return result('waiting');
}

/** Something done earlier on the same nomination. */
export interface EarlierAct {
  readonly member: string;
  readonly act: 'submit' | 'review' | 'opinion' | 'visit' | 'panel' | 'decide';
  readonly level: Level;
  /** Step id and attempt, as `step#attempt`, to know a decision that was already made. */
  readonly step?: string;
}

/**
 * Why a member may not review a nomination at a level, or undefined when she may: not who submitted it, not
 * who acted on it at another level, not twice in the same step (`step#attempt`).
 */
export function reviewBar(
  actor: { readonly member: string; readonly level: Level; readonly step?: string },
  history: readonly EarlierAct[],
): Text | undefined {
  const own = history.filter(({ member }) => member === actor.member);
  if (own.some(({ act }) => act === 'submit'))
    return text(
      '这份申报由您提交，不能由您审查，请由其他审核员办理',
      'You submitted this nomination, so you may not review it; another reviewer must',
    );
  const elsewhere = own.find(({ level }) => level !== actor.level);
  if (elsewhere !== undefined)
    return text(
      `您已在${levelWords[elsewhere.level].zh}级办理过这份申报，不能再在${levelWords[actor.level].zh}级审查，请由其他审核员办理`,
      `You already acted on this nomination at the ${levelWords[elsewhere.level].en} level, so you may not review it at the ${levelWords[actor.level].en} level; another reviewer must`,
    );
  if (actor.step !== undefined && own.some(({ act, step }) => act === 'review' && step === actor.step))
    return text(
      '您已作出审查结论，不能重复提交',
      'You already decided in this step; a decision is made once',
    );
  return undefined;
}
