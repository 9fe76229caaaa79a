/** The signed checkpoint of a day as it is stored. */
import * as z from 'zod';
import { date, instant, lazily, type Stored } from '#domain/record.ts';

/** What the auditor is sent each day. Each names the one before it, so that none can vanish unseen. */
export const checkpointRecord = lazily(() =>
  z.object({
    date: date,
    /** Merkle root over (aggregate, number and hash of its last event of the day), in the order of the aggregates. */
    root: z.string(),
    /** How many aggregates had events. */
    count: z.int(),
    previous: z.object({ date, hash: z.string() }).nullable(),
    at: instant,
    keyVersion: z.int(),
    /** Ed25519 over all of the above: anybody can check it with the public key. */
    signature: z.string().exactOptional(),
    /** HMAC instead, of those made by 0.1. */
    mac: z.string().exactOptional(),
  }),
);
export type Checkpoint = Stored<typeof checkpointRecord>;
