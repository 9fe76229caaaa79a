/** A public notice as it is stored. */
import * as z from 'zod';
import { levelSchema } from '#domain/level-schema.ts';
import { personal } from '#domain/personal-place.ts';
import { stageSchema } from '#domain/programme/programme.ts';
import { stageSettingsSchema } from '#domain/programme/stage-settings.ts';
import { bilingual, date, instant, lazily, type Stored } from '#domain/record.ts';
export const noticeRecord = lazily(() =>
  z.object({
    id: z.string(),
    start: date,
    end: date,
    closesAt: instant,
    decisionFrom: instant,
    /** Set when every page is written and each candidacy is on notice. */
    postedAt: instant.exactOptional(),
    /** Set when the notice was taken down and each candidacy is cleared or held. */
    endedAt: instant.exactOptional(),
    suspended: z.object({ since: instant, reason: personal('words', 'office', z.string()) }).exactOptional(),
    /** When it was last kept up for longer, and why. */
    extended: z.object({ at: instant, reason: personal('words', 'office', z.string()) }).exactOptional(),
  }),
);
export type NoticeRecord = Stored<typeof noticeRecord>;

/** The public notice as its page reads it; names stand in its pages and go when it is taken down. */
export const publicNoticeRecord = lazily(() =>
  z.object({
    id: z.string(),
    round: z.string(),
    tranche: z.int(),
    programme: z.string(),
    title: z.string(),
    titleEn: z.string().optional(),
    /** Who is on it, by the kind of programme: 拟表彰, 拟命名 …; notices of before have said 拟推荐. */
    proposed: z.string().exactOptional(),
    /** The label of what its nominees are grouped by. */
    listedBy: z.string().exactOptional(),
    org: z.string(),
    orgName: z.string(),
    orgPath: z.array(z.string()),
    region: z.string(),
    level: levelSchema,
    start: date,
    end: date,
    strictEnd: date,
    days: z.int(),
    mode: z.enum(['working', 'calendar']),
    countPostingDay: z.boolean(),
    closesAt: instant,
    decisionFrom: instant,
    count: z.int(),
    contact: stageSettingsSchema.shape.contact,
    coHosts: z.array(z.string()),
    objection: stageSchema.shape.objection,
    legalBasis: z.string().exactOptional(),
    suspended: z.object({ since: instant, reason: personal('words', 'office', z.string()) }).exactOptional(),
    /** When it was last kept up for longer, and why. */
    extended: z.object({ at: instant, reason: personal('words', 'office', z.string()) }).exactOptional(),
    endedAt: instant.exactOptional(),
  }),
);
export type PublicNotice = Stored<typeof publicNoticeRecord>;

export const publicNomineeRecord = lazily(() =>
  z.object({
    nomination: z.string(),
    name: personal('nominee', 'done', z.string()),
    /** `number` is a number with a unit, without it. */
    shown: z.array(
      z.object({
        label: z.string(),
        value: personal('answers', 'done', z.string()),
        number: z.string().exactOptional(),
      }),
    ),
    /** Titles of the grades that are proposed for her. */
    grades: z.array(bilingual()).exactOptional(),
  }),
);
export type PublicNominee = Stored<typeof publicNomineeRecord>;

/** One page of the nominees of a notice. */
export const noticePageRecord = lazily(() => z.object({ nominees: z.array(publicNomineeRecord()) }));
export type NoticePage = Stored<typeof noticePageRecord>;
