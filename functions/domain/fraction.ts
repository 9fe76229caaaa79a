/** Exact fractions for percentages, shares and mean scores; nothing here passes through floating point. */
import { invalid } from './problem.ts';

/** n/d with d > 0, always in lowest terms. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}
/** Whatever is read as an exact number: 12, "62.5", "60%", "262/3" or a fraction. */
export type Exact = Fraction | number | string;

const greatestDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : greatestDivisor(b, a % b));

/** The fraction n/d in lowest terms; throws a RangeError when d is zero, which is a defect of the caller. */
export function fraction(n: bigint, d: bigint = 1n): Fraction {
  if (d === 0n) throw new RangeError('a fraction needs a denominator other than zero');
  const sign = d < 0n ? -1n : 1n;
  const divisor = greatestDivisor(n < 0n ? -n : n, d < 0n ? -d : d) || 1n;
  return { n: (sign * n) / divisor, d: (sign * d) / divisor };
}

const isFraction = (value: unknown): value is Fraction =>
  typeof value === 'object' &&
  value !== null &&
  'n' in value &&
  typeof value.n === 'bigint' &&
  'd' in value &&
  typeof value.d === 'bigint' &&
  value.d > 0n;

const decimalPattern = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:e([+-]?\d{1,3}))?(%?)$/i;
const fractionPattern = /^(-?\d{1,400})\/(\d{1,400})$/;

/** Reads an exact number as it is written, so that 1.2 is 6/5; undefined when it is not a number. */
export function parseExact(value: unknown): Fraction | undefined {
  if (isFraction(value)) return value;
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const written = String(value).trim();
  const parts = fractionPattern.exec(written);
  if (parts !== null)
    return BigInt(parts[2]!) === 0n ? undefined : fraction(BigInt(parts[1]!), BigInt(parts[2]!));
  const match = decimalPattern.exec(written);
  if (match === null) return undefined;
  const [, sign, whole, decimals = '', exponent = '0', percent] = match;
  const power = Number(exponent) - decimals.length - (percent === '%' ? 2 : 0);
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${decimals}`);
  return power >= 0 ? fraction(digits * 10n ** BigInt(power)) : fraction(digits, 10n ** BigInt(-power));
}

/** Like parseExact, but throws an `invalid` Problem when the value is not a number. */
export function exact(value: Exact): Fraction {
  const parsed = parseExact(value);
  if (parsed !== undefined) return parsed;
  throw invalid(
    'not-a-number',
    `「${String(value)}」不是数字，请填写数字`,
    `"${String(value)}" is not a number; write a number`,
  );
}

export const addExact = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const timesExact = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);

/** -1, 0 or 1, by cross-multiplication: 599/1000 < 60 % since 599 × 100 < 60 × 1000. */
export function compareExact(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The largest whole number that is not above the fraction. */
export function roundDown(a: Fraction): bigint {
  const whole = a.n / a.d;
  return a.n < 0n && whole * a.d !== a.n ? whole - 1n : whole;
}

/** The smallest whole number that is not below the fraction. */
export const roundUp = (a: Fraction): bigint => -roundDown({ n: -a.n, d: a.d });

/** The mean of at least one number, exactly. */
export const meanExact = (numbers: readonly Fraction[]): Fraction =>
  timesExact(numbers.reduce(addExact, fraction(0n)), fraction(1n, BigInt(numbers.length)));

/** The fraction as "n/d", which parseExact reads again; this is how an exact score is stored. */
export const writeExact = (a: Fraction): string => `${a.n}/${a.d}`;

/** The fraction with so many decimals, halves rounded up (四舍五入): 87.125 is shown as 87.13. */
export function showExact(a: Fraction, decimals = 2): string {
  const scale = 10n ** BigInt(decimals);
  const size = a.n < 0n ? -a.n : a.n;
  const rounded = (2n * size * scale + a.d) / (2n * a.d);
  const digits = String(rounded).padStart(decimals + 1, '0');
  const sign = a.n < 0n && rounded > 0n ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
