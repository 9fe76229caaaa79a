/** The rows of the state-machine engine: executions, the partitions by which they are found, definitions. */

import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Deep } from '#domain/read-only.ts';
import type { MachineName } from '#ports';
import type { Item, Key } from '#store/table.ts';

/** What a waiting state is answered: a result, or an error by name. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('output'), output: z.unknown().optional() }),
  z.object({ kind: z.literal('error'), error: z.string(), cause: z.string() }),
]);
export type Answer = Deep<z.output<typeof answerSchema>>;

/** An error that a state met; `failures` lists those of the present visit, for the interpreter's Retry counts. */
export const failureSchema = z.object({ error: z.string(), cause: z.string() });
export type Failure = Deep<z.output<typeof failureSchema>>;

/**
 * An execution. `running`: to be run from `state` (or the start), answered by `answer` when it asked there.
 * `parked`: nothing to do until its token is answered or `wake` has come. JSON is kept as text: cheap to write.
 */
export interface Execution extends Item {
  readonly machine: MachineName;
  readonly name: string;
  readonly def: string;
  readonly input: string;
  readonly startedAt: string;
  readonly nonce: string;
  readonly status: 'running' | 'parked' | 'succeeded' | 'failed';
  /** Raised by each write, and a condition of each. */
  readonly rev: number;
  /** Tokens given out, and times taken up again after a crash: both are part of the next token. */
  readonly asked: number;
  readonly tries: number;
  readonly state?: string;
  readonly data?: string;
  readonly failures?: string;
  readonly answer?: string;
  readonly token?: string;
  readonly wake?: string;
  /** What `wake` means: the state's time is up, or a failed call is tried again. */
  readonly wakeKind?: 'timeout' | 'retry';
  /** Marks the write that woke it, so that a write repeated after a lost answer knows itself. */
  readonly mark?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly endedAt?: string;
}

export const shards = 4;
const shardOf = (name: string) => createHash('md5').update(name).digest().readUInt8(0) % shards;

/** Gives the key of an execution's row. */
export const keyOf = (name: string): Key => ({ pk: `EXEC#${name}`, sk: 'EXEC' });

/** Gives the key of a kept definition. */
export const definitionKey = (hash: string): Key => ({ pk: `DEF#${hash}`, sk: 'DEF' });

/** The index partition of what is to be run: read when an engine opens. */
export const runPartition = (shard: number) => `ENGRUN#${shard}`;

/** The index partition of what wakes by itself, in the order of its time. */
export const duePartition = (shard: number) => `ENGDUE#${shard}`;

const iso = (ms: number) => new Date(ms).toISOString();
/** Index attributes of a row to be run. */
export const asRunnable = (name: string, since: string) => ({
  gsi1pk: runPartition(shardOf(name)),
  gsi1sk: `${since}#${name}`,
});
/** Index attributes of a row that wakes at `wake`, none when it waits for its answer only. */
export const asDue = (name: string, wake: string | undefined) =>
  wake === undefined
    ? { gsi1pk: undefined, gsi1sk: undefined }
    : { gsi1pk: duePartition(shardOf(name)), gsi1sk: `${wake}#${name}` };

/** Bounds of the due partition: everything up to an instant, `$` being the sign after `#`. */
export const dueBound = (now: number) => `${iso(now)}$`;

/** Gives the row of a new execution; its nonce makes its tokens unguessable and is stored before any is given out. */
export function newExecution(
  run: { readonly machine: MachineName; readonly name: string; readonly input: unknown },
  def: string,
  now: number,
): Execution {
  const startedAt = iso(now);
  return {
    ...keyOf(run.name),
    ...asRunnable(run.name, startedAt),
    machine: run.machine,
    name: run.name,
    def,
    input: JSON.stringify(run.input ?? {}),
    startedAt,
    nonce: randomBytes(12).toString('base64url'),
    status: 'running',
    rev: 0,
    asked: 0,
    tries: 0,
  };
}

/** Gives the token of the next question that an execution asks. Known before the function is called, never reused. */
export const tokenOf = (row: Execution, asked: number): string =>
  Buffer.from(`${row.nonce}.${row.tries}.${asked}.${row.name}`).toString('base64url');

/** Gives the execution's name in a token; undefined for what is no token. */
export function nameInToken(token: string): string | undefined {
  const parts = Buffer.from(token, 'base64url').toString().split('.');
  return parts.length >= 4 ? parts.slice(3).join('.') : undefined;
}

/** Gives a fresh mark for a write. */
export const newMark = (): string => randomBytes(9).toString('base64url');
