/** What is sent about the notice of a tranche: posted, kept up longer, stopped and run again. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { type Input, reasonWhy, version } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

export const postedNotice = z.strictObject({
  start: labelled(z.iso.date(), text('公示开始日期', 'First day of the notice')),
  version,
});
export const longerNotice = z.strictObject({
  days: labelled(z.int().positive().max(90), text('总天数', 'Days in all'), { units: ['天', '个工作日'] }),
  reason: reasonWhy(2_000),
});
export const stoppedNotice = z.strictObject({ reason: reasonWhy(2_000) });

/** Which tranche of the round. */
export type OfTranche<S extends z.ZodObject> = Input<S> & { readonly tranche: number };
