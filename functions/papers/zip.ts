/** A zip written piece by piece, so that no more than one piece is in memory: PKWARE's format, names in UTF-8, deflated. */
import { crc32, deflateRawSync } from 'node:zlib';

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

/** Makes one piece of an archive. */
export function zipPiece(files: ZipFiles, at: string): ZipPiece {
  const [time, date] = dosTime(at);
  const bodies: Buffer[] = [];
  const indexes: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const name = Buffer.from(path, 'utf8');
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(version, 0);
    common.writeUInt16LE(utf8Names, 2);
    common.writeUInt16LE(deflated, 4);
    common.writeUInt16LE(time, 6);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed);
    indexes.push(Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([version, 0]), common, place, name);
    offset += 4 + common.length + name.length + packed.length;
  }
  return { body: Buffer.concat(bodies), index: Buffer.concat(indexes), entries: files.length };
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
