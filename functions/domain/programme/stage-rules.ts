/** What a programme fixes for a stage's notice, objections and quotas, as data; a level may tighten it in its settings. */

import * as z from 'zod';
import { type Level, levelRank } from '#domain/level.ts';
import { percentSchema } from '#domain/percent-schema.ts';
import type { Deep } from '#domain/read-only.ts';
import { readTime } from '#domain/typed-time.ts';

export const noticeSettingsSchema = z.strictObject({
  days: z.number().int().positive().default(5),
  mode: z.enum(['working', 'calendar']).default('working'),
  /** Practice counts the posting day; the civil code does not (docs/rules/notice.md#posting-day). */
  countPostingDay: z.boolean().default(true),
  /** End of office hours on the last day, Asia/Shanghai. */
  closesAt: z
    .string()
    .overwrite((typed) => readTime(typed) ?? typed)
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .default('17:30'),
});
export type NoticeSettings = Deep<z.infer<typeof noticeSettingsSchema>>;

/** Least working days of a notice: 5 from the district up, else 3 (docs/rules/notice.md#length). */
export const minimumNoticeDays = (level: Level): number =>
  levelRank(level) >= levelRank('district') ? 5 : 3;

export const objectionSettingsSchema = z.strictObject({
  /** 'log-only-unless-clear-leads': an anonymous objection is logged and not accepted unless it gives clear leads. */
  anonymousPolicy: z
    .enum(['log-only', 'log-only-unless-clear-leads', 'accept'])
    .default('log-only-unless-clear-leads'),
  /** A letter is dated by its arrival postmark, or by its sending postmark. */
  letterDateRule: z.enum(['arrival', 'sending']).default('arrival'),
  /** With `sending`, how many working days after the end to wait for letters under way before a decision. */
  letterGraceDays: z.number().int().nonnegative().default(3),
  investigationDays: z.number().int().positive().default(10),
  extensions: z.number().int().nonnegative().default(1),
});
export type ObjectionSettings = Deep<z.infer<typeof objectionSettingsSchema>>;

/** A cap or floor over a group of nominees, e.g. 处级及以上 at most 20 % of the places. */
export const groupRuleSchema = z.strictObject({
  title: z.string().min(1),
  titleEn: z.string().min(1).optional(),
  /** Nominees whose answer to `field` is one of `values` belong to the group. `channel` as field means the nomination channel. */
  field: z.string(),
  values: z.array(z.string()).min(1),
  atMost: percentSchema.optional(),
  atLeast: percentSchema.optional(),
  atMostCount: z.number().int().nonnegative().optional(),
  atLeastCount: z.number().int().nonnegative().optional(),
  /** What a ratio is taken of: the places given, or those chosen. */
  base: z.enum(['places', 'chosen']).default('places'),
});
export type GroupRule = Deep<z.infer<typeof groupRuleSchema>>;

export const quotaRuleSchema = z.strictObject({
  /** 等额: exactly as many candidates go to notice as there are places; 差额: more, by `ratio`, rounded up. */
  mode: z.enum(['equal', 'differential']).default('equal'),
  ratio: z.number().min(1).optional(),
  groups: z.array(groupRuleSchema).default([]),
  /** How many may stand by (备选) beyond the places. */
  reserves: z.number().int().nonnegative().default(0),
  /** How places are shared among the organisations below: by weight, largest remainder, ties by official order number. */
  share: z
    .strictObject({
      base: z.number().int().nonnegative().default(0),
      floor: z.number().int().nonnegative().default(0),
    })
    .prefault({}),
});
export type QuotaRule = Deep<z.infer<typeof quotaRuleSchema>>;
