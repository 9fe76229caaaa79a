/**
 * The types of fields, one row each: how an answer is read, said, masked and taken from a sheet, and where it may be
 * shown (docs/rules/forms.md#form-fields). Its input stands in `web/frame/field-inputs.tsx`, by the same names.
 */

import { keysOf } from '#domain/members.ts';
import { compact } from '#domain/number-input.ts';
import { type Text, text } from '#domain/problem.ts';
import { shownDate, shownMonth } from '#domain/shown-dates.ts';
import { hide, maskEmail, maskId, maskPhone, maskText } from './field-masks.ts';
import {
  bad,
  type Cell,
  good,
  notText,
  type Reading,
  readBoolean,
  readDate,
  readEmail,
  readMonth,
  readNumber,
  readOptions,
  readPhone,
  readText,
  readYear,
} from './field-reading.ts';
import { usualName } from './usual-names.ts';

/** Checks that live with identity: undefined when the value is good, else what is wrong. */
export interface ValueChecks {
  readonly idDocument: (value: string) => Text | undefined;
  readonly creditCode: (value: string) => Text | undefined;
  /** The day on which the form is read, YYYY-MM-DD: nobody is born later. */
  readonly today: string;
}

interface FieldType {
  /** Reads a value that is not blank. Nothing is guessed: what cannot be read is `bad`, with how to mend it. */
  readonly read: (field: Cell, value: unknown, checks: ValueChecks) => Reading;
  /** The answer in words, when it is more than its text or the labels of its options. */
  readonly say?: (field: Cell, value: unknown) => Text;
  /** What lists and link pages show of a personal text; nothing unless it says so. */
  readonly mask?: (value: string) => string;
  /** A cell of a sheet as a form would send it; numbers become texts unless it says so. */
  readonly fromSheet?: (field: Cell, value: unknown) => unknown;
  /** Its definition lists options, `options`. */
  readonly hasOptions?: true;
  /** Its definition may limit the characters, `max`. */
  readonly hasMax?: true;
  /** Its answer is a list; an empty one says "none of these". */
  readonly isMany?: true;
  /** A form is refused that does not mark it as personal. */
  readonly mustBePersonal?: true;
  /** No notice may show it (docs/rules/notice.md#never-shown). */
  readonly neverPublic?: true;
  /** Has a column in the summary list 汇总表 also when it is not public; long texts stay in the form. */
  readonly inSummary: boolean;
}

const ofText = (read: (value: string) => Reading) => (_field: Cell, value: unknown) =>
  typeof value === 'string' ? read(value) : notText;

/** A number of a document, in capitals without spaces. */
const checked =
  (name: 'idDocument' | 'creditCode') => (_field: Cell, value: unknown, checks: ValueChecks) => {
    if (typeof value !== 'string') return notText;
    const tidy = compact(value).toUpperCase();
    const wrong = checks[name](tidy);
    return wrong === undefined ? good(tidy) : ({ kind: 'bad', code: 'malformed', text: wrong } as const);
  };

const plain = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
const sayOptions = ({ options = [] }: Cell, value: unknown): Text => {
  const labels = (Array.isArray(value) ? value : [value]).map((one) => {
    const { zh, en = zh } = options.find((option) => option.value === one)?.label ?? { zh: plain(one) };
    return text(zh, en);
  });
  return text(labels.map(({ zh }) => zh).join('、'), labels.map(({ en }) => en).join(', '));
};
const sayYesNo = (field: Cell, value: unknown): Text =>
  typeof value === 'boolean' ? (value ? text('是', 'Yes') : text('否', 'No')) : sayOptions(field, value);

/** A number with its unit behind it: 12 万元. */
export const numberWithUnit = (number: string, unit: string | undefined): string =>
  unit === undefined || number === '' ? number : `${number} ${unit}`;
const sayNumber = ({ unit }: Cell, value: unknown): Text => {
  const number = plain(value);
  return text(
    numberWithUnit(number, unit),
    numberWithUnit(number, unit === undefined ? undefined : usualName(unit).en),
  );
};

/** The option that a cell means by its value or either label. */
const optionOf = ({ options = [] }: Cell, word: string): string =>
  options.find(({ value, label }) => value === word || label.zh === word || label.en === word)?.value ?? word;
const withoutDate = (value: unknown, length = 10): unknown =>
  value instanceof Date ? value.toISOString().slice(0, length) : value;
const toText = (value: unknown, length = 10): unknown =>
  typeof value === 'number' ? String(value) : withoutDate(value, length);
/** A number of days as Excel counts them, where the column was not marked as one of days; 19880305 is written out. */
const dayOf = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 60 && value < 100_000
    ? new Date(Date.UTC(1899, 11, 30) + value * 86_400_000).toISOString().slice(0, 10)
    : undefined;
const keepNumber = (_field: Cell, value: unknown): unknown => withoutDate(value);

export const fieldTypes = {
  text: {
    read: (field, value) => readText(field, value, 'one'),
    mask: maskText,
    hasMax: true,
    inSummary: true,
  },
  paragraph: {
    read: (field, value) => readText(field, value, 'many'),
    hasMax: true,
    inSummary: false,
  },
  integer: {
    read: (field, value) => readNumber(field, value, true),
    say: sayNumber,
    fromSheet: keepNumber,
    inSummary: true,
  },
  number: {
    read: (field, value) => readNumber(field, value, false),
    say: sayNumber,
    fromSheet: keepNumber,
    inSummary: true,
  },
  date: {
    read: ofText(readDate),
    say: (_field, value) => shownDate(plain(value)),
    fromSheet: (_field, value) => dayOf(value) ?? toText(value),
    inSummary: true,
  },
  month: {
    read: ofText(readMonth),
    say: (_field, value) => shownMonth(plain(value)),
    fromSheet: (_field, value) => toText(value, 7),
    inSummary: true,
  },
  year: { read: readYear, fromSheet: keepNumber, inSummary: true },
  boolean: {
    read: (_field, value) => readBoolean(value),
    say: sayYesNo,
    fromSheet: keepNumber,
    inSummary: true,
  },
  choice: {
    read: (field, value) => readOptions(field, value, false),
    fromSheet: (field, value) => (typeof value === 'string' ? optionOf(field, value.trim()) : toText(value)),
    hasOptions: true,
    inSummary: true,
  },
  choices: {
    read: (field, value) => readOptions(field, value, true),
    fromSheet: (field, value) =>
      typeof value === 'string'
        ? value
            .split(/[、，,;；]/u)
            .map((word) => optionOf(field, word.trim()))
            .filter((word) => word !== '')
        : toText(value),
    hasOptions: true,
    isMany: true,
    inSummary: true,
  },
  phone: { read: ofText(readPhone), mask: maskPhone, neverPublic: true, inSummary: true },
  email: { read: ofText(readEmail), mask: maskEmail, neverPublic: true, inSummary: false },
  idDocument: {
    read: checked('idDocument'),
    mask: maskId,
    mustBePersonal: true,
    neverPublic: true,
    inSummary: true,
  },
  creditCode: { read: checked('creditCode'), inSummary: true },
  /** Rows of the other types; `nomination/answers.ts` checks them one by one. */
  table: {
    read: () =>
      bad(
        'wrong-type',
        '表格内不能再有表格，请联系管理员更正表单',
        'a table cannot stand inside a table; ask the administrator to mend the form',
      ),
    neverPublic: true,
    inSummary: false,
  },
} as const satisfies Readonly<Record<string, FieldType>>;

export type FieldTypeName = keyof typeof fieldTypes;
export const fieldTypeNames = keysOf(fieldTypes);

/** The row of a type. */
export const typeOf = ({ type }: { readonly type: FieldTypeName }): FieldType => fieldTypes[type];

type Typed = Cell & { readonly type: FieldTypeName };

/** A label that says the unit of its column: 贷款金额（万元）. */
export const labelWithUnit = (label: string, unit: string | undefined): string =>
  unit === undefined || label.includes(unit) ? label : `${label}（${unit}）`;

/** An answer in words: labels of options, yes or no; empty for what was not answered and for rows. */
export function sayAnswer(field: Typed, value: unknown): Text {
  return value === undefined || value === null
    ? text('', '')
    : (typeOf(field).say ?? sayOptions)(field, value);
}

/** A personal answer as lists and link pages show it. */
export function maskAnswer(field: Typed, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return value;
  return typeof value === 'string' ? (typeOf(field).mask?.(value) ?? hide) : hide;
}

/** A cell of a sheet as a form would have it: dates as text, numbers in text fields as text, options by their label. */
export const fromSheet = (field: Typed, value: unknown): unknown =>
  (typeOf(field).fromSheet ?? ((_field: Cell, cell: unknown) => toText(cell)))(field, value);
