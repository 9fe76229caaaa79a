/** A package 报送包 as it is stored, and each sheet of results that came back for it. */
import * as z from 'zod';
import { levelSchema } from '#domain/level-schema.ts';
import { personal } from '#domain/personal-place.ts';
import { chained, date, faultRecord, instant, lazily, type Stored, versioned } from '#domain/record.ts';

/** What one tranche of one round recommended. */
export const packagePartRecord = z.object({
  round: z.string(),
  tranche: z.int(),
  programme: z.string(),
  /** Year and title of the programme, as its papers say it. */
  title: z.string(),
  /** Measure word of its category. */
  unit: z.string(),
  count: z.int(),
});
export type PackagePart = z.output<typeof packagePartRecord>;

export const packageRecord = lazily(() =>
  chained().extend({
    id: z.string(),
    org: z.string(),
    title: z.string(),
    /** Who gets it. */
    to: z.string(),
    /** The level above that all of it goes to. */
    level: levelSchema,
    /** That level does not use this system: results come back by hand or by a sheet. */
    outside: z.boolean(),
    parts: z.array(packagePartRecord).min(1),
    /** The cover letter: made from the record, then as somebody changed it. */
    letter: personal('words', 'office', z.string()),
    by: z.string(),
    at: instant,
    archive: z
      .object({
        job: z.string(),
        /** Where the work stands: part, and how many of its nominees are done. */
        part: z.int(),
        done: z.int(),
        /** Which paper of the part is made, how far it is, and what there is of it. */
        paper: z
          .object({ n: z.int(), place: z.string().exactOptional(), pieces: z.array(z.string()) })
          .exactOptional(),
        /** Pieces of the zip in their order; `index` holds what its directory says of the piece. */
        pieces: z.array(z.object({ file: z.string(), index: z.string(), bytes: z.int(), entries: z.int() })),
        /** Those left out: withdrawn, refused or erased since they were chosen. */
        left: z.int(),
        /** Attached files left out: gone, or too much for one archive. */
        filesLeft: z.int(),
        /** The whole as one object, where a bucket gives it out. */
        whole: z.string().exactOptional(),
        readyAt: instant.exactOptional(),
        /** The day on which its files are removed. */
        until: date,
      })
      .optional(),
  }),
);
export type Package = Stored<typeof packageRecord>;

/** What became of a row: not looked at yet, recorded, already so, or not recorded for the reasons given. */
export const resultOutcomes = ['waiting', 'recorded', 'same', 'refused'] as const;

export const resultRunRecord = lazily(() =>
  versioned().extend({
    id: z.string(),
    package: z.string(),
    by: z.string(),
    at: instant,
    /** True once each row was held against the package. */
    matched: z.boolean(),
    done: z.int(),
    rows: z.array(
      z.object({
        /** Line of the sheet, from 1. */
        line: z.int(),
        number: z.string().exactOptional(),
        name: personal('nominee', 'timed', z.string()),
        programme: z.string().exactOptional(),
        state: z.enum(['honoured', 'recommended', 'out']).exactOptional(),
        date: date.exactOptional(),
        certificate: z.string().exactOptional(),
        grades: z.array(z.string()).exactOptional(),
        batch: z.int().exactOptional(),
        bodies: z.array(z.string()),
        source: z.string(),
        /** Whom it is about. */
        round: z.string().exactOptional(),
        nomination: z.string().exactOptional(),
        outcome: z.enum(resultOutcomes),
        faults: z.array(faultRecord()),
      }),
    ),
  }),
);
export type ResultRun = Stored<typeof resultRunRecord>;
export type ResultRow = ResultRun['rows'][number];
