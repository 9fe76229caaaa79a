/** What is sent about a list and the decision on it: its order, grades, its confirmation, body, date and minutes of the decision. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';
import { leaveVacantTick } from '#domain/selection/vacancies.ts';

const ids = z.array(id).max(2_000);

export const shortlistOrder = z.strictObject({ chosen: ids, reserves: ids, version });
export const shortlistConfirmation = z.strictObject({
  version,
  leaveVacant: labelled(z.boolean().default(false), leaveVacantTick),
  reason: labelled(words(200).default(''), text('空缺原因', 'Why places are left empty')),
});
export const reallocation = z.strictObject({ version });

/** Grades as a person settles them: those of each nominee, and why where the ranking proposed others. */
export const gradeSettling = z.strictObject({
  nominees: labelled(
    z
      .array(
        z.strictObject({
          nomination: labelled(id, text('对象', 'Nominee')),
          grades: labelled(z.array(z.string().max(60)).max(20), text('等次', 'Grades')),
          reason: labelled(words(200).default(''), text('理由', 'Reason')),
        }),
      )
      .min(1)
      .max(2_000),
    text('各对象的等次', 'Grades of the nominees'),
  ),
  version,
});

/** Whether body, date and minutes fit the step, the action says; the date is one. */
export const trancheDecision = z.strictObject({
  body: labelled(words(60), text('审定机构', 'Deciding body')),
  date: labelled(z.iso.date(), text('审定日期', 'Date of the decision'), {
    missing: text('请填写审定日期', 'Give the date of the decision'),
  }),
  minutes: labelled(words(200).default(''), text('会议纪要文号或编号', 'Reference of the minutes')),
  refused: labelled(
    z
      .array(
        z.strictObject({
          nomination: labelled(id, text('对象', 'Nominee')),
          reason: labelled(words(2_000), text('原因', 'Reason')),
        }),
      )
      .max(2_000)
      .default([]),
    text('未通过的对象', 'Not approved'),
  ),
  version,
});
