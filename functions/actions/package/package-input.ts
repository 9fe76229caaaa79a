/** What is sent about packages 报送包: what stands in one, its letter, and what goes with a sheet of results. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, line, needed, version, words } from '#domain/input.ts';
import { mostParts } from '#domain/package/package-parts.ts';
import { text } from '#domain/problem.ts';

export const packageStart = z.strictObject({
  title: labelled(line(100), text('名称', 'Title'), {
    missing: text('请填写报送包的名称', 'Give the package a title'),
  }),
  to: labelled(line(60), text('主送单位', 'Receiver'), {
    missing: text('请填写主送单位', 'Say who gets it'),
  }),
  parts: labelled(
    z
      .array(
        z.strictObject({
          round: labelled(id, text('轮次', 'Round')),
          tranche: labelled(z.int().min(1).max(999), text('批次', 'Tranche')),
        }),
      )
      .min(1)
      .max(mostParts),
    text('报送内容', 'What goes up'),
    { missing: text('请勾选报送内容', 'Tick what goes up') },
  ),
  /** Left out, it is made from the record. */
  letter: labelled(words(5_000).optional(), text('报送函', 'Cover letter')),
});

export const packageLetter = z.strictObject({
  letter: labelled(needed(5_000), text('报送函', 'Cover letter'), {
    missing: text('请写报送函', 'Write the cover letter'),
  }),
  version,
});

/** What holds for every row of the sheet that does not say it itself. */
export const resultSheet = z.strictObject({
  source: labelled(words(200).default(''), text('依据', 'Where it is written')),
  bodies: labelled(words(300).default(''), text('授予单位', 'Awarding bodies')),
  date: labelled(z.iso.date().optional(), text('授予日期', 'Date of the award')),
});
