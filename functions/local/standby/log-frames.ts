/** The frames of SQLite's write-ahead log (sqlite.org/fileformat2.html#walformat): what of them is committed, and their pages laid into a file. */
import type { FileHandle } from 'node:fs/promises';

export const headerBytes = 32;
const frameHeaderBytes = 24;

/** The running checksum of a log: each frame goes on from the one before. */
type Sums = readonly [number, number];

/** A log from its first frame to the next time it begins anew: the salts tell one from another. */
export interface LogHeader {
  readonly bytes: Buffer;
  readonly salts: Buffer;
  readonly pageBytes: number;
  readonly sums: Sums;
  readonly littleEndian: boolean;
}

function sumUp(bytes: Buffer, from: number, to: number, [a, b]: Sums, littleEndian: boolean): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [first, second] = [a, b];
  for (let at = from; at < to; at += 8) {
    first = (first + view.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  return [first, second];
}

const isSum = (bytes: Buffer, at: number, [a, b]: Sums): boolean =>
  bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;

/** Reads the header of a log; undefined when there is none, or one half-written. */
export function headerOf(bytes: Buffer): LogHeader | undefined {
  if (bytes.length < headerBytes) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic >>> 1 !== 0x377f0682 >>> 1) return undefined;
  const littleEndian = (magic & 1) === 0;
  const sums = sumUp(bytes, 0, 24, [0, 0], littleEndian);
  if (!isSum(bytes, 24, sums)) return undefined;
  const size = bytes.readUInt32BE(8);
  return { bytes, salts: bytes.subarray(16, 24), pageBytes: size === 1 ? 65_536 : size, sums, littleEndian };
}

/** How many bytes a frame takes. */
export const frameBytesOf = ({ pageBytes }: LogHeader): number => frameHeaderBytes + pageBytes;

/** Whether a frame at this place belongs to the log, and is no remnant of an earlier one. */
export const isOfLog = (bytes: Buffer, { salts }: LogHeader): boolean =>
  bytes.length >= frameHeaderBytes && bytes.subarray(8, 16).equals(salts);

/** Frames up to a commit: how many bytes they take, and the checksum after them. */
export interface Committed {
  readonly bytes: number;
  readonly sums: Sums;
}

/**
 * Whole frames at the beginning of `bytes`, up to the last one that ends a transaction. A frame that is being written,
 * was rolled back, or is of an earlier log ends them: the checksum runs through all.
 */
export function committedIn(bytes: Buffer, header: LogHeader, from: Sums): Committed {
  const frameBytes = frameBytesOf(header);
  let committed: Committed = { bytes: 0, sums: from };
  let sums = from;
  for (let at = 0; at + frameBytes <= bytes.length; at += frameBytes) {
    if (!isOfLog(bytes.subarray(at), header)) break;
    sums = sumUp(bytes, at, at + 8, sums, header.littleEndian);
    sums = sumUp(bytes, at + frameHeaderBytes, at + frameBytes, sums, header.littleEndian);
    if (!isSum(bytes, at + 16, sums)) break;
    if (bytes.readUInt32BE(at + 4) !== 0) committed = { bytes: at + frameBytes, sums };
  }
  return committed;
}

/**
 * Lays the pages of a log's first `length` bytes into the file that it belongs to, and brings them to the disk: what
 * SQLite's checkpoint does. Broken off it is repeated or read over, since the log stays until its caller empties it.
 */
export async function layPages(log: FileHandle, file: FileHandle, length: number): Promise<void> {
  const { buffer: start } = await log.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
  const header = headerOf(start);
  if (header === undefined) return;
  const frame = Buffer.alloc(frameBytesOf(header));
  let pages = 0;
  for (let at = headerBytes; at + frame.length <= length; at += frame.length) {
    await log.read(frame, 0, frame.length, at);
    await file.write(
      frame,
      frameHeaderBytes,
      header.pageBytes,
      (frame.readUInt32BE(0) - 1) * header.pageBytes,
    );
    pages = frame.readUInt32BE(4) || pages;
  }
  if (pages > 0) await file.truncate(pages * header.pageBytes);
  await file.sync();
}
