/** Shapes of nominations: answers, attachments, and the state as its reader may see it. */
import * as z from 'zod';
import { attachmentRecord } from '#domain/nomination/nomination-record.ts';
import { named } from '#web/api/schemas.ts';

export const channel = z.enum(['organisation', 'self', 'other']);
/** Answers by field id, as the programme's form has them; declarations are a list of the ticked ids. */
export const answers = z.record(z.string(), z.unknown());
/** Files uploaded before, by the attachment item that each is for. */
export const fileRefs = z
  .array(z.strictObject({ id: z.string().min(1).max(80), rule: z.string().min(1).max(60) }))
  .max(100);

export const attachment = named('Attachment', attachmentRecord());
