/** What is sent to publish the list of a tranche: title, document number, date, bodies and batch. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { needed, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

export const publication = z.strictObject({
  title: labelled(needed(200), text('名单标题', 'Title of the list')),
  documentNumber: labelled(needed(100), text('决定文号', 'Document number')),
  date: labelled(z.iso.date(), text('决定日期', 'Date')),
  /** In their printed order; the organisation itself first unless said otherwise. */
  bodies: labelled(z.array(needed(60)).min(1).max(20), text('授予单位', 'Awarding bodies')),
  /** Where the record wants a legal basis and has none: why it is done all the same. Kept with the list. */
  exemption: labelled(words(300).optional(), text('例外情况说明', 'Why there is an exemption')),
  /** Where lists are counted in batches: the number that was shown, so that a title never says another. */
  batch: z.int().positive().optional(),
  /** Before the first list that is published here: how many batches there were already. */
  earlierBatches: labelled(
    z.coerce.number().int().min(0).max(500).optional(),
    text('此前已发布的批数', 'Batches published before'),
    { units: ['批'] },
  ),
  version,
});
