/** Reads from a zod schema which keys an object may have at a path, because zod's issues don't tell. */
import * as z from 'zod';
import { valueAt } from './fault-path.ts';
import { hasMembers, memberOf } from './members.ts';

type Node = z.core.$ZodType;
const isNode = (value: unknown): value is Node => value instanceof z.core.$ZodType;

/** A part of a schema's definition that is a schema itself: `element`, `innerType`, `valueType`, … */
function partOf(node: Node, ...names: readonly string[]): Node | undefined {
  return names.map((name) => memberOf(node._zod.def, name)).find(isNode);
}

/** The members of an object's schema; undefined for any other. */
function shapeOf(node: Node): ReadonlyMap<string, Node> | undefined {
  const shape = memberOf(node._zod.def, 'shape');
  if (!hasMembers(shape)) return undefined;
  return new Map(Object.entries(shape).flatMap(([key, part]) => (isNode(part) ? [[key, part]] : [])));
}

/** True unless a literal of the shape (such as its `kind`) contradicts the value. */
function agrees(node: Node, value: unknown): boolean {
  return [...(shapeOf(node) ?? [])].every(([key, child]) => {
    const values = memberOf(child._zod.def, 'values');
    return !Array.isArray(values) || values.includes(valueAt(value, [key]));
  });
}

/** The schemas without their wrappers that could describe the value; unions are narrowed by their literals. */
function unwrap(node: Node, value: unknown): Node[] {
  const inner =
    partOf(node, 'innerType') ??
    (node instanceof z.core.$ZodLazy ? node._zod.def.getter() : partOf(node, 'in'));
  if (inner !== undefined) return unwrap(inner, value);
  const options = memberOf(node._zod.def, 'options');
  if (!Array.isArray(options)) return [node];
  const all = options.filter(isNode).flatMap((option) => unwrap(option, value));
  const fitting = all.filter((option) => agrees(option, value));
  return fitting.length > 0 ? fitting : all;
}

/** The keys that `schema` allows in the object at `path` of `input`; empty when there is no such object. */
export function keysAllowedAt(schema: z.ZodType, path: readonly PropertyKey[], input: unknown): string[] {
  let nodes = unwrap(schema, input);
  for (let i = 0; i < path.length; i++) {
    const value = valueAt(input, path.slice(0, i + 1));
    nodes = nodes.flatMap((node) => {
      const child = shapeOf(node)?.get(String(path[i])) ?? partOf(node, 'element', 'valueType');
      return child === undefined ? [] : unwrap(child, value);
    });
  }
  return [...new Set(nodes.flatMap((node) => [...(shapeOf(node)?.keys() ?? [])]))];
}
