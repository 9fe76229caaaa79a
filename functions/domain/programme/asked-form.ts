/** Which fields, files and declarations of a form a nominee is asked, by what was answered (docs/rules/forms.md#conditions). */
import { ageOn } from '#domain/age.ts';
import { type Text, text } from '#domain/problem.ts';
import { sayAnswer } from './field-types.ts';
import type { Answers, Condition, Field, Form } from './form.ts';

type Conditional = { readonly when?: Condition | undefined; readonly group?: string | undefined };

/** The conditions of a part: its own, and that of its group. */
export const conditionsOf = ({ groups }: Pick<Form, 'groups'>, part: Conditional): readonly Condition[] => [
  ...groups.flatMap(({ title, when }) => (title === part.group && when !== undefined ? [when] : [])),
  ...(part.when === undefined ? [] : [part.when]),
];

/** True for a form that asks everybody everything. */
export const asksAlike = (form: Form): boolean =>
  [form.groups, form.fields, form.attachments, form.declarations].every((parts: readonly Conditional[]) =>
    parts.every(({ when }) => when === undefined),
  );

function meets({ values, under }: Condition, answer: unknown, today: string): boolean {
  if (values !== undefined)
    return [answer].flat().some((one) => values.includes(typeof one === 'string' ? one : String(one)));
  const age = ageOn(answer, today);
  return age !== undefined && under !== undefined && age >= 0 && age < under;
}

/**
 * The form as these answers make it: without the parts whose condition they do not meet. What is not asked counts as
 * not answered for the conditions of others. Files that are not asked for stay allowed, none is needed.
 * `today` is a date in Shanghai, on which an age is taken.
 */
export function askedForm(form: Form, answers: Answers, today: string): Form {
  if (asksAlike(form)) return form;
  const known = new Map(form.fields.map((field) => [field.id, field]));
  const judged = new Map<string, boolean>();
  const holds = (part: Conditional): boolean =>
    conditionsOf(form, part).every((when) => {
      const field = known.get(when.field);
      return field !== undefined && isAsked(field) && meets(when, answers[when.field], today);
    });
  const isAsked = (field: Field): boolean => {
    const before = judged.get(field.id);
    if (before !== undefined) return before;
    // A condition that leads back to itself is refused when the programme is read; here it ends.
    judged.set(field.id, false);
    const asked = holds(field);
    judged.set(field.id, asked);
    return asked;
  };
  return {
    ...form,
    fields: form.fields.filter(isAsked),
    attachments: form.attachments.map((rule) => (holds(rule) ? rule : { ...rule, min: 0 })),
    declarations: form.declarations.filter(holds),
  };
}

/** The fields to show of what was answered: all but those of a condition that left them without an answer. */
export const answeredForm = (form: Form, answers: Answers): Form =>
  asksAlike(form)
    ? form
    : {
        ...form,
        fields: form.fields.filter(
          (field) => conditionsOf(form, field).length === 0 || answers[field.id] !== undefined,
        ),
      };

/** Who is asked, in words: 仅当「人员类别」为“港澳台人员”时填写. Empty for a part without a condition. */
export function conditionWords(form: Form, part: Conditional): Text {
  const said = conditionsOf(form, part).flatMap(({ field: id, values, under }) => {
    const field = form.fields.find((one) => one.id === id);
    if (field === undefined) return [];
    const { zh, en = zh } = field.label;
    if (values === undefined)
      return [text(`「${zh}」不满 ${under} 周岁`, `"${en}" makes under ${under} years of age`)];
    const labels = values.map((value) =>
      sayAnswer(field, value === 'true' || value === 'false' ? value === 'true' : value),
    );
    return [
      text(
        `「${zh}」为${labels.map((one) => `“${one.zh}”`).join('或')}`,
        `"${en}" is ${labels.map((one) => `"${one.en}"`).join(' or ')}`,
      ),
    ];
  });
  return said.length === 0
    ? text('', '')
    : text(
        `仅当${said.map((one) => one.zh).join('且')}时填写`,
        `Only where ${said.map((one) => one.en).join(' and ')}`,
      );
}
