/** What is sent to recommend upward: who of a tranche goes up, possibly nobody; and the result of a level outside this system. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, needed, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

export const recommendation = z.strictObject({
  nominations: labelled(z.array(id).max(2_000), text('推荐名单', 'Who goes up')),
  /** Said where nobody is named: it ends the tranche and cannot be taken back. */
  nobody: labelled(z.boolean().default(false), text('本批不上报', 'Nobody of this tranche goes up')),
  version,
});

/** What an outer level can answer: honoured there, recommended further up, or not successful. */
export const externalStates = ['honoured', 'recommended', 'out'] as const;

export const externalResult = z.strictObject({
  state: labelled(z.enum(externalStates), text('上级结果', 'Result'), {
    missing: text('请选择上级的结果', 'Choose the result'),
  }),
  source: labelled(needed(200), text('依据', 'Where it is written'), {
    missing: text(
      '请写明依据，如文号和公布日期（200 字以内）',
      'Say where it is written, such as document number and date (200 characters at most)',
    ),
    missingCode: 'source-needed',
  }),
  /** Needed with `honoured`: it is an honour of that level then, in every ledger on the way. */
  bodies: labelled(z.array(needed(60)).max(10).optional(), text('授予单位', 'Awarding bodies')),
  date: labelled(z.iso.date().optional(), text('授予日期', 'Date of the award')),
  number: labelled(words(60).optional(), text('证书编号', 'Number of the certificate')),
  grades: labelled(z.array(needed(20)).max(10).optional(), text('等次', 'Grades')),
  batch: labelled(z.coerce.number().int().min(1).max(999).optional(), text('批次', 'Batch')),
});
