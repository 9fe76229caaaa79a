/** Brings SQLite's write-ahead log to a copy as it grows; each time it begins anew, the former one is laid into the copy's file. */

import { readSync } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { fileOf } from '#local/database/file.ts';
import { type Connection, copyDatabase } from '#local/database/sqlite.ts';
import {
  type Committed,
  committedIn,
  frameBytesOf,
  headerBytes,
  headerOf,
  isOfLog,
  type LogHeader,
  layPages,
} from './log-frames.ts';

const chunkBytes = 4 * 1024 * 1024;

interface Frames {
  readonly bytes: Buffer;
  readonly committed: Committed;
}

export interface LogCopy {
  /** Copies what was committed since, and brings it to the disk. @throws Error when a log was lost before it was copied. */
  copy(): Promise<void>;
  /** What was committed since the last copy, read at once: for the moment in which nobody writes. */
  readRest(): Frames;
  /** Copies the rest; `folded` says that the server's file has all of this log, so that it may begin anew. */
  takeRest(rest: Frames, folded: boolean): Promise<void>;
  /** False when the folder was emptied or put away: what is written would go nowhere. */
  isThere(): Promise<boolean>;
  /** Bytes of the log so far. */
  size(): number;
  close(): Promise<void>;
}

/** Makes the folder of a copy with the whole file as it stands now; `reader` is a connection that nobody writes through. */
export async function copyFileOf(reader: Connection, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await copyDatabase(reader, fileOf(folder));
  await chmod(fileOf(folder), 0o600);
}

/** All frames from a place to the last commit, read at once. */
function restOf(
  source: FileHandle,
  from: number,
  header: LogHeader | undefined,
  sums: Committed['sums'],
): Frames {
  if (header === undefined) return { bytes: Buffer.alloc(0), committed: { bytes: 0, sums } };
  const parts: Buffer[] = [];
  const frameBytes = frameBytesOf(header);
  for (let at = from; ; at += frameBytes) {
    const part = Buffer.alloc(frameBytes);
    if (readSync(source.fd, part, 0, frameBytes, at) < frameBytes || !isOfLog(part, header)) break;
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  return { bytes, committed: committedIn(bytes, header, sums) };
}

/** Opens a copy that was just made in `folder`; the log is held since before. `before` runs ahead of rows that are new. */
export async function openLogCopy(
  source: FileHandle,
  folder: string,
  before: () => Promise<void>,
): Promise<LogCopy> {
  const file = await open(fileOf(folder), 'r+');
  const logPath = `${fileOf(folder)}-wal`;
  const log = await open(logPath, 'w+', 0o600);
  let header: LogHeader | undefined;
  let [offset, folded] = [0, false];
  let sums: Committed['sums'] = [0, 0];

  const readAt = async (at: number, bytes: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await source.read(Buffer.allocUnsafe(bytes), 0, bytes, at);
    return buffer.subarray(0, bytesRead);
  };
  const beginLog = async (next: LogHeader): Promise<void> => {
    if (header !== undefined) {
      if (!folded) throw new Error('the log began anew before it was copied');
      await layPages(log, file, offset);
      await log.truncate(0);
    }
    await log.write(next.bytes, 0, headerBytes, 0);
    [header, offset, sums, folded] = [next, headerBytes, next.sums, false];
  };
  const take = async ({ bytes, committed }: Frames): Promise<void> => {
    await before();
    await log.write(bytes, 0, committed.bytes, offset);
    [offset, sums, folded] = [offset + committed.bytes, committed.sums, false];
  };
  /** The next frames up to a commit; one transaction may be longer than a chunk. */
  const readNext = async (of: LogHeader): Promise<Frames> => {
    for (let size = chunkBytes; ; size *= 2) {
      const bytes = await readAt(offset, size);
      const committed = committedIn(bytes, of, sums);
      if (committed.bytes > 0 || bytes.length < size) return { bytes, committed };
    }
  };
  return {
    async copy() {
      let [wrote, behind] = [false, true];
      while (behind) {
        const now = headerOf(await readAt(0, headerBytes));
        if (now !== undefined && (header === undefined || !now.salts.equals(header.salts)))
          await beginLog(now);
        // what stands behind the end is mostly of an earlier log: 24 bytes tell
        const isMore = now !== undefined && isOfLog(await readAt(offset, 24), now);
        const more = isMore ? await readNext(now) : undefined;
        if (more !== undefined && more.committed.bytes > 0) {
          await take(more);
          wrote = true;
        }
        // less than a chunk: that was all of a moment ago, and what comes meanwhile is for the next look
        behind = more !== undefined && more.bytes.length >= chunkBytes;
      }
      if (wrote) await log.datasync();
    },
    readRest: () => restOf(source, offset, header, sums),
    async takeRest(rest, isFolded) {
      if (rest.committed.bytes > 0) {
        await take(rest);
        await log.datasync();
      }
      folded = isFolded;
    },
    async isThere() {
      const [own, there] = await Promise.all([log.stat(), stat(logPath).catch(() => undefined)]);
      return own.ino === there?.ino;
    },
    size: () => offset,
    async close() {
      await log.close();
      await file.close();
    },
  };
}
