/** One-time secrets of a letter (sign-in link and code): sealed in its row, and only until they expire. */
import { openText, sealText } from '#actions/sealed-text.ts';
import type { Deps } from '#deps';
import { memberOf } from '#domain/members.ts';

export interface LetterSecret {
  /** Path of the page that the letter opens. */
  readonly path: string;
  readonly code: string;
}

/** Seals the secret of the letter with a key. */
export const sealSecret = (
  keys: Pick<Deps['keys'], 'wrap'>,
  letter: string,
  secret: LetterSecret,
): Promise<string> => sealText(keys, letter, JSON.stringify(secret));

/** Opens what `sealSecret` gave. Throws when it was altered or belongs to another letter. */
export async function openSecret(
  keys: Pick<Deps['keys'], 'unwrap'>,
  letter: string,
  stored: string,
): Promise<LetterSecret> {
  const secret: unknown = JSON.parse(await openText(keys, letter, stored));
  return { path: String(memberOf(secret, 'path')), code: String(memberOf(secret, 'code')) };
}
