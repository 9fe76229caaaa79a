/** Counting text as Chinese forms do (docs/rules/forms.md#character-count). */

/** The first `most` characters of a text: never half of one beyond the basic plane. */
export const cut = (content: string, most: number): string => [...content].slice(0, most).join('');

/**
 * How many characters 字 a text has: code points, line breaks not counted. 500 字 is 500 code points whatever their
 * length in bytes; a rare character beyond the basic plane counts once, and so do punctuation and spaces.
 */
export const countCharacters = (content: string): number =>
  content.length - (content.match(uncounted)?.length ?? 0);
/** Line breaks, and the first half of what takes two units. */
const uncounted = /[\n\r\u2028\u2029]|[\ud800-\udbff](?=[\udc00-\udfff])/g;
