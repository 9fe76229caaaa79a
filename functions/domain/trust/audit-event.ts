/** One line of the audit trail. */
import * as z from 'zod';
import { instant, lazily, type Stored } from '#domain/record.ts';

/** One line of the audit trail: ids, field names and digests, never personal data or free text. */
export const auditEventRecord = lazily(() =>
  z.object({
    aggregate: z.string(),
    seq: z.int(),
    at: instant,
    actor: z.string(),
    via: z.string(),
    action: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
    prev: z.string(),
    hash: z.string(),
  }),
);
export type AuditEvent = Stored<typeof auditEventRecord>;
