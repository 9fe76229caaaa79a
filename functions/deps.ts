/** What the actions need from the world; `functions/aws` and `functions/local` each build one. Types only. */
import type { Calendar } from '#domain/calendar.ts';
import type { FactorRule } from '#domain/people/factor.ts';
import type { Text } from '#domain/problem.ts';
import type { Table } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import type { Files, Keys, Mailer, Papers, Scanner, ShortMessages, Workflows } from './ports.ts';

export interface Site {
  readonly url: string;
  readonly name: Text;
  readonly rehearsal: boolean;
  /** Lists that are read from an index lack for a moment what was just written, as DynamoDB's do. */
  readonly late?: boolean;
  /** What stands in 【】 before a short message; absent where there is no gateway, and nobody is asked for her telephone. */
  readonly smsSignature?: string;
  /** Who must have a second factor; nobody when absent. */
  readonly secondFactor?: FactorRule;
  /** Addresses that a rehearsal may send real mail to; every other letter stays in the outbox. */
  readonly allowMail?: readonly string[];
}

export interface Deps {
  readonly table: Table;
  /** Milliseconds since the epoch; moved in rehearsal. */
  readonly clock: () => number;
  readonly keys: Keys;
  readonly workflows: Workflows;
  readonly files: Files;
  /** Where one is set, files are unusable until it called them clean. */
  readonly scanner?: Scanner;
  readonly papers: Papers;
  /** Font files of the operator's own, for characters that the fonts of papers lack. */
  readonly ownFonts?: () => readonly string[];
  readonly mailer: Mailer;
  /** A channel beside e-mail, where one is set up and this function sends. */
  readonly sms?: ShortMessages;
  readonly site: Site;
  readonly calendar: () => Promise<Calendar>;
  /** A new id: prefix and ULID, sorts by time. */
  readonly id: (prefix: string) => string;
  /** Takes signals, letters and results of a commit to be sent: beside the answer on one machine, before it on Lambda. */
  readonly handOver: (rows: readonly DueRow[]) => Promise<void>;
  /** Goes on after the answer: tracked on one machine, awaited on Lambda. */
  readonly background: (work: () => Promise<unknown>) => Promise<void>;
  /** The small table of wrapped record keys. */
  readonly keysTable: Table;
  /** Names above which a paper is made by a job; as papers say unless a test wants fewer. */
  readonly namesAtOnce?: number;
  readonly log: (code: string, fields?: Readonly<Record<string, unknown>>) => void;
}
