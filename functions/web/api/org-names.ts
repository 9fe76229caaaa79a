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

/** A name that is still to be found: in which object, under which name, and of which id or ids. */
interface Blank {
  readonly object: Record<string, unknown>;
  readonly beside: string;
  readonly of: unknown;
}

/** A copy of an answer, and what is to be filled in. */
function copied(value: unknown, blanks: Blank[]): unknown {
  if (Array.isArray(value)) return value.map((one) => copied(one, blanks));
  if (!hasMembers(value)) return value;
  const object: Record<string, unknown> = { ...value };
  for (const name of Object.keys(value))
    if (typeof value[name] === 'object') object[name] = copied(value[name], blanks);
  const places = placesIn((name) => Object.hasOwn(value, name));
  for (const [name, beside] of places.single)
    if (!Array.isArray(value[name])) blanks.push({ object, beside, of: value[name] });
  for (const [name, beside] of places.several)
    if (Array.isArray(value[name])) blanks.push({ object, beside, of: value[name] });
  return object;
}

/**
 * An answer with the name of every organisation beside its id; what names none stays as it is. Each is read once: a
 * promise for every member of a thousand rows took more memory than the rows.
 */
export async function withNames(table: Table, answer: unknown): Promise<unknown> {
  const blanks: Blank[] = [];
  const named = copied(answer, blanks);
  const ids = new Set(blanks.flatMap(({ of }) => of));
  const names = new Map(
    await Promise.all([...ids].map(async (id) => [id, await nameOf(table, id)] as const)),
  );
  for (const { object, beside, of } of blanks) {
    const found = Array.isArray(of) ? of.map((id) => names.get(id)) : names.get(of);
    const isWhole = Array.isArray(found)
      ? found.length > 0 && !found.includes(undefined)
      : found !== undefined;
    if (isWhole) object[beside] = found;
  }
  return named;
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
