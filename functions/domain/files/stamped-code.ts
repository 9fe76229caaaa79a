/** The code on a page to be stamped: eleven signs that name one revision of one nomination, the last of them a check. */

/** Digits and capitals of GB 32100 without I, O, S, V, Z, which people mix up with others; 31 is prime. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Signs before the check: 31^10 is 8·10^14, so that two of a million pages a year meet once in centuries, and are kept apart then. */
export const codeLength = 10;

/** Weighted sum modulo the prime 31 (weights 3^i): no single wrong sign and no two neighbours changed over pass. */
function checkSign(signs: string): string {
  let [sum, weight] = [0, 1];
  for (const sign of signs) {
    weight = (weight * 3) % 31;
    sum = (sum + weight * alphabet.indexOf(sign)) % 31;
  }
  return alphabet[(31 - sum) % 31]!;
}

/** A code from random or digested bytes, ten at least. */
export function codeFrom(bytes: Uint8Array): string {
  const signs = [...bytes.subarray(0, codeLength)].map((byte) => alphabet[byte % 31]!).join('');
  return signs + checkSign(signs);
}

/** What a person may type for a sign that is never used. */
const meant: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', V: 'U', Z: '2' };
const tidy = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[IOSVZ]/g, (sign) => meant[sign]!);

/** The code as it was typed or scanned, blanks and hyphens aside; undefined when its check is wrong. */
export function readCode(typed: string): string | undefined {
  const signs = tidy(typed).replace(/[\s\-_·.]/g, '');
  const isWhole = signs.length === codeLength + 1 && [...signs].every((sign) => alphabet.includes(sign));
  return isWhole && checkSign(signs.slice(0, -1)) === signs.at(-1) ? signs : undefined;
}

/** As printed: `ABCD-EFGH-JKL`. */
export const shownCode = (code: string): string => code.replace(/^(.{4})(.{4})(.+)$/, '$1-$2-$3');

/** Codes that a file name may hold (`盖章_ABCD-EFGH-JKL.pdf`), at most ten; one in 31 is none, so each is looked up. */
export function codesIn(fileName: string): readonly string[] {
  const stem = tidy(fileName.replace(/\.[A-Za-z0-9]{1,5}$/, ''));
  const found = new Set<string>();
  for (const part of stem.split(/[^0-9A-Z\-_ ]+/)) {
    // Where the name separates it from the rest, that is the code; else any eleven signs in a row may be.
    const bare = part.replace(/[-_ ]/g, '');
    for (let from = 0; from + codeLength < bare.length; from++) {
      const code = readCode(bare.slice(from, from + codeLength + 1));
      if (code !== undefined) found.add(code);
    }
  }
  return [...found].slice(0, 10);
}
