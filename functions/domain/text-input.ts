/** What every text goes through that comes in, whatever the door: one kind of line break, and nothing that can't be shown. */
import { type Fault, fault } from './problem.ts';

/** Line breaks of Windows, of old Macs, of Word (U+000B), of printers and of Unicode. */
const lineBreaks = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
/** Control characters other than tab and line break: Word, PDF and terminals leave them in what is pasted. */
const controls = /(?![\t\n])\p{Cc}/gu;
/** What nobody sees and nobody can find to delete: zero-width signs, soft hyphens, and signs that turn the way of writing. */
const invisible = /[\u00ad\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff]/gu;
/** Joiners belong to scripts whose letters join; anywhere else they only make two equal names unequal. */
const joiners =
  /(?<![\p{Script=Arabic}\p{Script=Mongolian}\p{Script=Devanagari}])[\u200c\u200d]|[\u200c\u200d](?![\p{Script=Arabic}\p{Script=Mongolian}\p{Script=Devanagari}])/gu;
/** Control characters, and halves of a character beyond the basic plane. */
const unshowable = /(?![\t\n])[\p{Cc}\p{Cs}]/u;

/** Units that none of these is about, and no character beyond the basic plane; most texts have nothing else. */
const odd =
  /[^\t\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u061b\u061d-\u200a\u2010-\u2027\u202f-\u205f\u206a-\ud7ff\ue000-\ufefe\uff00-\uffff]/;

/** The text with `\n` as its only line break. */
const withLineBreaks = (written: string): string => written.replace(lineBreaks, '\n');

/** True for a text that can be stored, compared and shown as it is. */
export const isShowable = (written: string): boolean => !unshowable.test(written);

/** What was sent, tidied, and what of it cannot be taken. */
export interface Cleaned<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

/** One text: line breaks become `\n`, other controls and invisible signs go; half a character is a fault at `field`. */
export function cleanText(written: string, field: string): Cleaned<string> {
  if (!odd.test(written)) return { value: written, faults: [] };
  const value = withLineBreaks(written).replace(controls, '').replace(invisible, '').replace(joiners, '');
  const found = unshowable.exec(value);
  if (found === null) return { value, faults: [] };
  const at = [...value.slice(0, found.index)].length + 1;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return {
    value,
    faults: [
      fault(
        field,
        'unshowable',
        `第 ${at} 个字是不能显示的字符（U+${code}），请删去后重新填写`,
        `Character ${at} cannot be shown (U+${code}); delete it and write it again`,
      ),
    ],
  };
}

/** Deeper than this no input of ours goes. */
const deepest = 40;

/** Every text in a value of JSON, keys included, as `cleanText` takes it; faults name the place. */
export function cleanJson(sent: unknown): Cleaned<unknown> {
  const faults: Fault[] = [];
  const clean = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value === 'string') {
      const one = cleanText(value, path.join('.'));
      faults.push(...one.faults);
      return one.value;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (path.length >= deepest) {
      faults.push(
        fault('', 'too-deep', `内容嵌套超过 ${deepest} 层`, `The content is nested deeper than ${deepest}`),
      );
      return null;
    }
    if (Array.isArray(value)) return value.map((each, i) => clean(each, [...path, i]));
    const entries = Object.entries(value).map(([key, each]): [string, unknown] => {
      if (!isShowable(key)) faults.push(...cleanText(key, path.join('.')).faults);
      return [key, clean(each, [...path, key])];
    });
    return Object.fromEntries(entries);
  };
  const value = clean(sent, []);
  return { value, faults: faults.slice(0, 20) };
}
