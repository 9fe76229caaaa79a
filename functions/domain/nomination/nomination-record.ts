/** A nomination as it is stored: header, numbered revisions, attachments. */
import type { Answers } from '#domain/programme/form.ts';
import type { Category } from '#domain/programme/programme.ts';
import type { Chained } from '#domain/record.ts';

/** One nominee in one programme: the header; forms are in revisions. */
export interface Nomination extends Chained {
  readonly id: string;
  readonly programme: string;
  readonly programmeRevision: number;
  readonly code: string;
  readonly edition: string;
  readonly category: Category;
  readonly name: string;
  readonly channel: 'organisation' | 'self' | 'other';
  /** The nominating organisation, or for self and other the community or unit chosen. */
  readonly org: string;
  /** Member (or confirmed e-mail address) that owns the nomination. */
  readonly owner: string;
  /** Current revision of the form, from 1. */
  readonly revision: number;
  readonly submittedAt: string;
  /** HMACs of the identity parts: unique per honour code and edition. */
  readonly identities: readonly string[];
  readonly consent?: {
    readonly state: 'pending' | 'given' | 'refused';
    readonly by: string;
    readonly at?: string;
    readonly textVersion: string;
  };
  /** Round ids of the candidacies, bottom first. */
  readonly seats: readonly string[];
  readonly withdrawnAt?: string;
  /** Its key is dropped; the name is masked unless it was honoured. `reason` is `retention` or a code of retention.ts. */
  readonly erased?: { readonly at: string; readonly reason: string };
}

/** One numbered revision of the form; personal fields are encrypted with the record's key. */
export interface Revision {
  readonly nomination: string;
  readonly n: number;
  readonly open: Answers;
  readonly sealed: string;
  readonly attachments: readonly Attachment[];
  readonly at: string;
  readonly by: string;
  /** What an amendment changed, in the nominator's words. */
  readonly note?: string;
}

export interface Attachment {
  readonly id: string;
  readonly rule: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
}
