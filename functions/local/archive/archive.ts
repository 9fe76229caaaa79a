/** The file of a backup: a tar under gzip of row parts, attachments and a manifest; written by backup, read by restore and import. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import type { Keys } from '#deps';
import { Problem, text } from '#domain/problem.ts';

/** A tar counts in blocks. */
export const block = 512;

/** One part of a backup: rows as JSON lines as DynamoDB exports and imports them (`{"Item":{…}}`), or one attachment. */
export interface Part {
  /** `main/00001.jsonl`, `keys/00001.jsonl`, or `files/<name>`. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows?: number;
}

/** The last entry of a backup, `manifest.json`: what the file holds. A tar under gzip, so that any machine opens it. */
export interface Manifest {
  readonly format: 'hongbang-backup';
  readonly version: 1;
  readonly home: 'real' | 'rehearsal';
  readonly madeAt: string;
  /** Follows from the keys: tells whether a key file belongs to this backup, and nothing else. */
  readonly keysMark: string;
  readonly rows: { readonly main: number; readonly keys: number };
  readonly attachments: number;
  readonly parts: readonly Part[];
}
export const manifestName = 'manifest.json';

/** What a key file is recognised by. */
export const keysMarkOf = (keys: Pick<Keys, 'mac'>): string =>
  keys.mac('checkpoint', 'hongbang-backup', 1).slice(0, 22);

/** The header of one file in a tar (ustar): the sum of its bytes is written in octal into its own field. */
export function tarHeader(name: string, bytes: number, seconds: number): Buffer {
  const header = Buffer.alloc(block);
  const cut = name.length > 100 ? name.indexOf('/') : -1;
  header.write(name.slice(cut + 1), 0, 100);
  header.write('0000600\0', 100);
  header.write('0000000\0'.repeat(2), 108);
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${seconds.toString(8).padStart(11, '0')}\0`, 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  if (cut > 0) header.write(name.slice(0, cut), 345);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

const manifestSchema = z.object({
  format: z.literal('hongbang-backup'),
  version: z.literal(1),
  home: z.enum(['real', 'rehearsal']),
  madeAt: z.string(),
  keysMark: z.string(),
  rows: z.object({ main: z.int(), keys: z.int() }),
  attachments: z.int(),
  parts: z.array(
    z.object({
      name: z.string().regex(/^(main|keys)\/\d{5,}\.jsonl$|^files\/[A-Za-z0-9][A-Za-z0-9_-]{1,99}$/),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      rows: z.int().optional(),
    }),
  ),
});

const damaged = (file: string, zh: string, en: string): Problem =>
  new Problem(
    'invalid',
    'backup-damaged',
    text(
      `备份文件 ${file} 不完整或已损坏：${zh}。未恢复任何内容，请改用另一份备份。`,
      `The backup ${file} is incomplete or damaged: ${en}. Nothing was restored; use another one.`,
    ),
  );

/** The entries of a backup in their order, one in memory at a time. Throws whatever a broken file makes of gzip or tar. */
export async function* readBackup(file: string): AsyncGenerator<{ name: string; body: Buffer }> {
  yield* readEntries(createReadStream(file));
}

/** The entries of a tar under gzip, from any stream. */
export async function* readEntries(source: Readable): AsyncGenerator<{ name: string; body: Buffer }> {
  const stream = source.pipe(createGunzip());
  source.on('error', (error) => stream.destroy(error));
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);
  const take = async (bytes: number): Promise<Buffer> => {
    const pieces: Uint8Array[] = [held];
    let size = held.length;
    while (size < bytes) {
      const next = await chunks.next();
      if (next.done === true) throw new Error('cut off');
      pieces.push(next.value);
      size += next.value.length;
    }
    const all = pieces.length === 1 ? held : Buffer.concat(pieces);
    held = all.subarray(bytes);
    return all.subarray(0, bytes);
  };
  const words = (header: Buffer, at: number, length: number) =>
    header.toString('utf8', at, at + length).split('\0')[0]!;
  try {
    for (;;) {
      const header = await take(block);
      if (header.every((byte) => byte === 0)) return;
      const folder = words(header, 345, 155);
      const name = (folder === '' ? '' : `${folder}/`) + words(header, 0, 100);
      const bytes = Number.parseInt(words(header, 124, 12), 8);
      if (!words(header, 257, 5).startsWith('ustar') || !Number.isSafeInteger(bytes))
        throw new Error('no tar');
      const body = await take(bytes);
      await take((block - (bytes % block)) % block);
      yield { name, body };
    }
  } finally {
    stream.destroy();
    source.destroy();
  }
}

/**
 * Reads a whole backup and compares each part with the manifest. @throws Problem invalid `backup-damaged` naming the
 * part; missing `backup-missing`.
 */
export async function verifyBackup(file: string): Promise<Manifest> {
  if (!existsSync(file))
    throw new Problem(
      'missing',
      'backup-missing',
      text(`没有文件 ${file}。`, `There is no file ${file}; check the name.`),
    );
  const found = new Map<string, { bytes: number; sha256: string }>();
  let manifest: Manifest | undefined;
  try {
    for await (const { name, body } of readBackup(file)) {
      if (name === manifestName) manifest = manifestSchema.parse(JSON.parse(body.toString())) as Manifest;
      else found.set(name, { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') });
    }
  } catch (cause) {
    const problem = damaged(
      file,
      '不是红榜的备份，或内容被截断',
      'it is no backup of Hongbang, or was cut off',
    );
    problem.cause = cause;
    throw problem;
  }
  if (manifest === undefined) throw damaged(file, '缺少清单', 'its manifest is missing');
  for (const part of manifest.parts) {
    const there = found.get(part.name);
    if (there === undefined || there.bytes !== part.bytes || there.sha256 !== part.sha256)
      throw damaged(file, `${part.name} 与清单不符`, `${part.name} does not match the manifest`);
    found.delete(part.name);
  }
  const [stranger] = found.keys();
  if (stranger !== undefined)
    throw damaged(file, `清单中没有 ${stranger}`, `${stranger} is not in the manifest`);
  return manifest;
}
