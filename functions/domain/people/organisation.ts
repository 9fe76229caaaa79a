/** An organisation as it is entered: apart from people.ts, which every request needs. */
import * as z from 'zod';
import { line } from '#domain/input.ts';
import { levelSchema } from '#domain/level-schema.ts';
import type { Deep } from '#domain/read-only.ts';

export const organisationSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{1,16}$/),
  name: line(60),
  level: levelSchema,
  /** The organisation above; absent for a root. */
  parent: z.string().optional(),
  /** Official order number among its siblings: decides ties (docs/rules/quotas.md#shares). */
  order: z.number().int().nonnegative().default(0),
  /** GB/T 2260 code of six digits, printed in certificate numbers. */
  region: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
  /** System branch (高校, 国资委) instead of territory. */
  branch: z.string().optional(),
  contact: z
    .strictObject({
      office: z.string(),
      phone: z.string(),
      email: z.email(),
      address: z.string(),
      hours: z.string(),
    })
    .partial()
    .default({}),
});
export type OrganisationInput = Deep<z.infer<typeof organisationSchema>>;
