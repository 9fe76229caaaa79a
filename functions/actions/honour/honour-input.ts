/** What the acts on honours take after the grant: a ruling that revokes or annuls, a correction, a status. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, needed, reasonWhy, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

const incomplete = (zh: string, en: string) => ({
  missing: text(zh, en),
  missingCode: 'ruling-incomplete',
});

/** On what a revocation 撤销 or annulment 作废 rests. */
export const honourRuling = z.strictObject({
  grounds: labelled(
    needed(500),
    text('事由', 'Grounds'),
    incomplete('请填写撤销或作废的事由', 'Give the grounds'),
  ),
  decisionNumber: labelled(
    needed(100),
    text('决定文号', 'Number of the decision'),
    incomplete('请填写决定文号', 'Give the number of the decision'),
  ),
  body: labelled(
    needed(60),
    text('作出决定的机构', 'Body that decided'),
    incomplete('请填写作出决定的机构', 'Give the body that decided'),
  ),
  /** Whether it is a date, and one that can be, is said together (`ruling-future`, `not-a-date`). */
  date: labelled(words(20), text('决定日期', 'Date of the decision')),
  version,
});

/** Which edition of an honour is annulled as a whole, and on what that rests. */
export const editionAnnulment = honourRuling.omit({ version: true }).extend({
  code: labelled(needed(8), text('荣誉代码', 'Honour code')),
  edition: labelled(needed(7), text('届次', 'Edition')),
});

/** To which grade one honour goes 升级、降级, and on what that rests. */
export const honourRegrade = honourRuling.extend({
  grade: labelled(needed(40), text('改为等次', 'New grade'), {
    missing: text('请选择升级或降级后的等次', 'Choose the grade that it goes to'),
  }),
  grounds: labelled(
    needed(500),
    text('事由', 'Grounds'),
    incomplete('请填写升级或降级的事由', 'Give the grounds'),
  ),
});

export const honourCorrection = z.strictObject({
  /** `name`, `grades`, or the label of a shown field. */
  field: labelled(needed(60), text('更正哪一项', 'Which text'), {
    missing: text('请选择更正哪一项', 'Choose which text to correct'),
  }),
  text: labelled(words(100), text('更正为', 'Correct text')),
  reason: labelled(words(200), text('更正原因', 'Reason')),
  version,
});

export const honourStatusChange = z.strictObject({
  to: labelled(z.enum(['underReview', 'rectifying', 'valid']), text('改为', 'New status'), {
    missing: text('请选择新的状态', 'Choose the new status'),
  }),
  reason: labelled(
    reasonWhy(),
    text('原因（整改的写明期限）', 'Reason (and the date by which to put it right)'),
    { missing: text('请写明原因', 'Give the reason'), missingCode: 'reason-needed' },
  ),
  version,
});

/** An entry of the ledger is struck out: kept with the reason, and not counted. */
export const ledgerStrike = z.strictObject({ id, reason: reasonWhy(), version });

/** Whether a nominee is the holder of a line that says only her name. */
export const ledgerClaim = z.strictObject({
  entry: id,
  nomination: id,
  is: labelled(z.boolean(), text('是否同一人（家庭、单位）', 'Whether she is the holder')),
});
