/** What a field of an input is called on pages and in faults: kept beside its schema, so that both say the same. */
import * as z from 'zod';
import { memberOf } from './members.ts';
import type { Text } from './problem.ts';

interface Said {
  readonly label: Text;
  /** What may stand after a number: 天, 分. */
  readonly units?: readonly string[];
  /** Said when nothing was written, instead of the usual words. */
  readonly missing?: Text;
  /** The code of that fault, `required` unless it has one of its own. */
  readonly missingCode?: string;
}
const labels: z.core.$ZodRegistry<Said> = z.registry<Said>();

/** Gives a schema the words of its field: `labelled(z.string(), text('原因', 'Reason'))`. */
export function labelled<S extends z.ZodType>(schema: S, label: Text, more: Omit<Said, 'label'> = {}): S {
  const named = schema.clone();
  labels.add(named, { label, ...more });
  return named;
}

/** What a schema wraps: the same field, left out or filled in by default. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  const inner = memberOf(def, 'innerType') ?? (def.type === 'pipe' ? memberOf(def, 'in') : undefined);
  return inner instanceof z.core.$ZodType ? unwrapped(inner) : schema;
}

/** The fields of an object's schema; none for any other. */
export const fieldsOf = (schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> => {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodObject ? inner.shape : {};
};

/** What is said of a field, beside its schema or beside what that wraps. */
export const saidOf = (schema: z.core.$ZodType): Said | undefined =>
  labels.get(schema) ?? labels.get(unwrapped(schema));
