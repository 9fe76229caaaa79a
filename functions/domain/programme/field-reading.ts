/** Reads one typed value of a form: tidy, or what is wrong with it (docs/rules/forms.md#form-fields). */

import { readDay } from '#domain/age.ts';
import { countCharacters } from '#domain/characters.ts';
import { compact } from '#domain/number-input.ts';
import { type Text, text } from '#domain/problem.ts';

/** What reading, masking and saying an answer look at of its field or column. */
export interface Cell {
  readonly max?: number | undefined;
  /** Bounds of a number, both inclusive (docs/rules/thresholds.md#inclusive). */
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  /** What a number counts; it may be written behind it. */
  readonly unit?: string | undefined;
  readonly options?:
    | readonly {
        readonly value: string;
        readonly label: { readonly zh: string; readonly en?: string | undefined };
      }[]
    | undefined;
}
export type Reading =
  | { readonly kind: 'good'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly code: string; readonly text: Text };

export const good = (value: unknown): Reading => ({ kind: 'good', value });
export const bad = (code: string, zh: string, en: string): Reading => ({
  kind: 'bad',
  code,
  text: text(zh, en),
});
export const notText: Reading = bad('wrong-type', '请填写文字', 'write text');

/** 1988年3月5日, 1988.3.5, 1988/3/5, 19880305 and 1988-03-05 00:00:00 as 1988-03-05. */
const dashed = (value: string): string =>
  compact(value.normalize('NFKC').replace(/[T\s]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*Z?\s*$/u, ''))
    .replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
    .replace(/[日号]$/u, '')
    .replace(/月$/u, '')
    .replace(/[年月./]/gu, '-')
    .replace(/-(\d)(?=-|$)/g, '-0$1');

/** What was typed without the unit behind it: 12 of 12万元. */
function withoutUnit(typed: string, unit: string | undefined): string {
  const end = unit === undefined ? '' : compact(unit);
  return end !== '' && typed.endsWith(end) ? typed.slice(0, -end.length) : typed;
}

/** A whole number, or one with up to 6 decimals, within the field's bounds; 1,200, full-width digits and its unit are read. */
export function readNumber({ atLeast, atMost, unit }: Cell, value: unknown, whole: boolean): Reading {
  const written =
    typeof value === 'number'
      ? String(value)
      : typeof value === 'string'
        ? withoutUnit(compact(value), unit).replace(/(?<=\d),(?=\d{3})/g, '')
        : '';
  const shape = whole ? /^[+-]?\d{1,15}$/ : /^[+-]?\d{1,12}(\.\d{1,6})?$/;
  // At most 15 significant digits, so that the number stored is the number typed.
  if (!shape.test(written) || written.replace(/\D/g, '').length > 15)
    return whole
      ? bad('malformed', '请填写整数，如 12', 'write a whole number such as 12')
      : bad(
          'malformed',
          '请填写数字，小数最多 6 位，如 62.5',
          'write a number with up to 6 decimals, such as 62.5',
        );
  const number = Number(written) + 0;
  if (atLeast !== undefined && number < atLeast)
    return bad(
      'too-small',
      `不得小于 ${atLeast}，现为 ${number}，请更正`,
      `must be at least ${atLeast} but is ${number}; correct it`,
    );
  if (atMost !== undefined && number > atMost)
    return bad(
      'too-large',
      `不得大于 ${atMost}，现为 ${number}，请更正`,
      `must be at most ${atMost} but is ${number}; correct it`,
    );
  return good(number === 0 ? 0 : number);
}

/** A text, its line breaks as spaces unless it may have several lines; lengths are characters (docs/rules/forms.md#character-count). */
export function readText({ max }: Cell, value: unknown, lines: 'one' | 'many'): Reading {
  if (typeof value !== 'string') return notText;
  const tidy =
    lines === 'one' ? value.replace(/\s*[\r\n]+\s*/gu, ' ').trim() : value.replace(/\r\n?/g, '\n').trim();
  const length = countCharacters(tidy);
  if (max !== undefined && length > max)
    return bad(
      'too-long',
      `最多 ${max} 字，现有 ${length} 字，请删减 ${length - max} 字`,
      `at most ${max} characters are allowed and there are ${length}; cut ${length - max}`,
    );
  return good(tidy);
}

/** Yes or no, also as a form, a sheet or a clerk writes it. */
export function readBoolean(value: unknown): Reading {
  if (typeof value === 'boolean') return good(value);
  const word = typeof value === 'string' ? compact(value).toLowerCase() : '';
  if (['true', 'on', 'yes', '1', '是'].includes(word)) return good(true);
  if (['false', 'no', '0', '否'].includes(word)) return good(false);
  return bad('wrong-type', '请选择「是」或「否」', 'choose yes or no');
}

/** One of the options, or a list of them, each once. */
export function readOptions({ options = [] }: Cell, value: unknown, many: boolean): Reading {
  const picked = many && Array.isArray(value) ? value : [value];
  const values = options.map((option) => option.value);
  const tidy = picked.map((one) => (typeof one === 'string' ? one.trim() : one));
  const stranger = tidy.find((one) => typeof one !== 'string' || !values.includes(one));
  if (stranger !== undefined)
    return bad(
      'not-an-option',
      `「${String(stranger)}」不在选项中，请从以下选项选择：${values.join('、')}`,
      `"${String(stranger)}" is not an option; choose from: ${values.join(', ')}`,
    );
  return good(many ? [...new Set(tidy)] : tidy[0]);
}

/** A mobile, a landline with area code, a 400 or 800 number, or one from abroad; without +86. */
export function readPhone(value: string): Reading {
  const number = compact(value)
    .replace(/^(\+86|0086)-?(?=1\d{10}$)/, '')
    .replace(/(?<=^1\d{2})-(\d{4})-(?=\d{4}$)/, '$1');
  const shapes = [
    /^1[3-9]\d{9}$/,
    /^(0\d{2,3}-?)?[2-9]\d{6,7}([-转]\d{1,6})?$/u,
    /^\+\d{1,3}-?\d{6,12}$/,
    /^[48]00-?\d{3}-?\d{4}$/,
  ];
  return shapes.some((shape) => shape.test(number))
    ? good(number)
    : bad(
        'malformed',
        '电话号码格式不对，请填写 11 位手机号，或带区号的座机，如 0731-84681234',
        'this is not a phone number; write 11 digits of a mobile, or a landline with area code such as 0731-84681234',
      );
}

/** An e-mail address. */
export function readEmail(value: string): Reading {
  const address = compact(value);
  return address.length <= 254 && /^[^@,;<>"]{1,64}@([a-z0-9-]+\.)+[a-z]{2,}$/i.test(address)
    ? good(address)
    : bad(
        'malformed',
        '电子邮箱格式不对，请填写如 name@example.com',
        'this is not an e-mail address; write one such as name@example.com',
      );
}

/** A day as YYYY-MM-DD. */
export function readDate(value: string): Reading {
  const tidy = dashed(value);
  return tidy.length === 10 && readDay(tidy) !== undefined
    ? good(tidy)
    : bad(
        'malformed',
        '日期不存在或格式不对，请填写如 1988-03-05',
        'there is no such date; write one such as 1988-03-05',
      );
}

/** A month as YYYY-MM. */
export function readMonth(value: string): Reading {
  const tidy = dashed(value);
  return tidy.length === 7 && readDay(tidy) !== undefined
    ? good(tidy)
    : bad(
        'malformed',
        '年月不存在或格式不对，请填写如 1988-03',
        'there is no such month; write one such as 1988-03',
      );
}

/** A year of four digits as a number. */
export function readYear(field: Cell, value: unknown): Reading {
  const written = typeof value === 'string' ? compact(value).replace(/年$/u, '') : value;
  const reading = readNumber(field, written, true);
  if (reading.kind === 'bad' && reading.code !== 'malformed') return reading;
  const year = reading.kind === 'good' ? Number(reading.value) : 0;
  return year >= 1900 && year <= 2200
    ? reading
    : bad('malformed', '请填写四位年份，如 2021', 'write a year of four digits such as 2021');
}
