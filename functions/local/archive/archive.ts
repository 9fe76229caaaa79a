/** The file of a backup: a tar under gzip of row parts, attachments and a manifest; written by backup, read by restore and import. */

import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Pack, pack } from 'tar-stream';
import * as z from 'zod';
import { invalid, missing, Problem } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';
import { isSealed, openSealed, type Secret } from './sealed-file.ts';

/** One part of a backup: rows as JSON lines as DynamoDB exports and imports them (`{"Item":{…}}`), or one attachment. */
export interface Part {
  /** `main/00001.jsonl`, `keys/00001.jsonl`, or `files/<name>`. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows?: number;
}

/** The last entry of a backup, `manifest.json`: what the file holds. A tar under gzip, so that any machine opens it. */
export type Manifest = Deep<z.output<typeof manifestSchema>>;
export const manifestName = 'manifest.json';

/** One file of an archive; held in memory whole, so parts are some megabytes. */
export interface Entry {
  readonly name: string;
  readonly body: Buffer;
}

/** The bytes of a tar of these entries, made as they are read. */
export function packEntries(entries: AsyncIterable<Entry>, mtime: Date): Pack {
  const tar = pack();
  const fill = async () => {
    for await (const { name, body } of entries)
      await new Promise<void>((done, failed) =>
        tar.entry({ name, mtime, mode: 0o600 }, body, (error) => (error ? failed(error) : done())),
      );
    tar.finalize();
  };
  fill().catch((error: Error) => tar.destroy(error));
  return tar;
}

const manifestSchema = z.object({
  format: z.literal('hongbang-backup'),
  version: z.literal(1),
  home: z.enum(['real', 'rehearsal']),
  madeAt: z.string(),
  /** Follows from the keys: tells whether a key file belongs to this backup, and nothing else. */
  keysMark: z.string(),
  rows: z.object({ main: z.int(), keys: z.int() }),
  attachments: z.int(),
  parts: z.array(
    z.object({
      name: z.string().regex(/^(main|keys)\/\d{5,}\.jsonl$|^files\/[A-Za-z0-9][A-Za-z0-9_-]{1,99}$/),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      rows: z.int().exactOptional(),
    }),
  ),
});

const damaged = (file: string, zh: string, en: string): Problem =>
  invalid(
    'backup-damaged',
    `备份文件 ${file} 不完整或已损坏：${zh}。未恢复任何内容，请改用另一份备份。`,
    `The backup ${file} is incomplete or damaged: ${en}. Nothing was restored; use another one.`,
  );

/**
 * The entries of a backup in their order, one in memory at a time. Throws whatever a broken file makes of gzip or tar;
 * Problem invalid `backup-sealed` for an encrypted one without its secret, and what `openSealed` does.
 */
export async function* readBackup(file: string, secret?: Secret): AsyncGenerator<Entry> {
  if (!(await isSealed(file))) return yield* readEntries(createReadStream(file));
  if (secret === undefined)
    throw invalid(
      'backup-sealed',
      `备份 ${file} 已加密。请用 --seal-key 指定密钥文件，或用 --passphrase 输入口令。`,
      `The backup ${file} is encrypted. Name its key file with --seal-key, or enter its passphrase with --passphrase.`,
    );
  const { bytes } = await openSealed(file, 'hongbang-backup', secret);
  yield* readEntries(Readable.from(bytes()));
}

/** The entries of a tar under gzip, from any stream. */
export async function* readEntries(source: Readable): AsyncGenerator<Entry> {
  const tar = extract();
  const ended = pipeline(source, createGunzip(), tar);
  // Told by the loop: what breaks the pipeline breaks the tar that it reads.
  ended.catch(() => undefined);
  for await (const entry of tar) yield { name: entry.header.name, body: await buffer(entry) };
  await ended;
}

/**
 * Reads a whole backup and compares each part with the manifest. @throws Problem invalid `backup-damaged` naming the
 * part; missing `backup-missing`.
 */
export async function verifyBackup(file: string, secret?: Secret): Promise<Manifest> {
  if (!existsSync(file))
    throw missing('backup-missing', `没有文件 ${file}。`, `There is no file ${file}; check the name.`);
  const found = new Map<string, { bytes: number; sha256: string }>();
  let manifest: Manifest | undefined;
  try {
    for await (const { name, body } of readBackup(file, secret)) {
      if (name === manifestName) manifest = manifestSchema.parse(JSON.parse(body.toString()));
      else found.set(name, { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') });
    }
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw damaged(
      file,
      '不是红榜的备份，或内容被截断',
      'it is no backup of Hongbang, or was cut off',
    ).because(cause);
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
