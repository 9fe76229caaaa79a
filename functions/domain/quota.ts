/** Quotas with shape: places, caps, floors, shares, ties, 等额/差额, reserves (domain.md 1.8, 4.5; design.md 3). */
import * as z from 'zod';
import { percentSchema } from './eligibility.ts';

/** A cap or floor over a group of nominees, e.g. 处级及以上 at most 20 % of the places. */
export const groupRuleSchema = z.strictObject({
  title: z.string().min(1),
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
export type GroupRule = z.infer<typeof groupRuleSchema>;

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
export type QuotaRule = z.infer<typeof quotaRuleSchema>;
