/** What the options of a step are built from. Apart from the rows, so that whoever reads only their words loads no schema. */
import * as z from 'zod';
import { percentSchema } from './percent-schema.ts';

export const stepParts = {
  z,
  /** What every step may have. */
  common: {
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .optional(),
    title: z.string().min(1).optional(),
    titleEn: z.string().min(1).optional(),
  },
  count: (usual: number) => z.number().int().positive().default(usual),
  percent: percentSchema,
  /** A question to a department, see `review/questions.ts`. */
  question: z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    label: z.string().min(1),
    options: z.array(z.string().min(1)).min(2).optional(),
    required: z.boolean().default(true),
    departments: z.array(z.string().min(1)).min(1).optional(),
    classes: z.array(z.string().min(1)).min(1).optional(),
  }),
  /** Whom a department checks, and by what, see `review/people-to-check.ts`. */
  checkRule: z.strictObject({
    departments: z.array(z.string().min(1)).min(1).optional(),
    name: z.string().min(1).optional(),
    by: z.array(z.string().min(1)).min(1).max(12),
  }),
  /** Co-hosts whose people take part, each by the name it has among the co-hosts (docs/rules/steps.md#joint-review). */
  coHosts: z.array(z.string().trim().min(1).max(40)).min(1).max(9),
  /** A line of the checklist: its words alone (then it must be answered), or with `required: false`. */
  checklistItem: z.union([
    z.string().min(1),
    z.strictObject({ label: z.string().min(1), required: z.boolean().default(true) }),
  ]),
};
export type StepParts = typeof stepParts;
