/** Batches 批次 of an honour at one level, as they are said: 首批, 第二批, 第十一批 (docs/rules/numbers.md#batches). */
import { type Text, text } from '#domain/problem.ts';

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** A number from 1 to 999 as an ordinal has it: 十, 十一, 二十, 一百零一, 一百一十. */
function numeral(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const ten =
    tens === 0
      ? hundreds > 0 && ones > 0
        ? '零'
        : ''
      : `${tens === 1 && hundreds === 0 ? '' : digits[tens]}十`;
  return `${hundreds === 0 ? '' : `${digits[hundreds]}百`}${ten}${digits[ones]}`;
}

function englishOrdinal(n: number): string {
  const word = ordinals[n - 1];
  if (word !== undefined) return word;
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}

/** 首批, 第二批 …; first batch, second batch … @throws RangeError outside 1 to 999, which is a defect of the caller. */
export function batchSaid(n: number): Text {
  if (!Number.isSafeInteger(n) || n < 1 || n > 999) throw new RangeError(`no batch ${n}`);
  return text(n === 1 ? '首批' : `第${numeral(n)}批`, `${englishOrdinal(n)} batch`);
}

const written = /首批|第\s*[〇零一二两三四五六七八九十百\d]+\s*批/u;

/** The batch that a typed title names, where it is another than `n`: 第二批 in the title of the first. */
export function otherBatchIn(title: string, n: number): string | undefined {
  const mine = [batchSaid(n).zh, `第${numeral(n)}批`, `第${n}批`];
  const found = written.exec(title.normalize('NFKC'))?.[0];
  return found === undefined || mine.includes(found.replace(/\s/g, '')) ? undefined : found;
}

/** The number of the batch that a text names: 首批, 第二批, 第2批, 2; undefined where it names none. */
export function batchIn(said: string): number | undefined {
  const plain = said.normalize('NFKC').replace(/\s/g, '');
  if (/^\d{1,3}$/.test(plain)) return Number(plain);
  const found = written.exec(plain)?.[0];
  if (found === undefined) return undefined;
  for (let n = 1; n <= 999; n++)
    if ([batchSaid(n).zh, `第${numeral(n)}批`, `第${n}批`].includes(found)) return n;
  return undefined;
}

/** The title of a list with its batch, once: in the title where it was typed, else behind it. */
export function titleWithBatch({
  title,
  batch,
}: {
  readonly title: string;
  readonly batch?: number | undefined;
}): string {
  if (batch === undefined || written.test(title.normalize('NFKC'))) return title;
  return `${title}（${batchSaid(batch).zh}）`;
}
