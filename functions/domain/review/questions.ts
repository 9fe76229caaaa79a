/** What a department is asked besides its opinion 征求意见: questions of the programme's step (docs/rules/departments.md#questions). */
import { type Fault, fault } from '#domain/problem.ts';

export interface Question {
  readonly id: string;
  readonly label: string;
  /** What may be chosen, 是 and 否 for a yes or no; without any it is answered in words. */
  readonly options?: readonly string[] | undefined;
  readonly required: boolean;
  /** Asked of these departments alone, or about these classes of nominees alone. */
  readonly departments?: readonly string[] | undefined;
  readonly classes?: readonly string[] | undefined;
}
export type Answered = Readonly<Record<string, string>>;

/** The questions to a department about a nominee of a class. */
export const questionsFor = (
  questions: readonly Question[] | undefined,
  department: string,
  nomineeClass: string | undefined,
): readonly Question[] =>
  (questions ?? []).filter(
    ({ departments, classes }) =>
      (departments === undefined || departments.includes(department)) &&
      (classes === undefined || (nomineeClass !== undefined && classes.includes(nomineeClass))),
  );

/** What is wrong with the answers: one is missing, is none of the options, or answers what was not asked. */
export function questionFaults(questions: readonly Question[], answers: Answered): readonly Fault[] {
  const wrong = questions.flatMap(({ id, label, options, required }): Fault[] => {
    const said = (answers[id] ?? '').trim();
    if (said === '')
      return required
        ? [fault(`answers.${id}`, 'required', `请回答：${label}`, `Please answer: ${label}`)]
        : [];
    if (options === undefined || options.includes(said)) return [];
    const listed = options.join('、');
    return [
      fault(
        `answers.${id}`,
        'no-option',
        `「${label}」请选择：${listed}`,
        `Choose for "${label}" one of: ${listed}`,
      ),
    ];
  });
  const strangers = Object.keys(answers).filter((id) => questions.every((one) => one.id !== id));
  return [
    ...wrong,
    ...strangers.map((id) =>
      fault(
        `answers.${id}`,
        'not-asked',
        `没有问到“${id}”这一项，请删去`,
        `"${id}" was not asked; leave it out`,
      ),
    ),
  ];
}

/** The answers in the order of the questions, as they are kept and shown. */
export const answersSaid = (
  questions: readonly Question[],
  answers: Answered,
): readonly { readonly question: string; readonly answer: string }[] =>
  questions.flatMap(({ id, label }) => {
    const answer = (answers[id] ?? '').trim();
    return answer === '' ? [] : [{ question: label, answer }];
  });
