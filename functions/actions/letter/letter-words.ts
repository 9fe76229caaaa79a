/** In whose words a letter is written: those of its organisation, of one above, or the standard ones. */
import type { Deps } from '#deps';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { LetterText } from '#domain/letter/letter-text-record.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { carriesSecret, isTemplate, type TemplateName } from '#mail/letters.tsx';
import { keys } from '#store/keys.ts';
import { briefly, findOrganisation, knownOrganisation } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { roundOfLetter } from './unsent.ts';

/** An organisation's own words for a kind of letter. */
export const textAt = (deps: Deps, org: string, template: string) =>
  find<LetterText>(deps.table, keys.letterText(org, template));

/** The same as known from the last seconds: a thousand letters of a day ask once. */
const knownTextAt: typeof textAt = (deps, org, template) =>
  briefly(deps.table, `letter:${org}:${template}`, () => textAt(deps, org, template));

/** The words in force at an organisation: its own, else those of the nearest one above that has some. */
export async function inForce(
  deps: Deps,
  organisation: Pick<Organisation, 'path'>,
  template: string,
  at = textAt,
): Promise<LetterText | undefined> {
  const found = await Promise.all(organisation.path.map((org) => at(deps, org, template)));
  return found.findLast((each) => each !== undefined);
}

/** Whose words a letter is written in: it says so, or its round does, whose id ends with its organisation's. */
export async function wordsOfLetter(deps: Deps, letter: Letter): Promise<LetterText | undefined> {
  if (!isTemplate(letter.template) || carriesSecret(letter.template)) return undefined;
  const round = letter.org === undefined ? await roundOfLetter(deps.table, letter) : undefined;
  const org = letter.org ?? round?.slice(round.lastIndexOf('.') + 1);
  if (org === undefined) return undefined;
  const organisation = await briefly(deps.table, `found:${org}`, () => findOrganisation(deps.table, org));
  return organisation && inForce(deps, organisation, letter.template, knownTextAt);
}

/** The same for letters of a round that are still to be written. */
export const wordsOfRound = async (deps: Deps, org: string, template: TemplateName) =>
  inForce(deps, await knownOrganisation(deps.table, org), template);
