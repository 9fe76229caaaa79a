/** A paper that grows with its round or year, as it is kept: what it is made from, how far it is, its pieces. */
import * as z from 'zod';
import { ledgerFilter } from '#domain/honour/ledger-filter.ts';
import { instant, lazily, type Stored, versioned } from '#domain/record.ts';

export const summaryKinds = ['recommended', 'tranche', 'inbox'] as const;
export type SummaryKind = (typeof summaryKinds)[number];

/** Formats of a text; without one it is plain. */
export const writtenFormats = ['docx', 'pdf'] as const;
/** 证书, 席卡, 仪式名单, 邮件合并. */
export const listPapers = ['certificates', 'tags', 'labels', 'ceremony', 'merge'] as const;

const tranche = z.int().min(1).max(999);

/** What a paper is of. */
export const paperChoice = lazily(() =>
  z.discriminatedUnion('paper', [
    z.object({
      paper: z.literal('summary'),
      round: z.string(),
      of: z.enum(summaryKinds),
      tranche: tranche.optional(),
      /** Personal values in full: for a package whose receiver needs them. */
      full: z.boolean().optional(),
    }),
    /** `start`: the day of posting of a notice that is not posted yet. */
    z.object({
      paper: z.literal('notice'),
      round: z.string(),
      tranche,
      start: z.string().optional(),
      as: z.enum(writtenFormats).optional(),
    }),
    z.object({
      paper: z.enum(['approval', 'report']),
      round: z.string(),
      tranche,
      as: z.enum(writtenFormats).optional(),
    }),
    /** Of the list that a tranche was published as. */
    z.object({ paper: z.enum(listPapers), round: z.string(), tranche }),
    /** All papers that a round has by then. */
    z.object({ paper: z.literal('archive'), round: z.string(), tranche: tranche.optional() }),
    z.object({
      paper: z.literal('ledger'),
      org: z.string(),
      year: z.int(),
      as: z.enum(['xlsx', 'csv']),
      filter: ledgerFilter,
    }),
  ]),
);
export type PaperChoice = Stored<typeof paperChoice>;

export const keptPaperRecord = lazily(() =>
  versioned().extend({
    /** Round or organisation that it is of, and its name there. */
    of: z.string(),
    key: z.string(),
    org: z.string(),
    choice: paperChoice(),
    by: z.string(),
    /** The job that makes it. */
    job: z.string(),
    /** How the record stood when it was begun: it has changed since when this differs. */
    mark: z.string(),
    /** Who is in it and in which order, while it is made: it begins anew when this changes. */
    sequence: z.string(),
    /** What its composer left off at; absent at the beginning. */
    place: z.string().exactOptional(),
    pieces: z.array(z.string()),
    /** The pieces hold personal data: they are sealed under a key of the job's name. */
    sealed: z.literal(true).exactOptional(),
    /** The whole as one object, where a bucket gives it out. */
    whole: z.string().exactOptional(),
    at: instant,
    madeAt: instant.exactOptional(),
    /** Until then its files are kept. */
    until: instant,
  }),
);
export type KeptPaper = Stored<typeof keptPaperRecord>;
