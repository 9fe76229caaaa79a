/** What the acts of a re-check take: what it looks at, a verdict on some titles, why it ends early. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

export const recheckStart = z.strictObject({
  programme: labelled(id, text('评选活动', 'Programme'), {
    missing: text('请选择评选活动', 'Choose the programme'),
  }),
  /** Left out: all titles that are due. */
  list: labelled(id.optional(), text('名单', 'List')),
  asOf: labelled(z.iso.date().optional(), text('到期日', 'Due by')),
  dueOn: labelled(z.iso.date().optional(), text('复查截止日', 'Last day of the reviewers')),
  /** Left out: the organisation's reviewers, else its administrators. */
  reviewers: labelled(z.array(id).min(1).max(40).optional(), text('复查人', 'Reviewers')),
});

export const recheckVerdict = z.strictObject({
  titles: labelled(z.array(id).min(1).max(100), text('复查对象', 'Titles'), {
    missing: text('请勾选复查对象', 'Tick the titles'),
  }),
  scores: labelled(z.record(z.string(), z.number()).default({}), text('得分', 'Points')),
  band: labelled(id.optional(), text('等次', 'Band')),
  vetoes: labelled(z.array(words(40)).max(30).default([]), text('一票否决事项', 'Vetoes')),
  note: labelled(words(500).default(''), text('复查意见', 'Remarks')),
});

export const recheckClosing = z.strictObject({
  reason: labelled(words(200).default(''), text('原因', 'Reason')),
  version,
});
