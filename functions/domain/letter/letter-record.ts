/** A letter as it is stored. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';
/** A letter is a row first; `key` makes it one per event and recipient. Holds template and parameters, never a link. */
export const letterRecord = lazily(() =>
  z.object({
    key: z.string(),
    template: z.string(),
    to: z.string(),
    /** By telephone instead of e-mail. */
    channel: z.literal('sms').exactOptional(),
    params: personal('words', 'masked', z.record(z.string(), z.union([z.string(), z.number()]))),
    /** Worklist or page that the letter's link opens; the link itself is derived at sending. */
    opens: z.object({ kind: z.enum(['worklist', 'nomination', 'page']), scope: z.string() }).exactOptional(),
    /** The organisation in whose words it is written, where no round that it opens says so. */
    org: z.string().exactOptional(),
    createdAt: instant,
    dueAt: instant,
    sentAt: instant.exactOptional(),
    failed: z.string().exactOptional(),
    attempts: z.int(),
  }),
);
export type Letter = Stored<typeof letterRecord>;

/** A letter's row with what sending writes on it. */
export const storedLetterRecord = lazily(() =>
  letterRecord().extend({
    /** A sender holds it until this instant. */
    sending: instant.exactOptional(),
    /** Not to be tried again before this instant. */
    nextAt: instant.exactOptional(),
    lastError: z.string().exactOptional(),
    /** What the mail server said at the last try, addresses left out. */
    answer: z.string().exactOptional(),
    /** How it went: by mail or telephone, shown in the outbox only, or not at all because nothing was left to say. */
    via: z.enum(['mail', 'sms', 'outbox', 'nothing']).exactOptional(),
    /** It went in words of this organisation instead of the standard ones. */
    wordedBy: z.string().exactOptional(),
    /** It came back. */
    returnedAt: instant.exactOptional(),
    /** Sealed one-time link and code, until `params.expiresAt`. */
    secret: personal('sealed', 'timed', z.string()).exactOptional(),
  }),
);
export type StoredLetter = Stored<typeof storedLetterRecord>;
