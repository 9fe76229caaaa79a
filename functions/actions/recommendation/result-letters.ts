/** Results told at their time: who was passed over or decided against gets one letter once the list of that level is public. */

import { letterToOwner } from '#actions/candidacy/moving.ts';
import type { JobHandler } from '#actions/job.ts';
import { begin, finish } from '#actions/write.ts';
import type { OutReason } from '#domain/candidacy/candidacy-ends.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { releaseOf } from '#domain/candidacy/outcome-visibility.ts';
import type { NewLetter } from '#domain/letter/new-letter.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { keys } from '#store/keys.ts';
import { candidaciesOf, find, findRound, getNomination } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';

/** Ends that are kept back until the list is public; the others were told with the decision itself. */
const keptBack: ReadonlySet<OutReason> = new Set(['notChosen', 'vetoed', 'notApproved']);

/** The tranche whose list makes an outcome public: the nominee's own, the first one for who is on none. */
const decidingTranche = (candidacy: Pick<Candidacy, 'tranche'>): number => candidacy.tranche ?? 1;

/**
 * The letters of an end at its own level: one to the nominating side, one to the nominee where she was asked for her
 * consent. Without free text: reasons stay on the page. Whoever came from below hears of it as the result from above.
 */
function lettersOfEnd(nomination: Nomination, candidacy: Candidacy): readonly NewLetter[] {
  if (nomination.seats[0] !== candidacy.round) return [];
  const event = `${candidacy.stage}-result`;
  const mine = letterToOwner(nomination, 'out', event);
  const { consent, owner, id } = nomination;
  if (consent?.state !== 'given' || consent.by === owner) return [mine];
  const template = 'outNominee';
  const key = `${template}-${consent.by}-${id}-${event}`;
  // The nomination is another's: hers to open are the lists that everybody may see.
  const opens = { kind: 'page', scope: '/honours' } as const;
  return [mine, { ...mine, template, key, to: consent.by, opens }];
}

/** Adds the letters of an end to a write; safe to repeat, since their keys are one per level and recipient. */
export function tellEnd(write: Writing, nomination: Nomination, candidacy: Candidacy): void {
  for (const letter of lettersOfEnd(nomination, candidacy)) write.letter(letter);
}

/** The job that tells the results of a tranche; one per tranche, so starting it twice is once. */
export const tellJob = (round: string, tranche: number): string => `tell-${round}-${tranche}`;

/**
 * One chunk of the job `tell-results`: walks the candidacies of the round and writes to those whose outcome this
 * tranche's list made public. Before it is public the chunk waits where it is.
 */
export const tellChunk: JobHandler = async (deps, job, { rows }) => {
  const round = String(job.params.round);
  const n = Number(job.params.tranche);
  const tranche = await find<Tranche>(deps.table, keys.tranche(round, n));
  if (tranche === undefined) return { cursor: undefined, done: 0 };
  if (!releaseOf(await findRound(deps.table, round), tranche).published)
    return { cursor: job.cursor ?? '', done: 0 };
  const page = await candidaciesOf(deps.table, round, job.cursor, rows);
  let done = 0;
  for (const candidacy of page.items) {
    const { state, outcome } = candidacy;
    if (state !== 'out' || outcome === undefined || !keptBack.has(outcome.reason)) continue;
    if (decidingTranche(candidacy) !== n) continue;
    const letters = lettersOfEnd(await getNomination(deps.table, candidacy.nomination), candidacy);
    if (letters.length === 0) continue; // whoever sent her up is told by the result that flows back
    const write = begin(deps, { id: job.by, via: 'system' });
    for (const letter of letters) write.letter(letter);
    await finish(deps, write);
    done++;
  }
  return { cursor: page.cursor, done };
};
