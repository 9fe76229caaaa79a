/** What of typed answers can be stored, where some were stored before (docs/rules/forms.md#drafts-keep-everything). */
import type { ValueChecks } from '#domain/programme/field-types.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { type CheckedAnswers, checkAnswers } from './answers.ts';

type Inside = Record<string, unknown>;
const isInside = (value: unknown): value is Inside => typeof value === 'object' && value !== null;

/** The value at a path such as `members.2.name`. */
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inside, key) => (isInside(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined),
    value,
  );

/**
 * The answers as a draft keeps them. A value that cannot be stored is a fault and leaves the one of `kept` as it is:
 * nothing that was saved before is replaced by nothing.
 */
export function storableAnswers(
  form: Form,
  typed: Answers,
  kept: Answers | undefined,
  checks: ValueChecks,
): CheckedAnswers {
  const checked = checkAnswers(form, typed, 'draft', checks);
  if (checked.faults.length === 0 || kept === undefined) return checked;
  const mended: Answers = structuredClone(typed);
  for (const { field } of checked.faults) {
    const path = field.split('.');
    const inside = at(mended, path.slice(0, -1));
    if (isInside(inside)) inside[path.at(-1)!] = at(kept, path);
  }
  return { ...checkAnswers(form, mended, 'draft', checks), faults: checked.faults };
}
