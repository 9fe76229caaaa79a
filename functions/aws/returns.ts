/** What SES tells of mail that came back: which letter, and whether for good; addresses are left behind. */
import * as z from 'zod';
import type { LetterReturn } from '#actions/letter/letter-returns.ts';
import { letterOf, letterTag } from './mail.ts';

const noticeSchema = z.object({
  eventType: z.enum(['Bounce', 'Complaint', 'Reject', 'Rendering Failure']),
  mail: z.object({ tags: z.record(z.string(), z.array(z.string())).optional() }),
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string().optional() }).optional(),
  complaint: z.object({ complaintFeedbackType: z.string().optional() }).optional(),
});

/** Reads one notice of the configuration set; undefined when it is none, or names no letter. */
export function returnsOf(message: string): LetterReturn | undefined {
  let notice: z.infer<typeof noticeSchema>;
  try {
    notice = noticeSchema.parse(JSON.parse(message));
  } catch {
    return undefined;
  }
  const tag = notice.mail.tags?.[letterTag]?.[0];
  if (tag === undefined) return undefined;
  const letter = letterOf(tag);
  if (notice.eventType === 'Complaint')
    return { letter, how: 'complained', detail: notice.complaint?.complaintFeedbackType ?? '' };
  const { bounceType = notice.eventType, bounceSubType = '' } = notice.bounce ?? {};
  return {
    letter,
    how: bounceType === 'Transient' ? 'delayed' : 'bounced',
    detail: `${bounceType} ${bounceSubType}`.trim(),
  };
}
