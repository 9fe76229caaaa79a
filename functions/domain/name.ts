/** Names made comparable. */

/** The dots that people type in 阿依古丽·买买提; a full stop between two Han characters is meant as one too. */
const middleDots = /\s*(?:[·•‧∙⋅・]|(?<=\p{Script=Han})\.(?=\p{Script=Han}))\s*/gu;

/**
 * A text in the form in which two are compared: half width, small letters, one kind of middle dot, no invisible
 * characters; no spaces beside Han characters, one between words of other scripts.
 */
export const normaliseText = (written: string): string =>
  written
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    // Small letters may compose anew with an accent that follows.
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .replace(middleDots, '·')
    .trim();

/**
 * A nominee's name in the form in which two are compared and searched: `normaliseText`, and 罗步芳家庭 is 罗步芳.
 * A name of nothing but 家庭 stays.
 */
export const normaliseName = (name: string): string =>
  normaliseText(name).replace(/(?<=[^\s])\s?(?:家庭)+$/u, '');
