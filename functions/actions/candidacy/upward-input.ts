/** What is sent with a package that goes up or comes back. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { needed } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

export const handedBack = z.strictObject({
  note: labelled(needed(2_000), text('退回原因', 'Reason'), {
    missing: text('请写明退回的原因', 'Give the reason'),
    missingCode: 'reason-needed',
  }),
});
