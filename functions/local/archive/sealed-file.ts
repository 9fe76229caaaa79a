/**
 * A file that is encrypted in frames (AES-256-GCM) with a passphrase or a key file, so that it streams and shows any cut or
 * change; exports and backups are such files.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod';
import { invalid, missing, type Problem } from '#domain/problem.ts';

/** What opens a file: a passphrase that somebody knows, or a key that lies in a file of its own. */
export type Secret = { readonly passphrase: string } | { readonly key: Buffer };

/** The first line of the file, in the clear and authenticated with every frame. */
const headerSchema = z.strictObject({
  format: z.enum(['hongbang-move', 'hongbang-backup']),
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  home: z.enum(['real', 'rehearsal']),
  madeAt: z.iso.datetime(),
  /** scrypt with N = 2^cost, r = 8, p = 1: 128 MB and about 0.3 s a guess. 0 for a key file, by HKDF. */
  cost: z.union([z.literal(0), z.int().min(14).max(20)]),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
});
export type Header = z.infer<typeof headerSchema>;

const frameBytes = 1024 * 1024;
const tagBytes = 16;
const cost = 17;

const otherSecret = (file: string, zh: string, en: string): Problem =>
  invalid(
    'secret-other',
    `${file} 是用${zh}加密的，请给出它。`,
    `${file} is encrypted with ${en}; give that.`,
  );

/** @throws Problem invalid `secret-other` when the file wants a passphrase and a key was given, or the other way round. */
function keyOf(file: string, { salt, cost: n }: Header, secret: Secret): Buffer {
  const salted = Buffer.from(salt, 'hex');
  if (n === 0) {
    if (!('key' in secret)) throw otherSecret(file, '密钥文件', 'a key file');
    return Buffer.from(hkdfSync('sha256', secret.key, salted, 'hongbang-backup', 32));
  }
  if (!('passphrase' in secret)) throw otherSecret(file, '口令', 'a passphrase');
  return scryptSync(secret.passphrase.normalize('NFC'), salted, 32, {
    N: 2 ** n,
    r: 8,
    p: 1,
    maxmem: 2 ** n * 8 * 128 * 2,
  });
}

/** Reads a key file: any 32 bytes or more. @throws Problem missing `seal-key-missing`; invalid `seal-key-short`. */
export function readSealKey(file: string): { readonly key: Buffer } {
  let key: Buffer;
  try {
    key = readFileSync(file);
  } catch (cause) {
    throw missing(
      'seal-key-missing',
      `读不到备份的密钥文件 ${file}。`,
      `The key file of the backups, ${file}, cannot be read.`,
    ).because(cause);
  }
  if (key.length >= 32) return { key };
  throw invalid(
    'seal-key-short',
    `密钥文件 ${file} 太短：至少 32 字节，例如 openssl rand -base64 48 > ${file}。`,
    `The key file ${file} is too short: 32 bytes at least, such as openssl rand -base64 48 > ${file}.`,
  );
}

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

/** A new file's bytes: its header, then frames of what comes. */
export async function* sealed(
  source: AsyncIterable<Buffer>,
  of: Pick<Header, 'format' | 'home'> & { readonly madeAt: Date },
  secret: Secret,
): AsyncGenerator<Buffer> {
  const header: Header = {
    format: of.format,
    version: 1,
    id: randomBytes(16).toString('hex'),
    home: of.home,
    madeAt: of.madeAt.toISOString(),
    cost: 'key' in secret ? 0 : cost,
    salt: randomBytes(16).toString('hex'),
  };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const key = keyOf('', header, secret);
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

const damaged = (file: string): Problem =>
  invalid(
    'archive-damaged',
    `${file} 不是红榜的加密文件，或已被截断、改动，未作任何改动。请使用完整的文件。`,
    `${file} is no encrypted file of Hongbang, or was cut off or altered; nothing was changed. Use the whole file.`,
  );

const wrongPassphrase = (): Problem =>
  invalid(
    'passphrase-wrong',
    '口令或密钥不正确，或文件已被改动。请使用加密时的那一个。',
    'The passphrase or key is wrong, or the file was altered. Use the one that it was made with.',
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

/** True for a file that begins as an encrypted one does; a backup in the clear begins with gzip. */
export async function isSealed(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, 0);
    return bytesRead === 1 && buffer[0] === '{'.charCodeAt(0);
  } finally {
    await handle.close();
  }
}

/**
 * Opens an encrypted file of a format for reading, several times if need be, a frame in memory at a time. @throws Problem
 * missing `archive-missing`; invalid `archive-damaged`, `secret-other`, and `passphrase-wrong` at the first frame.
 */
export async function openSealed(
  file: string,
  format: Header['format'],
  secret: Secret,
): Promise<{ readonly header: Header; readonly bytes: () => AsyncGenerator<Buffer> }> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw missing('archive-missing', `没有文件 ${file}。`, `There is no file ${file}; check the name.`);
  });
  try {
    const { header, line } = await readHeader(handle, file);
    if (header.format !== format) throw damaged(file);
    const key = keyOf(file, header, secret);
    return { header, bytes: () => opened(file, key, line) };
  } finally {
    await handle.close();
  }
}
