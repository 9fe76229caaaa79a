/** What is sent of one line of the ledger, and what is wrong with it (docs/rules/honours.md#ledger). */
import * as z from 'zod';
import { faultsFromZod } from '#domain/faults.ts';
import { labelled } from '#domain/field-label.ts';
import { line, words } from '#domain/input.ts';
import { levels } from '#domain/level.ts';
import { type Fault, fault, refuseIf, type Text, text } from '#domain/problem.ts';
import { categories, programmeKinds } from '#domain/programme/programme-kinds.ts';
import { codedInCapitals } from '#domain/typed-code.ts';

/** A level, or `other`: several in one number, none, or one of abroad; `levelSaid` has the word. */
export const ledgerLevels = [...levels, 'other'] as const;
/** A category, or `mixed`: one number of several kinds. */
export const ledgerCategories = [...categories, 'mixed'] as const;
export const ledgerOutcomes = ['granted', 'sent', 'stock'] as const;
export const ledgerOutcomeWords: Readonly<Record<(typeof ledgerOutcomes)[number], Text>> = {
  granted: text('获评', 'Granted'),
  sent: text('已推荐，结果未明', 'Sent up, no result yet'),
  stock: text('累计数，不计入本年', 'In all by now, not of this year'),
};

const listed = (max: number, most: number) => z.array(line(max).min(1)).max(most);

export const ledgerInput = z.strictObject({
  year: labelled(z.coerce.number().int().min(1949).max(2200), text('年份', 'Year')),
  level: labelled(z.enum(ledgerLevels), text('级别', 'Level')),
  levelSaid: labelled(line(10).optional(), text('级别原文', 'Level as written')),
  code: labelled(codedInCapitals(/^[A-Z]{2,8}$/).optional(), text('荣誉代码', 'Honour code')),
  title: labelled(line(40).min(1), text('荣誉名称', 'Title')),
  category: labelled(z.enum(ledgerCategories), text('类别', 'Category')),
  kind: labelled(z.enum(programmeKinds).optional(), text('性质', 'Kind of selection')),
  outcome: labelled(z.enum(ledgerOutcomes).optional(), text('结果', 'Outcome')),
  /** Left out, it is the number of names. */
  count: labelled(z.coerce.number().int().min(1).max(10_000).optional(), text('数量', 'How many')),
  unit: labelled(line(4).optional(), text('量词', 'Measure word')),
  about: labelled(z.literal(true).optional(), text('约数', 'An estimate')),
  names: labelled(listed(60, 200).default([]), text('获奖对象', 'Who was honoured')),
  holderUnit: labelled(line(60).optional(), text('所在单位', 'Unit of the holder')),
  bodies: labelled(listed(60, 10).min(1), text('授予单位', 'Awarding bodies')),
  documentNumber: labelled(line(60).optional(), text('文号', 'Document number')),
  date: labelled(z.iso.date().optional(), text('授予日期', 'Date')),
  grades: labelled(
    listed(20, 10)
      .optional()
      .transform((grades) => (grades?.length === 0 ? undefined : grades)),
    text('等次', 'Grades'),
  ),
  batch: labelled(z.coerce.number().int().min(1).max(999).optional(), text('批次', 'Batch')),
  number: labelled(line(60).optional(), text('证书编号', 'Number of the certificate')),
  note: labelled(words(200).optional(), text('备注', 'Remark')),
  /** Kept as HMACs only. */
  documents: labelled(listed(40, 12).optional(), text('证件号码', 'ID numbers')),
  creditCode: labelled(line(40).optional(), text('统一社会信用代码', 'Credit code')),
  post: labelled(line(60).optional(), text('岗位（站点）名称', 'Name of the post or site')),
});
export type LedgerInput = z.infer<typeof ledgerInput> & { readonly count: number };

const fieldWords: Readonly<Record<string, readonly [string, string]>> = {
  year: ['请填写四位年份', 'give the year in four digits'],
  level: [
    '请选择级别，且与名称中的地区一致；一个数包含多级、不详或境外的写“各级”“不详”“国际”',
    'choose the level, as the place in the title has it; for several in one number, an unknown or a foreign one say so',
  ],
  code: ['荣誉代码为 2 至 8 个大写字母，如 ZMJT', 'the honour code is 2 to 8 capital letters, such as ZMJT'],
  title: ['请填写荣誉名称（不超过 40 字）', 'give the title in at most 40 characters'],
  category: [
    '请选择类别：个人、集体、岗位、家庭、工作室、基地、项目；几类合在一个数里的写“多类”',
    'choose the category; several in one number are mixed',
  ],
  kind: [
    '性质写：表彰、推选、命名、推荐上报、竞赛、征集、扶持',
    'the kind is one of commendation, seeking, naming, recommendation, contest, call, support',
  ],
  outcome: [
    '结果写：获评、已推荐（未有结果）、累计；没有的不填',
    'the outcome is granted, sent or stock; empty means granted',
  ],
  count: [
    '数量为 1 至 10000 的整数，可写“5名”“约100户”',
    'the count is a whole number from 1 to 10,000, such as 5名 or 约100户',
  ],
  names: ['获奖对象名称每个不超过 60 字，最多 200 个', 'at most 200 names of at most 60 characters'],
  bodies: ['请按印制顺序填写授予单位', 'give the awarding bodies in their printed order'],
  date: ['授予日期应写成 2019-05-15 的样子', 'write the date like 2019-05-15'],
  batch: ['批次应写成 首批、第二批 或数字', 'write the batch like 首批, 第二批 or a number'],
};

function faultsOf(data: LedgerInput): readonly Fault[] {
  const faults: Fault[] = [];
  if (data.names.length > data.count)
    faults.push(
      fault(
        'count',
        'count-short',
        `列了 ${data.names.length} 个对象，数量却是 ${data.count}，请核对`,
        `${data.names.length} names are listed but the count is ${data.count}; check`,
      ),
    );
  if (data.level === 'other' && (data.levelSaid ?? '') === '')
    faults.push(
      fault(
        'levelSaid',
        'ledger-level-said',
        '没有单一级别的，请写明原文，如“各级”“不详”“国际”',
        'without one level, give the word of the source, such as 各级, 不详 or 国际',
      ),
    );
  const hasIdentity = (data.documents ?? []).length > 0 || data.creditCode !== undefined;
  if (hasIdentity && (data.count !== 1 || data.names.length !== 1))
    faults.push(
      fault(
        data.creditCode === undefined ? 'documents' : 'creditCode',
        'identity-of-one',
        '证件号码或信用代码只能属于一个对象：请每个对象一行，并写明名称',
        'an ID number or credit code is of one holder: give each a line of her own, with the name',
      ),
    );
  return faults;
}

/**
 * Reads a row of the ledger as typed. Empty texts count as left out.
 * @throws Problem `invalid` with a fault beside each field; `count-short` when more names are given than are counted.
 */
export function parseLedgerInput(input: Readonly<Record<string, unknown>>): LedgerInput {
  const filled = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
  const parsed = ledgerInput.safeParse(filled);
  if (!parsed.success) {
    const known = new Map<string, Fault>();
    for (const one of faultsFromZod(parsed.error, filled, ledgerInput)) {
      const field = one.field.split('.')[0] ?? '';
      const words = fieldWords[field];
      known.set(field, words === undefined ? one : fault(field, `ledger-${field}`, words[0], words[1]));
    }
    refuseIf([...known.values()]);
    throw parsed.error;
  }
  const data = { ...parsed.data, count: parsed.data.count ?? Math.max(1, parsed.data.names.length) };
  refuseIf(faultsOf(data));
  return data;
}
