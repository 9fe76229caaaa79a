/** An outcome of a step on a nominee in words, whatever kind of step it is of. */
import { type Text, text } from '#domain/problem.ts';
import { isNomineeStep } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';

const otherWords: Readonly<Record<string, Text>> = {
  declined: text('谢绝办理', 'Declined'),
  conflict: text('申明回避', 'Stood aside'),
};

/** An outcome of a step in words. */
export function actWords(kind: string, outcome: string): Text {
  const words: Readonly<Record<string, Text>> = isNomineeStep(kind) ? stepRows[kind].answer.words : {};
  return words[outcome] ?? otherWords[outcome] ?? text(outcome, outcome);
}
