/** What the core needs from the world around it: types only, filled by the twin adapters in `aws/` and `local/`. */

export type MachineName = 'nomination' | 'round';

/** Wakes the state machines. The table is the truth: each of these is sent after a recorded write, and may be repeated. */
export interface Workflows {
  /** Starts an execution under a deterministic name; `exists` when one was ever started under it. */
  start(run: {
    readonly machine: MachineName;
    readonly name: string;
    readonly input: unknown;
  }): Promise<'started' | 'exists'>;
  /** Answers a waiting state; `gone` when it waits no more (answered, timed out, unknown), which is success too. */
  succeed(token: string, output: unknown): Promise<'done' | 'gone'>;
  /** Makes a waiting state fail with an error that its Retry and Catch may name. */
  fail(token: string, error: string, cause: string): Promise<'done' | 'gone'>;
}

/** What a task learns about the execution that calls it. */
export interface TaskContext {
  readonly machine: MachineName;
  readonly execution: string;
}

/** The functions that the state machines call, by name: JSON in, JSON out, safe to repeat. */
export type Tasks = Readonly<Record<string, (payload: unknown, context: TaskContext) => Promise<unknown>>>;

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
  /** Makes one object of several, in their order, with a few megabytes in memory at a time. */
  join(name: string, pieces: readonly string[], type: string): Promise<void>;
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

/** Looks for viruses in bytes. */
export interface ByteScanner {
  /** What was found; undefined in a clean file. Throws when it cannot be asked, or does not judge. */
  scan(bytes: Uint8Array): Promise<string | undefined>;
}
/** Looks by itself at what is stored. */
export interface StoreScanner {
  /** What was found in a stored file, nothing in a clean one; undefined while it was not judged. Throws when it does not judge. */
  verdict(name: string): Promise<{ readonly found?: string } | undefined>;
}
/** Looks for viruses in uploaded files. */
export type Scanner = ByteScanner | StoreScanner;

/** What a paper with boxes and text is made as. */
export type FormFormat = 'docx' | 'pdf';

/** What papers are made of: a kind, and the ids of what it shows. No content, so that it fits a Lambda's payload. */
/** A look that is not saved yet; pictures by the addresses that the page has them at. */
export interface PreviewedLook {
  readonly round: string;
  readonly look: {
    readonly paper: 'A4' | 'A3';
    readonly lies: 'wide' | 'upright';
    readonly places: Readonly<
      Record<
        'emblem' | 'title' | 'name' | 'text' | 'code' | 'sign',
        { readonly x: number; readonly y: number; readonly size: number }
      >
    >;
  };
  readonly background?: string | undefined;
  readonly emblem?: { readonly address: string; readonly width: number; readonly height: number } | undefined;
}

export type PaperRequest =
  | {
      /** 推荐审批表. */
      readonly paper: 'form';
      readonly params: {
        readonly nomination: string;
        readonly format: FormFormat;
        readonly full: boolean;
        /** Stages whose opinions stand in it. */
        readonly opinions: readonly number[];
        readonly names: boolean;
      };
    }
  | { readonly paper: 'certificate'; readonly params: { readonly number: string } }
  /** A sample of a round as a look would make it, as a drawing for a page with the place of each part. */
  | { readonly paper: 'certificate-preview'; readonly params: PreviewedLook }
  /** Those of one page of a list. */
  | { readonly paper: 'certificates'; readonly params: { readonly list: string; readonly page: number } }
  | { readonly paper: 'tags' | 'labels'; readonly params: { readonly list: string; readonly page: number } }
  /** 征求意见函 to a department, with its reply form; `by` asked for it. */
  | {
      readonly paper: 'letter';
      readonly params: {
        readonly round: string;
        readonly step: string;
        readonly department: string;
        readonly cursor?: string | undefined;
        readonly as: FormFormat;
        readonly by: string;
      };
    }
  /** 报送函 of a package, as a Word file. */
  | { readonly paper: 'cover-letter'; readonly params: { readonly package: string } }
  /** The text of a notice or decision, as a Word file or PDF; `by` asked for it. */
  | {
      readonly paper: 'official';
      readonly params: {
        readonly of: 'notice' | 'approval' | 'report';
        readonly round: string;
        readonly tranche: number;
        readonly start?: string | undefined;
        readonly as: FormFormat;
        readonly by: string;
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
  /** The paper itself, for an archive that it goes into. */
  bytes(request: PaperRequest): Promise<Uint8Array>;
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
export interface ShortMessage {
  /** 11 digits. */
  readonly to: string;
  /** With its signature. */
  readonly text: string;
  /** The same for a repeat, and telling nothing. */
  readonly key: string;
}
/** A gateway that sends short messages to telephones. */
export interface ShortMessages {
  /** True when it knows a repeat by its key, so that a message whose answer was lost may be sent again. */
  readonly knowsRepeats: boolean;
  /** Throws Problem `invalid` when this message must not be tried again, anything else when it may be. */
  send(message: ShortMessage): Promise<void>;
}
/** SES, SMTP, or the outbox page only. */
export interface Mailer {
  readonly kind: 'ses' | 'smtp' | 'outbox';
  /** Throws Problem `invalid` when this mail will never be taken, anything else when it may be tried again. */
  send(mail: OutgoingMail): Promise<void>;
}
