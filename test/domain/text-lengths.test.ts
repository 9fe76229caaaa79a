/** Lengths of what people write count characters: a rare one such as 𠮷 is one (docs/rules/forms.md#character-count). */
import { expect, test } from 'vitest';
import type * as z from 'zod';
import { slotRequest } from '#actions/files/files-input.ts';
import { departmentOpinion, visitRecord } from '#actions/review/review-input.ts';
import { scheduleSchema } from '#domain/calendar.ts';
import { gradeSchema } from '#domain/programme/grade-schema.ts';
import { recheckRuleSchema } from '#domain/programme/recheck-rule.ts';
import { stageSettingsSchema } from '#domain/programme/stage-settings.ts';

const settings = (more: object) => [stageSettingsSchema.partial(), more] as const;
const contact = (field: string) => (written: string) => settings({ contact: { [field]: written } });
const visit = { step: 'visit', outcome: 'approve' };
const band = (title: string) => ({ id: 'kept', title, keeps: true });

test.each<[string, number, (written: string) => readonly [z.ZodType, unknown]]>([
  ['the office of a round', 60, contact('office')],
  ['its phone', 40, contact('phone')],
  ['its hours', 60, contact('hours')],
  ['its address', 100, contact('address')],
  ['the wording of a certificate', 300, (wording) => settings({ certificate: { wording } })],
  ['a grade', 20, (zh) => [gradeSchema, { id: 'first', title: { zh }, places: 1 }]],
  [
    'a band of a re-check',
    40,
    (title) => [
      recheckRuleSchema,
      { everyYears: 3, bands: [band(title), { ...band('不合格'), id: 'out', keeps: false }] },
    ],
  ],
  [
    'the source of a holiday schedule',
    200,
    (source) => [scheduleSchema, { year: 2027, source, holidays: [], makeUpDays: [] }],
  ],
  ['the name of a file', 300, (name) => [slotRequest, { rule: 'photo', name }]],
  ['a line of a checklist', 200, (item) => [visitRecord, { ...visit, checklist: [{ item, ok: true }] }]],
  [
    'a title that a reviewer is asked about',
    200,
    (id) => [visitRecord, { ...visit, doubts: [{ id, is: true }] }],
  ],
  [
    'a department',
    30,
    (department) => [departmentOpinion, { step: 'opinions', outcome: 'agree', department }],
  ],
])('%s: %i', (_what, most, given) => {
  const isTaken = (length: number) => {
    const [schema, value] = given('𠮷'.repeat(length));
    return schema.safeParse(value).success;
  };
  expect([isTaken(most), isTaken(most + 1)]).toEqual([true, false]);
});
