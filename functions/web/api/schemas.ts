/** Shapes that several routes share: path parameters, pages, versions, reasons, faults; and the names of shapes. */

import * as z from 'zod';
import { version as plainVersion } from '#domain/input.ts';
import { levelSchema } from '#domain/level-schema.ts';
import { organisationSchema } from '#domain/people/organisation.ts';
import type { Fault } from '#domain/problem.ts';
import * as record from '#domain/record.ts';
import { type Lang, t } from '#web/frame/words.ts';

/** What the document says of a shape; one with an `id` becomes a component of its own. */
export interface Note {
  readonly id?: string;
  readonly description?: string;
  readonly format?: string;
  readonly [keyword: string]: unknown;
}
/** Notes on the shapes of this API, apart from those of the domain. */
export const notes: z.core.$ZodRegistry<Note> = z.registry<Note>();

/** Names a shape: the document describes it once. */
export function named<S extends z.ZodType>(id: string, schema: S): S {
  notes.add(schema, { id });
  return schema;
}
/** Says more of a shape in the document. */
export function noted<S extends z.ZodType>(schema: S, note: Note): S {
  notes.add(schema, note);
  return schema;
}

export const instant = noted(record.instant, { format: 'date-time', description: 'UTC instant' });
export const date = noted(record.date, { format: 'date', description: 'Date in Asia/Shanghai' });
/** A date that is given to us, checked. */
export const dateIn = z.iso.date();
export const level = levelSchema;
export const words = named('Words', z.object({ zh: z.string(), en: z.string().optional() }));
export { id } from '#domain/input.ts';
export const organisationId = noted(organisationSchema.shape.id, {
  description: 'Id of an organisation',
});
/** Version of the record that the caller has read; another one means that somebody was faster (409). */
export const version = noted(plainVersion, {
  description: 'Version of the record as the caller read it; may be given as If-Match instead',
});

const plainId = z.string().regex(/^[^\s/\p{Cc}\p{Cs}]{1,200}$/u);
const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .refine((n) => n >= least && n <= most);

/** Every name that may stand in a path. One of another form names nothing, and is answered 404. */
export const pathParams = {
  programme: plainId,
  org: organisationId,
  round: plainId,
  n: number(1, 999),
  nomination: plainId,
  draft: plainId,
  file: plainId,
  upload: plainId,
  member: plainId,
  step: plainId,
  pair: plainId,
  notice: plainId,
  objection: plainId,
  list: plainId,
  number: plainId,
  holder: plainId,
  token: plainId,
  session: plainId,
  job: plainId,
  recheck: plainId,
  package: plainId,
  paper: plainId,
  run: plainId,
  bar: plainId,
  submission: plainId,
  template: plainId,
  /** A ledger goes further back than the system. */
  year: number(1949, 2200),
  entry: plainId,
  aggregate: plainId,
} as const;
export type PathParams = typeof pathParams;

export const cursor = z.string().min(1).max(2_000).optional();
/** As many as one answer carries: a page of the table is 1 MB at most, and may then end sooner. */
export const limit = noted(z.int().min(1).max(500), {
  description:
    '每页最多多少条；不足时可能还有下一页 / at most so many items; a shorter page may still have a next one',
}).optional();
/** The query of a list that has nothing else to ask for. */
export const paging = z.strictObject({ cursor, limit });

/** One page of a list; without `cursor` there is nothing more. */
export const page = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    cursor: z.string().optional(),
    unreadable: noted(z.int(), {
      description:
        '因存有本版本不认识的值而略去的条数，npm run doctor 会指明 / left out for a stored value that this version does not know; npm run doctor names them',
    }).optional(),
  });

/** A fault in the language of the request, as in a problem. */
export const faultLine = named('Fault', z.object({ field: z.string(), code: z.string(), text: z.string() }));
export const faultsIn = (lang: Lang, faults: readonly Fault[]) =>
  faults.map(({ field, code, text }) => ({ field, code, text: t(lang, text) }));

/** The body of every refusal (RFC 9457). */
export const problem = named(
  'Problem',
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    faults: z.array(faultLine),
  }),
);

/**
 * A value that is answered as it is stored, described by the schema that it was read with: what was checked when it
 * came in is not checked again.
 */
export function stored<T>(name: string, read: z.ZodType): z.ZodType<T, T> {
  const { $schema: _, ...described } = z.toJSONSchema(read, { io: 'input', unrepresentable: 'any' });
  const shape = z.custom<T>(() => true);
  notes.add(shape, { ...described, id: name });
  return shape;
}
