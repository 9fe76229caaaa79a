/** What the actions need from the world; `functions/aws` and `functions/local` each build one. Types only. */
import type { Calendar } from '#domain/calendar.ts';
import type { Text } from '#domain/problem.ts';
import type { Table } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import type { Workflows } from './ports.ts';

export type MacPurpose = 'identity' | 'link' | 'session' | 'checkpoint' | 'email' | 'objector';

/** Secrets never leave this port; each purpose has its own versioned key (design.md 5 Keys). */
export interface Keys {
  /** HMAC-SHA256 under the current key of a purpose, base64url; `version` picks an older key. */
  mac(purpose: MacPurpose, data: string, version?: number): string;
  /** Current version of a purpose's key, and all versions still accepted. */
  versions(purpose: MacPurpose): { readonly current: number; readonly all: readonly number[] };
  /** Wraps a 32-byte data key under the master key (KMS on AWS). */
  wrap(dataKey: Uint8Array): Promise<string>;
  unwrap(wrapped: string): Promise<Uint8Array>;
}

/** Attachments: S3, or a folder. Names are random; content is served as a download. */
export interface Files {
  put(name: string, bytes: Uint8Array, type: string): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
}

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Message-ID derived from the letter's key, so that a repeat is recognised. */
  readonly messageId: string;
}
/** SES, SMTP, or the outbox page only. */
export interface Mailer {
  readonly kind: 'ses' | 'smtp' | 'outbox';
  send(mail: OutgoingMail): Promise<void>;
}

export interface Site {
  readonly url: string;
  readonly name: Text;
  readonly rehearsal: boolean;
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
  readonly mailer: Mailer;
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
  readonly log: (code: string, fields?: Readonly<Record<string, unknown>>) => void;
}
