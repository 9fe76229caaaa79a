/** A programme 评选活动: one edition of one honour, as data (docs/architecture.md#programmes-are-data). */

import * as z from 'zod';
import type { HonourNames } from '#domain/known-honours.ts';
import { levelSchema } from '#domain/level-schema.ts';
import type { Deep } from '#domain/read-only.ts';
import { coded, codedInCapitals } from '#domain/typed-code.ts';
import { ruleSchema } from './eligibility.ts';
import { formSchema } from './form.ts';
import { gradeSchema } from './grade-schema.ts';
import { categories, programmeKinds } from './programme-kinds.ts';
import { recheckRuleSchema } from './recheck-rule.ts';
import { noticeSettingsSchema, objectionSettingsSchema, quotaRuleSchema } from './stage-rules.ts';
import { stepSchema } from './step.ts';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() });

export const legalBasisSchema = z.strictObject({
  document: z.string().min(1),
  approvedBy: z.string().min(1),
  date: z.iso.date(),
  /** More than 25 characters are warned of, not refused (docs/rules/kinds.md#approved-name). */
  approvedName: z.string().optional(),
  cycleYears: z.number().int().positive().optional(),
  quotaCap: z.number().int().positive().optional(),
  exemption: z.string().optional(),
});

export const stageSchema = z.strictObject({
  level: levelSchema,
  title: z.string().optional(),
  kind: z.enum(programmeKinds).optional(),
  coHosts: z.array(z.string()).default([]),
  /** This level grants its own title (docs/rules/levels.md#two-acts). */
  honour: z.boolean(),
  /** This level recommends to the next. */
  recommend: z.boolean(),
  /** Handled outside this system: the package is exported and the result recorded by hand. */
  external: z.boolean().default(false),
  steps: z.array(stepSchema).default([]),
  notice: noticeSettingsSchema.prefault({}),
  objection: objectionSettingsSchema.prefault({}),
  quota: quotaRuleSchema.prefault({}),
  /** Extra rules that bind at this level only. */
  eligibility: z.array(ruleSchema).default([]),
  /** Recommending up needs the honour of this level. */
  lowerHonourRequired: z.boolean().default(false),
  /** What is handed over: 证书, 奖牌, 奖章, 牌匾. */
  awards: z.array(z.string()).default([]),
  /** Prizes or other grades that the honour has here, best first (docs/rules/grades.md#table). */
  grades: z.array(gradeSchema).max(20).default([]),
  /** The choice by whose options its lists are grouped: 参评行业 (docs/rules/groups.md#listed-by). */
  listBy: z.string().optional(),
  /** Lists of their own beside, or instead of a place on, the one list: those with one of some options, 快递物流 (docs/rules/groups.md#several-lists). */
  lists: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
        title: z.string().min(1).max(40),
        titleEn: z.string().min(1).optional(),
        field: z.string(),
        values: z.array(z.string()).min(1),
        instead: z.boolean().default(false),
      }),
    )
    .max(20)
    .default([]),
  /** 首批, 第二批 …: its lists are counted over the years (docs/rules/numbers.md#batches). */
  batches: z.boolean().default(false),
  /** 届期: for how many years the honour of this level holds; left out, it does not end. */
  termYears: z.number().int().min(1).max(50).optional(),
  /** 复查: how the titles of this level are looked at again. */
  recheck: recheckRuleSchema.optional(),
  /** The printed code in certificate numbers; the organisation's own by default. */
  series: z.string().optional(),
  /** The next level runs another programme. */
  upward: z.strictObject({ programme: z.string(), level: levelSchema }).optional(),
  /** 系统: how many come through a system (高校, 国资委) in all; one without a name holds for each other system, and 0 means that it goes through the territory (docs/rules/quotas.md#systems). */
  systems: z
    .array(
      z.strictObject({
        system: z.string().trim().min(1).max(20).optional(),
        most: z.number().int().nonnegative().max(10_000),
      }),
    )
    .max(50)
    .default([]),
  /** Who may nominate directly into this stage (channel ids); the first stage takes all channels by default. */
  direct: z.array(z.string()).optional(),
});
export type Stage = Deep<z.infer<typeof stageSchema>>;

export const programmeSchema = z.strictObject({
  code: codedInCapitals(/^[A-Z]{2,8}$/),
  edition: coded(/^\d{4}(-\d{1,2})?$/),
  title: words,
  category: z.enum(categories),
  kind: z.enum(programmeKinds),
  legalBasis: legalBasisSchema.optional(),
  coHosts: z.array(z.string()).default([]),
  channels: z
    .array(
      z.strictObject({
        id: z.enum(['organisation', 'self', 'other']),
        title: words,
        consent: z.boolean().default(false),
      }),
    )
    .min(1),
  form: formSchema,
  eligibility: z.array(ruleSchema).default([]),
  /** Honours that the dictionary lacks or that are called otherwise here, to recognise what forms say (docs/rules/honours.md#names). */
  honourNames: z
    .array(
      z.strictObject({
        code: codedInCapitals(/^[A-Z]{2,8}$/),
        names: z.array(z.string().trim().min(2).max(40)).min(1),
      }),
    )
    .default([]),
  /** Who is asked, by nominee class; `all` for each (docs/rules/departments.md#who-is-asked). */
  departments: z
    .array(z.strictObject({ class: z.string(), departments: z.array(z.string()).min(1) }))
    .default([]),
  stages: z.array(stageSchema).min(1),
  identity: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('document'), field: z.string() }),
    /** Each adult row of a table of members, by its ID column. */
    z.strictObject({ by: z.literal('members'), table: z.string(), column: z.string() }),
    z.strictObject({ by: z.literal('creditCode'), field: z.string(), postField: z.string().optional() }),
    z.strictObject({ by: z.literal('own'), field: z.string() }),
  ]),
  vacancy: z.enum(['leave-empty', 'promote-reserve-with-new-notice', 're-allocate']).default('leave-empty'),
  retention: z.strictObject({ years: z.number().int().positive() }).prefault({ years: 10 }),
  /** Which of all that a level may change in its stage settings. */
  levelMayChange: z
    .array(
      z.enum(['kind', 'legalBasis', 'coHosts', 'notice', 'objection', 'quota', 'awards', 'direct', 'steps']),
    )
    .default(['legalBasis', 'coHosts', 'notice', 'objection', 'quota', 'awards']),
});
export type Programme = Deep<z.infer<typeof programmeSchema>>;

/** The names of honours that the programme adds to the dictionary, its own first. */
export const honourNamesOf = ({ code, title, honourNames }: Programme): readonly HonourNames[] => [
  { code, names: [title.zh] },
  ...honourNames,
];

/** An edition by its name as papers and public pages print it: 2021年最美家庭; a title that says its year is left alone. */
export function editionTitle({ edition, title }: Pick<Programme, 'edition' | 'title'>): string {
  const year = edition.slice(0, 4);
  return title.zh.includes(year) ? title.zh : `${year}年${title.zh}`;
}
