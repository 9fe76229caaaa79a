/** A nomination as it is stored: header, numbered revisions, attachments. */

import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { categories } from '#domain/programme/programme-kinds.ts';
import { chained, date, instant, lazily, type Stored } from '#domain/record.ts';
import { channels, consentStates } from './nomination-ways.ts';

/** One nominee in one programme: the header; forms are in revisions. */
export const nominationRecord = lazily(() =>
  chained().extend({
    id: z.string(),
    programme: z.string(),
    programmeRevision: z.int(),
    code: z.string(),
    edition: z.string(),
    category: z.enum(categories),
    name: personal('nominee', 'masked', z.string()),
    channel: z.enum(channels),
    /** The nominating organisation, or for self and other the community or unit chosen. */
    org: z.string(),
    /** Member (or confirmed e-mail address) that owns the nomination. */
    owner: z.string(),
    /** Current revision of the form, from 1. */
    revision: z.int(),
    submittedAt: instant,
    /** Short number of its receipt 受理号, `ZMJT-2021-0017`: in order of submission, never given twice. */
    receipt: z.string().exactOptional(),
    /** HMACs of the identity parts: unique per honour code and edition. */
    identities: z.array(personal('digest', 'removed', z.string())),
    /** What whoever submitted agreed to; nominations of 0.1 have none. */
    privacy: z
      .object({
        /** Version of the notice as it was read. */
        textVersion: z.string(),
        /** The separate consent for sensitive data was given. */
        sensitive: z.boolean(),
        at: instant,
      })
      .exactOptional(),
    /** The nominee's own, where somebody else nominated. */
    consent: z
      .object({
        state: z.enum(consentStates),
        by: z.string(),
        at: instant.exactOptional(),
        textVersion: z.string(),
        /** Day of her signature on paper; a scan of it is among the files. */
        signedOn: date.exactOptional(),
      })
      .exactOptional(),
    /** Whether an honour may be found by her name and stand on a page of hers: her own choice, which she may change. */
    roll: z
      .object({ agreed: z.boolean(), at: instant, by: z.string(), textVersion: z.string() })
      .exactOptional(),
    /** It came on paper, and who entered it. */
    paper: z.object({ receivedOn: date, by: z.string() }).exactOptional(),
    /** Round ids of the candidacies, bottom first. */
    seats: z.array(z.string()),
    withdrawnAt: instant.exactOptional(),
    /** Its key is dropped; the name is masked unless it was honoured. `reason` is `retention` or a code of retention.ts. */
    erased: z.object({ at: instant, reason: z.string() }).exactOptional(),
  }),
);
export type Nomination = Stored<typeof nominationRecord>;

/** One numbered revision of the form; personal fields are encrypted with the record's key. */
export const revisionRecord = lazily(() =>
  z.object({
    nomination: z.string(),
    n: z.int(),
    open: personal('answers', 'removed', z.record(z.string(), z.unknown())),
    sealed: personal('sealed', 'key', z.string()),
    attachments: z.array(attachmentRecord()),
    at: instant,
    by: z.string(),
    /** What an amendment changed, in the nominator's words. */
    note: personal('words', 'removed', z.string()).exactOptional(),
  }),
);
export type Revision = Stored<typeof revisionRecord>;

export const attachmentRecord = lazily(() =>
  z.object({
    id: z.string(),
    rule: z.string(),
    name: personal('file', 'removed', z.string()),
    type: z.string(),
    bytes: z.int(),
    sha256: z.string(),
  }),
);
export type Attachment = Stored<typeof attachmentRecord>;

/** Which nomination holds an identity for an honour and edition. */
export const claimRecord = lazily(() => z.object({ nomination: z.string() }));
export type Claim = Stored<typeof claimRecord>;
