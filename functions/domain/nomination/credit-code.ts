/** The unified social credit code of units 统一社会信用代码 (GB 32100-2015). */
import { type Fault, fault, type Text } from '#domain/problem.ts';
import { detailsOfIdNumber } from './id-document.ts';

/** Digits and letters of GB 32100, in the order of their values 0 to 30. */
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** A unified social credit code in the form in which two are compared. */
export const normaliseCreditCode = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '');

/** The check character of GB 32100-2015: 31 less the weighted sum modulo 31, weights 3^i mod 31; 31 counts as 0. */
export function creditCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += creditAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditAlphabet.charAt((31 - (sum % 31)) % 31);
}

/** What is wrong with the form of a unified social credit code, beside `field`; empty when nothing is. */
export function creditFormFaults(code: string, field: string): readonly Fault[] {
  const plain = normaliseCreditCode(code);
  if (detailsOfIdNumber(plain) !== undefined) {
    return [
      fault(
        field,
        'credit-code-id',
        '这是身份证号码，不是统一社会信用代码，请按单位证照填写',
        "This is a person's ID number, not a unified social credit code; copy the code from the certificate of the unit",
      ),
    ];
  }
  // An office that registers and a place never begin with 0, so eighteen zeros are no code.
  if (!/^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY][1-9]\d{5}[0-9A-HJ-NPQRTUWXY]{10}$/.test(plain)) {
    return [
      fault(
        field,
        'credit-code-form',
        '统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z），请按证照填写',
        'A unified social credit code has 18 digits or capital letters (no I, O, S, V, Z); copy it from the certificate',
      ),
    ];
  }
  return [];
}

/** True for a code of the right form whose check character is another than the standard's: mistyped, or given out so. */
export function hasOddCheck(code: string): boolean {
  const plain = normaliseCreditCode(code);
  return (
    creditFormFaults(plain, '').length === 0 && creditCheckCharacter(plain.slice(0, 17)) !== plain.at(-1)
  );
}

/** What is wrong with the form of an answer to a `creditCode` field; undefined when nothing is. */
export const checkCreditCode = (answer: string): Text | undefined => creditFormFaults(answer, '')[0]?.text;
