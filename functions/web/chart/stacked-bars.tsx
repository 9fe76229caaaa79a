/** Bars of two parts, one below the other: what came from each unit and how much of it is still in, each bar with its numbers. */
import { type Lang, sayIn } from '#web/frame/words.ts';
import { ChartFigure, shortened } from './figure.tsx';

export interface StackedRow {
  readonly label: string;
  /** The part in front, and the whole that it is a part of; a part above its whole is cut to it. */
  readonly part: number;
  readonly whole: number;
  /** A mark such as the places given. */
  readonly mark?: number | undefined;
}

export interface StackedBar {
  readonly label: string;
  readonly y: number;
  readonly partWidth: number;
  readonly restWidth: number;
  readonly markX?: number;
}
const rowHeight = 28;
const barHeight = 16;
const labelWidth = 150;
const barsWidth = 380;
const numbersWidth = 110;
export const stackedWidth = labelWidth + barsWidth + numbersWidth;

/** Where each bar stands and how long it is; the longest fills the room, nothing is drawn for zero. */
export function stackedLayout(rows: readonly StackedRow[]): {
  readonly height: number;
  readonly bars: readonly StackedBar[];
} {
  const longest = Math.max(0, ...rows.flatMap(({ whole, mark = 0 }) => [whole, mark]));
  const scale = longest === 0 ? 0 : barsWidth / longest;
  const drawn = (value: number) => Math.floor(value * scale * 100) / 100;
  return {
    height: Math.max(1, rows.length) * rowHeight,
    bars: rows.map(({ label, part, whole, mark }, i) => {
      const inside = Math.max(0, Math.min(part, whole));
      return {
        label,
        y: i * rowHeight,
        partWidth: drawn(inside),
        restWidth: drawn(Math.max(0, whole) - inside),
        ...(mark !== undefined && { markX: drawn(Math.max(0, mark)) }),
      };
    }),
  };
}

/** The part is full, the rest hatched and the mark a line: colour alone says nothing. */
export const StackedBars = (props: {
  readonly lang: Lang;
  readonly id: string;
  readonly title: string;
  readonly rows: readonly StackedRow[];
  readonly words: {
    readonly item: string;
    readonly part: string;
    readonly whole: string;
    readonly mark?: string;
  };
}) => {
  const { lang, id, title, rows, words } = props;
  const say = sayIn(lang);
  const { height, bars } = stackedLayout(rows);
  const sum = (of: 'part' | 'whole') => rows.reduce((all, row) => all + row[of], 0);
  const desc = say(
    `${rows.length} 项：${words.whole}共 ${sum('whole')}，其中${words.part} ${sum('part')}。`,
    `${rows.length} rows: ${words.whole} ${sum('whole')} in all, of which ${words.part} ${sum('part')}.`,
  );
  const pattern = `${id}-hatch`;
  return (
    <ChartFigure
      {...{ lang, id, title, desc, height }}
      width={stackedWidth}
      legend={
        <ul class="chart-legend">
          <li class="chart-key-full">{words.part}</li>
          <li class="chart-key-hatched">{words.whole}</li>
          {words.mark !== undefined && <li class="chart-key-mark">{words.mark}</li>}
        </ul>
      }
      table={{
        head: [words.item, words.part, words.whole, ...(words.mark === undefined ? [] : [words.mark])],
        rows: rows.map((row) => [
          row.label,
          row.part,
          row.whole,
          ...(words.mark === undefined ? [] : [row.mark ?? '—']),
        ]),
      }}
    >
      <pattern id={pattern} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect class="chart-hatch-ground" width="6" height="6" />
        <path class="chart-hatch" d="M0 6 6 0" />
      </pattern>
      {bars.map((bar, i) => (
        <g transform={`translate(0 ${bar.y})`}>
          <text class="chart-label" x={labelWidth - 8} y={barHeight} text-anchor="end">
            {shortened(bar.label, 10)}
          </text>
          {bar.partWidth > 0 && (
            <rect class="series-0" x={labelWidth} y="3" width={bar.partWidth} height={barHeight} />
          )}
          {bar.restWidth > 0 && (
            <rect
              fill={`url(#${pattern})`}
              class="chart-rest"
              x={labelWidth + bar.partWidth}
              y="3"
              width={bar.restWidth}
              height={barHeight}
            />
          )}
          {bar.markX !== undefined && (
            <rect class="chart-mark" x={labelWidth + bar.markX - 1} y="0" width="2" height={barHeight + 6} />
          )}
          <text class="chart-number" x={stackedWidth - numbersWidth + 8} y={barHeight}>
            {rows[i]!.part} / {rows[i]!.whole}
          </text>
        </g>
      ))}
    </ChartFigure>
  );
};
