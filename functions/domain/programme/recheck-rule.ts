/** What a programme fixes for the re-check 复查 of its titles, as data: how often, what is judged, what follows (docs/rules/recheck.md). */
import * as z from 'zod';
import { needed } from '#domain/input.ts';
import type { Deep } from '#domain/read-only.ts';

const id = z.string().regex(/^[a-z][a-zA-Z0-9]*$/);
const title = needed(40);

/** What may follow from a title that is not kept. */
export const recheckSteps = ['rectify', 'downgrade', 'propose-revocation'] as const;
export type RecheckStep = (typeof recheckSteps)[number];

export const recheckRuleSchema = z.strictObject({
  /** A title is due so long after it was granted or last looked at: one of the two. */
  everyMonths: z.number().int().min(1).max(600).optional(),
  everyYears: z.number().int().min(1).max(50).optional(),
  /** Days that the reviewers have. */
  days: z.number().int().min(1).max(365).default(30),
  /** What is scored, each up to its own most; none: the reviewer says the band herself. */
  items: z
    .array(z.strictObject({ id, title, max: z.number().int().min(1).max(1000) }))
    .max(30)
    .default([]),
  /** From the best to the worst. A threshold is reached at the number itself (docs/rules/thresholds.md#inclusive). */
  bands: z
    .array(
      z.strictObject({
        id,
        title,
        atLeast: z.number().min(0).optional(),
        /** Whether a title in this band is kept. */
        keeps: z.boolean(),
        /** Whether a title in this band goes up by a grade 升级, where that has a place left. */
        upgrade: z.boolean().default(false),
      }),
    )
    .min(2)
    .max(8),
  /** 一票否决: each overrides any score. */
  vetoes: z.array(title).max(30).default([]),
  /** For how many days a holder may put right what was found. */
  rectifyDays: z.number().int().min(1).max(365).default(30),
  /** What follows from a failure, and from so many failures one after the other. */
  failing: z.enum(recheckSteps).default('rectify'),
  failures: z.number().int().min(1).max(10).default(2),
  again: z.enum(recheckSteps).default('propose-revocation'),
  /** What follows from a veto. */
  vetoed: z.enum(recheckSteps).default('propose-revocation'),
  /** What follows where a grade lower is asked for and there is none. */
  atLowest: z.enum(['rectify', 'propose-revocation']).default('propose-revocation'),
  /** One press may judge many titles alike. */
  bulk: z.boolean().default(true),
  /** A title that is kept holds for another term. */
  renews: z.boolean().default(false),
});
export type RecheckRule = Deep<z.infer<typeof recheckRuleSchema>>;

/** The highest sum of scores that there can be. */
export const mostPoints = ({ items }: Pick<RecheckRule, 'items'>): number =>
  items.reduce((sum, { max }) => sum + max, 0);
