/** Objections 异议: who may raise one, in time or late, accepted or only logged, and what follows (domain.md 5.3). */
import * as z from 'zod';

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
export type ObjectionSettings = z.infer<typeof objectionSettingsSchema>;
