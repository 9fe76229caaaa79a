/** The file of a move: a tar under gzip, encrypted with a passphrase in frames, so that it streams and shows any cut or change. */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import * as z from 'zod';
import type { HomeArchive } from '#actions/running/home-import.ts';
import type { ArchiveEntry } from '#actions/running/home-rows.ts';
import { invalid, missing, type Problem } from '#domain/problem.ts';
import { packEntries, readEntries } from './archive.ts';

/** The first line of the file, in the clear and authenticated with every frame. */
const headerSchema = z.strictObject({
  format: z.literal('hongbang-move'),
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  home: z.enum(['real', 'rehearsal']),
  madeAt: z.iso.datetime(),
  /** scrypt with N = 2^cost, r = 8, p = 1: 128 MB and about 0.3 s a guess. */
  cost: z.int().min(14).max(20),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
});
type Header = z.infer<typeof headerSchema>;

const frameBytes = 1024 * 1024;
const tagBytes = 16;
const cost = 17;

const keyOf = ({ salt, cost: n }: Header, passphrase: string): Buffer =>
  scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), 32, {
    N: 2 ** n,
    r: 8,
    p: 1,
    maxmem: 2 ** n * 8 * 128 * 2,
  });

/** A frame's nonce: its number, and whether it is the last one; so frames cannot be swapped, nor the tail cut off. */
function nonceOf(frame: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(frame, 4, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Layout of a frame: 4 bytes of length, the highest bit set in the last frame; ciphertext; 16 bytes of tag. */
function sealFrame(key: Buffer, aad: Buffer, plain: Buffer, frame: number, last: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frame, last)).setAAD(aad);
  const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + (last ? 0x8000_0000 : 0));
  return Buffer.concat([length, body]);
}

async function* sealed(source: AsyncIterable<Buffer>, header: Header, passphrase: string) {
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const key = keyOf(header, passphrase);
  const aad = createHash('sha256').update(line).digest();
  yield line;
  let held: Buffer = Buffer.alloc(0);
  let frame = 0;
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk]);
    while (held.length > frameBytes) {
      yield sealFrame(key, aad, held.subarray(0, frameBytes), frame++, false);
      held = held.subarray(frameBytes);
    }
  }
  yield sealFrame(key, aad, held, frame, true);
}

/** Writes an archive to a new file, mode 600. A file that was broken off is left to the caller to remove. */
export async function writeArchive(
  file: string,
  home: Header['home'],
  passphrase: string,
  entries: AsyncIterable<ArchiveEntry>,
): Promise<void> {
  const madeAt = new Date();
  const header: Header = {
    format: 'hongbang-move',
    version: 1,
    id: randomBytes(16).toString('hex'),
    home,
    madeAt: madeAt.toISOString(),
    cost,
    salt: randomBytes(16).toString('hex'),
  };
  await pipeline(
    packEntries(entries, madeAt),
    createGzip({ level: 6 }),
    (source: AsyncIterable<Buffer>) => sealed(source, header, passphrase),
    createWriteStream(file, { flags: 'wx', mode: 0o600 }),
  );
}

const damaged = (file: string): Problem =>
  invalid(
    'archive-damaged',
    `${file} 不是红榜的导出文件，或已被截断、改动。请使用完整的文件。`,
    `${file} is no export of Hongbang, or was cut off or altered; use the whole file.`,
  );

const wrongPassphrase = (): Problem =>
  invalid(
    'passphrase-wrong',
    '口令不正确，或文件已被改动。请输入导出时使用的口令。',
    'The passphrase is wrong, or the file was altered. Enter the one that the export was made with.',
  );

async function readHeader(handle: FileHandle, file: string): Promise<{ header: Header; line: Buffer }> {
  const start = Buffer.alloc(1_024);
  const { bytesRead } = await handle.read(start, 0, start.length, 0);
  const end = start.subarray(0, bytesRead).indexOf('\n');
  try {
    const header = headerSchema.parse(JSON.parse(start.subarray(0, Math.max(0, end)).toString()));
    return { header, line: Buffer.from(start.subarray(0, end + 1)) };
  } catch (cause) {
    throw Object.assign(damaged(file), { cause });
  }
}

/** The plain bytes, frame by frame. @throws Problem invalid `archive-damaged`, `passphrase-wrong`. */
async function* opened(file: string, key: Buffer, line: Buffer): AsyncGenerator<Buffer> {
  const aad = createHash('sha256').update(line).digest();
  const handle = await open(file, 'r');
  try {
    let at = line.length;
    const take = async (bytes: number): Promise<Buffer> => {
      const into = Buffer.alloc(bytes);
      const { bytesRead } = await handle.read(into, 0, bytes, at);
      if (bytesRead < bytes) throw damaged(file);
      at += bytes;
      return into;
    };
    for (let frame = 0; ; frame++) {
      const length = (await take(4)).readUInt32BE();
      const last = length >= 0x8000_0000;
      const bytes = length % 0x8000_0000;
      if (bytes < tagBytes || bytes > frameBytes + tagBytes) throw damaged(file);
      const body = await take(bytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame, last), { authTagLength: tagBytes })
        .setAAD(aad)
        .setAuthTag(body.subarray(-tagBytes));
      let plain: Buffer;
      try {
        plain = Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]);
      } catch (cause) {
        throw Object.assign(frame === 0 ? wrongPassphrase() : damaged(file), { cause });
      }
      yield plain;
      if (last) break;
    }
    // nothing may follow the last frame
    if ((await handle.stat()).size !== at) throw damaged(file);
  } finally {
    await handle.close();
  }
}

/**
 * Opens an archive for reading, several times if need be, a frame in memory at a time.
 * @throws Problem missing `archive-missing`; invalid `archive-damaged`, and `passphrase-wrong` at the first entry.
 */
export async function openArchive(file: string, passphrase: string): Promise<HomeArchive> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw missing('archive-missing', `没有文件 ${file}。`, `There is no file ${file}; check the name.`);
  });
  try {
    const { header, line } = await readHeader(handle, file);
    const key = keyOf(header, passphrase);
    return {
      id: header.id,
      home: header.home,
      entries: () => readEntries(Readable.from(opened(file, key, line))),
    };
  } finally {
    await handle.close();
  }
}
