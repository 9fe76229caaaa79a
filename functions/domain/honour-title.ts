/** Recognises an honour by the title that people type (docs/rules/honours.md#names). */

import { type HonourNames, knownHonours } from './known-honours.ts';
import type { Level } from './level.ts';
import { readPlaceWords } from './place-words.ts';

/**
 * What a title is: `is` one of the honours asked for, `maybe` one of them (a person has to say), or `other`.
 * `levels` are those that its place words may stand for; undefined when it names none.
 */
export type TitleReading =
  | { readonly kind: 'is' | 'maybe'; readonly code: string; readonly levels: readonly Level[] | undefined }
  | { readonly kind: 'other' };

/** A title without what writers do differently: width, spaces, quotation marks, 3·8 for 三八, 称号 and years around it. */
export const plainTitle = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pi}\p{Pf}"'`「」『』《》〈〉【】[\]·・•‧.,，、]/gu, '')
    .replace(/\([\d〇零一二三四五六七八九]{4}(年度|年)?\)/gu, '')
    .replace(/(?:38|三8|3八)(?=红旗)/gu, '三八')
    .replace(/(荣誉)?(称号|证书|奖牌|奖章|牌匾)$/u, '')
    .replace(/^荣誉/u, '');

/** True when one letter more, less or other makes one text the other. */
function isOneOff(a: string, b: string): boolean {
  const [one, other] = [[...a], [...b]];
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from++;
  const skip = long.length - short.length;
  return short.slice(from + 1 - skip).join('') === long.slice(from + 1).join('');
}

/** A name that the title nearly ends with, so that a slip of the pen is asked about and not passed over. */
function nearName(title: string, name: string): boolean {
  const letters = [...title];
  const length = [...name].length;
  return (
    length >= 4 &&
    [length - 1, length, length + 1].some(
      (n) => letters.length >= n && isOneOff(letters.slice(-n).join(''), name),
    )
  );
}

const withoutPlace = (name: string): string => readPlaceWords(name).rest || name;

/**
 * Recognises a typed title as one of the honours `codes`.
 * @param more names besides the dictionary's, such as the programme's own.
 */
export function readHonourTitle(
  typed: string,
  codes: readonly string[],
  more: readonly HonourNames[],
): TitleReading {
  const title = plainTitle(typed);
  const byCode = codes.find((code) => code === title.toUpperCase());
  if (byCode !== undefined) return { kind: 'is', code: byCode, levels: undefined };
  const named = [
    // A programme may be titled with its place: 芙蓉区芙蓉好人家.
    ...more.flatMap(({ code, names }) =>
      names.map((name) => ({ code, name: withoutPlace(plainTitle(name)) })),
    ),
    ...knownHonours.flatMap(({ code, names }) => names.map((name) => ({ code, name }))),
  ];
  const asked = named.filter(({ code }) => codes.includes(code));
  const ended = named
    .filter(({ name }) => title.endsWith(name))
    .sort(
      (a, b) =>
        b.name.length - a.name.length || Number(codes.includes(b.code)) - Number(codes.includes(a.code)),
    )[0];
  const before = readPlaceWords(ended === undefined ? title : title.slice(0, -ended.name.length));
  if (ended !== undefined && codes.includes(ended.code))
    return { kind: before.rest === '' ? 'is' : 'maybe', code: ended.code, levels: before.levels };
  const open = ended === undefined ? title : before.rest;
  const within = asked.find(
    ({ name }) => open.includes(name) || (ended === undefined && nearName(open, name)),
  );
  return within === undefined
    ? { kind: 'other' }
    : { kind: 'maybe', code: within.code, levels: before.levels };
}
