/** What faults call the parts of a programme: phases, steps and fields by the titles that a clerk sees, never by their codes. */
import { type Text, text } from '#domain/problem.ts';
import { stepWords } from '#domain/step-kinds.ts';
import type { Field, Form } from './form.ts';
import type { Phase } from './step.ts';

/** A phase by its steps: their own titles, else the words of their kinds. */
export function phaseWords({ steps }: Phase): Text {
  const words = steps.map(({ kind, title }) => (title === undefined ? stepWords[kind] : text(title, title)));
  return text(words.map(({ zh }) => zh).join('、'), words.map(({ en }) => en).join(', '));
}

/** A field's English label, else the Chinese one. */
export const labelEn = ({ label }: Pick<Field, 'label'>): string => label.en ?? label.zh;

/** A field by its label; the channel is asked of everybody; what is in no form keeps its code. */
export function fieldWords({ fields }: Pick<Form, 'fields'>, id: string): Text {
  if (id === 'channel') return text('申报渠道', 'channel');
  const field = fields.find((one) => one.id === id);
  return field === undefined ? text(id, id) : text(field.label.zh, labelEn(field));
}
