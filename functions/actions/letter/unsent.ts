/** Letters of a round that did not arrive: written beside the letter, so that its desk sees who knows of nothing. */
import type { Deps } from '#deps';
import type { Letter } from '#domain/letter/letter-record.ts';
import { keys } from '#store/keys.ts';
import { findNomination } from '#store/reads.ts';
import type { Op } from '#store/table.ts';

type Opening = Pick<Letter, 'key' | 'opens'>;

/** The round that a letter is about, by what it opens; undefined for those of no round (signing in, objectors). */
export async function roundOfLetter(table: Deps['table'], { opens }: Opening): Promise<string | undefined> {
  if (opens?.kind === 'worklist') return opens.scope.split('#')[0];
  if (opens?.kind === 'nomination') return (await findNomination(table, opens.scope))?.seats.at(-1);
  return /^\/?rounds\/([^/?#]+)/.exec(opens?.scope ?? '')?.[1];
}

/** The write that says at its round that a letter did not arrive. */
export async function unsentOps(table: Deps['table'], letter: Opening): Promise<readonly Op[]> {
  const round = await roundOfLetter(table, letter);
  return round === undefined ? [] : [{ put: { ...keys.unsent(round, letter.key), letter: letter.key } }];
}

/** The write that takes it back: the letter is tried again. */
export async function triedAgainOps(table: Deps['table'], letter: Opening): Promise<readonly Op[]> {
  const round = await roundOfLetter(table, letter);
  return round === undefined ? [] : [{ remove: keys.unsent(round, letter.key) }];
}
