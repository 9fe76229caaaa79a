/** A zip written piece by piece, so that no more than one piece is in memory: PKWARE's format, names in UTF-8, deflated. */
import { constants, crc32, deflateRawSync } from 'node:zlib';

/** Files of one piece, each by its path. */
export type ZipFiles = readonly { readonly path: string; readonly bytes: Uint8Array }[];

/** A piece of the archive, and what its directory says of it; offsets there count from the beginning of the piece. */
export interface ZipPiece {
  readonly body: Uint8Array;
  readonly index: Uint8Array;
  readonly entries: number;
}

const utf8Names = 0x0800;
const deflated = 8;
const version = 20;

/** Date and time as MS-DOS counted them, in Shanghai. */
function dosTime(at: string): readonly [time: number, date: number] {
  const local = new Date(Date.parse(at) + 8 * 3_600_000);
  return [
    (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1),
    ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate(),
  ];
}

/** What a record says of a file's bytes. */
interface Packed {
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

/** The two records of a file that begins at `offset` of its piece: what stands before its bytes, and in the directory. */
function recordsOf(path: string, { crc, packed, size }: Packed, at: string, offset: number) {
  const [time, date] = dosTime(at);
  const name = Buffer.from(path, 'utf8');
  const common = Buffer.alloc(26);
  common.writeUInt16LE(version, 0);
  common.writeUInt16LE(utf8Names, 2);
  common.writeUInt16LE(deflated, 4);
  common.writeUInt16LE(time, 6);
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc, 10);
  common.writeUInt32LE(packed, 14);
  common.writeUInt32LE(size, 18);
  common.writeUInt16LE(name.length, 22);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(offset, 10);
  return {
    before: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name]),
    index: Buffer.concat([
      Buffer.from('PK\x01\x02', 'latin1'),
      Buffer.from([version, 0]),
      common,
      place,
      name,
    ]),
  };
}

/** Makes one piece of an archive. */
export function zipPiece(files: ZipFiles, at: string): ZipPiece {
  const bodies: Buffer[] = [];
  const indexes: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const packed = deflateRawSync(bytes);
    const said = { crc: crc32(bytes), packed: packed.length, size: bytes.length };
    const { before, index } = recordsOf(path, said, at, offset);
    bodies.push(before, packed);
    indexes.push(index);
    offset += before.length + packed.length;
  }
  return { body: Buffer.concat(bodies), index: Buffer.concat(indexes), entries: files.length };
}

/** A file of an archive that grows, a segment at a time; nothing but these numbers is kept between two of them. */
export type Growing = Packed;
export const nothingYet: Growing = { crc: 0, packed: 0, size: 0 };

/** The next segment of a growing file, packed; with the last one the file is whole. */
export function growBy(
  file: Growing,
  bytes: Uint8Array,
  isLast = false,
): { readonly bytes: Uint8Array; readonly file: Growing } {
  // Flushed to a whole byte, so that segments may be put one after the other.
  const packed = deflateRawSync(bytes, isLast ? {} : { finishFlush: constants.Z_FULL_FLUSH });
  return {
    bytes: packed,
    file: {
      crc: crc32(bytes, file.crc),
      packed: file.packed + packed.length,
      size: file.size + bytes.length,
    },
  };
}

/** What stands before and behind the segments of a file that is whole: the other files of its archive, and its directory. */
export function zipAround(path: string, file: Growing, others: ZipFiles, at: string) {
  const piece = zipPiece(others, at);
  const { before, index } = recordsOf(path, file, at, piece.body.length);
  const whole = { index: Buffer.concat([piece.index, index]), entries: piece.entries + 1 };
  const front = Buffer.concat([piece.body, before]);
  return { front, back: zipEnd([whole], [front.length + file.packed]) };
}

/** Length of a record of the directory before its name. */
const recordBytes = 46;

/** The records of a piece that begins at `start` of the archive. */
function moved(index: Uint8Array, start: number): Buffer {
  const copy = Buffer.from(index);
  for (let at = 0; at < copy.length; at += recordBytes + copy.readUInt16LE(at + 28))
    copy.writeUInt32LE(copy.readUInt32LE(at + 42) + start, at + 42);
  return copy;
}

/** The end of an archive: the directory of all its pieces, whose bodies come before it in this order. */
export function zipEnd(
  pieces: readonly Pick<ZipPiece, 'index' | 'entries'>[],
  bytes: readonly number[],
): Uint8Array {
  let start = 0;
  const directory = pieces.map(({ index }, n) => {
    const here = moved(index, start);
    start += bytes[n] ?? 0;
    return here;
  });
  const size = directory.reduce((sum, each) => sum + each.length, 0);
  const entries = pieces.reduce((sum, each) => sum + each.entries, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([...directory, end]);
}

/** A part of a path that every system takes: no separators, no characters that Windows refuses. */
export const zipName = (written: string, most = 60): string =>
  [...written.normalize('NFC').replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, '')]
    .slice(0, most)
    .join('')
    .replace(/[. ]+$/u, '') || '_';
