/** How stored records are described: schemas built when first asked for, read-only types, and what every record has. */
import * as z from 'zod';
import type { Deep } from './read-only.ts';

/** A schema that costs a start nothing: it is built when it is first asked for, once. */
export function lazily<S extends z.ZodType>(build: () => S): () => S {
  let made: S | undefined;
  return () => {
    made ??= build();
    return made;
  };
}

/** What a schema made by `lazily` describes, as it is read. */
export type Stored<S extends () => z.ZodType> = Deep<z.output<ReturnType<S>>>;

type Names<Words extends string> = Words extends `${infer First} ${infer More}` ? First | Names<More> : Words;

/** The mask by which a schema picks or leaves out fields: `only('id name')`. */
export const only = <const W extends string>(...words: readonly W[]): { readonly [F in Names<W>]: true } =>
  Object.fromEntries(words.flatMap((line) => line.split(' ')).map((field) => [field, true])) as {
    readonly [F in Names<W>]: true;
  };

// One of each, so that the API's document can say of them what they are.
/** An instant in UTC, as ISO text. */
export const instant = z.string();
/** A date in Asia/Shanghai, YYYY-MM-DD. */
export const date = z.string();

/** A message in both languages. */
export const bilingual = lazily(() => z.object({ zh: z.string(), en: z.string() }));
/** A fault beside a field, as jobs and imports keep it. */
export const faultRecord = lazily(() => z.object({ field: z.string(), code: z.string(), text: bilingual() }));

/** The head of an audit chain: how many events, and the hash of the last. */
export const chainHead = lazily(() => z.object({ seq: z.int(), hash: z.string() }));
export type ChainHead = Stored<typeof chainHead>;

/** Optimistic version, raised by each write. */
export const versioned = lazily(() => z.object({ version: z.int() }));

/** Versioned, with the head of its audit chain. */
export const chained = lazily(() => versioned().extend({ head: chainHead() }));
export type Chained = Stored<typeof chained>;
