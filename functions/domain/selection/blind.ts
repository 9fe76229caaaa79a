/** 盲评: what of a nomination a panel never sees (docs/rules/panel.md#blind). */
import { maskPersonal } from '#domain/nomination/personal.ts';
import type { Answers, Form } from '#domain/programme/form.ts';

/** What stands in a text where a hidden answer stood. */
const covered = '＊＊';

/** The nominee as her panel reads of her: her name, or where the name is hidden the number of her receipt. */
export const nameForPanel = (
  { nameField }: Pick<Form, 'nameField'>,
  blind: readonly string[],
  nomination: { readonly id: string; readonly name: string; readonly receipt?: string | undefined },
): string => (blind.includes(nameField) ? (nomination.receipt ?? nomination.id.slice(-6)) : nomination.name);

/** Every text inside a value, changed. */
function rewritten(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => rewritten(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rewritten(one, change)]));
}

/**
 * The form and the answers that a panel may read. Hidden fields are gone, and what they say is covered wherever else it is
 * written word for word, of two characters or more; personal answers are masked. What the panel's own form does not know is
 * hidden too: it comes from another level's programme, of which the list says nothing.
 */
export function blindView(
  own: Form,
  blind: readonly string[],
  of: { readonly form: Form; readonly answers: Answers },
): { readonly form: Form; readonly answers: Answers } {
  const isOpen = ({ id }: { readonly id: string }) =>
    !blind.includes(id) && own.fields.some((field) => field.id === id);
  const fields = of.form.fields.filter(isOpen);
  const form = { ...of.form, fields, attachments: [] };
  const hidden = Object.entries(of.answers)
    .flatMap(([id, value]) => (blind.includes(id) && typeof value === 'string' ? [value.trim()] : []))
    .filter((value) => [...value].length >= 2)
    .toSorted((a, b) => b.length - a.length);
  const cover = (text: string) => hidden.reduce((said, value) => said.replaceAll(value, covered), text);
  const open = Object.entries(maskPersonal(form, of.answers)).filter(([id]) => isOpen({ id }));
  return {
    form,
    answers: Object.fromEntries(open.map(([id, value]) => [id, rewritten(value, cover)])),
  };
}
