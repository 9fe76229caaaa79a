/** What lists and link pages show of personal answers (docs/rules/privacy.md#masks). */

/** Stands for a value of which nothing is shown. */
export const hide = '*'.repeat(4);

/** A phone number for lists and link pages: 138****5678; a short one shows its last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  return digits.length >= 11
    ? digits.slice(0, 3) + '*'.repeat(digits.length - 7) + digits.slice(-4)
    : '*'.repeat(Math.max(0, digits.length - 2)) +
        (digits.length > 2 ? digits.slice(-2) : '*'.repeat(digits.length));
}

/** An ID number for lists and link pages: the last four, which people read out to one another, e.g. `**************1234`. */
export function maskId(number: string): string {
  const letters = [...number];
  return letters.length < 8
    ? '*'.repeat(letters.length)
    : '*'.repeat(letters.length - 4) + letters.slice(-4).join('');
}

/** The first letter and the provider. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at > 0 ? [...address][0] + hide + address.slice(at) : hide;
}

/** 王**, or the district at the head of an address. */
export function maskText(value: string): string {
  const letters = [...value];
  return letters.length < 2
    ? hide
    : letters.slice(0, Math.min(6, Math.max(1, Math.floor(letters.length / 3)))).join('') + hide;
}
