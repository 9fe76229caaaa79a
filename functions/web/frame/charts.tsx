/** Charts as SVG without script: bars, a stacked share, progress. The numbers are also in a table for reading aloud. */
import { type Lang, w } from './words.ts';

export interface Datum {
  readonly label: string;
  readonly value: number;
}

/** Part of a whole as percent with one digit at most; 0 when there is no whole. */
export const percent = (value: number, whole: number): number =>
  whole <= 0 ? 0 : Math.round((1000 * value) / whole) / 10;

/** A thin bar of value against max, with an optional mark such as a minimum; says nothing aloud, its numbers stand beside. */
export const Meter = (props: {
  readonly value: number;
  readonly max: number;
  readonly mark?: number | undefined;
}) => {
  // A value beyond max shrinks the scale, so that the surplus is seen rather than cut off.
  const scale = Math.max(props.value, props.max, props.mark ?? 0);
  return (
    <svg class="meter" width="100%" height="10" aria-hidden="true" focusable="false">
      <rect class="meter-track" width="100%" height="10" rx="5" />
      {props.value > 0 && (
        <rect class="meter-value" width={`${percent(props.value, scale)}%`} height="10" rx="5" />
      )}
      {props.value > props.max && (
        <rect class="meter-limit" x={`${percent(props.max, scale)}%`} width="2" height="10" />
      )}
      {props.mark !== undefined && (
        <rect class="meter-mark" x={`${percent(props.mark, scale)}%`} width="2" height="10" />
      )}
    </svg>
  );
};

const Numbers = (props: {
  readonly lang: Lang;
  readonly title: string;
  readonly data: readonly Datum[];
  readonly whole?: number | undefined;
}) => {
  const words = w(props.lang).parts;
  const { whole } = props;
  return (
    <table class="visually-hidden">
      <caption>{props.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.item}</th>
          <th scope="col">{words.value}</th>
          {whole !== undefined && <th scope="col">{words.share}</th>}
        </tr>
      </thead>
      <tbody>
        {props.data.map((one) => (
          <tr>
            <th scope="row">{one.label}</th>
            <td>{one.value}</td>
            {whole !== undefined && <td>{percent(one.value, whole)}%</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

export interface ChartProps {
  readonly lang: Lang;
  readonly title: string;
  readonly data: readonly Datum[];
}

/** Horizontal bars from zero, in the given order, each with its number at the end. */
export const Bars = ({ lang, title, data }: ChartProps) => {
  const longest = Math.max(0, ...data.map((one) => one.value));
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div class="bars" aria-hidden="true">
        {data.map((one) => (
          <div class="bars-row">
            <span class="bars-label">{one.label}</span>
            <svg class="bars-bar" width="100%" height="18" aria-hidden="true" focusable="false">
              <rect class="series-0" width={`${percent(one.value, longest)}%`} height="18" rx="2" />
            </svg>
            <span class="bars-value">{one.value}</span>
          </div>
        ))}
      </div>
      <Numbers lang={lang} title={title} data={data} />
    </figure>
  );
};

/** Parts of one whole as a stacked bar with a legend; six colours, then they repeat. */
export const StackedShare = ({ lang, title, data }: ChartProps) => {
  const whole = data.reduce((sum, one) => sum + one.value, 0);
  const starts = data.map((_, index) => data.slice(0, index).reduce((sum, one) => sum + one.value, 0));
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div aria-hidden="true">
        <svg class="stack" width="100%" height="26" aria-hidden="true" focusable="false">
          {data.map((one, index) => (
            <rect
              class={`series-${index % 6}`}
              x={`${percent(starts[index] ?? 0, whole)}%`}
              width={`${percent(one.value, whole)}%`}
              height="26"
            />
          ))}
        </svg>
        <ul class="legend">
          {data.map((one, index) => (
            <li>
              <svg width="12" height="12" aria-hidden="true" focusable="false">
                <rect class={`series-${index % 6}`} width="12" height="12" rx="2" />
              </svg>
              {one.label} <b>{one.value}</b> <span class="legend-share">{percent(one.value, whole)}%</span>
            </li>
          ))}
        </ul>
      </div>
      <Numbers lang={lang} title={title} data={data} whole={whole} />
    </figure>
  );
};

/** How far something has come: 37 / 120. `max` 0 shows as not started. */
export const Progress = (props: {
  readonly lang: Lang;
  readonly label: string;
  readonly value: number;
  readonly max: number;
}) => (
  <div class="progress">
    <p class="progress-head">
      <span>{props.label}</span>
      <span class="progress-value">
        <b>{w(props.lang).parts.of(props.value, props.max)}</b>
        {props.max > 0 && ` · ${Math.floor((100 * props.value) / props.max)}%`}
      </span>
    </p>
    <Meter value={props.value} max={props.max} />
  </div>
);
