import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrom, codesIn, readCode, shownCode } from '#domain/files/stamped-code.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const code = fc.uint8Array({ minLength: 10, maxLength: 32 }).map(codeFrom);

describe('the code of a page to be stamped', () => {
  it('has eleven signs, is printed in three groups and is read back however it is typed', () => {
    fc.assert(
      fc.property(code, (one) => {
        expect(one).toMatch(new RegExp(`^[${alphabet}]{11}$`));
        expect(shownCode(one)).toMatch(/^.{4}-.{4}-.{3}$/);
        for (const typed of [one, shownCode(one), ` ${one.toLowerCase()} `, [...one].join(' ')])
          expect(readCode(typed)).toBe(one);
      }),
    );
  });
  it('takes look-alikes for what they look like', () => {
    fc.assert(
      fc.property(code, (one) => {
        const alike = one.replaceAll('1', 'I').replaceAll('0', 'o').replaceAll('2', 'z').replaceAll('5', 'S');
        expect(readCode(alike)).toBe(one);
      }),
    );
  });
  it('with one wrong sign, two neighbours changed over, one too few or too many is none', () => {
    fc.assert(
      fc.property(code, fc.nat(10), fc.constantFrom(...alphabet), (one, at, sign) => {
        const wrong = one.slice(0, at) + sign + one.slice(at + 1);
        expect(readCode(wrong)).toBe(sign === one[at] ? one : undefined);
        const over = one.slice(0, at) + (one[at + 1] ?? '') + one[at]! + one.slice(at + 2);
        expect(readCode(over)).toBe(over === one ? one : undefined);
        expect([readCode(one.slice(1)), readCode(`${one}0`), readCode('')]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
      }),
    );
  });
  it('is found in a file name, beside other words and numbers', () => {
    fc.assert(
      fc.property(code, (one) => {
        for (const name of [
          `${one}.pdf`,
          `盖章_${shownCode(one)}.PDF`,
          `2021-04-06 ${shownCode(one)} 扫描.jpg`,
          `scan(${one}).png`,
        ])
          expect(codesIn(name)).toContain(one);
      }),
    );
    expect(codesIn('扫描件.pdf')).toEqual([]);
  });
});
