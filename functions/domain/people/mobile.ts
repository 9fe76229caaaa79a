/** The mobile telephone of a member, as people type it, and what she wants to be told there. */

/** What short messages may be about: a task that waits, and one that still does. */
export const smsKinds = ['invitation', 'reminder'] as const;
export type SmsKind = (typeof smsKinds)[number];

const prefix = /^(\+|00)?86(?=1\d{10}$)/;

/**
 * The 11 digits of a mobile of the mainland, however they were written: `+86 138-1234-5678`, `0086…`, full width, in
 * brackets. Undefined for anything else.
 */
export function mobileOf(written: string): string | undefined {
  const digits = written
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}().·]/gu, '')
    .replace(prefix, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined;
}

/** A mobile in a line of words, its digits in groups perhaps. */
const grouped =
  /(?<![\d０-９])(?:[+＋][8８][6６]|[0０]{2}[8８][6６]|[8８][6６])?[ \u00a0\u3000\p{Pd}]?[1１][\d０-９]{2}[ \u00a0\u3000\p{Pd}]?[\d０-９]{4}[ \u00a0\u3000\p{Pd}]?[\d０-９]{4}(?![\d０-９])/gu;

/** A line in which each mobile is one word. */
export const withWholeMobiles = (line: string): string =>
  line.replace(grouped, (written) => mobileOf(written) ?? written);
