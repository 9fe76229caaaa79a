/** Where a Chinese line ends: between any two characters, but no mark that closes begins a line and none that opens ends it (GB/T 15834). */
import { knownHonours } from '#domain/known-honours.ts';

/** What may not begin a line. */
const closing = new Set('、。，．；：？！…—·）》〉」』】〕］｝”’％‰℃,.;:?!)]}%');
/** What may not end a line. */
const opening = new Set('（《〈「『【〔［｛“‘([{￥$');

/** 17:30, 1.5 and 1,000 are one. */
const isNumeral = (before: string, char: string): boolean => /\d$/u.test(char) && /\d[:.,]$/u.test(before);

/** Latin letters, digits and what holds them together stay on one line. */
const isWord = (char: string): boolean => /[A-Za-z0-9\u00c0-\u024f_@/+#&=~-]/u.test(char);

/** Pieces that are never broken, each with what must stay on its line. */
export function unbreakable(text: string): readonly string[] {
  const pieces: string[] = [];
  let last = '';
  for (const char of text) {
    const joins =
      pieces.length > 0 &&
      (closing.has(char) ||
        opening.has(last) ||
        (isWord(char) && isWord(last)) ||
        isNumeral(pieces.at(-1)!, char) ||
        /\p{M}|\p{Variation_Selector}/u.test(char));
    if (joins) pieces[pieces.length - 1] += char;
    else pieces.push(char);
    last = char;
  }
  return pieces;
}

/**
 * Breaks one paragraph into lines no wider than `width`, in the unit of `measure`; the first line may begin later by `indent`.
 * What is too wide by itself is broken anywhere.
 */
export function breakLines(
  text: string,
  width: number,
  measure: (piece: string) => number,
  indent = 0,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = indent;
  const put = (piece: string, wide: number): void => {
    if (used + wide > width && line !== '') {
      lines.push(line.replace(/ +$/u, ''));
      line = '';
      used = 0;
    }
    // a space at the head of a line is not seen
    if (piece === ' ' && line === '' && lines.length > 0) return;
    line += piece;
    used += wide;
  };
  for (const piece of unbreakable(text)) {
    const wide = measure(piece);
    if (wide <= width) put(piece, wide);
    else for (const char of piece) put(char, measure(char));
  }
  return [...lines, line];
}

/** Width in ems where a font has not been measured: Chinese characters are square, others a little over half as wide. */
export const roughWidth = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\u0020-\u024f]/u.test(char) ? 0.56 : 1), 0);

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** What the dictionary of words would part: honours by their names, and words of every heading. */
const names = ['妇女联合会', '推选对象', '推荐对象', ...knownHonours.flatMap((honour) => honour.names)];

/** Words, each with the marks that stay on its line; 的 stays behind what it belongs to. */
function wordsOf(text: string): readonly string[] {
  const breaks = new Set<number>();
  for (const { index } of segmenter.segment(text)) breaks.add(index);
  for (const name of names)
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
      for (let n = 1; n < name.length; n++) breaks.delete(at + n);
  const words: string[] = [];
  let at = 0;
  for (const piece of unbreakable(text)) {
    if (words.length > 0 && (!breaks.has(at) || piece === '的')) words[words.length - 1] += piece;
    else words.push(piece);
    at += piece.length;
  }
  return words;
}

/** The most even way to part words into so many lines, undefined where none fits. */
function parted(words: readonly string[], count: number, fits: (line: string) => number | undefined) {
  let best = new Map<number, { readonly cost: number; readonly lines: readonly string[] }>([
    [0, { cost: 0, lines: [] }],
  ]);
  for (let n = 0; n < count; n++) {
    const next: typeof best = new Map();
    for (const [from, { cost, lines }] of best)
      for (let end = from + 1; end <= words.length; end++) {
        const line = words.slice(from, end).join('');
        const wide = fits(line);
        if (wide === undefined) break;
        const sum = cost + wide ** 2;
        if (sum < (next.get(end)?.cost ?? Number.POSITIVE_INFINITY))
          next.set(end, { cost: sum, lines: [...lines, line] });
      }
    best = next;
  }
  return best.get(words.length)?.lines;
}

/**
 * Lines of a heading: as few as fit, parted between words and as even as these allow, so that no last character stands
 * alone (GB/T 9704, 7.3.1). Units as `breakLines`.
 */
export function evenLines(
  text: string,
  width: number,
  measure: (piece: string) => number,
): readonly string[] {
  const least = breakLines(text, width, measure);
  if (least.length === 1) return least;
  const words = wordsOf(text);
  const fits = (line: string) => {
    const wide = measure(line);
    return wide <= width ? wide : undefined;
  };
  return parted(words, least.length, fits) ?? parted(words, least.length + 1, fits) ?? least;
}
