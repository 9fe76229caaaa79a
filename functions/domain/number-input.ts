/** Numbers as people write them: full-width digits, spaces, commas between thousands, a unit after them. */

/** Full-width digits and letters as ASCII, without spaces: what a clerk means by １９８８ or "138 0013 8000". */
export const compact = (written: string): string => written.normalize('NFKC').replace(/\s/gu, '');

/**
 * The number that was written, NaN for anything else; at most 15 digits, so that it is the number that is stored.
 * `units` may stand after it: those of the field, since 3 年 is no number of days.
 */
export function readNumber(written: string, units: readonly string[] = []): number {
  const whole = compact(written);
  const unit = units.find((each) => whole.endsWith(each)) ?? '';
  const bare = whole.slice(0, whole.length - unit.length).replace(/(?<=\d),(?=\d{3})/g, '');
  if (!/^[+-]?\d{1,15}(\.\d{1,6})?$/.test(bare) || bare.replace(/\D/g, '').length > 15) return Number.NaN;
  return Number(bare) + 0;
}
