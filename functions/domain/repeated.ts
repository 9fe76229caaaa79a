/** What is recorded once and sent again: the same is one; anything else is refused, and told what stands. */
import type * as z from 'zod';
import { cut } from './characters.ts';
import { fieldsOf, saidOf } from './field-label.ts';
import { type Fault, fault, Problem, type Text, text } from './problem.ts';

/** One field of what stands, beside what was sent now. Lists are given in one order. */
export interface SentAgain {
  readonly stands: string | boolean | readonly string[] | undefined;
  readonly sent: string | boolean | readonly string[] | undefined;
  /** What stands in words, where it is more than its text. */
  readonly said?: Text;
}

const blank = text('（空）', '(nothing)');
const longest = 60;
/** Long texts by their beginning; the page has them whole. */
function wordsOf({ stands, said }: SentAgain): Text {
  if (said !== undefined) return said;
  if (typeof stands === 'boolean') return stands ? text('是', 'yes') : text('否', 'no');
  const zh = typeof stands === 'string' ? stands : (stands ?? []).join('、');
  const shown = cut(zh, longest);
  return zh === '' ? blank : text(shown === zh ? zh : `${shown}…`, shown === zh ? zh : `${shown}…`);
}
const isSame = ({ stands, sent }: SentAgain): boolean =>
  JSON.stringify(stands ?? '') === JSON.stringify(sent ?? '');

/**
 * Does nothing when all that was sent again is what stands. `schema` has the labels of the fields, `lead` says in a
 * sentence that it was done before.
 * @throws Problem conflict `code`, with a fault beside each field that differs.
 */
export function demandSame(
  schema: z.ZodObject,
  fields: Readonly<Record<string, SentAgain>>,
  { code, lead }: { readonly code: string; readonly lead: Text },
): void {
  const shape = fieldsOf(schema);
  const other = Object.entries(fields).flatMap(([field, each]): Fault[] => {
    if (isSame(each)) return [];
    const schemaOf = shape[field];
    const label = (schemaOf && saidOf(schemaOf)?.label) ?? text(field, field);
    const { zh, en } = wordsOf(each);
    return [fault(field, 'stands', `「${label.zh}」已登记为：${zh}`, `"${label.en}" stands as: ${en}`)];
  });
  if (other.length === 0) return;
  throw new Problem(
    'conflict',
    code,
    text(
      `${lead.zh}您这次填写的不同，没有保存。${other.map((one) => one.text.zh).join('；')}`,
      `${lead.en} What you sent differs and was not saved. ${other.map((one) => one.text.en).join('; ')}`,
    ),
    other,
  );
}
