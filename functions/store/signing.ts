/** Signatures that a stranger can check with a public key: Ed25519, its keys derived from those of checkpoints. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Keys } from '#ports';

/** PKCS 8 and SPKI of an Ed25519 key up to its 32 bytes (RFC 8410). */
const privateHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicHead = Buffer.from('302a300506032b6570032100', 'hex');

const privateKey = (keys: Pick<Keys, 'mac'>, version: number): KeyObject => {
  const seed = Buffer.from(keys.mac('checkpoint', 'hongbang-signing-key-ed25519', version), 'base64url');
  return createPrivateKey({ key: Buffer.concat([privateHead, seed]), format: 'der', type: 'pkcs8' });
};

/** The public key of a version: its 32 bytes as base64url, as they are given to others. */
export const publicKeyOf = (keys: Pick<Keys, 'mac'>, version: number): string =>
  createPublicKey(privateKey(keys, version))
    .export({ format: 'der', type: 'spki' })
    .subarray(publicHead.length)
    .toString('base64url');

/** Signs a text with the key of a version. */
export const signText = (keys: Pick<Keys, 'mac'>, text: string, version: number): string =>
  sign(null, Buffer.from(text), privateKey(keys, version)).toString('base64url');

/** Whether a text was signed with the key that belongs to a public one; false also for what is no key. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(publicKey, 'base64url');
  if (bytes.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([publicHead, bytes]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}
