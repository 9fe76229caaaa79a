/** An entry of the ledger 荣誉台账 as it is stored. */
import * as z from 'zod';
import { levelSchema } from '#domain/level-schema.ts';
import { personal } from '#domain/personal-place.ts';
import { categories, programmeKinds } from '#domain/programme/programme-kinds.ts';
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
    /** Absent where the source names several levels in one number, none, or one of abroad: `levelSaid` has its word. */
    level: levelSchema.exactOptional(),
    levelSaid: z.string().exactOptional(),
    /** Empty where nobody knows a code of the title. */
    code: z.string(),
    title: z.string(),
    /** Absent where one number is of several kinds. */
    category: z.enum(categories).exactOptional(),
    /** What kind of selection it came from, where that is known: a prize of a contest is no title. */
    kind: z.enum(programmeKinds).exactOptional(),
    count: z.int(),
    /** The measure word as it was written, where it is another than the category's: 户 of a courtyard. */
    unit: z.string().exactOptional(),
    /** The number is an estimate: 约100. */
    about: z.literal(true).exactOptional(),
    /** `sent`: recommended or applied for, no result known; `stock`: what there is in all by now. Neither is counted. */
    outcome: z.enum(['sent', 'stock']).exactOptional(),
    names: z.array(personal('nominee', 'honour', z.string())),
    /** Awarding bodies in their printed order (docs/rules/honours.md#ledger). */
    bodies: z.array(z.string()),
    documentNumber: z.string().exactOptional(),
    date: date.exactOptional(),
    /** Prizes or other grades, as they are printed: 一等奖. */
    grades: z.array(z.string()).exactOptional(),
    /** Since when, where it went up or down after its award. */
    gradedOn: date.exactOptional(),
    /** The group of its list: 农业. */
    group: z.string().exactOptional(),
    /** 2 for 第二批. */
    batch: z.int().exactOptional(),
    /** Number of the certificate. */
    number: z.string().exactOptional(),
    note: personal('words', 'honour', z.string()).exactOptional(),
    /** Where the holder worked or lived, as it was written. */
    holderUnit: personal('words', 'honour', z.string()).exactOptional(),
    /** HMACs of what the line says of its one holder: a document, those of a family, a credit code with or without a post. */
    identities: z.array(personal('digest', 'honour', z.string())).exactOptional(),
    /** HMACs of nominees of whom a person said that they are somebody else. */
    others: z.array(personal('digest', 'honour', z.string())).exactOptional(),
    /** The import that brought it. */
    job: z.string().exactOptional(),
    nomination: z.string().exactOptional(),
    /** `above`: granted in this system at a higher level, and written here with the grant. */
    source: z.enum(['form', 'import', 'above']),
    status: z.enum(honourStatuses),
    /** What became of a title that was granted before this system. */
    history: z.array(honourChangeRecord()).exactOptional(),
    standing: standingRecord().exactOptional(),
    /** Why it was struck out. */
    struck: personal('words', 'honour', z.string()).exactOptional(),
    by: z.string(),
    at: instant,
  }),
);
export type LedgerEntry = Stored<typeof ledgerRecord>;

/** Where a line stands, for who asks by the name of its holder; the line itself says whether it is still unclaimed. */
export const ledgerHintRecord = lazily(() =>
  z.object({ org: z.string(), year: z.int(), entry: z.string(), code: z.string() }),
);
export type LedgerHint = Stored<typeof ledgerHintRecord>;
