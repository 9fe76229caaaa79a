/** What is to be done at a time: the rows of the due partitions, and the signals that machines are woken by. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';

const machine = z.enum(['nomination', 'round']);

/** What must be sent to a machine: start an execution, or wake the one that waits for a subject. */
export const signalRecord = lazily(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('start'),
      machine,
      name: z.string(),
      input: z.custom<object>((value) => typeof value === 'object' && value !== null),
    }),
    z.object({ kind: z.literal('wake'), machine, round: z.string(), subject: z.string() }),
  ]),
);
export type Signal = Stored<typeof signalRecord>;

/** What the sweeper does when its time has come. */
export const dueRecord = lazily(() =>
  z.object({
    at: instant,
    what: z.discriminatedUnion('due', [
      z.object({ due: z.literal('signal'), signal: signalRecord() }),
      z.object({ due: z.literal('letter'), letter: z.string() }),
      z.object({ due: z.literal('result'), round: z.string(), nomination: z.string() }),
      z.object({ due: z.literal('job'), job: z.string() }),
      /** Files to be looked at: those that nothing uses are removed. */
      z.object({ due: z.literal('files'), files: z.array(z.string()) }),
      /** A file that waits for the scanner. */
      z.object({ due: z.literal('scan'), file: z.string() }),
      /** A draft to be looked at: one that nobody saved for a year is removed. */
      z.object({ due: z.literal('draft'), draft: z.string() }),
      /** A nomination to be looked at: one whose years are over is erased. */
      z.object({ due: z.literal('retention'), nomination: z.string() }),
      /** Units on the way to an honour that are to be told what became of it. */
      z.object({
        due: z.literal('tell-below'),
        number: z.string(),
        template: z.string(),
        event: z.string(),
        params: personal('words', 'done', z.record(z.string(), z.union([z.string(), z.number()]))),
      }),
      /** A list whose terms run out, or will soon. */
      z.object({ due: z.literal('term'), list: z.string() }),
      /** A re-check whose reviewers are to be reminded, or whose holders may put something right until soon. */
      z.object({ due: z.literal('recheck'), recheck: z.string() }),
      /** A nominee whose days to put right what a visit found run out. */
      z.object({
        due: z.literal('mending'),
        round: z.string(),
        nomination: z.string(),
        step: z.string(),
        attempt: z.int(),
      }),
      /** The same for those whom a round left open when it ended or was cancelled. */
      z.object({ due: z.literal('round-retention'), round: z.string() }),
    ]),
    /** Its look has begun: what it names is claimed by nobody any more. */
    closing: z.literal(true).exactOptional(),
  }),
);
export type DueRecord = Stored<typeof dueRecord>;
export type Due = DueRecord['what'];
