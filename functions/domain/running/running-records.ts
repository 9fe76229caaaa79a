/** What runs: due rows with their signals, waiting machines, runs of the sweeper, what a home notes of itself. */
import * as z from 'zod';
import { instant, lazily, type Stored } from '#domain/record.ts';

export const stuckExecutionRecord = lazily(() =>
  z.object({ execution: z.string(), error: z.string(), at: instant }),
);
export type StuckExecution = Stored<typeof stuckExecutionRecord>;

/** A machine that waits for an answer, with the token by which it is woken. */
export const waitRecord = lazily(() => z.object({ token: z.string() }));
export type WaitRow = Stored<typeof waitRecord>;

/** What a home is, for ever; how often rows of another were moved in. */
export const homeRecord = lazily(() =>
  z.object({ rehearsal: z.boolean(), createdAt: instant, moves: z.int().exactOptional() }),
);
export type HomeRecord = Stored<typeof homeRecord>;

/** Milliseconds that a rehearsal's clock is ahead of the real one. */
export const clockRecord = lazily(() => z.object({ offset: z.number() }));
export type ClockRecord = Stored<typeof clockRecord>;

/** The root organisation, and who administers it. */
export const installationRecord = lazily(() => z.object({ org: z.string(), administrator: z.string() }));
export type Installation = Stored<typeof installationRecord>;

/** Marks of the HMAC keys and of the master key by ring and version. */
export const keyMarksRecord = lazily(() =>
  z.object({ marks: z.record(z.string(), z.record(z.string(), z.string())) }),
);
export type KeyMarksRow = Stored<typeof keyMarksRecord>;
