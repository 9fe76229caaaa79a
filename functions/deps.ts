/** What the actions need from the world; `functions/aws` and `functions/local` each build one. Types only. */
import type { Calendar } from '#domain/calendar.ts';
import type { Text } from '#domain/problem.ts';
import type { Table } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import type { Workflows } from './ports.ts';

export type MacPurpose = 'identity' | 'link' | 'session' | 'checkpoint' | 'email' | 'objector';

/** Secrets stay in this port, one versioned key a purpose (docs/architecture.md#personal-data). */
export interface Keys {
  /** HMAC-SHA256 under the current key of a purpose, base64url; `version` picks an older key. */
  mac(purpose: MacPurpose, data: string, version?: number): string;
  /** Current version of a purpose's key, and all versions still accepted. */
  versions(purpose: MacPurpose): { readonly current: number; readonly all: readonly number[] };
  /** Wraps a 32-byte data key under the master key (KMS on AWS). */
  wrap(dataKey: Uint8Array): Promise<string>;
  unwrap(wrapped: string): Promise<Uint8Array>;
}

/** What a browser posts to the bucket: all fields, then the file as the last one, named `file`. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}
/** Files that go between browser and bucket without passing through us, since Lambda takes and gives 6 MB at most. */
export interface DirectFiles {
  /** Origin of the bucket, for the Content-Security-Policy. */
  readonly origin: string;
  /**
   * A form, good for an hour or less, that stores one object of this name, media type and at most so many bytes. With
   * `redirect` the bucket answers 303 to that address, without it 201 or 204.
   */
  uploadForm(name: string, type: string, maxBytes: number, redirect?: string): Promise<UploadForm>;
  /** An address, good for some minutes, from which the object is saved under a file name (never shown in place). */
  downloadUrl(name: string, filename: string, type: string): Promise<string>;
}

/** Attachments: S3, or a folder. Names are random; content is served as a download. */
export interface Files {
  /** Names are random hex; on S3 also `incoming/…` (uploads not yet confirmed) and `papers/…`, which lifecycle rules empty. */
  put(name: string, bytes: Uint8Array, type: string): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
  /** Only where requests have a small limit; absent, files go through the server. */
  readonly direct?: DirectFiles;
}

/** What papers are made of: a kind, and the ids of what it shows. No content, so that it fits a Lambda's payload. */
export type PaperRequest =
  | {
      readonly paper: 'summary';
      readonly params: {
        readonly round: string;
        readonly of: 'recommended' | 'tranche' | 'inbox';
        readonly tranche?: number | undefined;
      };
    }
  | { readonly paper: 'nomination-template'; readonly params: { readonly programme: string } }
  | { readonly paper: 'ledger-template'; readonly params: Readonly<Record<string, never>> };

interface PaperName {
  /** File name in Chinese, and a plain one for old programs. */
  readonly name: string;
  readonly plain: string;
  readonly type: string;
}
/** A paper as bytes; the file name carries what it is. */
export type PaperBytes = PaperName & { readonly bytes: Uint8Array };
/** A paper, or the short-lived address from which it is saved. */
export type Paper = PaperBytes | { readonly url: string };
/** Makes papers: in process, or in a Lambda of its own, so that the web bundle stays small. Asks no rights: the action does, before. */
export interface Papers {
  make(request: PaperRequest): Promise<Paper>;
}

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Message-ID derived from the letter's key, so that a repeat is recognised. */
  readonly messageId: string;
  /** Key of the letter: SES names it again when the mail comes back. */
  readonly letter: string;
}
/** SES, SMTP, or the outbox page only. */
export interface Mailer {
  readonly kind: 'ses' | 'smtp' | 'outbox';
  /** Throws Problem `invalid` when this mail will never be taken, anything else when it may be tried again. */
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
  readonly papers: Papers;
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
