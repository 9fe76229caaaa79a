/** The Keys port on one machine: one file, backed up apart (docs/architecture.md#personal-data). */

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { HmacRings } from '#actions/running/home-rows.ts';
import { mapOf } from '#domain/members.ts';
import { unavailable } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import type { Keys, MacPurpose } from '#ports';
import { macPurposes } from '#store/mac-purposes.ts';

const keySchema = z.base64url().refine((key) => Buffer.from(key, 'base64url').length === 32);
const ringSchema = z
  .strictObject({
    current: z.int().positive(),
    keys: z.record(z.string().regex(/^[1-9]\d*$/), keySchema),
  })
  .refine((ring) => ring.keys[ring.current] !== undefined);
const ringNames = [...macPurposes, 'master'] as const;
const fileSchema = z.strictObject({ format: z.literal(1), rings: z.record(z.enum(ringNames), ringSchema) });
type KeyFile = z.infer<typeof fileSchema>;
type Ring = z.infer<typeof ringSchema>;

export interface LocalKeys extends Keys {
  /**
   * Adds a new version of a key and makes it the current one; the old ones stay accepted. After `master`,
   * run `rewrapRecordKeys` to its end.
   */
  rotate(ring: MacPurpose | 'master'): number;
  /** What each key is recognised by, and nothing else follows from. */
  marks(): KeyMarks;
}

/** Ring → version → mark. */
export type KeyMarks = Readonly<Record<string, Readonly<Record<string, string>>>>;

const newKey = (): string => randomBytes(32).toString('base64url');

function read(file: string): KeyFile | undefined {
  let content: string;
  try {
    // The bits for group and others: nobody but the owner may read the keys.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw unavailable(
        'keys-mode',
        `密钥文件 ${file} 的权限过宽：其他用户可以读取。请运行 chmod 600 ${file}`,
        `The key file ${file} can be read by other users; run chmod 600 ${file}`,
      );
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorOf(error).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(content));
  } catch (cause) {
    throw unavailable(
      'keys-damaged',
      `密钥文件 ${file} 已损坏。请用另行保存的备份恢复；没有它，已加密的个人信息无法读取。`,
      `The key file ${file} is damaged; restore it from its own backup: without it the encrypted personal data cannot be read.`,
    ).because(cause);
  }
}

/** Writes beside the file and moves it in place, so that a crash leaves the old or the new one, whole. */
function write(file: string, content: KeyFile, first: boolean): void {
  const beside = join(dirname(file), `.keys-${process.pid}-${randomBytes(4).toString('hex')}`);
  const handle = openSync(beside, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    // A link fails where a file stands: keys are created once and never over others.
    if (first) linkSync(beside, file);
    else renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function create(): KeyFile {
  const ring = (): Ring => ({ current: 1, keys: { 1: newKey() } });
  return {
    format: 1,
    rings: mapOf(ringNames, ring),
  };
}

/** Ready-made key objects: making one costs five times as much as a MAC with it. */
const made = new Map<string, KeyObject>();

function keyOf(ring: Ring, version: number): KeyObject {
  const key = ring.keys[version];
  if (key === undefined)
    throw unavailable(
      'key-unknown',
      `密钥文件中没有第 ${version} 版密钥：它可能是较旧的备份。请恢复最新的密钥备份。`,
      `The key file has no version ${version} of this key: it may be an old backup; restore the latest one.`,
    );
  const known = made.get(key) ?? createSecretKey(key, 'base64url');
  made.set(key, known);
  return known;
}

const markOf = (key: KeyObject): string =>
  createHmac('sha256', key).update('hongbang-key-mark').digest('base64url').slice(0, 22);

/** Layout of a wrapped key: `<version of the master key>.<base64url of nonce 12, tag 16, ciphertext 32>`. */
function wrapWith(ring: Ring, dataKey: Uint8Array): string {
  const nonce = randomBytes(12);
  const version = String(ring.current);
  const cipher = createCipheriv('aes-256-gcm', keyOf(ring, ring.current), nonce).setAAD(Buffer.from(version));
  const body = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

function unwrapWith(ring: Ring, wrapped: string): Uint8Array {
  const [version = '', body = ''] = wrapped.split('.');
  const bytes = Buffer.from(body, 'base64url');
  const key = keyOf(ring, Number(version));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(version))
      .setAuthTag(bytes.subarray(12, 28));
    return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]));
  } catch (cause) {
    throw unavailable(
      'key-unwrap',
      '密钥文件与数据不匹配。请恢复与这些数据一同使用的密钥文件。',
      'The key file does not belong to these data; restore the one that was used with them.',
    ).because(cause);
  }
}

/**
 * Opens `<data>/keys`; makes it when `create` is set and there is none. Set `create` only for a new data folder:
 * new keys beside old data would make the encrypted fields unreadable.
 * @throws Problem unavailable `keys-missing`, `keys-mode` or `keys-damaged`, saying what to do.
 */
export function openKeys(data: string, { create: mayCreate }: { readonly create: boolean }): LocalKeys {
  const file = join(data, 'keys');
  let content = read(file);
  if (content === undefined) {
    if (!mayCreate)
      throw unavailable(
        'keys-missing',
        `找不到密钥文件 ${file}。请用另行保存的备份恢复后再启动。`,
        `The key file ${file} is missing; restore it from its own backup, then start again.`,
      );
    content = create();
    write(file, content, true);
  }
  let rings = content.rings;
  return {
    mac(purpose, data, version) {
      const ring = rings[purpose];
      return createHmac('sha256', keyOf(ring, version ?? ring.current))
        .update(data)
        .digest('base64url');
    },
    versions(purpose) {
      const ring = rings[purpose];
      return { current: ring.current, all: Object.keys(ring.keys).map(Number) };
    },
    wrap: async (dataKey) => wrapWith(rings.master, dataKey),
    unwrap: async (wrapped) => unwrapWith(rings.master, wrapped),
    marks: () =>
      Object.fromEntries(
        Object.entries(rings).map(([name, ring]) => [
          name,
          Object.fromEntries(
            Object.keys(ring.keys).map((version) => [version, markOf(keyOf(ring, Number(version)))]),
          ),
        ]),
      ),
    rotate(name) {
      const ring = rings[name];
      const current = Math.max(...Object.keys(ring.keys).map(Number)) + 1;
      const next = { ...rings, [name]: { current, keys: { ...ring.keys, [current]: newKey() } } };
      write(file, { format: 1, rings: next }, false);
      rings = next;
      return current;
    },
  };
}

/** The HMAC keys of a folder, for a move to another home. The master key stays: record keys are wrapped anew there. */
export function readRings(data: string): HmacRings {
  openKeys(data, { create: false });
  const { master: _, ...rings } = read(join(data, 'keys'))!.rings;
  return rings;
}

/** Makes the key file of a home that moved here: its HMAC keys and a new master key. Those laid before stay. */
export function layRings(data: string, rings: HmacRings): void {
  const file = join(data, 'keys');
  if (read(file) === undefined) write(file, { format: 1, rings: { ...create().rings, ...rings } }, true);
}
