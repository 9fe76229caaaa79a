/** An amendment as it is being written: kept, encrypted like a form, until it is sent. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';

export const amendingRecord = lazily(() =>
  z.object({
    nomination: z.string(),
    /** Version of the nomination that it was begun on. */
    version: z.int(),
    /** Answers, note and what was taken away, under the record's key. */
    sealed: personal('sealed', 'key', z.string()),
    savedAt: instant,
    savedBy: z.string(),
  }),
);
export type AmendingRecord = Stored<typeof amendingRecord>;

/** What stands sealed in it. */
export const amendingText = lazily(() =>
  z.object({
    answers: z.record(z.string(), z.unknown()),
    note: z.string(),
    /** Files of the nomination that were taken away. */
    without: z.array(z.string()).default([]),
  }),
);
