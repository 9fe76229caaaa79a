/** What of a candidacy is for those alone who run or oversee the selection (docs/rules/privacy.md#secrecy-of-judgement). */
import type { ActRecord } from '#domain/review/act-record.ts';
import type { Candidacy } from './candidacy-record.ts';

/**
 * A candidacy as somebody without the right `candidacy.judged` sees it: who is asked, and her own answer; not what others
 * answered, nor why (a department's veto stands in the note), nor the panel's score, place and grades.
 */
export function withoutJudgement(candidacy: Candidacy, reader: string): Candidacy {
  const { note: _note, score: _score, place: _place, grades: _grades, outcome, ...rest } = candidacy;
  return {
    ...rest,
    ...(outcome !== undefined && { outcome: { reason: outcome.reason, at: outcome.at } }),
    asked: candidacy.asked.map((each) => {
      if (each.member === reader) return each;
      const { answer: _answer, answeredAt: _answeredAt, ...open } = each;
      return open;
    }),
  };
}

/** True while the step of an act is still being answered by others. */
const isRunning = (act: ActRecord, { stage, step, state }: Candidacy): boolean =>
  act.stage === stage && step?.kind === state && act.step === step.id && act.attempt === step.attempt;

/**
 * An act as somebody without the right `candidacy.judged` reads it, none where she does not: her own always; others'
 * reviews and visits once their step is over, so that nobody follows the first; of departments' opinions only that they
 * agreed.
 */
export function actAsRead(act: ActRecord, candidacy: Candidacy, reader: string): readonly ActRecord[] {
  if (act.member === reader) return [act];
  if (isRunning(act, candidacy)) return [];
  if (act.kind !== 'opinions') return [act];
  return act.outcome === 'agree' ? [{ ...act, reason: '' }] : [];
}
