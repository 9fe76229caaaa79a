/** Erasing a nomination 删除个人信息, after its years or on request (docs/rules/privacy.md#erasing). */

import { letterToOwner } from '#actions/candidacy/moving.ts';
import { rollOps } from '#actions/honour/roll-index.ts';
import { honoursOf } from '#actions/honour/seat-honours.ts';
import type { JobHandler } from '#actions/job.ts';
import { releaseOps } from '#actions/nomination/claims.ts';
import { demandOf, seatsOf } from '#actions/nomination/nomination-access.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';

import { missing } from '#domain/problem.ts';
import type { ShortlistEntry } from '#domain/selection/selection-records.ts';
import type { Erasure } from '#domain/trust/erasure-record.ts';
import {
  demandErasable,
  type ErasureReason,
  erasedName,
  type KeptSeat,
  keptUntil,
  nominationOverSince,
} from '#domain/trust/retention.ts';
import { erasedAction } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import {
  candidaciesOf,
  find,
  findNomination,
  findRound,
  getNomination,
  programmeRevision,
} from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { findShortlist, shortlistOps } from '#store/shortlists.ts';
import { cleanErased } from './erasure-cleaning.ts';
import { erasureRequest } from './trust-input.ts';

type SeatOfNomination = KeptSeat & { readonly seat: Candidacy };

const keptSeats = async (deps: Deps, nomination: Nomination): Promise<readonly SeatOfNomination[]> =>
  Promise.all(
    (await seatsOf(deps, nomination)).map(async (seat) => ({
      seat,
      round: await findRound(deps.table, seat.round),
    })),
  );

/** What stays of a candidacy's reasons: that and when, without the words. */
const withoutWords = ({ outcome, carried, reopened }: Candidacy): Partial<Candidacy> => {
  const { note: _, ...rest } = outcome ?? { at: '' };
  return {
    ...(outcome !== undefined && { outcome: { ...rest, reason: outcome.reason } }),
    ...(carried !== undefined && { carried: { ...carried, reason: '' } }),
    ...(reopened !== undefined && { reopened: reopened.map((each) => ({ ...each, reason: '' })) }),
  };
};

const settledWithoutWords = ({ settled }: ShortlistEntry): Partial<ShortlistEntry> =>
  settled?.reason === undefined ? {} : { settled: { grades: settled.grades } };

/**
 * Drops the record's key and everything that identifies a nominee who was not honoured, in one transaction; a row that it
 * leaves has files and free texts removed afterwards, so that a crash between the two leaves nothing behind.
 */
async function erase(
  deps: Deps,
  actor: Pick<Actor, 'id' | 'via'>,
  nomination: Nomination,
  seats: readonly SeatOfNomination[],
  reason: ErasureReason | 'retention',
): Promise<Nomination> {
  const write = begin(deps, actor);
  const honoured = seats.some(({ seat }) => seat.honour !== undefined || seat.upward?.honour !== undefined);
  const name = honoured ? nomination.name : erasedName(nomination.name, nomination.category);
  const after = write.save(
    'nomination',
    nomination,
    { name, ...(!honoured && { identities: [] }), erased: { at: write.now, reason } },
    erasedAction,
    { reason, honoured },
  );
  for (const { seat } of seats) {
    const { note: _, ...kept } = seat;
    const { reason: __, ...upward } = seat.upward ?? { state: undefined };
    write.save(
      'candidacy',
      { ...kept, ...(upward.state !== undefined && { upward }) },
      { name, ...withoutWords(seat) },
      erasedAction,
      { reason },
    );
    const list = honoured ? undefined : await findShortlist(deps.table, seat.round);
    const masked = (entry: NonNullable<typeof list>['chosen'][number]) =>
      entry.nomination === nomination.id ? { ...entry, name, ...settledWithoutWords(entry) } : entry;
    if (
      list !== undefined &&
      [...list.chosen, ...list.reserves].some((one) => one.nomination === nomination.id)
    )
      write.op(
        ...shortlistOps(list, {
          ...list,
          chosen: list.chosen.map(masked),
          reserves: list.reserves.map(masked),
        }),
      );
  }
  if (!honoured) write.op(...(await releaseOps(deps.table, nomination)));
  for (const honour of await honoursOf(
    deps,
    seats.map(({ seat }) => seat),
  ))
    write.op(...rollOps({ nomination, honour }, { nomination: after, honour }));
  write.op(
    sealer(deps).eraseOp(nomination.id),
    { remove: keys.consent(nomination.id) },
    { remove: keys.amending(nomination.id) },
  );
  const counts = { forms: 0, files: 0, acts: 0, letters: 0, cases: 0 };
  const receipt: Erasure = { at: write.now, reason, by: actor.id, ...counts };
  write.op({ put: { ...receipt, ...keys.erasure(nomination.id) } });
  // Many at once when their years are over: who asked is told, nobody else.
  if (reason !== 'retention')
    write.letter(
      letterToOwner({ ...nomination, name }, 'erased', reason, { receipt: nomination.receipt ?? '' }),
    );
  write.due(write.now, `erased-${nomination.id}`, { due: 'retention', nomination: nomination.id });
  await finish(deps, write);
  deps.log('nomination-erased', { nomination: nomination.id, reason });
  return after;
}

/**
 * Looks at a nomination whose years may be over: erases it when they are at every level, goes on with what an erasure
 * left, and does nothing when it is in selection still or ended later (then a later look comes). Safe to repeat.
 */
export const lookAtRetention = (deps: Deps, id: string): Promise<void> =>
  again(async () => {
    const nomination = await findNomination(deps.table, id);
    if (nomination === undefined) return;
    if (nomination.erased !== undefined) return cleanErased(deps, nomination);
    const seats = await keptSeats(deps, nomination);
    const over = nominationOverSince(seats);
    if (over === undefined) return;
    const { retention } = await programmeRevision(
      deps.table,
      nomination.programme,
      nomination.programmeRevision,
    );
    if (keptUntil(over, retention.years) > instantOf(deps)) return;
    await erase(deps, systemActor, nomination, seats, 'retention');
  });

const perChunk = 25;

/** One chunk of `erase-round`: those whom a round left open when it ended or was cancelled have no look of their own. */
export const eraseRoundChunk: JobHandler = async (deps, job) => {
  const page = await candidaciesOf(deps.table, String(job.params.round), job.cursor, perChunk);
  for (const { nomination } of page.items) await lookAtRetention(deps, nomination);
  return { cursor: page.cursor, done: page.items.length };
};

/** Refuses who may not erase: administrators of the organisation where the nomination entered, or of one above, may. */
export async function demandEraser(deps: Deps, actor: Actor, nomination: Nomination): Promise<void> {
  const [entry] = await seatsOf(deps, nomination);
  const { path } = await getOrganisation(deps.table, entry?.org ?? nomination.org);
  await demandOf(deps, actor, nomination, 'nomination.erase', { orgPath: path });
}

/** The receipt of an erasure, for who may erase. Throws Problem missing `not-erased`; forbidden. */
export async function erasureReceipt(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<{ readonly nomination: Nomination; readonly receipt: Erasure }> {
  const nomination = await getNomination(deps.table, id);
  await demandEraser(deps, actor, nomination);
  const receipt = await find(deps.table, keys.erasure(id));
  if (receipt !== undefined) return { nomination, receipt };
  throw missing(
    'not-erased',
    '这份申报的个人信息没有删除，没有删除凭证。',
    'The personal data of this nomination were not erased; there is no receipt.',
  );
}

/**
 * Erases one nomination on request (PIPL 47); asked twice, it is erased once. What was honoured keeps its place on the
 * published list. Throws Problem `forbidden`; `invalid` for a reason that is none of the codes; `conflict`
 * `still-in-selection`.
 */
export const eraseOnRequest = (
  deps: Deps,
  actor: Actor,
  { nomination: id, ...sent }: Input<typeof erasureRequest> & { readonly nomination: string },
): Promise<Nomination> =>
  again(async () => {
    const nomination = await getNomination(deps.table, id);
    await demandEraser(deps, actor, nomination);
    const { reason } = readInput(erasureRequest, sent);
    if (nomination.erased !== undefined) return nomination;
    const seats = await keptSeats(deps, nomination);
    demandErasable(seats);
    return erase(deps, actor, nomination, seats, reason);
  });
