/** Checks the answers against the programme's form (docs/rules/forms.md#drafts-keep-everything). */

import { cut } from '#domain/characters.ts';
import { type Fault, fault } from '#domain/problem.ts';
import { askedForm, asksAlike } from '#domain/programme/asked-form.ts';
import type { Reading } from '#domain/programme/field-reading.ts';
import { typeOf, type ValueChecks } from '#domain/programme/field-types.ts';
import type { Answers, AttachmentRule, Field, Form } from '#domain/programme/form.ts';
import { contradictions } from './document-facts.ts';
import { type Cell, columnsOfRow } from './form-rows.ts';
import { oddCodeFault, oddCodes } from './odd-codes.ts';

/** `draft` keeps what was typed and refuses only what cannot be stored; `submit` checks everything. */
export type AnswerMode = 'draft' | 'submit';
export interface CheckedAnswers {
  readonly answers: Answers;
  readonly faults: readonly Fault[];
  /**
   * In a draft: what contradicts an ID number, and credit codes with an odd check digit, kept as typed; `submit` has them
   * among its faults.
   */
  readonly compared: readonly Fault[];
}

/** A draft may be over its limits, but not without end: a stored item has a size. */
const longestStored = 20_000;
const mostRows = 200;

interface Checked {
  /** Absent when nothing is to be stored. */
  readonly value?: unknown;
  readonly faults: readonly Fault[];
  readonly compared?: readonly Fault[];
}

/** True for an answer that says nothing; an unticked list and false are answers. */
const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

export const nameOf = ({ label }: Cell | AttachmentRule) => ({ zh: label.zh, en: label.en ?? label.zh });

function faultBeside(path: string, field: Cell, reading: Extract<Reading, { kind: 'bad' }>): Fault {
  const { zh, en } = nameOf(field);
  return fault(path, reading.code, `「${zh}」：${reading.text.zh}`, `"${en}": ${reading.text.en}`);
}

const emptyFault = (path: string, field: Cell): Fault => {
  const { zh, en } = nameOf(field);
  return fault(path, 'required', `「${zh}」未填写，请填写`, `"${en}" is empty; fill it in`);
};

export const unknownFault = (path: string): Fault =>
  fault(
    path,
    'unknown-field',
    `表单中没有「${path}」这一项，请删去`,
    `The form has no field "${path}"; leave it out`,
  );

const isTooLong = (written: string): boolean =>
  written.length > longestStored && [...written].length > longestStored;

/** Control characters, broken halves of a character, endless texts and things that are no field's shape. */
function storageFault(path: string, field: Cell, value: unknown): Fault | undefined {
  const { zh, en } = nameOf(field);
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const shapes = ['string', 'number', 'boolean'];
  if (parts.length > mostRows || parts.some((part) => !shapes.includes(typeof part) || Number.isNaN(part)))
    return fault(
      path,
      'wrong-type',
      `「${zh}」的内容无法保存，请重新填写`,
      `"${en}" cannot be stored like this; write it again`,
    );
  if (
    parts.some((part) => typeof part === 'string' && (/[^\P{Cc}\t\n\r]/u.test(part) || !part.isWellFormed()))
  )
    return fault(
      path,
      'not-storable',
      `「${zh}」含有无法保存的字符，请删去乱码后重新填写`,
      `"${en}" holds characters that cannot be stored; remove them`,
    );
  if (parts.some((part) => typeof part === 'string' && isTooLong(part)))
    return fault(
      path,
      'not-storable',
      `「${zh}」过长，最多保存 ${longestStored} 字，请删减`,
      `"${en}" is too long to store; keep it under ${longestStored} characters`,
    );
  return undefined;
}

function checkCell(
  path: string,
  field: Cell,
  value: unknown,
  mode: AnswerMode,
  checks: ValueChecks,
): Checked {
  if (isBlank(value) || (Array.isArray(value) && value.length === 0)) {
    const faults = mode === 'submit' && field.required ? [emptyFault(path, field)] : [];
    // An empty list says "none of these", which a rule may ask for; other blanks say nothing.
    return Array.isArray(value) && typeOf(field).isMany === true ? { value: [], faults } : { faults };
  }
  const broken = storageFault(path, field, value);
  if (broken !== undefined) return { faults: [broken] };
  const reading = typeOf(field).read(field, value, checks);
  if (reading.kind === 'good') return { value: reading.value, faults: [] };
  return { value, faults: mode === 'draft' ? [] : [faultBeside(path, field, reading)] };
}

const isRow = (row: unknown): row is Readonly<Record<string, unknown>> =>
  typeof row === 'object' && row !== null && !Array.isArray(row);
const isBlankRow = (row: Readonly<Record<string, unknown>>): boolean =>
  Object.values(row).every((cell) => isBlank(cell) || (Array.isArray(cell) && cell.length === 0));

/** Checks named values against fields; unknown names are faults in both modes, since nothing could hold them. */
function checkCells(
  fields: readonly Field[],
  values: Readonly<Record<string, unknown>>,
  pathOf: (id: string) => string,
  mode: AnswerMode,
  checks: ValueChecks,
  isRequired: (field: Field) => boolean,
): { readonly values: Answers; readonly faults: readonly Fault[]; readonly compared: readonly Fault[] } {
  const ids = new Set(fields.map(({ id }) => id));
  const checked = fields.map((field) => {
    const value = Object.hasOwn(values, field.id) ? values[field.id] : undefined;
    const required = isRequired(field);
    const judged = required === field.required ? field : { ...field, required };
    const check = judged.type === 'table' ? checkTable : checkCell;
    return { id: field.id, ...check(pathOf(field.id), judged, value, mode, checks) };
  });
  const unknown = Object.keys(values).filter((id) => !ids.has(id));
  const given = Object.fromEntries(
    checked.filter((one) => one.value !== undefined).map(({ id, value }) => [id, value]),
  );
  const own = [
    ...contradictions(fields, given, pathOf, checks.today),
    ...oddCodes(fields, given, pathOf).map(oddCodeFault),
  ];
  return {
    values: given,
    faults: [...checked.flatMap(({ faults }) => faults), ...unknown.map((id) => unknownFault(pathOf(id)))],
    compared: [...own, ...checked.flatMap(({ compared = [] }) => compared)],
  };
}

function checkTable(
  path: string,
  field: Field,
  value: unknown,
  mode: AnswerMode,
  checks: ValueChecks,
): Checked {
  const { zh, en } = nameOf(field);
  const rows: unknown = isBlank(value) ? [] : value;
  if (!Array.isArray(rows) || !rows.every(isRow))
    return {
      faults: [
        fault(
          path,
          'wrong-type',
          `「${zh}」须为表格，请逐行填写`,
          `"${en}" must be a table; fill it in row by row`,
        ),
      ],
    };

  if (rows.length > mostRows)
    return {
      faults: [
        fault(
          path,
          'too-many-rows',
          `「${zh}」最多 ${mostRows} 行，请删减`,
          `"${en}" may have at most ${mostRows} rows; remove some`,
        ),
      ],
    };
  const columns: readonly Field[] = field.columns ?? [];
  // Faults keep the row number as sent; blank rows are dropped and never at fault.
  const checked = rows.flatMap((row, index) =>
    isBlankRow(row)
      ? []
      : [
          checkCells(
            columnsOfRow(columns, row, index),
            row,
            (id) => `${path}.${index}.${id}`,
            mode,
            checks,
            ({ required }) => required,
          ),
        ],
  );
  const faults = checked.flatMap((row) => row.faults);
  if (mode === 'submit' && field.required && checked.length === 0)
    return { faults: [emptyFault(path, field)] };
  if (mode === 'submit' && field.maxRows !== undefined && checked.length > field.maxRows)
    faults.push(
      fault(
        path,
        'too-many-rows',
        `「${zh}」最多 ${field.maxRows} 行，现有 ${checked.length} 行，请删减`,
        `"${en}" may have at most ${field.maxRows} rows and has ${checked.length}; remove some`,
      ),
    );
  return {
    ...(isBlank(value) ? {} : { value: checked.map((row) => row.values).filter((row) => !isBlankRow(row)) }),
    faults,
    compared: checked.flatMap((row) => row.compared),
  };
}

function checkDeclarations(form: Form, value: unknown, mode: AnswerMode): Checked {
  const ticked: readonly unknown[] = isBlank(value) ? [] : Array.isArray(value) ? value : [value];
  const known = form.declarations.filter(({ id }) => ticked.includes(id));
  const strangers = ticked.filter((one) => !form.declarations.some(({ id }) => id === one));
  const open = mode === 'draft' ? [] : form.declarations.filter((one) => !known.includes(one));
  return {
    ...(isBlank(value) ? {} : { value: known.map(({ id }) => id) }),
    faults: [
      ...open.map((one) =>
        fault(
          `declarations.${one.id}`,
          'declaration',
          `请阅读并勾选承诺：「${one.text.zh}」`,
          `Read and tick the statement: "${one.text.en ?? one.text.zh}"`,
        ),
      ),
      ...strangers.map((one) => unknownFault(`declarations.${typeof one === 'string' ? cut(one, 40) : '?'}`)),
    ],
  };
}

/**
 * Checks answers against a form. Returns the tidy answers (types as the field's type reads them, blanks and
 * blank rows dropped) and every fault, with a path such as `members.2.idDocument`. The field that names
 * the nominee is always required. In `draft` what cannot be read stays as typed; in both modes unknown
 * fields and values that cannot be stored are faults and are left out. What contradicts an ID number, and a credit code
 * with an odd check digit, is a fault of `submit`, and only told in `draft` (docs/rules/identity.md#birth-and-gender).
 * `submit` wants and keeps only what these answers ask for (docs/rules/forms.md#conditions).
 * Never throws.
 */
export function checkAnswers(
  form: Form,
  answers: Answers,
  mode: AnswerMode,
  checks: ValueChecks,
): CheckedAnswers {
  if (mode === 'draft' || asksAlike(form)) return checkWhole(form, answers, mode, checks);
  const asked = askedForm(form, checkWhole(form, answers, 'draft', checks).answers, checks.today);
  return checkWhole(asked, askedAnswers(form, asked, answers), mode, checks);
}

/** What was typed, without what is not asked: it stays in the draft and is not handed in. */
function askedAnswers(form: Form, asked: Form, { declarations, ...answers }: Answers): Answers {
  const idle = (parts: (of: Form) => readonly { readonly id: string }[]) => {
    const kept = new Set(parts(asked).map(({ id }) => id));
    return parts(form).flatMap(({ id }) => (kept.has(id) ? [] : [id]));
  };
  const [fields, statements] = [idle((of) => of.fields), idle((of) => of.declarations)];
  return {
    ...Object.fromEntries(Object.entries(answers).filter(([id]) => !fields.includes(id))),
    ...(declarations !== undefined && {
      declarations: [declarations].flat().filter((id) => typeof id !== 'string' || !statements.includes(id)),
    }),
  };
}

function checkWhole(form: Form, answers: Answers, mode: AnswerMode, checks: ValueChecks): CheckedAnswers {
  const { declarations, ...others } = answers;
  const isRequired = ({ id, required }: Field) => required || id === form.nameField;
  const { values, faults, compared } = checkCells(form.fields, others, (id) => id, mode, checks, isRequired);
  const ticked = checkDeclarations(form, declarations, mode);
  return {
    answers: ticked.value === undefined ? values : { ...values, declarations: ticked.value },
    faults: [...faults, ...(mode === 'submit' ? compared : []), ...ticked.faults],
    compared: mode === 'draft' ? compared : [],
  };
}
