/** What erasing on request takes: why, by one of the grounds that the law gives. */

import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { keysOf } from '#domain/members.ts';
import { text } from '#domain/problem.ts';
import { erasureReasons } from '#domain/trust/retention.ts';

export const erasureRequest = z.strictObject({
  reason: labelled(z.enum(keysOf(erasureReasons)), text('删除的原因', 'Why it is erased'), {
    missing: text('请选择删除的原因', 'Choose why it is erased'),
    missingCode: 'reason-needed',
  }),
});
