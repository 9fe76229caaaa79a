/** What the actions on nominations take, from pages, API and sheets. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, needed, reasonWhy, version, words } from '#domain/input.ts';
import { channels } from '#domain/nomination/nomination-ways.ts';
import { paperLabels } from '#domain/nomination/paper.ts';
import { organisationSchema } from '#domain/people/organisation.ts';
import { text } from '#domain/problem.ts';
import { nominationIdForm } from './draft-record.ts';

export const channel = z.enum(channels);
/** Answers by field id, as the programme's form has them; declarations are a list of the ticked ids. */
export const answers = z.record(z.string(), z.unknown());
/** Files uploaded before, by the attachment item that each is for. */
const files = text('附件', 'Files');
const fileRefs = z
  .array(
    z.object({
      id: labelled(z.string().min(1).max(80), text('文件', 'File')),
      rule: labelled(z.string().min(1).max(60), text('附件种类', 'Kind of file')),
    }),
  )
  .max(100)
  .readonly();

/** Whose nomination in which programme it is. */
const place = {
  programme: labelled(id, text('评选活动', 'Programme'), {
    missing: text('请选择评选活动', 'Choose the programme'),
  }),
  org: labelled(organisationSchema.shape.id, text('申报单位', 'Nominating organisation'), {
    missing: text('请选择申报单位', 'Choose the organisation'),
  }),
};
/** Address of the nominee, where another nominates; a draft keeps it as it was typed. */
const consentEmail = labelled(words(200).optional(), text('被推荐人的邮箱', "The nominee's e-mail address"));

/** The separate consent for sensitive data, needed where the form asks for such. */
const sensitive = z.boolean().optional();
/** The separate and optional consent to be found on the roll of honour. */
const roll = z.boolean().optional();
/** Said at a second press, when only the check digit of a credit code is odd. */
const certified = labelled(
  z.boolean().optional(),
  text(
    '已逐位核对：统一社会信用代码与所附证书一致',
    'Compared digit by digit: the credit code is that of the certificate attached',
  ),
);

/** Where the form came on paper and a clerk enters it: dates as they are written there. */
const paper = z
  .strictObject({
    receivedOn: labelled(words(40).default(''), paperLabels.receivedOn),
    consentOn: labelled(words(40).default(''), paperLabels.consentOn),
  })
  .optional();

export const draftContent = z.strictObject({
  ...place,
  channel: channel.default('organisation'),
  answers,
  /** Absent: as they are. Those left out are removed for good. */
  attachments: labelled(fileRefs.optional(), files),
  consentEmail,
  paper,
});
export const draftSave = draftContent.extend({
  /** Given by the first save; a page may choose it itself, so that a repeated first save is one draft. */
  id: id.optional(),
  /** Version that the page was made from; absent or 0 for a first save. */
  version: version.optional(),
});

export const nominationSent = draftContent.extend({
  /** Id of the draft, which becomes the nomination's: submitting twice is the same nomination. Left out: a new one. */
  id: labelled(id.regex(nominationIdForm).optional(), text('编号', 'Id')),
  /** Uploaded before under this id; what is known of them is taken from their records. */
  attachments: labelled(fileRefs.default([]), files),
  /** Version of the privacy text that was agreed to. */
  consentText: z.string().max(40),
  sensitive,
  roll,
  certified,
});
export const submission = nominationSent.extend({
  /** When the server got the request: decides whether it was in time. */
  receivedAt: z.string().optional(),
});

/** One press that submits every draft of an import. */
export const allSubmission = z.strictObject({
  /** Version of the privacy text that was agreed to, for each of them. */
  consentText: labelled(needed(40), text('个人信息处理告知', 'Privacy notice'), {
    missing: text('请先阅读并同意个人信息处理告知', 'Read and agree to the privacy notice first'),
    missingCode: 'privacy-consent',
  }),
  sensitive,
  roll,
  /** Ids of statements of the form that are made of each of them; a sheet can't tick boxes. */
  declarations: labelled(z.array(id).max(50).default([]), text('承诺', 'Statements')),
});

export const amendment = z.strictObject({
  answers,
  attachments: labelled(fileRefs.default([]), files),
  /** What was changed, for the reviewer. */
  note: labelled(words(500).default(''), text('修改说明', 'What you changed')),
  certified,
  version,
});

/** An amendment as it is being written. */
export const amendingSave = amendment.omit({ attachments: true, certified: true }).extend({
  /** Files that were taken away. */
  without: z.array(id).max(200).default([]),
});

export const withdrawal = z.strictObject({
  reason: reasonWhy(200, text('请写明撤回的原因', 'Give the reason for withdrawing')),
});

export const consentAnswer = z.strictObject({
  /** No answer is preselected; a missing one is refused. */
  agree: z.boolean().optional(),
  /** Version of the text that the page showed. */
  textVersion: z.string().max(40),
  sensitive,
  roll,
  /** Name of the parent or guardian who agrees for a minor. */
  guardianName: labelled(words(30).optional(), text('监护人姓名', 'Name of the parent or guardian')),
});

export const settlement = z.strictObject({
  verdict: z.enum(['same', 'different']),
  /** For `same`: the nomination that stays. */
  keep: id.optional(),
  reason: reasonWhy(500, text('请写明处理理由', 'Give the reason')),
});
/** A pair is judged on its page by one choice: two nominees, or which of the two nominations stays. */
export const pairJudgement = settlement.omit({ verdict: true }).extend({
  keep: labelled(needed(200), text('判断', 'Judgement'), {
    missing: text('请选择保留哪一个申报', 'Choose which nomination stays'),
    missingCode: 'keep-needed',
  }),
});

/** Whose nominations a sheet brings, and in which programme. */
export const sheetPlace = z.strictObject(place);
/** Rows of a sheet, cells by the words of its header. */
export const sheetRows = sheetPlace.extend({
  rows: z.array(z.record(z.string(), z.unknown()).readonly()).readonly(),
});

/** Whether her honours may be found on the roll by name. */
export const rollChoice = z.strictObject({
  agree: labelled(z.boolean(), text('荣誉榜公开', 'On the roll of honour'), {
    missing: text('请选择“同意”或“不同意”', 'Choose whether you agree'),
  }),
});
