/** Serial numbers of a list as people write them, for lists that are longer than a page: `1-50、53`. */
import { fault, refuseIf } from '#domain/problem.ts';

const refuse = (field: string, most: number): never => {
  refuseIf([
    fault(
      field,
      'numbers-unreadable',
      `请填写 1 至 ${most} 的序号，如 1-50、53`,
      `Write numbers from 1 to ${most}, such as 1-50, 53`,
    ),
  ]);
  throw new RangeError(field);
};

/** The numbers that are meant, in order and once each; full width, 至 and ～ are read. @throws Problem `invalid` at `field`. */
export function readNumbers(written: string, most: number, field: string): readonly number[] {
  const parts = written
    .normalize('NFKC')
    .replace(/\s*[-–—~至到]\s*/g, '-')
    .split(/[,、;\s]+/)
    .filter((part) => part !== '');
  const found = parts.flatMap((part) => {
    const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || from < 1 || to > most || from > to) return refuse(field, most);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return [...new Set(found)].toSorted((a, b) => a - b);
}

/** Numbers with a text behind them, one a line: `53 理由`. @throws Problem `invalid` at `field`. */
export const readNumbered = (
  lines: readonly string[],
  most: number,
  field: string,
): readonly { readonly n: number; readonly text: string }[] =>
  lines.map((line) => {
    const [, written = '', text = ''] = /^([\d\uff10-\uff19]+)[\s.．、:：,，]+(.+)$/u.exec(line.trim()) ?? [];
    const [n] = written === '' ? [] : readNumbers(written, most, field);
    return n === undefined ? refuse(field, most) : { n, text };
  });
