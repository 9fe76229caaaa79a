/** Turns zod's issues into faults that a clerk understands: where, what is wrong, what is allowed, what was probably meant. */

import type * as z from 'zod';
import { cut } from './characters.ts';
import { choiceWords, pathInWords, valueAt } from './fault-path.ts';
import { fieldsOf, labelAt, saidOf } from './field-label.ts';
import { formatWords, patternWords, typeWords } from './format-words.ts';
import { hasMembers, memberOf } from './members.ts';
import { nearest } from './nearest.ts';
import { type Fault, fault, type Text, text } from './problem.ts';
import { keysAllowedAt } from './schema-keys.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
interface Found {
  readonly path: Path;
  readonly code: string;
  readonly words: Text;
  /** For an unknown key: the key that was probably meant. */
  readonly meant?: string | undefined;
}

const wordsOfType = (type: string, isSaid: boolean): Text =>
  isSaid && type === 'boolean' ? text('是或否', 'yes or no') : (typeWords[type] ?? text(type, type));
const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

const withWord = (value: string): Text => {
  const words = Object.hasOwn(choiceWords, value) ? choiceWords[value] : undefined;
  return words === undefined
    ? text(value, value)
    : text(`${value}（${words.zh}）`, words.en === value ? value : `${value} (${words.en})`);
};
const listed = (values: readonly string[]): Text =>
  text(values.map((v) => withWord(v).zh).join('、'), values.map((v) => withWord(v).en).join(', '));

function meantBy(value: unknown, allowed: readonly string[]): string | undefined {
  if (typeof value !== 'string') return undefined;
  return allowed.find((word) => choiceWords[word]?.zh === value) ?? nearest(value, allowed);
}
/** What is said of the field in which a path begins: people read it, so nothing of it is said in codes. */
const saidAt = (schema: z.ZodType | undefined, path: Path) => {
  const fields = schema === undefined ? {} : fieldsOf(schema);
  const first = String(path[0] ?? '');
  return Object.hasOwn(fields, first) ? saidOf(fields[first]!) : undefined;
};
/** The choices of such a field, in words where all have some. */
function inWords(allowed: readonly string[], value: unknown): Text {
  const all = allowed.map((each) => choiceWords[each]);
  const known = all.flatMap((each) => (each === undefined ? [] : [each]));
  const isAll = known.length === all.length && known.length > 0;
  const [zh, en] = isAll
    ? [`：${known.map((each) => each.zh).join('、')}`, `: ${known.map((each) => each.en).join(', ')}`]
    : ['', ` Allowed: ${allowed.join(', ')}`];
  return isNothing(value)
    ? text(`请选择${zh}`, `choose one${en}`)
    : text(
        `“${shown(value)}”不在可选范围内，请从所给的选项中选择${zh}`,
        `"${shown(value)}" is not allowed; choose one${en}`,
      );
}
const didYouMean = (meant: string | undefined): Text =>
  meant === undefined ? text('', '') : text(`是否应为“${meant}”？`, ` Did you mean "${meant}"?`);

const shown = (value: unknown): string => {
  const written = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return [...written].length > 40 ? `${cut(written, 40)}…` : written;
};

function badChoice(
  path: Path,
  value: unknown,
  allowed: readonly string[],
  schema: z.ZodType | undefined,
): Found {
  if (saidAt(schema, path) !== undefined)
    return { path, code: value === undefined ? 'required' : 'choice', words: inWords(allowed, value) };
  const all = listed(allowed);
  if (value === undefined)
    return {
      path,
      code: 'required',
      words: text(`必须填写，可选：${all.zh}`, `is missing; allowed: ${all.en}`),
    };
  const hint = didYouMean(meantBy(value, allowed));
  return {
    path,
    code: 'choice',
    words: text(
      `“${shown(value)}”不在可选范围内。${hint.zh}可选：${all.zh}`,
      `"${shown(value)}" is not allowed.${hint.en} Allowed: ${all.en}`,
    ),
  };
}

function outOfBounds(path: Path, issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Found {
  const big = issue.code === 'too_big';
  const bound = big ? issue.maximum : issue.minimum;
  const kind =
    issue.origin === 'string'
      ? 'string'
      : ['array', 'set', 'map', 'object'].includes(issue.origin)
        ? 'array'
        : 'number';
  if (kind !== 'number' && !big && Number(bound) === 1)
    return {
      path,
      code: kind === 'string' ? 'too-short' : 'too-few',
      words: text('不能为空', 'must not be empty'),
    };
  const unit = { string: text(' 个字', ' characters'), array: text(' 项', ' entries'), number: text('', '') }[
    kind
  ];
  const code = {
    string: ['too-long', 'too-short'],
    array: ['too-many', 'too-few'],
    number: ['too-large', 'too-small'],
  }[kind][big ? 0 : 1]!;
  // 以内 and 以上 include the number; 小于 and 大于 exclude it (docs/rules/thresholds.md#inclusive).
  const words = issue.inclusive
    ? text(
        big ? `应在 ${bound}${unit.zh}以内` : `应在 ${bound}${unit.zh}以上（含 ${bound}）`,
        `must be ${big ? 'at most' : 'at least'} ${bound}${unit.en}`,
      )
    : text(
        `应${big ? '小于' : '大于'} ${bound}${unit.zh}`,
        `must be ${big ? 'less' : 'more'} than ${bound}${unit.en}`,
      );
  return { path, code, words };
}

const isMismatch = (issue: Issue): boolean =>
  issue.path.length === 1 &&
  ((issue.code === 'invalid_union' && issue.errors.length === 0) ||
    (issue.code === 'invalid_value' && issue.path[0] === 'kind'));

/** A message that a schema brings itself, in both languages, split by a slash. */
function ownWords(message: string): Text {
  const [zh = '', en = zh] = message.split(' / ');
  return text(zh, en);
}

/** The words that a branch of a union wanted for its `kind`, or for the value itself. */
const wanted = (issue: Issue): string[] =>
  issue.code === 'invalid_value'
    ? issue.values.map(String)
    : issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)
      ? issue.options.map(String)
      : [];

function fromUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  input: unknown,
  schema?: z.ZodType,
): Found[] {
  if (issue.message.includes(' / ')) return [{ path, code: 'format', words: ownWords(issue.message) }];
  if (issue.errors.length === 0) return [badChoice(path, valueAt(input, path), wanted(issue), schema)];
  const fitting = issue.errors.filter((branch) => !branch.some(isMismatch));
  const plain = issue.errors.flat();
  if (plain.every((i) => i.path.length === 0 && i.code === 'invalid_value'))
    return [badChoice(path, valueAt(input, path), plain.flatMap(wanted), schema)];
  if (fitting.length === 0) {
    const mismatches = plain.filter(isMismatch);
    const key = mismatches[0]!.path[0]!;
    const at = [...path, key];
    return [badChoice(at, valueAt(input, at), mismatches.flatMap(wanted), schema)];
  }
  const best = fitting.reduce((a, b) => (b.length < a.length ? b : a));
  return best.flatMap((inner) => fromIssue(inner, [...path, ...inner.path], input, schema));
}

function fromIssue(issue: Issue, path: Path, input: unknown, schema?: z.ZodType): Found[] {
  const value = valueAt(input, path);
  switch (issue.code) {
    case 'invalid_type': {
      const isSaid = saidAt(schema, path) !== undefined;
      const wantedType = wordsOfType(issue.expected, isSaid);
      if (value === undefined)
        return [
          { path, code: 'required', words: text('必须填写，不能缺少', 'is missing and must be given') },
        ];
      const given =
        issue.expected === 'int' && typeof value === 'number'
          ? text(String(value), String(value))
          : wordsOfType(typeOf(value), isSaid);
      return [
        {
          path,
          code: 'type',
          words: text(`应为${wantedType.zh}，现为${given.zh}`, `must be ${wantedType.en}, not ${given.en}`),
        },
      ];
    }
    case 'too_big':
    case 'too_small':
      return [outOfBounds(path, issue)];
    case 'invalid_format': {
      const form =
        patternWords[String(issue.pattern)] ??
        formatWords[issue.format] ??
        text('规定的写法', 'of the form that is wanted');
      return [
        {
          path,
          code: 'format',
          words: text(
            `“${shown(value)}”格式不对，应为${form.zh}`,
            `"${shown(value)}" is written wrongly; it must be ${form.en}`,
          ),
        },
      ];
    }
    case 'unrecognized_keys': {
      const allowed = schema === undefined ? [] : keysAllowedAt(schema, path, input);
      const free = allowed.filter((key) => valueAt(value, [key]) === undefined);
      const all = allowed.length === 0 ? text('', '') : listed(allowed);
      return issue.keys.map((key) => {
        const meant = nearest(key, free) ?? nearest(key, allowed);
        const hint = didYouMean(meant);
        return {
          path: [...path, key],
          code: 'unknown-key',
          words: text(
            `没有名为“${key}”的项。${hint.zh}${all.zh === '' ? '' : `可用的项：${all.zh}`}`,
            `there is no setting "${key}".${hint.en}${all.en === '' ? '' : ` Allowed: ${all.en}`}`,
          ),
          meant: meant !== undefined && free.includes(meant) ? meant : undefined,
        };
      });
    }
    case 'invalid_value':
      return [badChoice(path, value, issue.values.map(String), schema)];
    case 'invalid_union':
      return fromUnion(issue, path, input, schema);
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) => fromIssue(inner, [...path, ...inner.path], input, schema));
    case 'not_multiple_of':
      return [
        {
          path,
          code: 'multiple',
          words: text(`应为 ${issue.divisor} 的倍数`, `must be a multiple of ${issue.divisor}`),
        },
      ];
    case 'custom':
      return [{ path, code: 'custom', words: ownWords(issue.message) }];
  }
}

const allFound = (error: z.ZodError, input: unknown, schema?: z.ZodType): Found[] =>
  error.issues.flatMap((issue) => fromIssue(issue, issue.path, input, schema));

/** A fault whose sentence opens with its path in words; `path` is an array of keys and indexes. */
export function faultAt(path: Path, input: unknown, code: string, words: Text): Fault {
  const where = pathInWords(path, input);
  return fault(path.map(String).join('.'), code, `${where.zh}：${words.zh}`, `${where.en}: ${words.en}`);
}

/**
 * All faults of a failed parse, in the schema's order, each with its path and bilingual words.
 * `input` is what was parsed; with `schema` a field is called by its label, and an unknown key
 * also gets the allowed keys and the nearest one.
 */
export function faultsFromZod(error: z.ZodError, input: unknown, schema?: z.ZodType): Fault[] {
  return allFound(error, input, schema).map(({ path, code, words }) => {
    const field = path.map(String).join('.');
    const said = saidAt(schema, path);
    if (said === undefined) return faultAt(path, input, code, words);
    const { missing, missingCode = 'required' } = said;
    const label = labelAt(schema!, path);
    return path.length === 1 && missing !== undefined && isNothing(valueAt(input, path))
      ? { field, code: missingCode, text: missing }
      : fault(field, code, `${label.zh}：${words.zh}`, `${label.en}: ${words.en}`);
  });
}
const isNothing = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && value.trim() === '');

/** A copy of the input with misspelt keys renamed and unknown ones left out, so that later checks can still look at it. */
export function withKeysMended(error: z.ZodError, input: unknown, schema: z.ZodType): unknown {
  const copy: unknown = structuredClone(input);
  for (const { path, code, meant } of allFound(error, input, schema)) {
    if (code !== 'unknown-key') continue;
    const key = path.at(-1)!;
    const holder = valueAt(copy, path.slice(0, -1));
    if (!hasMembers(holder)) continue;
    if (meant !== undefined) Reflect.set(holder, meant, memberOf(holder, key));
    Reflect.deleteProperty(holder, key);
  }
  return copy;
}
