/** What moves a rehearsal: the time that its clock goes on to, as its page and its JSON send it. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { needed } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

export const clockAdvance = z.strictObject({
  now: labelled(needed(40), text('调到（北京时间）', 'Move to, in Shanghai'), {
    missing: text('请写成 2027-03-08 09:00 的样子', 'Write it like 2027-03-08 09:00'),
    missingCode: 'clock-unreadable',
  }),
});
