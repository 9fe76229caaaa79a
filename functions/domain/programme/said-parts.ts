/** What faults call the parts of a programme: phases, steps and fields by the titles that a clerk sees, never by their codes. */
import { type Text, text } from '#domain/problem.ts';
import { stepWords } from '#domain/step-kinds.ts';
import type { Field, Form } from './form.ts';
import type { Phase, Step } from './step.ts';

/** What a step is called: its own title, else the words of its kind, which also say an equal title in English. */
export const stepTitle = ({ kind, title }: Pick<Step, 'kind' | 'title'>): Text =>
  title === undefined || title === stepWords[kind].zh ? stepWords[kind] : text(title, title);

/** A phase by its steps. */
export function phaseWords({ steps }: Phase): Text {
  const words = steps.map(stepTitle);
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
