/** Columns side by side: how many stand in each band of a measure, such as scores. */
import { type Lang, sayIn } from '#web/frame/words.ts';
import { ChartFigure } from './figure.tsx';

export interface Band {
  readonly from: number;
  /** Where the next band begins. */
  readonly to: number;
  readonly count: number;
}

const wanted = 12;
const steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000];

/**
 * Counts by value as bands of one width, from the first that holds somebody to the last: at most twelve, of a width that
 * one reads easily. No counts give no bands.
 */
export function bandsOf(counts: ReadonlyMap<number, number>): readonly Band[] {
  const there = [...counts].filter(([, count]) => count > 0);
  if (there.length === 0) return [];
  const values = there.map(([value]) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least + 1;
  const width = steps.find((step) => span / step <= wanted - 1) ?? Math.ceil(span / (wanted - 1));
  const first = Math.floor(least / width) * width;
  const bands: Band[] = [];
  for (let from = first; from <= most; from += width) {
    const inside = there.filter(([value]) => value >= from && value < from + width);
    bands.push({ from, to: from + width, count: inside.reduce((sum, [, count]) => sum + count, 0) });
  }
  return bands;
}

const width = 640;
const plotHeight = 160;
const base = plotHeight + 24;

/** Heights of the columns, the tallest filling the room. */
export function columnHeights(bands: readonly Band[]): readonly number[] {
  const tallest = Math.max(0, ...bands.map(({ count }) => count));
  return bands.map(({ count }) => (tallest === 0 ? 0 : (count / tallest) * plotHeight));
}

export const Columns = (props: {
  readonly lang: Lang;
  readonly id: string;
  readonly title: string;
  readonly bands: readonly Band[];
  readonly words: { readonly band: string; readonly count: string };
}) => {
  const { lang, id, title, bands, words } = props;
  const say = sayIn(lang);
  const all = bands.reduce((sum, { count }) => sum + count, 0);
  const fullest = bands.toSorted((a, b) => b.count - a.count)[0];
  const said = ({ from, to }: Band) => (to - from === 1 ? String(from) : `${from}–${to - 1}`);
  const desc =
    fullest === undefined
      ? say('还没有数据。', 'No numbers yet.')
      : say(
          `共 ${all}，最多的是 ${said(fullest)}，有 ${fullest.count}。`,
          `${all} in all, most of them, ${fullest.count}, at ${said(fullest)}.`,
        );
  const slot = bands.length === 0 ? width : width / bands.length;
  const heights = columnHeights(bands);
  return (
    <ChartFigure
      {...{ lang, id, title, desc, width }}
      height={base + 24}
      table={{ head: [words.band, words.count], rows: bands.map((band) => [said(band), band.count]) }}
    >
      {bands.map((band, i) => (
        <g transform={`translate(${i * slot} 0)`}>
          {band.count > 0 && (
            <>
              <rect
                class="series-0"
                x={slot * 0.12}
                y={base - heights[i]!}
                width={slot * 0.76}
                height={heights[i]}
              />
              <text class="chart-number" x={slot / 2} y={base - heights[i]! - 6} text-anchor="middle">
                {band.count}
              </text>
            </>
          )}
          <text class="chart-label" x={slot / 2} y={base + 18} text-anchor="middle">
            {said(band)}
          </text>
        </g>
      ))}
      <path class="chart-axis" d={`M0 ${base}H${width}`} />
    </ChartFigure>
  );
};
