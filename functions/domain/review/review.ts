/** Reviews 审查: reasons and quorum (docs/rules/steps.md#review-decision). */
import { type Fault, fault, type Text } from '#domain/problem.ts';
import { stepRows } from '#domain/step-rows.ts';

/** 通过, 退回修改, 不通过. */
export const reviewOutcomes = ['approve', 'return', 'reject'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];
const reviewWords: Readonly<Record<ReviewOutcome, Text>> = stepRows.review.answer.words;

/** What is wrong with a conclusion as sent: none is preselected, and 退回修改 and 不通过 need a reason. */
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
        'Choose a conclusion: approve, return or reject',
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
 * conclusion is drawn once; votes after the result change nothing.
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
