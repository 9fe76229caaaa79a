/** What loading a holiday schedule takes: dates as data, or as the lines that a clerk pastes. */
import * as z from 'zod';
import { scheduleSchema } from '#domain/calendar.ts';
import { labelled } from '#domain/field-label.ts';
import { needed, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

/** Needed when the year is known already, built in or loaded. */
const reason = labelled(words(200).optional(), text('更换理由', 'Reason for replacing'));

/** The schedule of the year that the address says; `version` is 0 where none was loaded. */
export const scheduleLoad = scheduleSchema
  .omit({ year: true })
  .extend({ reason, version: version.optional() });

export const scheduleLines = z.strictObject({
  year: labelled(z.int(), text('年度', 'Year'), {
    missing: text('请填写四位年份', 'Give the year in four digits'),
    units: ['年'],
  }),
  source: labelled(needed(200), text('来源', 'Source'), {
    missing: text('请填写通知的名称和文号', 'Give title and number of the notice'),
  }),
  csv: labelled(words(50_000), text('日期', 'Days')),
  reason,
});
