/** The public notice 公示: how long, counted how, until when; what it may show (domain.md 5). */
import * as z from 'zod';

export const noticeSettingsSchema = z.strictObject({
  days: z.number().int().positive().default(5),
  mode: z.enum(['working', 'calendar']).default('working'),
  /** Practice counts the posting day; the civil code does not (domain.md 1.3, W108). */
  countPostingDay: z.boolean().default(true),
  /** End of office hours on the last day, Asia/Shanghai. */
  closesAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .default('17:30'),
});
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;
