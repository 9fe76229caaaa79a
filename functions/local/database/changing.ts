/** Applies a change to a row as DynamoDB's UpdateItem does, and refuses what it refuses. */
import { hasMembers } from '#domain/members.ts';
import { malformed } from '#store/conflict.ts';
import { fieldOf } from '#store/predicate.ts';
import type { Change, Item, Key } from '#store/table.ts';

type Fields = Record<string, unknown>;
/** A value that may be changed inside: a map, and no bytes. */
const isMap = (value: unknown): value is Fields => hasMembers(value) && !(value instanceof Uint8Array);

/** Every path may be named once, and none inside another. */
function demandApart(paths: readonly string[]): void {
  if (paths.length === 0) throw malformed('Invalid UpdateExpression: The expression can not be empty');
  const each = new Set<string>();
  for (const path of paths) {
    if (each.has(path)) throw malformed(`Two document paths overlap: ${path} twice`);
    each.add(path);
  }
  for (const path of paths)
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1))
      if (each.has(path.slice(0, dot)))
        throw malformed(`Two document paths overlap: ${path} and ${path.slice(0, dot)}`);
  if (paths.some((path) => path === 'pk' || path === 'sk'))
    throw malformed('Cannot update a key attribute: it is part of the key');
}

/** Gives the map in which the last name of a path stands, and that name. */
function placeOf(row: Fields, path: string): readonly [Fields, string] {
  const dot = path.lastIndexOf('.');
  if (dot < 0) return [row, path];
  const parent = fieldOf(row, path.slice(0, dot));
  if (!isMap(parent)) throw malformed(`The document path ${path} is invalid for update`);
  return [parent, path.slice(dot + 1)];
}

/**
 * Gives the row as it is after a change; `row` is the caller's own copy and changed in place, undefined makes a new one.
 * Throws ValidationException on overlapping paths, a path through what is no map, or a number added to what is none.
 */
export function applyChange(row: Item | undefined, { pk, sk }: Key, change: Change): Item {
  const { set = {}, initial = {}, add = {}, remove = [] } = change;
  demandApart([...Object.keys(set), ...Object.keys(initial), ...Object.keys(add), ...remove]);
  const after: Item = row ?? { pk, sk };
  const put = (path: string, value: unknown): void => {
    const [map, name] = placeOf(after, path);
    if (value === undefined) delete map[name];
    else map[name] = value;
  };
  for (const path in set) put(path, set[path]);
  for (const path in initial) if (fieldOf(after, path) === undefined) put(path, initial[path]);
  for (const path in add) {
    const was = fieldOf(after, path) ?? 0;
    if (typeof was !== 'number') throw malformed(`An operand in the update expression is no number: ${path}`);
    put(path, was + add[path]!);
  }
  for (const path of remove) put(path, undefined);
  return after;
}
