/** The last step of a guided set-up: a programme of an organisation made from a text and published at once. */
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { keys } from '#store/keys.ts';
import { find, getProgramme } from '#store/reads.ts';
import { createProgramme, publishProgramme, reviseProgramme } from './programmes.ts';

/**
 * Makes the programme and publishes it. One that an earlier press left behind as a draft is taken up with what is sent
 * now; a published one is given as it stands. @throws Problem as `createProgramme` does; conflict `programme-archived`.
 */
export async function publishAtOnce(
  deps: Deps,
  actor: Actor,
  made: {
    readonly org: string;
    readonly document: Programme;
    readonly yaml: string;
    readonly preset: string;
  },
): Promise<ProgrammeRecord> {
  const { org, document, yaml, preset } = made;
  const id = `${document.code}-${document.edition}-${org}`.toLowerCase();
  const there = await find(deps.table, keys.programme(id));
  if (there?.status === 'published') return getProgramme(deps.table, id);
  if (there?.status === 'archived')
    throw conflict(
      'programme-archived',
      '这一届已经归档，请填写另一个届次。',
      'This edition is archived; give another one.',
    );
  const { programme } =
    there === undefined
      ? await createProgramme(deps, actor, { org, document: { ...document } }, { yaml, from: { preset } })
      : await reviseProgramme(deps, actor, { id, version: there.version, document: { ...document } }, yaml);
  return (await publishProgramme(deps, actor, { id, version: programme.version })).programme;
}
