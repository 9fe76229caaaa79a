/** The day or year of an award as old ledgers write it: 2019.5.15, 二〇一九年五月十五日, 20190515, the day count of a sheet. */
import { readDay } from './age.ts';

const digitOf: Readonly<Record<string, string>> = Object.fromEntries(
  [...'〇一二三四五六七八九'].map((digit, n) => [digit, String(n)]),
);

/** 十 to 三十一 as digits; years are written digit by digit. */
const chinese = (written: string): string =>
  written
    .replace(/[零○]/gu, '〇')
    .replace(
      /([一二三])?十([一二三四五六七八九])?/gu,
      (_, tens: string | undefined, ones: string | undefined) =>
        String(Number(digitOf[tens ?? '一']) * 10 + Number(digitOf[ones ?? '〇'])),
    )
    .replace(/[〇一二三四五六七八九]/gu, (digit) => digitOf[digit]!);

/** Days as Excel counts them, where a cell lost its format: 1954 to 2119. */
const isDayCount = (n: number): boolean => Number.isInteger(n) && n >= 20_000 && n < 80_500;

export interface AwardDate {
  readonly year: number;
  /** Absent where only a year or a month is written. */
  readonly date?: string;
}

/** What a cell says of when it was awarded; undefined when it cannot be read. */
export function readAwardDate(cell: unknown): AwardDate | undefined {
  if (typeof cell === 'number' && isDayCount(cell)) {
    const date = new Date(Date.UTC(1899, 11, 30) + cell * 86_400_000).toISOString().slice(0, 10);
    return { year: Number(date.slice(0, 4)), date };
  }
  const plain = chinese(
    String(cell ?? '')
      .normalize('NFKC')
      .trim(),
  ).replace(/\s+\d{1,2}:\d{2}.*$|T\d{2}:.*$/u, '');
  const bare = plain.replace(/\s/gu, '');
  const found =
    /^((?:19|20|21)\d{2})(\d{2})(\d{2})$/u.exec(bare) ??
    /^((?:19|20|21)\d{2})(?:年度|年|[-./])?(?:(\d{1,2})(?:月|[-./])?(?:(\d{1,2})[日号]?)?)?$/u.exec(bare);
  if (found === null) return undefined;
  const [, year = '', month, day] = found;
  const parts = [year, month, day].flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')]));
  if (month !== undefined && readDay(parts.join('-')) === undefined) return undefined;
  return { year: Number(year), ...(day !== undefined && { date: parts.join('-') }) };
}
