/** One-time secrets of a letter (sign-in link and code): sealed in its row, and only until they expire. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Deps } from '#deps';
import { memberOf } from '#domain/members.ts';

export interface LetterSecret {
  /** Path of the page that the letter opens. */
  readonly path: string;
  readonly code: string;
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals under a fresh data key, wrapped by the master key and kept beside it: `<wrapped>|<nonce, tag, ciphertext>`.
 * The letter's key is bound in, so that a secret can't be moved to another letter.
 */
export async function sealSecret(
  keys: Pick<Deps['keys'], 'wrap'>,
  letter: string,
  secret: LetterSecret,
): Promise<string> {
  const dataKey = randomBytes(32);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(letter));
  const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
  return `${await keys.wrap(dataKey)}|${sealed}`;
}

/** Opens what `sealSecret` gave. Throws when it was altered or belongs to another letter. */
export async function openSecret(
  keys: Pick<Deps['keys'], 'unwrap'>,
  letter: string,
  stored: string,
): Promise<LetterSecret> {
  const at = stored.lastIndexOf('|');
  const dataKey = await keys.unwrap(stored.slice(0, at));
  const bytes = Buffer.from(stored.slice(at + 1), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', dataKey, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(letter))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
  const secret: unknown = JSON.parse(plain.toString('utf8'));
  return { path: String(memberOf(secret, 'path')), code: String(memberOf(secret, 'code')) };
}

/** The same secret with what stands for its data key changed: wrapped by another master key, say. */
export async function withDataKey(stored: string, change: (key: string) => Promise<string>): Promise<string> {
  const at = stored.lastIndexOf('|');
  return (await change(stored.slice(0, at))) + stored.slice(at);
}
