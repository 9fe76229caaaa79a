/** Who may read a nomination, and who may amend it now, at whatever level it stands. */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { awaitsCorrection } from '#domain/nomination/correction.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may, type Resource } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { consentWorklist } from './consent-asking.ts';

/** The candidacies of a nomination, bottom first. */
export async function seatsOf(
  deps: Pick<Deps, 'table'>,
  nomination: Nomination,
): Promise<readonly Candidacy[]> {
  const seats = await Promise.all(
    nomination.seats.map((round) => find<Candidacy>(deps.table, keys.candidacy(round, nomination.id))),
  );
  return seats.flatMap((seat) => (seat === undefined ? [] : [seat]));
}

/** What a reader of a nomination is judged by: the nominating organisation, and each level where it stands. */
async function resourcesOf(deps: Deps, actor: Actor, nomination: Nomination): Promise<readonly Resource[]> {
  const owner = nomination.owner;
  const org = await getOrganisation(deps.table, nomination.org);
  const seats = await seatsOf(deps, nomination);
  const asNominee: readonly Resource[] =
    nomination.consent?.by === actor.id
      ? [{ orgPath: [], assigned: actor.id, worklist: consentWorklist(nomination.seats[0] ?? '') }]
      : [];
  const atLevels = await Promise.all(
    seats.map(
      async (seat): Promise<Resource> => ({
        orgPath: (await getOrganisation(deps.table, seat.org)).path,
        owner,
        ...(seat.asked.some((asked) => asked.member === actor.id) && { assigned: actor.id }),
        worklist: `${seat.round}#${seat.step?.id ?? ''}#`,
      }),
    ),
  );
  return [{ orgPath: org.path, owner, worklist: nomination.id }, ...asNominee, ...atLevels];
}

/** Refuses who may not read a nomination (form and attachments), at any level where it stands. Throws Problem `forbidden`. */
export async function demandReader(deps: Deps, actor: Actor, nomination: Nomination): Promise<void> {
  const resources = await resourcesOf(deps, actor, nomination);
  if (!resources.some((resource) => may(actor, 'nomination.read', resource)))
    demand(actor, 'nomination.read', resources[0]!);
}

/**
 * Whether somebody is of the nominating side, who typed the personal fields and sees them in full: those who may draft for
 * the nominating organisation, or who nominated herself or another; and the nominee who was asked for her consent.
 */
export async function isNominatingSide(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  nomination: Nomination,
): Promise<boolean> {
  if (actor.via === 'link') return false;
  if (nomination.consent?.by === actor.id) return true;
  if (nomination.channel !== 'organisation') return nomination.owner === actor.id;
  const { path } = await getOrganisation(deps.table, nomination.org);
  return may({ ...actor, via: 'session' }, 'nomination.draft', { orgPath: path });
}

/** The seat at which a nomination is to be amended: returned to the nominator, sent back to a lower organisation, or held with facts to put right. */
export async function amendableSeat(deps: Deps, nomination: Nomination): Promise<Candidacy | undefined> {
  const there = await seatsOf(deps, nomination);
  // After a return from above both levels are 'sentBack'; the lower one amends.
  return (
    there.find((seat) => seat.state === 'returned') ??
    there.find((seat) => seat.state === 'sentBack' && seat.upward?.state === 'returned') ??
    there.find(awaitsCorrection)
  );
}

/** Refuses who may not amend a nomination now; gives the seat that waits for it. Throws Problem `conflict` `not-returned`. */
export async function demandAmender(deps: Deps, actor: Actor, nomination: Nomination): Promise<Candidacy> {
  const seat = await amendableSeat(deps, nomination);
  const org = await getOrganisation(deps.table, seat?.state === 'sentBack' ? seat.org : nomination.org);
  demand(actor, 'nomination.amend', {
    orgPath: org.path,
    owner: nomination.owner,
    state: seat?.state ?? 'returned',
  });
  if (seat === undefined)
    throw conflict(
      'not-returned',
      '这项申报现在不能修改：只有退回修改后才能修改。',
      'This nomination cannot be changed now; only when it was returned for amendment.',
    );
  return seat;
}
