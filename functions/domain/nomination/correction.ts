/** Facts put right while a nominee is held 更正材料: who waits for it, and what it means for the objection's conclusion. */
import type { ObjectionOutcome } from '#domain/objection/objection.ts';
import { conflict } from '#domain/problem.ts';

/** True while a nominee is held and her nominator was asked to put facts right, and has not yet. */
export const awaitsCorrection = ({
  state,
  correction,
}: {
  readonly state: string;
  readonly correction?: { readonly revision?: number } | undefined;
}): boolean => state === 'held' && correction !== undefined && correction.revision === undefined;

/**
 * A correction that was asked for binds the conclusion: while it is awaited nothing was corrected yet, and once it came
 * the objection was right in part, so it cannot be dismissed as unfounded.
 * @param about.corrected the form was put right and the candidacy is still judged on the one before.
 * @throws Problem conflict `correction-awaited`, `correction-made`.
 */
export function checkCorrection(
  outcome: ObjectionOutcome,
  about: { readonly awaited: boolean; readonly corrected: boolean },
): void {
  if (outcome === 'corrected' && about.awaited)
    throw conflict(
      'correction-awaited',
      '已要求申报单位更正，更正材料尚未提交；请收到后再作“更正后维持”的结论',
      'The nominator was asked to put the facts right and has not yet; conclude “corrected” once that came',
    );
  if (outcome === 'dismissed' && about.corrected)
    throw conflict(
      'correction-made',
      '申报单位已按要求更正材料，请选择“更正后维持”或“异议成立”',
      'The nominator has put the facts right as asked; choose “corrected” or “upheld”',
    );
}
