/**
 * The audit trail as a file that a stranger verifies offline with the public key: one JSON a line, checkpoints first, then
 * each chain with its head (docs/rules/audit.md#offline). It holds ids, names of fields and digests, nothing personal.
 */
import * as z from 'zod';
import { invalid } from '#domain/problem.ts';
import { chainHead } from '#domain/record.ts';
import { auditEventRecord } from '#domain/trust/audit-event.ts';
import { checkpointRecord } from '#domain/trust/checkpoint-record.ts';
import { isSignedBy } from '#store/signing.ts';
import { signedText } from './checkpoints.ts';
import { type Chain, type HeadSeen, type Trail, type Verification, verifyTrail } from './verification.ts';

const opening = z.object({
  hongbang: z.literal('audit'),
  format: z.literal(1),
  first: z.string(),
  last: z.string(),
  over: z.string(),
});
// Members beyond those of the record stay, so that a hash or signature tells of them.
const lineSchema = z.union([
  z.object({ checkpoint: z.looseObject(checkpointRecord().shape) }),
  z.object({ event: z.looseObject(auditEventRecord().shape) }),
  z.object({ chain: z.string(), head: z.union([chainHead(), z.literal(['moving', 'none', 'more'])]) }),
  z.object({ chains: z.int() }),
]);
type Line = z.infer<typeof lineSchema>;

/** Writes a trail line by line, and verifies it on the way. */
export async function writeTrail(
  trail: Trail,
  write: (line: string) => Promise<void> | void,
): Promise<Verification> {
  const put = (value: object) => write(JSON.stringify(value));
  const { first, last, over } = trail;
  await put({ hongbang: 'audit', format: 1, first, last, over });
  for (const checkpoint of trail.checkpoints) await put({ checkpoint });
  let count = 0;
  const copied = (chain: Chain): Chain => ({
    aggregate: chain.aggregate,
    events: (async function* () {
      for await (const event of chain.events) {
        await put({ event });
        yield event;
      }
    })(),
    async head(at) {
      const head = await chain.head(at);
      await put({ chain: chain.aggregate, head });
      return head;
    },
  });
  async function* chains(): AsyncGenerator<Chain, void> {
    for await (const chain of trail.chains) {
      count++;
      yield copied(chain);
    }
  }
  const found = await verifyTrail({ ...trail, chains: chains() });
  await put({ chains: count });
  return found;
}

const damaged = (line: number) =>
  invalid(
    'trail-damaged',
    `这不是完整的操作记录导出文件：第 ${line} 行不对。`,
    `This is no whole export of an audit trail: line ${line} is wrong.`,
  );

/** Lines of a file as what they say, with one looked at ahead. */
function reading(lines: AsyncIterable<string>) {
  const iterator = lines[Symbol.asyncIterator]();
  let number = 0;
  let ahead: Line | undefined;
  const fail = () => damaged(number);
  const parsed = async <T>(schema: z.ZodType<T>): Promise<T> => {
    const { value, done } = await iterator.next();
    number++;
    if (done === true) throw fail();
    try {
      return schema.parse(JSON.parse(value));
    } catch (cause) {
      throw fail().because(cause);
    }
  };
  return {
    fail,
    opening: () => parsed(opening),
    peek: async (): Promise<Line> => (ahead ??= await parsed<Line>(lineSchema)),
    pass: () => {
      ahead = undefined;
    },
  };
}

/**
 * Verifies an exported trail by public keys alone, `version → key`, a line at a time. @throws Problem invalid
 * `trail-damaged` for a file that is no export, was cut off, or is not in order.
 */
export async function verifyFile(
  lines: AsyncIterable<string>,
  publicKeys: Readonly<Record<string, string>>,
): Promise<Verification> {
  const read = reading(lines);
  const span = await read.opening();
  const checkpoints: Trail['checkpoints'][number][] = [];
  for (let line = await read.peek(); 'checkpoint' in line; line = await read.peek()) {
    checkpoints.push(line.checkpoint);
    read.pass();
  }
  async function* events(aggregate: string): Chain['events'] & AsyncGenerator {
    for (let line = await read.peek(); 'event' in line; line = await read.peek()) {
      // An event that says to be another chain's is checked as one of this, and fails.
      if (line.event.aggregate !== aggregate) return;
      yield line.event;
      read.pass();
    }
  }
  async function* chains(): AsyncGenerator<Chain, void> {
    let last = '';
    let count = 0;
    for (let line = await read.peek(); !('chains' in line); line = await read.peek()) {
      if (!('event' in line)) throw read.fail();
      const { aggregate } = line.event;
      if (aggregate <= last) throw read.fail();
      last = aggregate;
      count++;
      yield {
        aggregate,
        events: events(aggregate),
        async head(): Promise<HeadSeen> {
          const end = await read.peek();
          if (!('chain' in end) || end.chain !== aggregate) throw read.fail();
          read.pass();
          return end.head;
        },
      };
    }
    const end = await read.peek();
    if (!('chains' in end) || end.chains !== count) throw read.fail();
  }
  return verifyTrail({
    checkpoints,
    isGenuine: (checkpoint) =>
      checkpoint.signature !== undefined &&
      isSignedBy(publicKeys[checkpoint.keyVersion] ?? '', signedText(checkpoint), checkpoint.signature),
    chains: chains(),
    ...span,
  });
}
