/** 征求意见函: whom a department is asked about, with the questions of each class of nominee as its own reply form (docs/rules/departments.md#letter). */
import type { Question } from './questions.ts';

/** A nominee about whom the department owes an answer. */
export interface LetterNominee {
  readonly nomination: string;
  readonly name: string;
  /** What a notice would show of her. */
  readonly shown: readonly { readonly label: string; readonly value: string }[];
  readonly nomineeClass?: string | undefined;
  readonly questions: readonly Question[];
}
/** One table of the letter: nominees of one class, and what is asked about each. */
export interface LetterPart {
  readonly nomineeClass?: string | undefined;
  readonly questions: readonly Question[];
  readonly nominees: readonly LetterNominee[];
}

/** The tables of a letter, in the order in which their classes first stand; nominees keep their order. */
export function letterParts(nominees: readonly LetterNominee[]): readonly LetterPart[] {
  const parts = new Map<string, LetterNominee[]>();
  for (const nominee of nominees) {
    const key = nominee.nomineeClass ?? '';
    parts.set(key, [...(parts.get(key) ?? []), nominee]);
  }
  return [...parts.values()].map((of) => ({
    nominees: of,
    questions: of[0]?.questions ?? [],
    ...(of[0]?.nomineeClass !== undefined && { nomineeClass: of[0].nomineeClass }),
  }));
}

/** The blank of a question on paper: a line each of □有 and □无, or one to write on. */
export const questionBlank = ({ options }: Pick<Question, 'options'>): string =>
  options === undefined ? '＿＿＿＿' : options.map((option) => `□${option}`).join('\n');
