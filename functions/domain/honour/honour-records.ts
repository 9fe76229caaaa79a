/** A published list and its honours as they are stored. */
import * as z from 'zod';
import { levelSchema } from '#domain/level-schema.ts';
import { personal } from '#domain/personal-place.ts';
import { bilingual, chained, date, instant, lazily, type Stored, versioned } from '#domain/record.ts';
import { honourStatuses } from './honour-status.ts';
import { standingRecord } from './standing-record.ts';

/** A grade as it was given: the words stay what they were. */
const gradeRecord = lazily(() => z.object({ id: z.string(), title: bilingual() }));
export type GivenGrade = Stored<typeof gradeRecord>;

/** A grade of a list: given beside the ranking, or with so many places in its round, or in each group of it; open without a number. */
const listGradeRecord = lazily(() =>
  gradeRecord().extend({
    beside: z.literal(true).exactOptional(),
    places: z.int().exactOptional(),
    groups: z.array(z.object({ title: z.string(), places: z.int().exactOptional() })).exactOptional(),
  }),
);
export type ListGrade = Stored<typeof listGradeRecord>;

/** A move from one grade to another 升级、降级, in the words of the day: what was held before, what from then on. */
export const regradingRecord = lazily(() =>
  z.object({ from: z.array(bilingual()), to: z.array(bilingual()), on: date }),
);
export type Regrading = Stored<typeof regradingRecord>;

export const honourListRecord = lazily(() =>
  chained().extend({
    id: z.string(),
    round: z.string(),
    tranche: z.int(),
    org: z.string(),
    title: z.string(),
    code: z.string(),
    edition: z.string(),
    level: levelSchema,
    year: z.int(),
    documentNumber: z.string(),
    date: date,
    /** Awarding bodies in their printed order. */
    bodies: z.array(z.string()),
    entries: z.array(z.string()),
    /** Lists of their own made of it, with how many stand there once all are granted; who is on one instead is on it alone. */
    lists: z
      .array(
        z.object({
          ...{ id: z.string(), title: z.string(), instead: z.literal(true).exactOptional() },
          count: z.int().exactOptional(),
        }),
      )
      .exactOptional(),
    /** Units of shown numbers, by label. */
    units: z.record(z.string(), z.string()).exactOptional(),
    /** Labels of shown numbers that are summed, with their sums once all are granted. */
    sums: z.array(z.object({ label: z.string(), sum: z.number().exactOptional() })).exactOptional(),
    /** Labels of the shown fields, in the programme's order. */
    columns: z.array(z.string()),
    block: z.object({ from: z.int(), to: z.int() }).exactOptional(),
    /** Its number among the lists of this honour at this level, where they are counted: 2 for 第二批. */
    batch: z.int().exactOptional(),
    /** What it is grouped by: the label of one of its columns, and the groups in their order. */
    listedBy: z.object({ label: z.string(), groups: z.array(z.string()) }).exactOptional(),
    /** The grades of its stage, best first. */
    grades: z.array(listGradeRecord()).exactOptional(),
    /** How many places of its round stayed empty, as the confirmed list says. */
    vacant: z.int().exactOptional(),
    /** Why it was published without the legal basis that its kind needs. */
    exemption: z.string().exactOptional(),
    granted: z.int(),
    publishedAt: instant.exactOptional(),
    annulled: z
      .object({
        reason: personal('words', 'honour', z.string()),
        decision: z.string(),
        date: date,
        body: z.string(),
      })
      .exactOptional(),
  }),
);
export type HonourList = Stored<typeof honourListRecord>;

/** The positions on a list of those who stand on a list of its own made of it, in order. */
export const ownPlacesRecord = lazily(() => z.object({ positions: z.array(z.int()) }));
export type OwnPlaces = Stored<typeof ownPlacesRecord>;

/** One line of an honour's history; nothing is ever taken out of it. */
export const honourChangeRecord = lazily(() =>
  z.object({
    at: instant,
    /** Statuses; for a correction both are the status that it keeps. */
    from: z.string(),
    to: z.string(),
    reason: personal('words', 'honour', z.string()),
    /** Number, date and body of the decision. */
    decision: z.string().exactOptional(),
    decidedOn: date.exactOptional(),
    body: z.string().exactOptional(),
    /** Which text was corrected, and how it read before. */
    field: z.string().exactOptional(),
    oldText: personal('words', 'honour', z.string()).exactOptional(),
    regraded: regradingRecord().exactOptional(),
  }),
);
export type HonourChange = Stored<typeof honourChangeRecord>;

export const honourRecord = lazily(() =>
  versioned().extend({
    number: z.string(),
    list: z.string(),
    position: z.int(),
    nomination: z.string(),
    round: z.string(),
    org: z.string(),
    code: z.string(),
    edition: z.string(),
    level: levelSchema,
    year: z.int(),
    title: z.string(),
    name: personal('nominee', 'honour', z.string()),
    /** What the roll shows besides the name, e.g. 单位及职务. */
    shown: personal('answers', 'honour', z.record(z.string(), z.string())),
    bodies: z.array(z.string()),
    date: date,
    batch: z.int().exactOptional(),
    /** Prizes or other grades that she has, best first. */
    grades: z.array(gradeRecord()).exactOptional(),
    /** The label of what her group is shown under. */
    listedBy: z.string().exactOptional(),
    /** Ids of the lists of their own on which it stands. */
    lists: z.array(z.string()).exactOptional(),
    /** What is handed over with it, as its round had it: 证书, 奖牌. */
    awards: z.array(z.string()).exactOptional(),
    /** Last day of its term; absent where the title has none. */
    termEnds: date.exactOptional(),
    identities: z.array(personal('digest', 'honour', z.string())),
    status: z.enum(honourStatuses),
    history: z.array(honourChangeRecord()),
    standing: standingRecord().exactOptional(),
  }),
);
export type HonourRecord = Stored<typeof honourRecord>;

export const heldHonourRecord = lazily(() =>
  z.object({
    number: z.string(),
    code: z.string(),
    edition: z.string(),
    level: honourRecord().shape.level,
    year: z.int(),
    /** Day of the award, from which years are counted; of an older title perhaps the year alone is known. */
    date: date.exactOptional(),
    status: honourRecord().shape.status,
    /** Where it stands, of one granted here. */
    list: z.string().exactOptional(),
    position: z.int().exactOptional(),
  }),
);
export type HeldHonour = Stored<typeof heldHonourRecord>;

/** Where the honour of a certificate's number stands. */
export const certificateRecord = lazily(() => z.object({ list: z.string(), position: z.int() }));
export type CertificatePlace = Stored<typeof certificateRecord>;

/** The last number that a series of certificates, or of batches, gave. */
export const seriesRecord = lazily(() => z.object({ last: z.int() }));
export type Series = Stored<typeof seriesRecord>;
