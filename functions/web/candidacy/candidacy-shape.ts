/** A candidacy as routes show it to those who run, review or oversee it: no personal fields, no digests. */
import * as z from 'zod';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { instant, level, named } from '#web/api/schemas.ts';

const asked = z.object({
  member: z.string(),
  department: z.string().optional(),
  due: instant,
  answer: z.string().optional(),
  answeredAt: instant.optional(),
  late: z.boolean().optional(),
});
const score = z.object({
  mean: z.string(),
  count: z.int(),
  rank: z.int().optional(),
  criteria: z.record(z.string(), z.string()).optional(),
  passed: z.boolean().optional(),
});

export const candidacy = named(
  'Candidacy',
  z.object({
    nomination: z.string(),
    round: z.string(),
    programme: z.string(),
    org: z.string(),
    stage: z.int(),
    level,
    revision: z.int(),
    name: z.string(),
    from: z.string(),
    channel: z.enum(['organisation', 'self', 'other']),
    state: z.enum(candidacyStates),
    step: z.object({ index: z.int(), id: z.string(), kind: z.string(), attempt: z.int() }).optional(),
    asked: z.array(asked),
    receivedAt: instant,
    facts: z.record(z.string(), z.string()),
    score: score.optional(),
    place: z.enum(['chosen', 'reserve']).optional(),
    tranche: z.int().optional(),
    openObjections: z.int(),
    honour: z.object({ number: z.string(), list: z.string() }).optional(),
    upward: z
      .object({
        round: z.string(),
        org: z.string(),
        state: z.enum(['sent', 'returned', 'withdrawn', 'refused', 'honoured', 'recommended', 'out']),
        at: instant,
        reason: z.string().optional(),
      })
      .optional(),
    outcome: z.object({ reason: z.string(), note: z.string().optional(), at: instant }).optional(),
    note: z.string().optional(),
    version: z.int(),
  }),
);
