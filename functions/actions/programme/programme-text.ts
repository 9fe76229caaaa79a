/** Programmes as text: YAML that a person wrote, read safely, with the line and the way to mend it when it is broken. */

import {
  type Alias,
  type Document,
  isScalar,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type YAMLError,
} from 'yaml';
import { hasMembers } from '#domain/members.ts';
import { type Fault, fault, invalid, refuseIf, type Text, text, tooLarge } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';

/** Characters of a file; the largest preset has a tenth. */
const mostCharacters = 200_000;
/** Aliases that a file may use; each may stand for little more than it saves. */
const mostAliases = 50;

/** What to do about the mistakes that people make; anything else is told by the line alone. */
const mending: Readonly<Partial<Record<YAMLError['code'], Text>>> = {
  TAB_AS_INDENT: text('缩进不能用制表符（Tab），请改用空格', 'indent with spaces, not tabs'),
  BAD_INDENT: text(
    '缩进不对齐，请与同一级的其他行对齐',
    'the indentation does not match; align it with the other lines of its group',
  ),
  DUPLICATE_KEY: text(
    '同一级有两个相同的键，请删去一个',
    'the same key stands twice in one group; remove one',
  ),
  MISSING_CHAR: text(
    '缺少符号，请检查引号、冒号和括号是否成对',
    'a character is missing; check that quotes, colons and brackets are complete',
  ),
  UNEXPECTED_TOKEN: text(
    '有多余的内容，请检查引号和括号',
    'there is something unexpected; check quotes and brackets',
  ),
  BLOCK_AS_IMPLICIT_KEY: text(
    '冒号的用法不对，含冒号的文字请加引号',
    'a colon is out of place; put text that holds one in quotes',
  ),
  MULTILINE_IMPLICIT_KEY: text(
    '键写成了多行，请检查上一行是否缺少冒号',
    'a key spreads over lines; check the line before for a missing colon',
  ),
  MULTIPLE_DOCS: text(
    '文件中有多份文档（---），请只保留一份',
    'the file holds several documents (---); keep one',
  ),
};

const tooManyAliases = (): Fault =>
  fault(
    'line.1',
    'yaml-aliases',
    '引用（*）过多，请直接写出内容',
    'It uses too many aliases (*); write the content out',
  );

/** Aliases whose anchor is missing or comes later; too many of them are not looked at. */
function aliasFaults(document: Document, lines: LineCounter): readonly Fault[] {
  const found: Alias[] = [];
  visit(document, { Alias: (_, alias) => (found.push(alias) > mostAliases ? visit.BREAK : undefined) });
  if (found.length > mostAliases) return [tooManyAliases()];
  return found
    .filter((alias) => alias.resolve(document) === undefined)
    .map(({ source, range }) => {
      const { line } = lines.linePos(range?.[0] ?? 0);
      return fault(
        `line.${line}`,
        'yaml-syntax',
        `第 ${line} 行：引用 *${source} 前面没有锚点 &${source}`,
        `Line ${line}: the alias *${source} has no anchor &${source} before it`,
      );
    });
}

const fullWidthColon = text(
  '冒号“：”是全角的，请改为半角的“:”，并在后面空一格',
  'the colon “：” is full-width; write ":" and a space after it',
);
const fullWidthComma = text(
  '花括号里的逗号“，”是全角的，请改为半角的“,”；如果属于文字，请给整段文字加引号',
  'the comma “，” in braces is full-width; write ","; if it belongs to a text, put the whole text in quotes',
);
const unquotedComma = text(
  '花括号里的文字含逗号却没有加引号，被拆成了几项；请给整段文字加引号，如 zh: "甲, 乙"',
  'a text with a comma stands in braces without quotes and was taken apart; put it in quotes, as in zh: "a, b"',
);
const noSpace = text('冒号后面要空一格', 'a space is needed after the colon');

const atLine = (line: number, { zh, en }: Text): Fault =>
  fault(`line.${line}`, 'yaml-syntax', `第 ${line} 行：${zh}`, `Line ${line}: ${en}`);

/** What a line was probably meant to say, by what people type who write Chinese. */
function slipIn(line: string): Text | undefined {
  const bare = line.replace(/"[^"]*"|'[^']*'/g, '').replace(/\s#.*$/, '');
  if (/^\s*(-\s*)?[\w-]+\s*：/.test(bare) || /[{,]\s*[\w-]+\s*：/.test(bare)) return fullWidthColon;
  if (bare.includes('{') && bare.includes('，')) return fullWidthComma;
  return /^\s*(-\s*)?[a-zA-Z]\w*:[^\s/]/.test(bare) ? noSpace : undefined;
}

/** Keys without a value inside braces: no setting of ours may be empty, so something was taken apart. */
function brokenPairs(document: Document, lines: LineCounter): readonly Fault[] {
  const found: Fault[] = [];
  visit(document, {
    Map: (_, map) => {
      for (const { key, value } of map.items) {
        const isEmpty =
          value === null || (isScalar(value) && value.value === null && (value.source ?? '') === '');
        if (!isScalar(key) || !isEmpty) continue;
        const { line } = lines.linePos(key.range?.[0] ?? 0);
        if (String(key.value).includes('：')) found.push(atLine(line, fullWidthColon));
        else if (map.flow === true) found.push(atLine(line, unquotedComma));
      }
    },
  });
  return found.slice(0, 20);
}

/** How a programme's text is read and written again. */
export const yamlOptions = { prettyErrors: false, schema: 'core', version: '1.2', merge: false } as const;
export const yamlStyle = { lineWidth: 110 } as const;

/** A document as YAML, one value a line where it is short. */
export const yamlOf = (document: Programme): string =>
  stringify(document, { ...yamlStyle, aliasDuplicateObjects: false });

/**
 * Reads a programme's YAML into plain data for `createProgramme`, which checks it.
 * @throws Problem toolarge `yaml-large`; `invalid` with a fault for each broken line (`line.12`), saying how to mend it.
 */
export function programmeFromYaml(content: string): Record<string, unknown> {
  if (content.length > mostCharacters)
    throw tooLarge(
      'yaml-large',
      '文件过大（上限 20 万字符），请检查是否选错了文件。',
      'The file is too large (200,000 characters at most); check that it is the right one.',
    );
  const lineCounter = new LineCounter();
  const document = parseDocument(content, { ...yamlOptions, lineCounter });
  const written = content.split('\n');
  const faults = document.errors.slice(0, 20).map((error): Fault => {
    const { line } = lineCounter.linePos(error.pos[0]);
    const slip = slipIn(written[line - 1] ?? '');
    // The parser sees it only on the line after.
    const before = slip === undefined ? slipIn(written[line - 2] ?? '') : undefined;
    if (before !== undefined) return atLine(line - 1, before);
    return atLine(
      line,
      slip ??
        mending[error.code] ??
        text('格式有误，请检查缩进、冒号和引号', 'it cannot be read; check indentation, colons and quotes'),
    );
  });
  refuseIf(faults);
  refuseIf(brokenPairs(document, lineCounter));
  refuseIf(aliasFaults(document, lineCounter));
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: mostAliases });
  } catch {
    // The one error left: aliases of aliases that stand for too much.
    refuseIf([tooManyAliases()]);
  }
  if (hasMembers(data)) return { ...data };
  throw invalid(
    'yaml-shape',
    '文件不是一份评选活动：应为“键: 值”的形式，如 code: SBQS。',
    'This is no programme: it should hold keys and values, such as code: SBQS.',
    [fault('line.1', 'yaml-shape', '应为“键: 值”的形式', 'It should hold keys and values')],
  );
}
