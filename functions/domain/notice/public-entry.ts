/** What a public notice may show of a nominee: the programme's public fields, never personal data (docs/rules/notice.md#never-shown). */
import { fault, refuseIf } from '#domain/problem.ts';
import { sayAnswer } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import { publicFieldFaults } from '#domain/programme/public-fields.ts';

/** What a notice shows of one field. */
export interface PublicItem {
  readonly field: string;
  readonly label: Field['label'];
  readonly value: string;
  /** A number with a unit, without it. */
  readonly number?: string;
}

/** An ID number or a mobile number that somebody typed into another field. */
const leaks =
  /(?<!\d)(\d{6}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]|1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?!\d)/;

/**
 * What a notice shows of one nominee: the public fields that have an answer, in the programme's order.
 * @throws Problem `invalid` when the programme would show personal data, or an answer holds an ID or mobile number.
 */
export function publicEntry(form: Form, answers: Answers): readonly PublicItem[] {
  refuseIf(publicFieldFaults(form));
  const items = form.publicFields
    .flatMap((id) => form.fields.filter((field) => field.id === id))
    .map((field) => ({
      field: field.id,
      label: field.label,
      value: sayAnswer(field, answers[field.id]).zh.trim(),
      ...(field.unit !== undefined &&
        typeof answers[field.id] === 'number' && { number: String(answers[field.id]) }),
    }))
    .filter(({ value }) => value !== '');
  refuseIf(
    items
      .filter(({ value }) => leaks.test(value.normalize('NFKC')))
      .map(({ field, label }) =>
        fault(
          field,
          'public-text-leaks',
          `“${label.zh}”中含有身份证号或手机号，公示前请删去`,
          `“${label.en ?? label.zh}” holds an ID number or a mobile number; remove it before the notice`,
        ),
      ),
  );
  return items;
}

/** True when an amendment needs a new notice (docs/rules/levels.md#sending-back). */
export const publicFactsChanged = (form: Form, before: Answers, after: Answers): boolean =>
  JSON.stringify(publicEntry(form, before)) !== JSON.stringify(publicEntry(form, after));
