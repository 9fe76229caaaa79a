/** What somebody sent when her session had ended: kept for a day, sealed under a key that only her way back holds. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { limit } from '#actions/limits.ts';
import type { Deps } from '#deps';
import { Problem } from '#domain/problem.ts';
import { rowAbsent } from '#store/guard.ts';
import { find } from '#store/reads.ts';
import type { Key } from '#store/table.ts';

type KeptDeps = Pick<Deps, 'table' | 'clock' | 'keys'>;

export interface KeptForm {
  /** Where it was sent. */
  readonly path: string;
  /** Its texts by name. */
  readonly body: Readonly<Record<string, readonly string[]>>;
}

const keptSeconds = 86_400;
/** A row holds 400 KB. */
const mostBytes = 250_000;
const perHour = { max: 30, seconds: 3_600 };

/** The row's own name says nothing of the key that opens it. */
const rowOf = ({ keys }: KeptDeps, token: string): Key => ({
  pk: `KEPT#${keys.mac('session', `kept:${token}`)}`,
  sk: 'KEPT',
});

/** Keeps a form; gives the word that opens it, or undefined where it is too large or this address has kept too many. */
export async function keepForm(deps: KeptDeps, address: string, form: KeptForm): Promise<string | undefined> {
  const text = JSON.stringify(form);
  if (Buffer.byteLength(text) > mostBytes) return undefined;
  try {
    await limit(deps, `kept:${address}`, perHour);
  } catch (error) {
    if (error instanceof Problem && error.kind === 'limited') return undefined;
    throw error;
  }
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const token = key.toString('base64url');
  const ttl = Math.floor(deps.clock() / 1000) + keptSeconds;
  await deps.table.put({ ...rowOf(deps, token), sealed: sealed.toString('base64'), ttl }, rowAbsent);
  return token;
}

/** The form that a word opens; undefined when its day is over. */
export async function openKeptForm(deps: KeptDeps, token: string): Promise<KeptForm | undefined> {
  const key = Buffer.from(token, 'base64url');
  const row = await find<{ readonly sealed: string; readonly ttl: number }>(deps.table, rowOf(deps, token));
  if (row === undefined || key.length !== 32 || row.ttl * 1000 < deps.clock()) return undefined;
  const bytes = Buffer.from(row.sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(-16));
  const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  return JSON.parse(text) as KeptForm;
}
