/** Eligibility rules as data (docs/rules/eligibility.md). Checked in eligibility-check.ts. */

import * as z from 'zod';
import { levelSchema } from '#domain/level-schema.ts';
import { percentSchema } from '#domain/percent-schema.ts';
import { rankSpan } from '#domain/rank.ts';
import type { Deep } from '#domain/read-only.ts';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() });
const common = { reason: words.optional() };
/** A rank that the ordered list of rank.ts knows; another word could never be compared. */
const rankName = z.string().refine((name) => rankSpan(name) !== undefined, {
  message:
    '不是可比较的职级，请写如「副处级」「处级」 / not a rank that can be compared; write e.g. 副处级 or 处级',
});

const simpleRules = [
  z.strictObject({
    kind: z.literal('oneOf'),
    field: z.string(),
    values: z.array(z.string()).min(1),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('noneOf'),
    field: z.string(),
    values: z.array(z.string()).min(1),
    ...common,
  }),
  /** Whole years on the first day of the window, from a birth date or month; inclusive. */
  z.strictObject({
    kind: z.literal('age'),
    field: z.string(),
    min: z.number().int().optional(),
    max: z.number().int().optional(),
    ...common,
  }),
  /** Number bounds: min/max inclusive (以上/以下), above/below exclusive (超过/不满). */
  z.strictObject({
    kind: z.literal('number'),
    field: z.string(),
    min: z.number().optional(),
    max: z.number().optional(),
    above: z.number().optional(),
    below: z.number().optional(),
    exempt: z.strictObject({ field: z.string(), values: z.array(z.string()).min(1) }).optional(),
    ...common,
  }),
  /** part/whole compared exactly with a percentage: 599 of 1000 fails 60 %. */
  z.strictObject({
    kind: z.literal('ratio'),
    part: z.string(),
    whole: z.string(),
    min: percentSchema.optional(),
    max: percentSchema.optional(),
    above: percentSchema.optional(),
    below: percentSchema.optional(),
    ...common,
  }),
  /** Administrative rank of a person or unit: at most (inclusive; 处级 as a group reaches to 正处级) or strictly below a rank (below 处级 stops 副处级). */
  z.strictObject({
    kind: z.literal('rank'),
    field: z.string(),
    max: rankName.optional(),
    below: rankName.optional(),
    ...common,
  }),
  /** Years from a date or year field until the first day of the window. */
  z.strictObject({ kind: z.literal('years'), field: z.string(), min: z.number(), ...common }),
  /** Must be ticked, true, or non-empty. */
  z.strictObject({ kind: z.literal('declared'), field: z.string(), ...common }),
  /** Must hold an earlier honour. codes empty = the programme's own; levels may hold 'lower' = the level just below the stage. */
  z.strictObject({
    kind: z.literal('priorHonour'),
    codes: z.array(z.string()).default([]),
    levels: z.array(z.union([levelSchema, z.literal('lower'), z.literal('lowerOrHigher')])).min(1),
    minYears: z.number().int().nonnegative().default(0),
    /** Honours typed in the form count too when this table field is named (title, level, year); otherwise only our ledger counts. */
    alsoFromField: z.string().optional(),
    ...common,
  }),
  /** Must not hold the honour already: 'same' = at the stage's level or higher, or a named level or higher; cooldownYears frees after so many years. */
  z.strictObject({
    kind: z.literal('noRepeat'),
    codes: z.array(z.string()).default([]),
    atOrAbove: z.union([levelSchema, z.literal('same')]),
    cooldownYears: z.number().int().positive().optional(),
    /** A title whose term 届期 has ended may be sought again: renewal by a new round. */
    afterTerm: z.boolean().default(false),
    alsoFromField: z.string().optional(),
    ...common,
  }),
] as const;
const simpleRule = z.discriminatedUnion('kind', simpleRules);
export type SimpleRule = Deep<z.infer<typeof simpleRule>>;
interface Reasoned {
  readonly reason?: { readonly zh: string; readonly en?: string | undefined } | undefined;
}
export type Rule =
  | SimpleRule
  | (Reasoned & { readonly kind: 'any'; readonly of: readonly Rule[] })
  | (Reasoned & {
      readonly kind: 'when';
      readonly field: string;
      readonly values: readonly string[];
      readonly rules: readonly Rule[];
    });
export const ruleSchema: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    simpleRule,
    z.strictObject({ kind: z.literal('any'), of: z.array(ruleSchema).min(1), ...common }),
    z.strictObject({
      kind: z.literal('when'),
      field: z.string(),
      values: z.array(z.string()).min(1),
      rules: z.array(ruleSchema).min(1),
      ...common,
    }),
  ]),
);

/** The codes of the honours that some rules ask for; a rule that names none means the programme's own. */
export const honourCodesOf = (rules: readonly Rule[], own: string): readonly string[] => [
  ...new Set(
    rules.flatMap((rule): readonly string[] => {
      switch (rule.kind) {
        case 'any':
          return honourCodesOf(rule.of, own);
        case 'when':
          return honourCodesOf(rule.rules, own);
        case 'priorHonour':
        case 'noRepeat':
          return rule.codes.length > 0 ? rule.codes : [own];
        default:
          return [];
      }
    }),
  ),
];
