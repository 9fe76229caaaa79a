/** Lists and honours as the public sees them: no identities, nobody's id. */
import * as z from 'zod';
import { honourStatuses } from '#domain/honour/honour-status.ts';
import { date, instant, level, named, words } from '#web/api/schemas.ts';

export const honourList = named(
  'HonourList',
  z.object({
    id: z.string(),
    org: z.string(),
    round: z.string(),
    tranche: z.int(),
    title: z.string(),
    code: z.string(),
    edition: z.string(),
    level,
    year: z.int(),
    documentNumber: z.string(),
    date,
    bodies: z.array(z.string()),
    granted: z.int(),
    publishedAt: instant.optional(),
    annulled: z.object({ reason: z.string(), decision: z.string(), date }).optional(),
    version: z.int(),
  }),
);

export const honour = named(
  'Honour',
  z.object({
    number: z.string(),
    list: z.string(),
    org: z.string(),
    code: z.string(),
    edition: z.string(),
    level,
    year: z.int(),
    title: z.string(),
    name: z.string(),
    shown: z.record(z.string(), z.string()),
    bodies: z.array(z.string()),
    date,
    /** What is handed over with it. */
    awards: z.array(z.string()).optional(),
    /** Last day of its term. */
    termEnds: date.optional(),
    status: z.enum(honourStatuses),
    words,
    /** The decision that revoked or annulled it. */
    decision: z.string().optional(),
    decidedOn: date.optional(),
    version: z.int(),
  }),
);
