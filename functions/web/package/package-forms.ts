/** The forms of packages: make one, its letter, its archive, a list in full, a sheet of results. */

import * as z from 'zod';
import { packageLetter, packageStart, resultSheet } from '#actions/package/package-input.ts';
import { labelled } from '#domain/field-label.ts';
import type { Package, PackagePart } from '#domain/package/package-record.ts';
import { text } from '#domain/problem.ts';
import { ask, type FormSpec } from '#web/frame/post-form.tsx';

export const packagePath = (id: string): string => `/packages/${encodeURIComponent(id)}`;

/** A part as the form ticks it: its round and its tranche. */
export const partValue = ({ round, tranche }: Pick<PackagePart, 'round' | 'tranche'>): string =>
  `${round}#${tranche}`;
export const partFrom = (value: string): { readonly round: string; readonly tranche: number } => {
  const at = value.lastIndexOf('#');
  return { round: value.slice(0, at), tranche: Number(value.slice(at + 1)) };
};

/** A package as its form sends it: each part in one text. */
export const packageForm = packageStart.omit({ parts: true, letter: true }).extend({
  parts: labelled(z.array(z.string()), text('报送内容', 'What goes up')),
});

/** Where the page stands: the organisation, and which of its rounds are offered. */
export const packagesPath = (asked: Readonly<Record<string, string | undefined>>): string =>
  `/packages?${new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''))}`;

export const makeForm = (
  action: string,
  choices: readonly Omit<PackagePart, 'programme'>[],
  to: string,
): FormSpec => ({
  form: 'make',
  action,
  groups: [
    [
      ask(packageForm, 'title', { help: text('如“2027年推荐材料”', 'Such as 2027 recommendations') }),
      ask(packageForm, 'to', { now: to, help: text('报送函的抬头', 'To whom the cover letter is written') }),
      ask(packageForm, 'parts', {
        type: 'choices',
        options: choices.map((part) => ({
          value: partValue(part),
          label: text(
            `${part.title} 第 ${part.tranche} 批（${part.count}${part.unit}）`,
            `${part.title}, tranche ${part.tranche} (${part.count})`,
          ),
        })),
        help: text('可以跨活动勾选，须报送同一上级', 'Of several programmes, if they go to the same level'),
      }),
    ],
  ],
  note: text(
    '报送函按记录生成，建立后可以修改。',
    'The cover letter is written from the record and can be changed.',
  ),
  button: text('建立报送包', 'Make the package'),
});

export const letterForm = ({ id, letter, version }: Package): FormSpec => ({
  form: 'letter',
  action: `${packagePath(id)}/letter`,
  hidden: { version: String(version) },
  groups: [[ask(packageLetter, 'letter', { type: 'paragraph', now: letter, label: text('正文', 'Text') })]],
  note: text(
    '修改后，已制作的压缩包作废，须重新制作。',
    'An archive made before holds the old letter and is dropped.',
  ),
  tone: 'secondary',
  button: text('保存报送函', 'Save the letter'),
});

export const archiveForm = ({ id }: Package): FormSpec => ({
  form: 'archive',
  action: `${packagePath(id)}/archive`,
  note: text(
    '个人信息脱敏；保存 30 天，可随时重新制作。',
    'Personal data are masked; kept for 30 days, and can be made again at any time.',
  ),
  button: text('制作压缩包', 'Make the archive'),
});

export const fullForm = ({ id }: Package, n: number): FormSpec => ({
  form: `full-${n}`,
  action: `${packagePath(id)}/parts/${n}/full`,
  folded: text('未脱敏汇总表', 'Unmasked list'),
  tone: 'danger',
  note: text(
    '仅在上级要求时打开。表中有完整的个人信息，不放入压缩包；每次打开都记入操作记录。名单较长的先生成文件，加密保存一天。',
    'Only where the receiver asks for it. It holds personal data in full, is not in the archive; each opening is recorded. A long one is made as a file first and kept sealed for a day.',
  ),
  button: text('打开', 'Open'),
});

export const resultsForm = ({ id, to }: Package): FormSpec => ({
  form: 'results',
  action: `${packagePath(id)}/results`,
  file: {
    name: 'file',
    label: text('结果表（.xlsx 或 .csv）', 'Sheet of results (.xlsx or .csv)'),
    accept: '.xlsx,.csv',
    required: true,
    sheet: true,
  },
  groups: [
    [
      ask(resultSheet, 'source', {
        help: text('如文号；表中写了的以表中为准', 'Such as the document number; a row may say its own'),
      }),
      ask(resultSheet, 'bodies', {
        now: to,
        help: text('按印制顺序，用顿号分开', 'In their printed order, separated by 、'),
      }),
      ask(resultSheet, 'date', {
        type: 'date',
        help: text('表中没有日期的行用这一天', 'For rows without a date'),
      }),
    ],
  ],
  note: text(
    '列：编号、姓名或名称、结果（表彰、未表彰、推荐上报）、授予日期、证书编号。压缩包内的结果回填表可直接使用。',
    'Columns: number, name, result, date, certificate, grade, batch. The return sheets of the archive can be used as they are.',
  ),
  button: text('上传并登记', 'Upload and record'),
});
