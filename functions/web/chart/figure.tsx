/** What every chart has: a picture with title and description, and the same numbers as a table that anybody can open. */
import type { Child, PropsWithChildren } from 'hono/jsx';
import { Details } from '#web/frame/parts.tsx';
import { type Lang, sayIn } from '#web/frame/words.ts';

export interface ChartTable {
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The numbers of a chart. */
const Numbers = ({ title, table }: { readonly title: string; readonly table: ChartTable }) => (
  <table class="chart-numbers">
    <caption class="visually-hidden">{title}</caption>
    <thead>
      <tr>
        {table.head.map((each) => (
          <th scope="col">{each}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {table.rows.map(([first, ...rest]) => (
        <tr>
          <th scope="row">{first}</th>
          {rest.map((each) => (
            <td>{each}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

/** A chart in its frame. `id` is one of its page; `desc` says in a sentence what the picture shows. */
export const ChartFigure = (
  props: PropsWithChildren<{
    readonly lang: Lang;
    readonly id: string;
    readonly title: string;
    readonly desc: string;
    readonly width: number;
    readonly height: number;
    readonly legend?: Child;
    readonly table: ChartTable;
  }>,
) => {
  const { lang, id, title, desc, width, height, table } = props;
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {props.legend}
      {/* On a phone it keeps its size and is moved sideways, by keys too. */}
      <section class="chart-scroll" tabindex={0} aria-label={title}>
        <svg
          class="chart-svg"
          role="img"
          aria-labelledby={`${id}-title ${id}-desc`}
          viewBox={`0 0 ${width} ${height}`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-desc`}>{desc}</desc>
          {props.children}
        </svg>
      </section>
      <Details title={sayIn(lang)('查看数据表', 'See the numbers')}>
        <Numbers title={title} table={table} />
      </Details>
    </figure>
  );
};

/** A name that fits: as wide as so many Chinese characters, an ellipsis for the rest; the whole stands in the table. */
export function shortened(name: string, most: number): string {
  const wide = (letter: string) => (letter > '\u2e80' ? 1 : 0.6);
  let room = most;
  let kept = '';
  for (const letter of name) {
    room -= wide(letter);
    if (room < 0) return `${kept.trimEnd()}…`;
    kept += letter;
  }
  return kept;
}
