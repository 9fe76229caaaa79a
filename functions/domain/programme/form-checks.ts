/** Checks of the form: ids, types, nothing personal in public (docs/rules/notice.md#never-shown). */

import { nearest } from '#domain/nearest.ts';
import { type Text, text } from '#domain/problem.ts';
import { wrongType } from './field-type-words.ts';
import { type FieldTypeName, typeOf } from './field-types.ts';
import type { Field } from './form.ts';
import type { Programme } from './programme.ts';
import { publicFieldFaults } from './public-fields.ts';
import { labelEn } from './said-parts.ts';

type Path = readonly PropertyKey[];
/** Takes down a fault at a path of the programme. */
export type Refuse = (path: Path, code: string, words: Text) => void;
/** A field or a column of a table. */
export type Column = Omit<Field, 'columns' | 'maxRows'>;

const pathOf = (field: string): Path =>
  field.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
const quote = (ids: readonly string[]): string => ids.join('、') || '（无）';

/** Words for a reference to something that does not exist, with the nearest that does. */
export function unknownReference(what: Text, id: string, known: readonly string[]): Text {
  const meant = nearest(id, known);
  return text(
    `没有编号为“${id}”的${what.zh}。${meant === undefined ? '' : `是否应为“${meant}”？`}现有：${quote(known)}`,
    `there is no ${what.en} "${id}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} There are: ${known.join(', ') || '(none)'}`,
  );
}

/** Refuses every entry of a list of ids that stood there before. */
export function refuseRepeats(ids: readonly string[], path: Path, refuse: Refuse): void {
  ids.forEach((id, i) => {
    if (ids.indexOf(id) !== i)
      refuse(
        [...path, i],
        'id-twice',
        text(`“${id}”重复，必须唯一`, `"${id}" is used twice; it must be unique`),
      );
  });
}

/** True when a notice may never show the field (docs/rules/notice.md#never-shown). */
const isForbidden = (programme: Programme, id: string): boolean =>
  publicFieldFaults({ ...programme.form, publicFields: [id] }).length > 0;

function checkField(field: Column, path: Path, refuse: Refuse): void {
  const { hasOptions, hasMax, mustBePersonal } = typeOf(field);
  if (hasOptions === true && (field.options ?? []).length === 0)
    refuse(path, 'options-needed', text('选择类字段必须列出选项（options）', 'a choice needs options'));
  if (hasOptions !== true && field.options !== undefined)
    refuse(
      path,
      'options-unused',
      text('只有 choice、choices 字段可以有选项', 'only a choice can have options'),
    );
  refuseRepeats(
    (field.options ?? []).map((option) => option.value),
    [...path, 'options'],
    refuse,
  );
  if (field.max !== undefined && hasMax !== true)
    refuse(
      [...path, 'max'],
      'max-unused',
      text('字数上限只用于 text、paragraph 字段', 'a limit of characters is for text and paragraph only'),
    );
  if (field.atLeast !== undefined && field.atMost !== undefined && field.atLeast > field.atMost)
    refuse(path, 'bounds', text('下限大于上限', 'the lower bound is above the upper one'));
  if (field.unit !== undefined && !['number', 'integer'].includes(field.type))
    refuse(
      [...path, 'unit'],
      'unit-unfit',
      text('单位只用于数字字段（number、integer）', 'a unit is for number and integer fields'),
    );
  if (field.sum === true && (!['number', 'integer'].includes(field.type) || field.personal))
    refuse(
      [...path, 'sum'],
      'sum-unfit',
      text(
        '合计只用于不是个人信息的数字字段（number、integer）',
        'a sum is for number and integer fields that are not personal',
      ),
    );
  if (mustBePersonal === true && !field.personal)
    refuse(
      path,
      'must-be-personal',
      text('证件号码必须标为个人信息（personal: true）', 'an ID number must be personal (personal: true)'),
    );
}

/** The fields that an ID number tells stand beside it, and are a date and a choice of 男 and 女. */
function checkTold({ type, tells }: Column, path: Path, beside: readonly Column[], refuse: Refuse): void {
  if (tells === undefined) return;
  const at = [...path, 'tells'];
  if (type !== 'idDocument')
    refuse(
      at,
      'tells-unused',
      text(
        '只有证件号码（idDocument）能对应出生日期和性别',
        'only an ID number (idDocument) tells birth date and gender',
      ),
    );
  const find = (
    key: 'birthDate' | 'gender',
    what: Text,
    types: readonly FieldTypeName[],
  ): Column | undefined => {
    const id = tells[key];
    const field = beside.find((one) => one.id === id);
    if (id !== undefined && field === undefined)
      refuse(
        [...at, key],
        'unknown-field',
        unknownReference(
          what,
          id,
          beside.map((one) => one.id),
        ),
      );
    else if (field !== undefined && !types.includes(field.type))
      refuse([...at, key], 'field-type', wrongType(text(field.label.zh, labelEn(field)), types, field.type));
    return field;
  };
  find('birthDate', text('同组字段', 'field beside it'), ['date', 'month']);
  const gender = find('gender', text('同组字段', 'field beside it'), ['choice']);
  const values = gender?.type === 'choice' ? (gender.options ?? []).map(({ value }) => value) : ['女'];
  if (!values.includes('男') && !values.includes('女'))
    refuse(
      [...at, 'gender'],
      'gender-options',
      text(
        `性别字段“${gender?.label.zh ?? tells.gender}”的选项值应为“女”“男”，才能与证件号码核对`,
        `the options of "${gender === undefined ? tells.gender : labelEn(gender)}" must have the values 女 and 男 to be compared with the ID number`,
      ),
    );
}

/** The certificate of a credit code is one of the form's attachments. */
function checkCertificate(
  { type, certificate }: Column,
  path: Path,
  attachments: readonly string[],
  refuse: Refuse,
): void {
  if (certificate === undefined) return;
  const at = [...path, 'certificate'];
  if (type !== 'creditCode')
    refuse(
      at,
      'certificate-unused',
      text(
        '只有统一社会信用代码（creditCode）可以指定证书附件',
        'only a credit code (creditCode) has a certificate',
      ),
    );
  else if (!attachments.includes(certificate))
    refuse(at, 'unknown-attachment', unknownReference(text('附件', 'attachment'), certificate, attachments));
}

/** Fields, options, tables, attachments, public fields, name and class field, and the departments by class. */
export function checkForm(programme: Programme, refuse: Refuse): void {
  const { form } = programme;
  const ids = form.fields.map((field) => field.id);
  // One id space: rules may name a field or a declaration, papers an attachment too.
  refuseRepeats(ids, ['form', 'fields'], refuse);
  const attachments = form.attachments.map((one) => one.id);
  refuseRepeats(attachments, ['form', 'attachments'], refuse);
  refuseRepeats(
    form.declarations.map((one) => one.id),
    ['form', 'declarations'],
    refuse,
  );
  refuseRepeats(form.publicFields, ['form', 'publicFields'], refuse);
  form.fields.forEach((field, i) => {
    const path = ['form', 'fields', i];
    checkField(field, path, refuse);
    checkTold(field, path, form.fields, refuse);
    checkCertificate(field, path, attachments, refuse);
    if (['channel', 'declarations'].includes(field.id))
      refuse(path, 'id-reserved', text(`“${field.id}”是系统保留的编号`, `"${field.id}" is a reserved id`));
    if (field.type === 'table' && (field.columns ?? []).length === 0)
      refuse(path, 'columns-needed', text('表格字段必须列出列（columns）', 'a table needs columns'));
    if (field.type !== 'table' && field.columns !== undefined)
      refuse(path, 'columns-unused', text('只有 table 字段可以有列', 'only a table can have columns'));
    refuseRepeats(
      (field.columns ?? []).map((column) => column.id),
      [...path, 'columns'],
      refuse,
    );
    field.columns?.forEach((column, c) => {
      checkField(column, [...path, 'columns', c], refuse);
      checkTold(column, [...path, 'columns', c], field.columns ?? [], refuse);
      checkCertificate(column, [...path, 'columns', c], attachments, refuse);
      if (column.type === 'table')
        refuse(
          [...path, 'columns', c],
          'table-in-table',
          text('表格里不能再放表格', 'a table cannot hold a table'),
        );
    });
  });
  form.attachments.forEach((rule, i) => {
    if (rule.min > rule.max)
      refuse(
        ['form', 'attachments', i],
        'bounds',
        text('最少份数大于最多份数', 'the least is above the most'),
      );
  });
  const field = (id: string) => form.fields.find((one) => one.id === id);
  const what = text('表单字段', 'form field');
  form.publicFields.forEach((id, i) => {
    if (field(id) === undefined)
      refuse(['form', 'publicFields', i], 'unknown-field', unknownReference(what, id, ids));
  });
  for (const one of publicFieldFaults(form))
    if (one.code !== 'public-field-unknown') refuse(pathOf(one.field), one.code, one.text);
  const name = field(form.nameField);
  if (name === undefined)
    refuse(['form', 'nameField'], 'unknown-field', unknownReference(what, form.nameField, ids));
  else if (isForbidden(programme, name.id) || name.type !== 'text' || !name.required)
    refuse(
      ['form', 'nameField'],
      'name-field',
      text('名称字段必须是必填、可公开的文字字段', 'the name field must be a required public text field'),
    );
  checkClasses(programme, ids, refuse);
}

function checkClasses(programme: Programme, ids: readonly string[], refuse: Refuse): void {
  const { classField, fields } = programme.form;
  const field = fields.find((one) => one.id === classField);
  if (classField !== undefined && field === undefined)
    refuse(
      ['form', 'classField'],
      'unknown-field',
      unknownReference(text('表单字段', 'form field'), classField, ids),
    );
  else if (field !== undefined && field.type !== 'choice')
    refuse(
      ['form', 'classField'],
      'class-field',
      text('类别字段必须是单选', 'the class field must be a choice'),
    );
  const classes = ['all', ...(field?.options ?? []).map((option) => option.value)];
  refuseRepeats(
    programme.departments.map((one) => one.class),
    ['departments'],
    refuse,
  );
  programme.departments.forEach((one, i) => {
    if (!classes.includes(one.class))
      refuse(
        ['departments', i, 'class'],
        'unknown-class',
        unknownReference(text('人员类别', 'nominee class'), one.class, classes),
      );
    refuseRepeats(one.departments, ['departments', i, 'departments'], refuse);
  });
}
