/** Files as they are stored: attachments, slots of direct uploads, stamped pages and their codes. */
import * as z from 'zod';
import { attachmentRecord } from '#domain/nomination/nomination-record.ts';
import { personal } from '#domain/personal-place.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';

/** An attachment as stored, with the draft or nomination it belongs to. `id` is the name of the file. */
export const fileRecord = lazily(() =>
  attachmentRecord().extend({
    record: z.string(),
    at: instant,
    by: z.string(),
    /** Of a file that comes with answers: how many have it. */
    used: z.int().exactOptional(),
    /** Not usable: the scanner has not judged it yet, or found something. */
    scan: z.enum(['waiting', 'infected']).exactOptional(),
  }),
);
export type StoredFile = Stored<typeof fileRecord>;

/** A place that one file may be sent to, for one attachment of one draft or nomination. */
export const uploadSlotRecord = lazily(() =>
  z.object({
    id: z.string(),
    record: z.string(),
    rule: z.string(),
    /** Type of the file as the form names it: `jpg`, `pdf`. */
    type: z.string(),
    /** Name of the file where it is known before it is sent. */
    name: personal('file', 'timed', z.string()).exactOptional(),
    by: z.string(),
    at: instant,
    /** What it became. */
    file: z.string().exactOptional(),
  }),
);
export type UploadSlot = Stored<typeof uploadSlotRecord>;

/** A stamped page as it was uploaded for one level and one revision of the form. */
export const stampedPageRecord = lazily(() =>
  z.object({
    nomination: z.string(),
    revision: z.int(),
    round: z.string(),
    code: z.string(),
    file: attachmentRecord(),
    at: instant,
    by: z.string(),
  }),
);
export type StampedPage = Stored<typeof stampedPageRecord>;

export const stampedCodeRecord = lazily(() => z.object({ nomination: z.string(), revision: z.int() }));
export type StampedCode = Stored<typeof stampedCodeRecord>;
