/** What is wrong with an office file as an archive: macros, names that lead out, more inside than it says. */
import { inflateRawSync } from 'node:zlib';
import { type Text, text } from '#domain/problem.ts';

const mostFiles = 2_000;
const mostBytes = 100 * 1_048_576;
const endRecord = 22;
const headBytes = 46;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** Where its own head stands. */
  readonly at: number;
}

const bufferOf = (given: Uint8Array): Buffer => Buffer.from(given.buffer, given.byteOffset, given.byteLength);

/** The directory of an archive; undefined when it has none that can be followed. */
function directoryOf(bytes: Buffer): readonly Entry[] | undefined {
  const end = bytes.lastIndexOf('PK\x05\x06', bytes.length, 'latin1');
  if (end < 0 || end + endRecord > bytes.length) return undefined;
  const entries: Entry[] = [];
  const count = bytes.readUInt16LE(end + 10);
  for (let n = 0, at = bytes.readUInt32LE(end + 16); n < count; n++) {
    if (at + headBytes > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    entries.push({
      name: bytes.toString('utf8', at + headBytes, at + headBytes + name!),
      ...{ method: bytes.readUInt16LE(at + 10), packed: bytes.readUInt32LE(at + 20) },
      ...{ size: bytes.readUInt32LE(at + 24), at: bytes.readUInt32LE(at + 42) },
    });
    at += headBytes + name! + extra! + comment!;
  }
  return entries;
}

/** True when an entry unpacks to what the directory says, and to no more. */
function isHonest(bytes: Buffer, { method, packed, size, at }: Entry): boolean {
  if (method === 0) return packed === size;
  if (method !== 8 || at + 30 > bytes.length) return false;
  const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  try {
    const found = inflateRawSync(bytes.subarray(from, from + packed), { maxOutputLength: Math.max(1, size) });
    return found.length === size;
  } catch {
    return false; // more than it said, or broken
  }
}

const leadsOut = (name: string): boolean =>
  /(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[A-Za-z]:|\\|[\p{Cc}\p{Cf}]/u.test(name);

const words = {
  macros: text(
    '文件中有宏，请在 Word 或 Excel 中另存为不带宏的格式，或存为 PDF',
    'it has macros; save it without them, or as PDF',
  ),
  broken: text(
    '文件已损坏或被改动过，请从原程序重新保存',
    'it is broken or was tampered with; save it anew from its own program',
  ),
  bomb: text(
    `文件解开后超过 ${mostBytes / 1_048_576} MB，请压缩图片后再保存`,
    `it unpacks to more than ${mostBytes / 1_048_576} MB; make its pictures smaller`,
  ),
} as const satisfies Readonly<Record<string, Text>>;

const isMacro = ({ name }: Entry): boolean => /vba(Project|Data)/i.test(name);
/** True for an office file with macros, whatever it is called. */
export const hasMacros = (given: Uint8Array): boolean => directoryOf(bufferOf(given))?.some(isMacro) === true;

/** What is wrong with a docx or xlsx; undefined when nothing is. Never holds more than one of its parts in memory. */
export function officeFault(given: Uint8Array): Text | undefined {
  const bytes = bufferOf(given);
  const entries = directoryOf(bytes);
  if (entries === undefined || entries.some(({ name }) => leadsOut(name))) return words.broken;
  if (entries.some(isMacro)) return words.macros;
  if (entries.length > mostFiles || entries.reduce((sum, { size }) => sum + size, 0) > mostBytes)
    return words.bomb;
  return entries.every((entry) => isHonest(bytes, entry)) ? undefined : words.broken;
}
