/** Personal fields at rest, a data key per record (docs/architecture.md#personal-data). */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { conflict, unavailable } from '#domain/problem.ts';
import type { Keys } from '#ports';
import { is, rowAbsent, rowThere } from './guard.ts';
import { padded, shardOf } from './keys.ts';
import { isConflict, type Key, type Op, type Table } from './table.ts';

/** The keys' own table, without point-in-time recovery, and the port that wraps. */
export interface SealingDeps {
  readonly keys: Pick<Keys, 'wrap' | 'unwrap'>;
  readonly keysTable: Table;
  readonly clock: () => number;
}

/** What opening gives: the text, or that the record's key is gone for good. */
export type Opened = { readonly kind: 'open'; readonly text: string } | { readonly kind: 'erased' };

export interface RecordKey {
  /** Put it into the transaction that writes the record: refused when another key came, or was erased, meanwhile. */
  readonly op: Op;
  /** Seals with this key, before it is stored too. */
  seal(plain: string): string;
}

export interface Sealer {
  /** A fresh data key for a new record; its `op` is refused when the record has a key already. */
  newRecordKey(recordId: string): Promise<RecordKey>;
  /** The record's key, or a fresh one when it has none: for drafts that are saved again. Never for erased records. */
  recordKey(recordId: string): Promise<RecordKey>;
  /** Seals a text under the record's key. Throws Problem conflict `record-erased` when it has none. */
  seal(recordId: string, plain: string): Promise<string>;
  /** Opens a sealed text. Throws Problem unavailable `seal-broken` when it was altered or is another record's. */
  open(recordId: string, sealed: string): Promise<Opened>;
  /** Erases: without its key nothing sealed for the record can be read again, nor restored from a backup. */
  eraseOp(recordId: string): Op;
}

/** Rows of the keys' table are spread over partitions that can be queried, so that rotation needs no Scan. */
const keyShards = 64;
const keyPartition = (shard: number): string => `KEYS#${padded(shard, 2)}`;
const keyOf = (recordId: string): Key => ({ pk: keyPartition(shardOf(recordId, keyShards)), sk: recordId });

/** Layout of a sealed text, base64url: version byte, 12 bytes of nonce, 16 bytes of tag, ciphertext. */
const layout = 1;
const nonceBytes = 12;
const tagBytes = 16;

function sealWith(dataKey: KeyObject, recordId: string, plain: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(recordId));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([Uint8Array.of(layout), nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function openWith(dataKey: KeyObject, recordId: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const start = 1 + nonceBytes + tagBytes;
  try {
    if (bytes[0] !== layout || bytes.length < start) throw new Error('layout');
    const decipher = createDecipheriv('aes-256-gcm', dataKey, bytes.subarray(1, 1 + nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(recordId))
      .setAuthTag(bytes.subarray(1 + nonceBytes, start));
    return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw unavailable(
      'seal-broken',
      '加密内容已损坏或被改动，无法读取。请管理员从备份恢复该记录。',
      'The encrypted content is damaged or was altered and cannot be read; have the administrator restore this record from a backup.',
    ).because(cause);
  }
}

/** Keys in memory, ready-made since a cipher takes twice as long with the bytes: few, and not for long, since another process may erase a record meanwhile. */
const cached = 1_000;
const cachedMilliseconds = 60_000;
/** One for each keys' table, as every action binds a sealer of its own. */
const caches = new WeakMap<Table, Map<string, { readonly key: KeyObject; readonly until: number }>>();

/** Binds sealing to the keys' table and the master key. */
export function sealer({ keys, keysTable, clock }: SealingDeps): Sealer {
  const cache = caches.get(keysTable) ?? new Map();
  caches.set(keysTable, cache);

  async function dataKey(recordId: string): Promise<KeyObject | undefined> {
    const hit = cache.get(recordId);
    cache.delete(recordId);
    if (hit !== undefined && hit.until > clock()) {
      cache.set(recordId, hit); // back as the most recently used
      return hit.key;
    }
    const row = await keysTable.get(keyOf(recordId), { consistent: true });
    if (row === undefined) return undefined;
    const key = createSecretKey(await keys.unwrap(String(row.wrapped)));
    cache.set(recordId, { key, until: clock() + cachedMilliseconds });
    const oldest = cache.keys().next().value;
    if (cache.size > cached && oldest !== undefined) cache.delete(oldest);
    return key;
  }

  async function newRecordKey(recordId: string): Promise<RecordKey> {
    const bytes = randomBytes(32);
    const [wrapped, key] = [await keys.wrap(bytes), createSecretKey(bytes)];
    // Not cached: when the transaction loses a race, the record has another key than this one.
    return {
      op: { on: keysTable.name, put: { ...keyOf(recordId), wrapped }, when: rowAbsent },
      seal: (plain) => sealWith(key, recordId, plain),
    };
  }

  return {
    newRecordKey,
    async recordKey(recordId) {
      const key = await dataKey(recordId);
      if (key === undefined) return newRecordKey(recordId);
      return {
        op: { on: keysTable.name, check: keyOf(recordId), when: rowThere },
        seal: (plain) => sealWith(key, recordId, plain),
      };
    },
    async seal(recordId, plain) {
      const key = await dataKey(recordId);
      if (key !== undefined) return sealWith(key, recordId, plain);
      throw conflict(
        'record-erased',
        '该记录的个人信息已按规定删除，不能再修改。',
        'The personal data of this record has been erased; it cannot be changed any more.',
      );
    },
    async open(recordId, sealed) {
      const key = await dataKey(recordId);
      return key === undefined ? { kind: 'erased' } : { kind: 'open', text: openWith(key, recordId, sealed) };
    },
    eraseOp(recordId) {
      cache.delete(recordId);
      return { on: keysTable.name, remove: keyOf(recordId) };
    },
  };
}

/**
 * One chunk of a rotation of the master key: wraps up to `limit` record keys anew. Call again with the cursor
 * until it is undefined; repeating a chunk does no harm. Keys erased meanwhile stay erased.
 */
export async function rewrapRecordKeys(
  { keys, keysTable }: Pick<SealingDeps, 'keys' | 'keysTable'>,
  cursor?: string,
  limit = 100,
): Promise<{ readonly rewrapped: number; readonly cursor: string | undefined }> {
  const [shard, inside] = readCursor(cursor);
  const page = await keysTable.query({
    pk: keyPartition(shard),
    limit,
    consistent: true,
    cursor: inside === '' ? undefined : inside,
  });
  let rewrapped = 0;
  for (const row of page.items) {
    const old = row.wrapped;
    const wrapped = await keys.wrap(await keys.unwrap(String(old)));
    try {
      await keysTable.update(row, { set: { wrapped } }, is('wrapped', old));
      rewrapped += 1;
    } catch (error) {
      if (!isConflict(error)) throw error; // erased, or rewrapped by a repeat
    }
  }
  if (page.cursor !== undefined) return { rewrapped, cursor: `${shard}:${page.cursor}` };
  return { rewrapped, cursor: shard + 1 < keyShards ? `${shard + 1}:` : undefined };
}

function readCursor(cursor: string | undefined): readonly [number, string] {
  if (cursor === undefined) return [0, ''];
  const at = cursor.indexOf(':');
  return [Number(cursor.slice(0, at)), cursor.slice(at + 1)];
}
