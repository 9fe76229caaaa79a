/** A programme as it is stored: a header, and its documents by revision. */

import * as z from 'zod';
import { chained, instant, lazily, type Stored } from '#domain/record.ts';
import { programmeSchema } from './programme.ts';
import { programmeStatuses } from './programme-kinds.ts';

/** What changes of a programme; the document in force is that of its revision. */
export const programmeHeader = lazily(() =>
  chained().extend({
    id: z.string(),
    owner: z.string(),
    revision: z.int(),
    status: z.enum(programmeStatuses),
    /** What it was made from, to say what it changes. */
    from: z
      .union([z.object({ preset: z.string() }), z.object({ programme: z.string(), revision: z.int() })])
      .optional(),
  }),
);
export type ProgrammeHeader = Stored<typeof programmeHeader>;

/** A programme as set up by an organisation; `document` is the version in force. */
export const programmeRecord = lazily(() => programmeHeader().extend({ document: programmeSchema }));
export type ProgrammeRecord = Stored<typeof programmeRecord>;

/** One document; it never changes. */
export const programmeRevisionRecord = lazily(() =>
  z.object({
    revision: z.int(),
    document: programmeSchema,
    /** The YAML that it was read from, with its comments; without it the document says all. */
    yaml: z.string().optional(),
    at: instant,
    by: z.string(),
  }),
);
export type ProgrammeRevision = Stored<typeof programmeRevisionRecord>;
