/** Where a Chinese line ends: between any two characters, but no mark that closes begins a line and none that opens ends it (GB/T 15834). */

/** What may not begin a line. */
const closing = new Set('、。，．；：？！…—·）》〉」』】〕］｝”’％‰℃,.;:?!)]}%');
/** What may not end a line. */
const opening = new Set('（《〈「『【〔［｛“‘([{￥$');

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
