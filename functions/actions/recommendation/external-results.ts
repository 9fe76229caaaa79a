/** The result of an upper level that does not use this system: its package was exported, its result is recorded by hand. */

import { letterToOwner } from '#actions/candidacy/moving.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { getCandidacy, getNomination } from '#store/reads.ts';
import { externalResult } from './recommendation-input.ts';

/** True for a candidacy that went to a level outside this system; its result may be recorded, and corrected later. */
export const isExternal = (candidacy: Pick<Candidacy, 'upward'>): boolean =>
  candidacy.upward?.org === 'external' && candidacy.upward.state !== 'withdrawn';

/**
 * Records what the outer level decided, with where it is written (文号、公布日期). The nominator is told by letter. Sending
 * the same twice is one. Throws Problem `invalid` with faults, `conflict` when it did not go outside, `forbidden`.
 */
export function recordExternalResult(
  deps: Deps,
  actor: Actor,
  {
    round,
    nomination: id,
    ...sent
  }: Input<typeof externalResult> & {
    readonly round: string;
    readonly nomination: string;
  },
): Promise<Candidacy> {
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, round, id);
    demand(actor, 'upward.send', { orgPath: (await getOrganisation(deps.table, candidacy.org)).path });
    if (candidacy.upward === undefined || !isExternal(candidacy))
      throw conflict(
        'not-external',
        '该申报没有报送到系统外的上级，其结果由上级在本系统中产生。',
        'It was not sent to a level outside this system; its result comes from there by itself.',
      );
    const { state, source } = readInput(externalResult, sent);
    const { upward } = candidacy;
    if (upward.state === state && upward.reason === source) return candidacy;
    const nomination = await getNomination(deps.table, id);
    const write = begin(deps, actor);
    const after = write.save(
      'candidacy',
      candidacy,
      { upward: { ...upward, state, at: write.now, reason: source } },
      'upward.external-result',
      { state },
    );
    write.letter(letterToOwner(deps, nomination, 'resultAbove', `external-${state}`, { state }));
    await finish(deps, write);
    return after;
  });
}
