/** The door of an action: one schema says what it takes, for its API route and its page too. */
import * as z from 'zod';
import { faultsFromZod } from './faults.ts';
import { fieldsOf, labelled, saidOf, unwrapped } from './field-label.ts';
import { readNumber } from './number-input.ts';
import { type Fault, fault, refuseIf, text } from './problem.ts';
import type { Deep } from './read-only.ts';

/** What callers of an action give it: as its schema takes it, before defaults. */
export type Input<S extends z.ZodType> = Deep<z.input<S>>;

/** Id of a record. */
export const id = z.string().min(1).max(200);
/** Version of the record that the sender has seen; another one means that somebody was faster. */
export const version = z.int().nonnegative();
/** Nothing more than the version that the page showed: the address says what is asked. */
export const ofVersion = z.strictObject({ version });
/** What an action is sent about one record, whose id the address says. */
export type OfRecord<S extends z.ZodObject> = Input<S> & { readonly id: string };

/** A text of at most `max` characters: 𠮷 is one, where the length of a string counts two. */
function atMost(max: number) {
  const check = z.core._maxLength(max);
  const byUnits = check._zod.check;
  check._zod.check = (payload) => (countAll(payload.value) > max ? byUnits(payload) : undefined);
  return check as z.core.$ZodCheckMaxLength<string>;
}
const countAll = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);

/** A text of at most `max` characters as it was sent: what must be met word for word, such as a line of a checklist. */
export const verbatim = (max: number) => z.string().check(atMost(max)).min(1);
/** A text of at most `max` characters, without spaces around it. */
export const words = (max: number) => z.string().trim().check(atMost(max));
/** A text on one line, such as a name: a line break that was pasted with it is a space. */
export const line = (max: number) =>
  z
    .string()
    .overwrite((written) => written.replace(/\s*\n\s*/g, ' '))
    .trim()
    .check(atMost(max))
    .min(1);

/** A text of at most `max` characters that must not be empty. */
export const needed = (max: number) => words(max).min(1);

/** Why somebody does what she does: kept in the history, so it must be said. */
export const reasonWhy = (max = 200, missing = text('请写明原因', 'Give the reason')) =>
  labelled(needed(max), text('原因', 'Reason'), { missing, missingCode: 'reason-needed' });

/** What is wrong with a value by a schema: every fault by the path and words of its field. */
export function faultsIn(schema: z.ZodType, given: unknown): readonly Fault[] {
  const parsed = schema.safeParse(given);
  return parsed.success ? [] : faultsFromZod(parsed.error, given, schema);
}

/** What a schema makes of a value. @throws Problem `invalid` with all `faultsIn` it. */
export function readInput<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  refuseIf(faultsFromZod(parsed.error, given, schema));
  throw parsed.error;
}

/** Refuses a list of an act over many that names one twice. @throws Problem `invalid` `named-twice` beside the repeats. */
export function demandEachOnce(field: string, ids: readonly string[]): void {
  refuseIf(
    ids.flatMap((one, i) =>
      ids.indexOf(one) === i
        ? []
        : [
            fault(
              `${field}.${i}`,
              'named-twice',
              `“${one}”重复，每个对象只能出现一次`,
              `"${one}" is named twice; name each once`,
            ),
          ],
    ),
  );
}

/** `readInput` of what is sent about one record. */
export function readOfRecord<S extends z.ZodObject>(schema: S, { id: which, ...given }: OfRecord<S>) {
  return { ...readInput(schema, given), id: which };
}

/** One field from its texts; undefined when nothing was written. What is no number stays as written, for the schema to refuse. */
function readField(schema: z.core.$ZodType, texts: readonly string[]): unknown {
  const { type } = unwrapped(schema)._zod.def;
  const last = (texts.at(-1) ?? '').trim();
  const isOptional = schema._zod.optin === 'optional';
  if (type === 'array') {
    const written = texts.filter((each) => each.trim() !== '');
    return written.length === 0 && isOptional ? undefined : written;
  }
  if (type === 'string' && !isOptional) return texts.at(-1) ?? '';
  if (last === '') return undefined;
  if (type === 'boolean') return last === 'true' ? true : last === 'false' ? false : last;
  if (type !== 'number') return type === 'string' ? texts.at(-1) : last;
  const number = readNumber(last, saidOf(schema)?.units);
  return Number.isNaN(number) ? last : number;
}

/**
 * Texts, as a form or a query sends them, in the types of a schema: what its fields are called, each with its texts.
 * Fields that nobody filled in are left out; the schema then says what is missing. Lists of anything but texts are not read.
 * Nothing of it has been checked yet: the action parses what it is sent, whatever its type promises.
 */
export const inputFromTexts = <S extends z.ZodType>(
  schema: S,
  textsOf: (field: string) => readonly string[] | undefined,
): Input<S> =>
  Object.fromEntries(
    Object.entries(fieldsOf(schema))
      .map(([field, one]): [string, unknown] => {
        const texts = textsOf(field);
        return [field, texts === undefined ? undefined : readField(one, texts)];
      })
      .filter(([, value]) => value !== undefined),
  ) as Input<S>;
