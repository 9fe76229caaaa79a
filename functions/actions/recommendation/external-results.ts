/** The result of an upper level that does not use this system: its package was exported, its result is recorded by hand. */

import { letterToOwner } from '#actions/candidacy/moving.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, refuseIf } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { getCandidacy, getNomination } from '#store/reads.ts';

/** What an outer level can answer: honoured there, recommended further up, or not successful. */
export const externalStates = ['honoured', 'recommended', 'out'] as const;
export type ExternalState = (typeof externalStates)[number];

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
  input: {
    readonly round: string;
    readonly nomination: string;
    readonly state: string | undefined;
    readonly source: string;
  },
): Promise<Candidacy> {
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, input.round, input.nomination);
    demand(actor, 'upward.send', { orgPath: (await getOrganisation(deps.table, candidacy.org)).path });
    if (candidacy.upward === undefined || !isExternal(candidacy))
      throw conflict(
        'not-external',
        '该申报没有报送到系统外的上级，其结果由上级在本系统中产生。',
        'It was not sent to a level outside this system; its result comes from there by itself.',
      );
    const state = externalStates.find((each) => each === input.state);
    const source = input.source.trim();
    const faults: Fault[] = [];
    if (state === undefined) faults.push(fault('state', 'required', '请选择上级的结果', 'Choose the result'));
    if (source === '' || [...source].length > 200)
      faults.push(
        fault(
          'source',
          'source-needed',
          '请写明依据，如文号和公布日期（200 字以内）',
          'Say where it is written, such as document number and date (200 characters at most)',
        ),
      );
    refuseIf(faults);
    const { upward } = candidacy;
    if (upward.state === state && upward.reason === source) return candidacy;
    const nomination = await getNomination(deps.table, input.nomination);
    const write = begin(deps, actor);
    const after = write.save(
      'candidacy',
      candidacy,
      { upward: { ...upward, state: state!, at: write.now, reason: source } },
      'upward.external-result',
      { state: state! },
    );
    write.letter(letterToOwner(deps, nomination, 'resultAbove', `external-${state}`, { state: state! }));
    await finish(deps, write);
    return after;
  });
}
