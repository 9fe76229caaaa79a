/** What became of a title after its grant, beside its status: the last re-check, failures, until when it may be put right. */
import * as z from 'zod';
import { date, lazily, type Stored } from '#domain/record.ts';
import { handedStates } from './handed.ts';

export const standingRecord = lazily(() =>
  z.object({
    /** The last look at it, and the band it came to. */
    rechecked: z.object({ on: date, band: z.string() }).exactOptional(),
    /** Failures one after the other. */
    failures: z.int().exactOptional(),
    /** Last day to put right what was found. */
    rectifyBy: date.exactOptional(),
    /** Where each thing that was handed over is, by its name; what is not named is with its holder. */
    handed: z.record(z.string(), z.enum(handedStates)).exactOptional(),
  }),
);
export type Standing = Stored<typeof standingRecord>;
