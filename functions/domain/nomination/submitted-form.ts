/** A form as it is submitted or amended, checked as a whole: answers, files, and what its sender vouches for. */
import { askedForm } from '#domain/programme/asked-form.ts';
import type { ValueChecks } from '#domain/programme/field-types.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { type CheckedAnswers, checkAnswers } from './answers.ts';
import { attachmentFaults } from './attachment-faults.ts';
import { certificateFaults, oddCheck, oddCodesIn } from './odd-codes.ts';

export interface SubmittedForm {
  readonly answers: Answers;
  readonly attachments: readonly { readonly rule: string }[];
  /** Whoever sends it says that a credit code with an odd check digit stands so on the certificate attached. */
  readonly certified?: boolean | undefined;
}

/** Tidy answers, and every fault of answers, attachments and certificates at once. Never throws. */
export function checkSubmitted(
  form: Form,
  { answers: typed, attachments, certified = false }: SubmittedForm,
  checks: ValueChecks,
): Pick<CheckedAnswers, 'answers' | 'faults'> {
  const { answers, faults } = checkAnswers(form, typed, 'submit', checks);
  const counts: Record<string, number> = {};
  for (const { rule } of attachments) counts[rule] = (counts[rule] ?? 0) + 1;
  return {
    answers,
    faults: [
      ...faults.filter(({ code }) => code !== oddCheck),
      ...oddCodesIn(form, answers).flatMap((odd) => certificateFaults(form, odd, certified, counts)),
      ...attachmentFaults(askedForm(form, answers, checks.today), counts),
    ],
  };
}
