/** What erasing on request takes: why, by one of the grounds that the law gives. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { text } from '#domain/problem.ts';
import { type ErasureReason, erasureReasons } from '#domain/trust/retention.ts';

const reasons = Object.keys(erasureReasons) as [ErasureReason, ...ErasureReason[]];

export const erasureRequest = z.strictObject({
  reason: labelled(z.enum(reasons), text('删除的原因', 'Why it is erased'), {
    missing: text('请选择删除的原因', 'Choose why it is erased'),
    missingCode: 'reason-needed',
  }),
});
