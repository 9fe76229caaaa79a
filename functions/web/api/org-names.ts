/** Names of organisations beside their ids, in every answer of the API and in what its document says of them. */
import { hasMembers, type Members } from '#domain/members.ts';
import { Problem } from '#domain/problem.ts';
import { knownOrganisation } from '#store/people.ts';
import type { Table } from '#store/table.ts';

/** Members that hold the id of an organisation; `from` beside a `to` is a status, a number or a date. */
const single = ['org', 'organisation', 'parent', 'owner', 'from'] as const;
/** Members that hold the ids of several: an organisation and those above it, those that an import made. */
const several = ['path', 'orgPath', 'created'] as const;

/** Which members of an object may name organisations, and how the names beside them are called. */
const placesIn = (has: (name: string) => boolean) => ({
  single: single
    .filter((name) => has(name) && (name !== 'from' || !has('to')))
    .map((name) => [name, `${name}Name`] as const)
    .filter(([, beside]) => !has(beside)),
  several: several.filter(has).map((name) => [name, `${name}Names`] as const),
});

async function nameOf(table: Table, id: unknown): Promise<string | undefined> {
  if (typeof id !== 'string' || id === '') return undefined;
  try {
    return (await knownOrganisation(table, id)).name;
  } catch (error) {
    if (error instanceof Problem && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** An answer with the name of every organisation beside its id; what names none stays as it is. */
export async function withNames(table: Table, answer: unknown): Promise<unknown> {
  if (Array.isArray(answer)) return Promise.all(answer.map((one) => withNames(table, one)));
  if (!hasMembers(answer)) return answer;
  const places = placesIn((name) => Object.hasOwn(answer, name));
  const members = Object.entries(answer).map(
    async ([name, value]) => [name, await withNames(table, value)] as const,
  );
  const names = places.single.map(
    async ([name, beside]) => [beside, await nameOf(table, answer[name])] as const,
  );
  const lists = places.several.map(async ([name, beside]) => {
    const ids = answer[name];
    const found = Array.isArray(ids) ? await Promise.all(ids.map((id) => nameOf(table, id))) : [];
    return [beside, found.length > 0 && !found.includes(undefined) ? found : undefined] as const;
  });
  const all = await Promise.all([...members, ...names, ...lists]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

const isText = (shape: unknown): boolean =>
  hasMembers(shape) && (shape.type === 'string' || Object.hasOwn(shape, '$ref'));
const isList = (shape: unknown): boolean =>
  hasMembers(shape) && shape.type === 'array' && isText(shape.items);

/** A shape of the document with those names. */
export function namesDescribed(shape: Members): Members {
  const { properties } = shape;
  if (!hasMembers(properties)) return shape;
  const places = placesIn((name) => Object.hasOwn(properties, name));
  const description = '单位名称 / name of the organisation';
  const added = [
    ...places.single
      .filter(([name]) => isText(properties[name]))
      .map(([, beside]) => [beside, { type: 'string', description }] as const),
    ...places.several
      .filter(([name]) => isList(properties[name]))
      .map(([, beside]) => [beside, { type: 'array', items: { type: 'string' }, description }] as const),
  ];
  return added.length === 0
    ? shape
    : { ...shape, properties: { ...properties, ...Object.fromEntries(added) } };
}
