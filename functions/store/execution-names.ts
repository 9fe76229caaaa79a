/** The names of executions, unique over all that may ever start, and the same for the same start: sent twice, it runs once. */
import { createHash } from 'node:crypto';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';

type Place = Pick<Candidacy, 'round' | 'nomination' | 'stage'>;

/** Name of a round's or tranche's execution, at most 80 characters as Step Functions takes them. */
export const roundExecution = (round: string, tranche: number): string =>
  `${round.replaceAll('.', '_')}-t${tranche}`;

/**
 * What all names of a candidacy's executions begin with. A nomination may stand at the same stage of two programmes, one
 * feeding the other, so the round is in it too: by its digest, since names are short.
 */
export const candidacyExecutions = ({ round, nomination, stage }: Place): string =>
  `${nomination}-${stage}-${createHash('sha256').update(round).digest('hex').slice(0, 12)}`;

/** Name of a candidacy's execution in a phase. `start` tells its starts apart: 1, or `v` and the version that the start wrote. */
export const candidacyExecution = (place: Place, phase: number, start: string): string =>
  `${candidacyExecutions(place)}-${phase}-${start}`;

/** The nomination and the phase in a name that `candidacyExecution` made; undefined for any other. */
export function partsOfExecution(
  name: string,
): { readonly nomination: string; readonly phase: number } | undefined {
  const [, nomination, phase] = /^(.+)-\d+-[0-9a-f]{12}-(\d+)-v?\d+$/.exec(name) ?? [];
  return nomination === undefined ? undefined : { nomination, phase: Number(phase) };
}
