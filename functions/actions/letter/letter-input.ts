/** What the actions on letters take: a bulk mail, its confirmation, one letter of the outbox. */
import * as z from 'zod';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { labelled } from '#domain/field-label.ts';
import { id, line, needed, version } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

/** Who gets a bulk letter: nominators (of candidacies in some states), owners of drafts, those still asked, the panel, administrators below. */
export const bulkAudience = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('nominators'),
    states: labelled(z.array(z.enum(candidacyStates)).optional(), text('状态', 'States')),
  }),
  z.strictObject({ kind: z.literal('drafts') }),
  z.strictObject({ kind: z.literal('asked') }),
  z.strictObject({ kind: z.literal('panel') }),
  z.strictObject({ kind: z.literal('below') }),
]);

/** Which letters go in bulk, and what the sender may fill in, stands in `bulkTemplates`. */
export const bulkMail = z.strictObject({
  audience: labelled(bulkAudience, text('收件人', 'Recipients')),
  template: labelled(z.string(), text('信函', 'Letter')),
  params: labelled(z.record(z.string(), z.string()).default({}), text('信函内容', 'What it says')),
});

/** A bulk mail as it was counted. */
export const countedMail = bulkMail.extend({ id, letters: z.int().nonnegative() });

/** Whose link to the tasks of which step. */
export const linkReissue = z.strictObject({ member: id, step: id });

export const letterChoice = z.strictObject({ key: z.string().min(1).max(300) });

/** An organisation's own words for a kind of letter; places as 【对象】. */
export const letterWords = z.strictObject({
  subjectZh: labelled(line(100), text('标题（中文）', 'Subject in Chinese')),
  leadZh: labelled(needed(800), text('正文（中文）', 'Text in Chinese')),
  subjectEn: labelled(line(200), text('标题（英文）', 'Subject in English')),
  leadEn: labelled(needed(1_600), text('正文（英文）', 'Text in English')),
  version,
});
