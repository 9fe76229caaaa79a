/** What is sent of an objection: by the public, by the office that got a letter or a call, and by its handler. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { type Input, id, needed, version, words } from '#domain/input.ts';
import { objectionAims, objectionChannels, objectorKinds } from '#domain/objection/objection.ts';
import { text } from '#domain/problem.ts';

/** An objection as anybody raises it on the page of a notice. */
export const publicObjection = z.strictObject({
  /** May be left out only when it is against the organisation. */
  nomination: labelled(id.optional(), text('反映对象', 'Whom it is about')),
  against: z.enum(objectionAims).default('nominee'),
  by: labelled(z.enum(objectorKinds), text('反映方式', 'Who objects'), {
    missing: text('请选择反映方式', 'Choose who objects'),
  }),
  name: labelled(words(60).optional(), text('姓名或单位全称', 'Real name, or name of the unit')),
  contact: labelled(
    words(100).optional(),
    text('联系方式（电话或邮箱）', 'How to reach you (phone or e-mail)'),
  ),
  /** For a unit: its seal is on the paper. */
  seal: labelled(z.boolean().optional(), text('单位材料盖有公章', 'The paper of the unit bears its seal')),
  body: labelled(needed(2_000), text('反映内容', 'What you object to'), {
    missing: text('请填写反映内容', 'Write what you object to'),
  }),
});

/** How an objection comes otherwise than by the web. */
export const otherChannels = objectionChannels.filter((channel) => channel !== 'web');

/** One that came by letter, call, visit or mail, as the office enters it. */
export const enteredObjection = publicObjection.extend({
  notice: id,
  channel: labelled(z.enum(otherChannels), text('收到方式', 'How it came'), {
    missing: text('请选择收到方式', 'Say how it came'),
  }),
  /** Clear leads as a handling person found them; not taken from the public, who would always say so. */
  leads: labelled(
    z.boolean().optional(),
    text('虽匿名，但线索明确、可以核查', 'Anonymous, yet with clear leads that can be checked'),
  ),
  /** When the call, visit or letter came; the web counts by our own clock. */
  receivedAt: labelled(z.iso.datetime({ offset: true }).optional(), text('收到时间', 'When it came')),
  sentPostmark: labelled(
    z.iso.date().optional(),
    text('寄出邮戳日期（来信）', 'Sending postmark, of a letter'),
  ),
  arrivalPostmark: labelled(
    z.iso.date().optional(),
    text('到达邮戳日期（来信）', 'Arrival postmark, of a letter'),
  ),
});

export const raisedObjection = enteredObjection.extend({
  channel: z.enum(objectionChannels),
  /** Network address of the visitor, to limit how often. */
  address: z.string().optional(),
  /** Idempotency key of the form or request: the same objection sent with it again is the one there, by the same receipt. */
  key: z.string().max(100).optional(),
});
export type RaisedObjection = Input<typeof raisedObjection>;

export const handlerChoice = z.strictObject({ member: labelled(id, text('承办人', 'Handler')), version });
export const correctionRequest = z.strictObject({
  note: labelled(needed(500), text('需要更正的内容', 'What is to be put right'), {
    missing: text(
      '请写明需要更正的内容（500 字以内），不要透露异议人',
      'Say what is to be put right, in at most 500 characters and without a hint at who objected',
    ),
    missingCode: 'note-needed',
  }),
  version,
});
export const objectionConclusion = z.strictObject({
  outcome: labelled(z.enum(['upheld', 'dismissed', 'corrected']), text('结论', 'Conclusion'), {
    missing: text('请选择结论：成立、不成立或更正后维持', 'Choose: upheld, dismissed or corrected'),
  }),
  finding: labelled(words(4_000), text('核查情况和依据', 'What was found and on what grounds')),
  /** The correction touches what the notice shows; also found by comparing the form with the one on notice. */
  publicFactsChanged: labelled(
    z.boolean().optional(),
    text(
      '更正涉及公示过的内容，须重新公示',
      'The correction touches what the notice showed: a new notice is needed',
    ),
  ),
  version,
});

export const receiptLookup = z.strictObject({ receipt: labelled(needed(60), text('受理编号', 'Receipt')) });
