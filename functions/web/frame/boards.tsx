/** Parts that show many things at once: tables, the quota board, the chain of steps, the timeline. */
// biome-ignore-all lint/a11y/noRedundantRoles: on phones `display: block` takes a table's meaning away in some browsers
import type { Child, PropsWithChildren } from 'hono/jsx';
import { Meter } from './charts.tsx';
import { dated } from './dated.tsx';
import { Empty, Tag, type Tone } from './parts.tsx';
import { type InLang, type Lang, w } from './words.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Child;
  /** Numbers stand at the right in figures of one width. */
  readonly numeric?: boolean | undefined;
  /** Names the row instead of the first column: its cell becomes the row's header, and the card's title on phones. */
  readonly header?: boolean | undefined;
}

/** Figures of one width; what says nothing has no line on a phone's card. */
const looksOf = ({ numeric }: Pick<Column<never>, 'numeric'>, said: Child): string | undefined => {
  const isNothing = ['—', '', null, undefined, false].some((nothing) => said === nothing);
  const looks = [numeric === true ? 'numeric' : '', isNothing ? 'nothing' : ''].filter((each) => each !== '');
  return looks.length === 0 ? undefined : looks.join(' ');
};

/** A table with caption and scopes, its rows named by their first column; on phones each row becomes a card with the titles beside the values. */
export const DataTable = <Row,>(props: {
  readonly lang: Lang;
  readonly caption: string;
  /** Shows the caption where no heading says it already. */
  readonly captionShown?: boolean | undefined;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly empty?: Child;
  /** Name of a row in a list that is put in order, see sort-list.js. */
  readonly item?: ((row: Row) => string) | undefined;
}) => {
  if (props.rows.length === 0) return <Empty lang={props.lang} title={props.empty} />;
  const naming = props.columns.find(({ header }) => header === true) ?? props.columns[0];
  return (
    <table class="table" role="table">
      <caption class={props.captionShown === true ? undefined : 'visually-hidden'}>{props.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {props.columns.map((column) => (
            <th scope="col" role="columnheader" class={column.numeric === true ? 'numeric' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <tr role="row" {...(props.item && { id: `at-${props.item(row)}`, 'data-item': props.item(row) })}>
            {props.columns.map((column) => {
              const said = column.cell(row);
              return column === naming ? (
                <th scope="row" role="rowheader">
                  {dated(said)}
                </th>
              ) : (
                <td role="cell" data-title={column.title} class={looksOf(column, said)}>
                  {dated(said)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

export interface QuotaLine {
  readonly label: string;
  readonly used: number;
  /** Places at most (cap), and at least (floor); either may be missing. */
  readonly atMost?: number | undefined;
  readonly atLeast?: number | undefined;
  /** Whether it is kept, as the rule judged it; the page judges nothing itself. */
  readonly ok: boolean;
  /** How many cannot be told: their forms do not ask for it. */
  readonly unknown?: number | undefined;
  /** How many places are empty. */
  readonly vacant?: number | undefined;
  /** The rule in words, e.g. 县处级干部不超过 20%. */
  readonly rule?: string | undefined;
}

/** Met, over the cap, short of the floor, or nothing that could be counted. */
const quotaState = ({ ok, used, atMost, unknown = 0 }: QuotaLine): 'over' | 'short' | 'met' | 'unsure' => {
  if (ok) return 'met';
  if (atMost !== undefined && used > atMost) return 'over';
  return unknown > 0 ? 'unsure' : 'short';
};
const quotaTones = { over: 'bad', short: 'warn', met: 'good', unsure: 'bad' } as const satisfies Record<
  string,
  Tone
>;

/** Quotas as bars, each with its numbers and whether it is met in words. */
export const QuotaBoard = ({ lang, lines }: InLang & { readonly lines: readonly QuotaLine[] }) => {
  const words = w(lang).parts;
  return (
    <ul class="quota">
      {lines.map((line) => {
        const state = quotaState(line);
        const bounds = [
          line.atLeast === undefined ? '' : `${words.floor} ${line.atLeast}`,
          line.atMost === undefined ? '' : `${words.limit} ${line.atMost}`,
        ].filter((part) => part !== '');
        return (
          <li class={`quota-line quota-${state}`}>
            <div class="quota-head">
              <span class="quota-label">{line.label}</span>
              {state === 'met' && line.vacant !== undefined ? (
                <Tag tone="warn">
                  {words.vacant} {line.vacant}
                </Tag>
              ) : (
                <Tag tone={quotaTones[state]}>{words[state]}</Tag>
              )}
            </div>
            <Meter
              value={line.used}
              max={line.atMost ?? Math.max(line.used, line.atLeast ?? 0)}
              mark={line.atLeast}
            />
            <p class="quota-note">
              <span>
                {words.used} <b>{line.used}</b>
                {bounds.length > 0 && ` · ${bounds.join(' · ')}`}
                {line.unknown !== undefined && ` · ${words.unsure} ${line.unknown}`}
              </span>
              {line.rule !== undefined && <span>{line.rule}</span>}
            </p>
          </li>
        );
      })}
    </ul>
  );
};

export interface ChainStep {
  readonly title: string;
  readonly state: 'done' | 'current' | 'todo' | 'held' | 'ended';
  /** A date or a count below the title. */
  readonly note?: string | undefined;
  /** Why it ended here, instead of that it did. */
  readonly word?: string | undefined;
  readonly href?: string | undefined;
}

/** The steps of a stage as a drawn chain with the current one standing out. */
export const StepProgress = (
  props: InLang & { readonly label?: string | undefined; readonly steps: readonly ChainStep[] },
) => {
  const words = w(props.lang).parts;
  return (
    <ol class="chain" aria-label={props.label ?? words.progress}>
      {props.steps.map((step, index) => (
        <li
          class={`chain-step chain-${step.state}`}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <span class="chain-dot" aria-hidden="true">
            {step.state === 'done' ? '✓' : index + 1}
          </span>
          <span class="chain-text">
            <span class="chain-title">
              {step.href === undefined ? step.title : <a href={step.href}>{step.title}</a>}
            </span>
            <span class={step.state === 'held' || step.state === 'ended' ? 'chain-word' : 'visually-hidden'}>
              {step.word ?? words[step.state]}
            </span>
            {step.note !== undefined && <span class="chain-note">{dated(step.note)}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
};

export interface TimelineEvent {
  /** As shown, already in local time. */
  readonly at: string;
  /** Machine-readable instant or date. */
  readonly dateTime?: string | undefined;
  readonly title: Child;
  readonly by?: string | undefined;
  readonly body?: Child;
  readonly tone?: Tone | undefined;
}

/** What happened, newest or oldest first as given. */
export const Timeline = (props: PropsWithChildren<{ readonly events: readonly TimelineEvent[] }>) => (
  <ol class="timeline">
    {props.events.map((event) => (
      <li class={`timeline-event timeline-${event.tone ?? 'neutral'}`}>
        <p class="timeline-title">{event.title}</p>
        <p class="timeline-meta">
          <time datetime={event.dateTime}>{event.at}</time>
          {event.by !== undefined && <span> · {event.by}</span>}
        </p>
        {event.body !== undefined && <div class="timeline-body">{event.body}</div>}
      </li>
    ))}
  </ol>
);
