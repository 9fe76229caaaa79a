/** A re-check 复查 and its titles as they are stored. */
import * as z from 'zod';
import { regradingRecord } from '#domain/honour/honour-records.ts';
import { levelSchema } from '#domain/level-schema.ts';
import { personal } from '#domain/personal-place.ts';
import { recheckRuleSchema } from '#domain/programme/recheck-rule.ts';
import { bilingual, chained, date, instant, lazily, type Stored, versioned } from '#domain/record.ts';
import { recheckStates } from './judging.ts';

/** How many titles are in each state. */
const counts = z.record(z.enum(recheckStates), z.int());

export const recheckRecord = lazily(() =>
  chained().extend({
    id: z.string(),
    org: z.string(),
    programme: z.string(),
    title: z.string(),
    code: z.string(),
    level: levelSchema,
    /** The programme's rule as it was when the re-check began. */
    rule: recheckRuleSchema,
    /** For how many years a kept title holds on. */
    termYears: z.int().exactOptional(),
    /** The ranked grades of its level, best first, by which lines of the ledger go up and down. */
    grades: z.array(z.object({ id: z.string(), title: bilingual() })).exactOptional(),
    /** The list whose titles are looked at; else all that are due on a day. */
    list: z.string().exactOptional(),
    asOf: date,
    /** Last day of the reviewers. */
    dueOn: date,
    /** Who looks: the titles are dealt out to them in turn. */
    reviewers: z.array(z.string()).min(1),
    status: z.enum(['starting', 'open', 'closed']),
    counts,
    /** Titles that take no part, by reason: ended, not due yet, only counted without a name. */
    left: z.object({ ended: z.int(), early: z.int(), unnamed: z.int() }),
    /** Where the work of giving out tasks left off. */
    place: z.string().exactOptional(),
    by: z.string(),
    at: instant,
    /** When every title had its task. */
    openedAt: instant.exactOptional(),
    /** When the reviewers were last reminded. */
    remindedOn: date.exactOptional(),
    /** Why it was closed before every title was settled. */
    closedFor: personal('words', 'office', z.string()).exactOptional(),
  }),
);
export type Recheck = Stored<typeof recheckRecord>;

export const recheckItemRecord = lazily(() =>
  versioned().extend({
    /** The id of the title: a certificate's number, or a line of the ledger. */
    id: z.string(),
    recheck: z.string(),
    org: z.string(),
    name: personal('nominee', 'honour', z.string()),
    /** Day of the award, or the last day of its year where only that is known. */
    awarded: date,
    member: z.string(),
    state: z.enum(recheckStates),
    /** Failures one after the other. */
    failures: z.int(),
    rectifyBy: date.exactOptional(),
    /** Every verdict, oldest first. */
    verdicts: z.array(
      z.object({
        at: instant,
        by: z.string(),
        band: z.string(),
        total: z.number().exactOptional(),
        scores: z.record(z.string(), z.number()).exactOptional(),
        vetoes: z.array(z.string()),
        note: personal('words', 'honour', z.string()),
        /** The grade that it went up or down to; `full` where the one above had no place left. */
        regraded: regradingRecord().exactOptional(),
        full: z.literal(true).exactOptional(),
      }),
    ),
  }),
);
export type RecheckItem = Stored<typeof recheckItemRecord>;
