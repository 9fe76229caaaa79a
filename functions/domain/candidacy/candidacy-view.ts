/** What of a candidacy is for those alone who run or oversee the selection (docs/rules/privacy.md#secrecy-of-judgement). */
import type { ActRecord } from '#domain/review/act-record.ts';
import type { Candidacy } from './candidacy-record.ts';

/**
 * A candidacy as somebody without the right `candidacy.judged` sees it: who is asked, and her own answer; not what others
 * answered, nor why (a department's veto stands in the note; the level above, and who carried or reopened it, gave reasons),
 * nor the panel's score, place, grades and moved place.
 */
export function withoutJudgement(candidacy: Candidacy, reader: string): Candidacy {
  const {
    note: _note,
    score: _score,
    place: _place,
    grades: _grades,
    moved: _moved,
    outcome,
    upward,
    ...rest
  } = candidacy;
  const { carried, reopened, ...kept } = rest;
  const { reason: _reason, ...sent } = upward ?? {};
  return {
    ...kept,
    ...(carried !== undefined && { carried: { ...carried, reason: '' } }),
    ...(reopened !== undefined && { reopened: reopened.map((each) => ({ ...each, reason: '' })) }),
    ...(upward !== undefined && { upward: sent as NonNullable<Candidacy['upward']> }),
    ...(outcome !== undefined && { outcome: { reason: outcome.reason, at: outcome.at } }),
    asked: candidacy.asked.map((each) => {
      if (each.member === reader) return each;
      const { answer: _answer, answeredAt: _answeredAt, ...open } = each;
      return open;
    }),
  };
}

/** Who reads candidacies: `judged` says that she has the right `candidacy.judged` where they stand. */
export interface CandidacyReader {
  readonly id: string;
  readonly judged: boolean;
}

/** Candidacies as they are listed to somebody: without her own, as nominator or nominee, whose outcome she awaits like any nominator, unless she runs or oversees the selection. */
export const candidaciesAsRead = (
  items: readonly Candidacy[],
  reader: CandidacyReader,
): readonly Candidacy[] =>
  reader.judged
    ? items
    : items
        .filter(({ owner, nominee }) => owner !== reader.id && nominee !== reader.id)
        .map((each) => withoutJudgement(each, reader.id));

/** True while the step of an act is still being answered by others. */
const isRunning = (act: ActRecord, { stage, step, state }: Candidacy): boolean =>
  act.stage === stage && step?.kind === state && act.step === step.id && act.attempt === step.attempt;

/**
 * An act as somebody without the right `candidacy.judged` reads it, none where she does not: her own always; others'
 * reviews and visits once their step is over, so that nobody follows the first; of departments' opinions only that they
 * agreed, without their reply and answers.
 */
export function actAsRead(act: ActRecord, candidacy: Candidacy, reader: string): readonly ActRecord[] {
  if (act.member === reader) return [act];
  if (isRunning(act, candidacy)) return [];
  if (act.kind !== 'opinions') return [act];
  const { files: _files, answers: _answers, ...agreed } = act;
  return act.outcome === 'agree' ? [{ ...agreed, reason: '' }] : [];
}
