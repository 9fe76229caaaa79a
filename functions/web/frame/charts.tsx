/** Charts as SVG without script: bars, a stacked share, progress. The numbers are also in a table for reading aloud. */
import { type InLang, type Lang, w } from './words.ts';

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

const Numbers = (props: { readonly lang: Lang; readonly title: string; readonly data: readonly Datum[] }) => {
  const words = w(props.lang).parts;
  return (
    <table class="visually-hidden">
      <caption>{props.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.item}</th>
          <th scope="col">{words.value}</th>
        </tr>
      </thead>
      <tbody>
        {props.data.map((one) => (
          <tr>
            <th scope="row">{one.label}</th>
            <td>{one.value}</td>
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

/** How far something has come: 37 / 120. `max` 0 shows as not started. */
export const Progress = (
  props: InLang & { readonly label: string; readonly value: number; readonly max: number },
) => (
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
