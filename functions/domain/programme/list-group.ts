/** Groups 类别 of a list: the ten lines of a hundred stars, the nine kinds of local talents; a list stands in their order (docs/rules/groups.md#listed-by). */
import { type Text, text } from '#domain/problem.ts';
import type { Form } from './form.ts';
import type { Facts } from './group-limits.ts';
import type { Stage } from './programme.ts';

/** What a list is grouped by: a choice of the form, its label, and its options in the programme's order. */
export interface ListedBy {
  readonly field: string;
  readonly label: string;
  readonly groups: readonly { readonly value: string; readonly title: Text }[];
}

/** The groups of a stage's list; undefined where it has none. */
export function listedBy(form: Form, { listBy }: Pick<Stage, 'listBy'>): ListedBy | undefined {
  const field = form.fields.find(({ id }) => id === listBy);
  if (listBy === undefined || field === undefined) return undefined;
  const groups = (field.options ?? []).map(({ value, label }) => ({
    value,
    title: text(label.zh, label.en ?? label.zh),
  }));
  return { field: listBy, label: field.label.zh, groups };
}

/** The group of a nominee by its value; undefined where her form does not ask for it. */
export function groupOf(listBy: string | undefined, facts: Facts): string | undefined {
  const answer = listBy !== undefined && Object.hasOwn(facts, listBy) ? facts[listBy] : undefined;
  return typeof answer === 'string' && answer !== '' ? answer : undefined;
}

/** Place of a nominee's group in the programme's order; who has none comes last. */
export function groupOrder(by: ListedBy | undefined, facts: Facts): number {
  if (by === undefined) return 0;
  const at = by.groups.findIndex(({ value }) => value === groupOf(by.field, facts));
  return at < 0 ? by.groups.length : at;
}

/** Neighbours of one group under its title, in the order they stand; `from` is how many stand before. */
export function underTitles<T>(
  all: readonly T[],
  titleOf: (one: T) => string | undefined,
): readonly { readonly title: string | undefined; readonly from: number; readonly items: readonly T[] }[] {
  const found: { title: string | undefined; from: number; items: T[] }[] = [];
  for (const [from, one] of all.entries()) {
    const title = titleOf(one);
    const last = found.at(-1);
    if (last !== undefined && last.title === title) last.items.push(one);
    else found.push({ title, from, items: [one] });
  }
  return found;
}
