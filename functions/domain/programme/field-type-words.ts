/** What types of fields are called, in the editor of a programme and where a field is of the wrong one. */
import { type Text, text } from '#domain/problem.ts';
import type { FieldTypeName } from './field-types.ts';

export const fieldTypeWords: Readonly<Record<FieldTypeName, Text>> = {
  text: text('一行文字', 'One line of text'),
  paragraph: text('多行文字', 'Paragraphs'),
  integer: text('整数', 'Whole number'),
  number: text('数字（可带小数）', 'Number'),
  date: text('日期', 'Date'),
  month: text('年月', 'Month'),
  year: text('年份', 'Year'),
  boolean: text('是或否', 'Yes or no'),
  choice: text('单选', 'One of several'),
  choices: text('多选', 'Some of several'),
  phone: text('电话', 'Telephone'),
  email: text('电子邮箱', 'E-mail'),
  idDocument: text('证件号码', 'ID number'),
  creditCode: text('统一社会信用代码', 'Credit code'),
  table: text('表格（多行记录）', 'Table of rows'),
};

const anyOf = (types: readonly FieldTypeName[]): Text =>
  text(
    types.map((type) => `“${fieldTypeWords[type].zh}”`).join('或'),
    types.map((type) => `"${fieldTypeWords[type].en}"`).join(' or '),
  );

/** That a field must be of one of some types, and of which it is. */
export const wrongType = (
  label: Text,
  types: readonly FieldTypeName[],
  now: FieldTypeName | undefined,
): Text => {
  const wanted = anyOf(types);
  return text(
    `“${label.zh}”应为${wanted.zh}字段${now === undefined ? '' : `，现为${anyOf([now]).zh}`}`,
    `"${label.en}" must be a field of type ${wanted.en}${now === undefined ? '' : `, not ${anyOf([now]).en}`}`,
  );
};
