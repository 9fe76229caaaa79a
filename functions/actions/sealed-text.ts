/** A text sealed in its own row under a data key of its own, which the master key wraps: gone with the row. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Deps } from '#deps';

const nonceBytes = 12;
const tagBytes = 16;

/** Seals as `<wrapped key>|<nonce, tag, ciphertext>`; `name` is bound in, so that it can't be moved to another row. */
export async function sealText(
  keys: Pick<Deps['keys'], 'wrap'>,
  name: string,
  plain: string,
): Promise<string> {
  const dataKey = randomBytes(32);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
  return `${await keys.wrap(dataKey)}|${sealed}`;
}

/** Opens what `sealText` gave. Throws when it was altered or belongs to another row. */
export async function openText(
  keys: Pick<Deps['keys'], 'unwrap'>,
  name: string,
  stored: string,
): Promise<string> {
  const at = stored.lastIndexOf('|');
  const dataKey = await keys.unwrap(stored.slice(0, at));
  const bytes = Buffer.from(stored.slice(at + 1), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', dataKey, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
    'utf8',
  );
}

/** The same text with what stands for its data key changed: wrapped by another master key, say. */
export async function withDataKey(stored: string, change: (key: string) => Promise<string>): Promise<string> {
  const at = stored.lastIndexOf('|');
  return (await change(stored.slice(0, at))) + stored.slice(at);
}
