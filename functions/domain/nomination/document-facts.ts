/** What an ID number says of its holder, and where a form says otherwise (docs/rules/identity.md#birth-and-gender). */

import { readDay } from '#domain/age.ts';
import { type Fault, fault } from '#domain/problem.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { type Cell, type PathOf, throughForm } from './form-rows.ts';
import { detailsOfIdNumber, readDocument } from './id-document.ts';

/** Birth date and gender in the number of a document; undefined for a kind whose number does not tell them. */
const factsIn = (document: unknown) => detailsOfIdNumber(readDocument(document)?.number ?? '');

/** Birth date of whom an `idDocument` field or column of these answers names: by the number, else as it was typed. */
export function birthDateIn(document: Cell | undefined, values: Answers): unknown {
  if (document === undefined) return undefined;
  const typed = document.tells?.birthDate;
  return factsIn(values[document.id])?.birthDate ?? (typed === undefined ? undefined : values[typed]);
}

/**
 * The answers as eligibility judges them: birth date and gender as the ID numbers say, wherever the form says which
 * fields a number tells.
 */
export function provenAnswers({ fields }: Form, answers: Answers): Answers {
  const proven: Record<string, unknown> = { ...answers };
  for (const { id, tells } of fields) {
    const facts = tells && factsIn(answers[id]);
    if (facts === undefined) continue;
    if (tells?.birthDate !== undefined) proven[tells.birthDate] = facts.birthDate;
    if (tells?.gender !== undefined) proven[tells.gender] = facts.gender;
  }
  return proven;
}

const nameOf = ({ label }: Cell) => ({ zh: label.zh, en: label.en ?? label.zh });

function futureFault(field: Cell, born: unknown, pathOf: PathOf, today: string): Fault | undefined {
  // A month is compared with the month.
  if (typeof born !== 'string' || readDay(born) === undefined || born <= today.slice(0, born.length))
    return undefined;
  const { zh, en } = nameOf(field);
  return fault(
    pathOf(field.id),
    'born-later',
    `「${zh}」：出生日期晚于今天，请更正`,
    `"${en}": the birth date is later than today; correct it`,
  );
}

/** What is wrong with a birth date beside a number. The words hold no date, since pages opened by link mask them. */
function birthFault(
  field: Cell,
  document: Cell,
  typed: unknown,
  proven: string | undefined,
  pathOf: PathOf,
  today: string,
): Fault | undefined {
  const later = futureFault(field, typed, pathOf, today);
  if (later !== undefined || proven === undefined) return later;
  if (typeof typed !== 'string' || readDay(typed) === undefined || proven.startsWith(typed)) return undefined;
  const [{ zh, en }, number] = [nameOf(field), nameOf(document)];
  return fault(
    pathOf(field.id),
    'birth-differs',
    `「${zh}」与「${number.zh}」中的出生日期（第 7 至 14 位）不一致，请核对这两项`,
    `"${en}" differs from the birth date in "${number.en}" (digits 7 to 14); compare the two`,
  );
}

function genderFault(
  field: Cell,
  document: Cell,
  typed: unknown,
  proven: string | undefined,
  pathOf: PathOf,
): Fault | undefined {
  if (proven === undefined || typed === proven || (typed !== '男' && typed !== '女')) return undefined;
  const [{ zh, en }, number] = [nameOf(field), nameOf(document)];
  return fault(
    pathOf(field.id),
    'gender-differs',
    `「${zh}」与「${number.zh}」不一致（第 17 位单数为男、双数为女），请核对这两项`,
    `"${en}" differs from "${number.en}" (digit 17 is odd for 男, even for 女); compare the two`,
  );
}

/**
 * Where birth date and gender contradict the ID number that tells them, or somebody would be born after `today`; faults
 * stand beside what was typed. What was left out, or can't be read, contradicts nothing.
 */
export function contradictions(
  fields: readonly Cell[],
  values: Answers,
  pathOf: PathOf,
  today: string,
): readonly Fault[] {
  const at = (id: string | undefined) => fields.find((field) => field.id === id);
  return fields
    .filter(({ type }) => type === 'idDocument')
    .flatMap((document) => {
      const { tells } = document;
      const facts = factsIn(values[document.id]);
      const [birth, gender] = [at(tells?.birthDate), at(tells?.gender)];
      return [
        futureFault(document, facts?.birthDate, pathOf, today),
        birth && birthFault(birth, document, values[birth.id], facts?.birthDate, pathOf, today),
        gender && genderFault(gender, document, values[gender.id], facts?.gender, pathOf),
      ].filter((one) => one !== undefined);
    });
}

/** The same over a whole form as it is stored, rows of tables included. */
export const contradictionsIn = (form: Form, answers: Answers, today: string): readonly Fault[] =>
  throughForm(form, answers, (fields, values, pathOf) => contradictions(fields, values, pathOf, today));
