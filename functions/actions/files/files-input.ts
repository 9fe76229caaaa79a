/** What the actions on files take, from pages and API. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

/** A name is cut to what can be shown when the file is kept. */
const name = labelled(words(300).optional(), text('文件名称', 'Name of the file'));

/** A slot for a file that goes straight to the bucket, of a form that takes one kind; of one that takes several. */
export const slotNaming = z.strictObject({
  name,
  type: labelled(z.string().max(10).optional(), text('文件类型', 'Type of the file')),
});
export const slotRequest = slotNaming.extend({ rule: z.string().min(1).max(60) });
export const slotConfirmation = z.strictObject({ name });
/** The code of a stamped page; left out where the file's name holds it. */
export const scanCode = z.strictObject({ code: labelled(words(60).optional(), text('编码', 'Code')) });
