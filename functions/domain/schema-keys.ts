/** Reads from a zod schema which keys an object may have at a path, because zod's issues don't tell. */
import type * as z from 'zod';
import { valueAt } from './fault-path.ts';

interface Definition {
  readonly shape?: Readonly<Record<string, Node>>;
  readonly element?: Node;
  readonly innerType?: Node;
  readonly getter?: () => Node;
  readonly options?: readonly Node[];
  readonly valueType?: Node;
  readonly in?: Node;
  readonly values?: readonly unknown[];
}
interface Node {
  readonly _zod: { readonly def: Definition };
}

/** True unless a literal of the shape (such as its `kind`) contradicts the value. */
function agrees(node: Node, value: unknown): boolean {
  const shape = node._zod.def.shape;
  if (shape === undefined) return true;
  return Object.entries(shape).every(([key, child]) => {
    const values = child._zod.def.values;
    return values === undefined || values.includes(valueAt(value, [key]));
  });
}

/** The schemas without their wrappers that could describe the value; unions are narrowed by their literals. */
function unwrap(node: Node, value: unknown): Node[] {
  const { innerType, getter, options, in: source } = node._zod.def;
  const inner = innerType ?? getter?.() ?? source;
  if (inner !== undefined) return unwrap(inner, value);
  if (options === undefined) return [node];
  const all = options.flatMap((option) => unwrap(option, value));
  const fitting = all.filter((option) => agrees(option, value));
  return fitting.length > 0 ? fitting : all;
}

/** The keys that `schema` allows in the object at `path` of `input`; empty when there is no such object. */
export function keysAllowedAt(schema: z.ZodType, path: readonly PropertyKey[], input: unknown): string[] {
  let nodes = unwrap(schema as unknown as Node, input);
  for (let i = 0; i < path.length; i++) {
    const value = valueAt(input, path.slice(0, i + 1));
    nodes = nodes.flatMap((node) => {
      const { shape, element, valueType } = node._zod.def;
      const child = shape?.[String(path[i])] ?? element ?? valueType;
      return child === undefined ? [] : unwrap(child, value);
    });
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node._zod.def.shape ?? {})))];
}
