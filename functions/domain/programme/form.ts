/** The nomination form as data: fields, limits, attachments (docs/rules/forms.md#form-fields). */
import * as z from 'zod';
import { needed } from '#domain/input.ts';
import type { Deep } from '#domain/read-only.ts';
import { fieldTypeNames } from './field-types.ts';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() });

/** A part of the form is asked only of those whose answer to another field is this. */
const conditionSchema = z.strictObject({
  field: z.string(),
  /** Options of a choice, one of which was chosen; 'true' or 'false' of a yes or no. */
  values: z.array(z.string()).min(1).optional(),
  /** A date of birth that makes younger than so many years. */
  under: z.number().int().positive().max(150).optional(),
});
export type Condition = Deep<z.infer<typeof conditionSchema>>;
const when = conditionSchema.optional();

const fieldBase = z.strictObject({
  /** Stable id of the field, latin letters; rules and papers refer to it. */
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  label: words,
  help: words.optional(),
  group: z.string().optional(),
  type: z.enum(fieldTypeNames),
  required: z.boolean().default(false),
  /** Longest text in characters: code points, line breaks excluded (docs/rules/forms.md#character-count). */
  max: z.number().int().positive().optional(),
  /** Bounds of a number, both inclusive (docs/rules/thresholds.md#inclusive). */
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  /** What a number counts: 万元, printed behind it. */
  unit: needed(10).optional(),
  /** A number whose sum stands under the summary list 汇总表 and the published one (贷款金额). */
  sum: z.boolean().optional(),
  options: z.array(z.strictObject({ value: z.string().min(1), label: words })).optional(),
  /** Personal data: encrypted at rest, masked on lists and link pages, never in a notice. */
  personal: z.boolean().default(false),
  /** Sensitive personal data in the sense of the PIPL: needs separate consent. */
  sensitive: z.boolean().default(false),
  /** For an ID number: the fields, or columns of the same table, with its holder's birth date and gender (docs/rules/identity.md#birth-and-gender). */
  tells: z.strictObject({ birthDate: z.string().optional(), gender: z.string().optional() }).optional(),
  /** For a credit code: the attachment with its certificate, by which one with an odd check digit is taken (docs/rules/identity.md#odd-check-digit). */
  certificate: z.string().optional(),
});
export const fieldSchema = fieldBase.extend({
  /** Who is asked it; left out, everybody (docs/rules/forms.md#conditions). */
  when,
  columns: z.array(fieldBase).optional(),
  maxRows: z.number().int().positive().optional(),
});
export type Field = Deep<z.infer<typeof fieldSchema>>;

export const attachmentRuleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  label: words,
  help: words.optional(),
  min: z.number().int().nonnegative().default(0),
  max: z.number().int().positive().default(1),
  types: z.array(z.enum(['jpg', 'png', 'pdf', 'docx', 'xlsx', 'mp4'])).min(1),
  maxMegabytes: z.number().positive().default(10),
  when,
});
export type AttachmentRule = Deep<z.infer<typeof attachmentRuleSchema>>;

export const formSchema = z.strictObject({
  /** Field whose value names the nominee (姓名, 单位全称, 家庭名称). */
  nameField: z.string(),
  /** Field whose value is the nominee class that picks the departments (人员类别); optional. */
  classField: z.string().optional(),
  fields: z.array(fieldSchema).min(1),
  /** What is said of a group of fields: its English title, and where only some are asked it whole, who (监护人, 港澳台人员). */
  groups: z
    .array(z.strictObject({ title: z.string().min(1), titleEn: z.string().min(1).optional(), when }))
    .default([]),
  attachments: z.array(attachmentRuleSchema).default([]),
  /** Statements that must be ticked (无负面清单情形承诺 …). */
  declarations: z.array(z.strictObject({ id: z.string(), text: words, when })).default([]),
  /** Fields that a notice may show, in order (docs/rules/notice.md#what-is-shown). */
  publicFields: z.array(z.string()).min(1),
});
export type Form = Deep<z.infer<typeof formSchema>>;
/** Answers of a form, by field id. Tables are arrays of rows. Declarations are under `declarations` as a list of ticked ids. */
export type Answers = Readonly<Record<string, unknown>>;
