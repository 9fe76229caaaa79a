/** What a field of an input is called on pages and in faults: kept beside its schema, so that both say the same. */
import * as z from 'zod';
import { entryUnder, memberOf } from './members.ts';
import { type Text, text } from './problem.ts';

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

const isSchema = (one: unknown): one is z.core.$ZodType => one instanceof z.core.$ZodType;

/** What a schema holds at a key: the field of an object, the entry of a list or of a record; of a union the first that has it. */
function heldAt(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const inner = unwrapped(schema);
  const { def } = inner._zod;
  if (inner instanceof z.ZodObject) return entryUnder(fieldsOf(inner), String(key));
  const options = memberOf(def, 'options');
  if (Array.isArray(options)) return options.filter(isSchema).flatMap((one) => heldAt(one, key) ?? [])[0];
  return [memberOf(def, 'element'), memberOf(def, 'valueType')].find(isSchema);
}

/** The labels on the way to a path, entries of lists counted: 等次第 2 项的名称. What has no label is told by what holds it. */
export function labelAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): Text {
  const zh: string[] = [];
  const en: string[] = [];
  let at: z.core.$ZodType | undefined = schema;
  for (const key of path) {
    at = at === undefined ? undefined : heldAt(at, key);
    const label = at === undefined || typeof key === 'number' ? undefined : saidOf(at)?.label;
    if (typeof key === 'number') {
      zh.push(`${zh.pop() ?? ''}第 ${key + 1} 项`);
      en.push(`${en.pop() ?? ''}, entry ${key + 1}`);
    } else if (label !== undefined && label.zh !== zh.at(-1)) {
      zh.push(label.zh);
      en.push(label.en);
    }
  }
  return text(zh.join('的'), en.join(': '));
}
