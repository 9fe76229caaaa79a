/** What a job makes in pieces: each kept as a file of its own, and given out as one, a piece in memory at a time. */
import { randomBytes } from 'node:crypto';
import type { Deps } from '#deps';
import type { DueRow } from '#store/writing.ts';

type Kept = Pick<Deps, 'table' | 'files'>;
/** The look by which a file is removed, written before its bytes, so that a crash leaves nothing behind for ever. */
type LookAt = (file: string) => DueRow;

async function named(deps: Kept, look: LookAt): Promise<string> {
  const name = randomBytes(20).toString('hex');
  await deps.table.put({ ...look(name) });
  return name;
}

/** Keeps a piece; gives its name. */
export async function keepPiece(deps: Kept, bytes: Uint8Array, type: string, look: LookAt): Promise<string> {
  const name = await named(deps, look);
  await deps.files.put(name, bytes, type);
  return name;
}

/** The pieces as one object, where a bucket gives files out itself. */
export async function joinPieces(
  deps: Kept,
  pieces: readonly string[],
  type: string,
  look: LookAt,
): Promise<string | undefined> {
  const { direct } = deps.files;
  if (direct === undefined) return undefined;
  const whole = await named(deps, look);
  await direct.join(whole, pieces, type);
  return whole;
}

/** A home that was moved has the rows and not the files: what is gone is made again, not kept. */
export const isKept = async (deps: Pick<Deps, 'files'>, name: string | undefined): Promise<boolean> =>
  name !== undefined && (await deps.files.get(name)) !== undefined;

/** All pieces in their order; `open` makes of a kept one what is given out. */
export function streamOf(
  deps: Pick<Deps, 'files'>,
  pieces: readonly string[],
  open: (bytes: Uint8Array) => Promise<Uint8Array> = async (bytes) => bytes,
): ReadableStream<Uint8Array> {
  let n = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const name = pieces[n++];
      if (name === undefined) return controller.close();
      const bytes = await deps.files.get(name);
      if (bytes === undefined) throw new RangeError('a piece is gone');
      controller.enqueue(await open(bytes));
    },
  });
}
