/** An entry of the ledger 荣誉台账 as it is stored. */
import * as z from 'zod';
import { levelSchema } from '#domain/level-schema.ts';
import { categories } from '#domain/programme/programme-kinds.ts';
import { date, instant, lazily, type Stored, versioned } from '#domain/record.ts';
import { honourChangeRecord } from './honour-records.ts';
import { honourStatuses } from './honour-status.ts';
import { standingRecord } from './standing-record.ts';

/** One row: an honour that another level granted, or a number of them that were only counted (市三八红旗手 5 名). */
export const ledgerRecord = lazily(() =>
  versioned().extend({
    id: z.string(),
    /** The organisation whose ledger it is. */
    org: z.string(),
    year: z.int(),
    level: levelSchema,
    code: z.string(),
    title: z.string(),
    category: z.enum(categories),
    count: z.int(),
    names: z.array(z.string()),
    /** Awarding bodies in their printed order (docs/rules/honours.md#ledger). */
    bodies: z.array(z.string()),
    documentNumber: z.string().exactOptional(),
    date: date.exactOptional(),
    /** Prizes or other grades, as they are printed: 一等奖. */
    grades: z.array(z.string()).exactOptional(),
    /** The group of its list: 农业. */
    group: z.string().exactOptional(),
    /** 2 for 第二批. */
    batch: z.int().exactOptional(),
    /** Number of the certificate. */
    number: z.string().exactOptional(),
    note: z.string().exactOptional(),
    nomination: z.string().exactOptional(),
    /** `above`: granted in this system at a higher level, and written here with the grant. */
    source: z.enum(['form', 'import', 'above']),
    status: z.enum(honourStatuses),
    /** What became of a title that was granted before this system. */
    history: z.array(honourChangeRecord()).exactOptional(),
    standing: standingRecord().exactOptional(),
    /** Why it was struck out. */
    struck: z.string().exactOptional(),
    by: z.string(),
    at: instant,
  }),
);
export type LedgerEntry = Stored<typeof ledgerRecord>;
