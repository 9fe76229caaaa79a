/** Who may read a nomination, and who may amend it now, at whatever level it stands. */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { OutcomeReader } from '#domain/candidacy/outcome-visibility.ts';
import { awaitsCorrection } from '#domain/nomination/correction.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Action, demand, may, type Resource } from '#domain/people/policy.ts';
import { conflict, forbidden } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, roundWithStage } from '#store/reads.ts';
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

/** Refuses who may not do something to a nomination; whoever may not read it either learns nothing of it. */
export async function demandOf(
  deps: Deps,
  actor: Actor,
  nomination: Nomination,
  action: Action,
  resource: Resource,
): Promise<void> {
  if (may(actor, action, resource)) return;
  await demandReader(deps, { ...actor, via: 'session' }, nomination);
  demand(actor, action, resource, 'list');
}

/** Whether somebody sits on a panel of a round where the nomination stands, by the link of that panel or signed in, and is not blind to it. */
export async function isPanellist(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  nomination: Pick<Nomination, 'seats'>,
): Promise<boolean> {
  const rounds = nomination.seats.filter(
    (round) => actor.via !== 'link' || actor.link?.scope.startsWith(`${round}#`) === true,
  );
  const found = await Promise.all(rounds.map((round) => find(deps.table, keys.panellist(round, actor.id))));
  const sits = rounds.filter((_, i) => found[i] !== undefined);
  const stages = await Promise.all(sits.map((round) => roundWithStage(deps.table, round)));
  return stages.some(
    ({ stage }) => !stage.steps.some((step) => step.kind === 'panel' && step.blind !== undefined),
  );
}

const isHers = (actor: Actor, { owner, consent }: Pick<Nomination, 'owner' | 'consent'>): boolean =>
  owner === actor.id || consent?.by === actor.id;

/** Sends whoever nominated, or is the nominee, to her own record: what selects her is not hers to follow. @throws Problem `forbidden`. */
export function demandOthers(actor: Actor, nomination: Pick<Nomination, 'owner' | 'consent'>): void {
  if (isHers(actor, nomination))
    throw forbidden(
      'own-nomination',
      '这是您本人的申报，请在“我的申报”中查看办理情况。',
      'This is your own nomination; see under "My nominations" how it stands.',
    );
}

/** How much of the outcome at one level somebody sees: all, who lists its candidacies, but not of her own (docs/rules/privacy.md#outcomes-hidden). */
export async function outcomeReader(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  nomination: Pick<Nomination, 'owner' | 'consent'>,
  org: string,
): Promise<OutcomeReader> {
  if (isHers(actor, nomination)) return 'nominator';
  const { path: orgPath } = await getOrganisation(deps.table, org);
  return may({ ...actor, via: 'session' }, 'candidacy.list', { orgPath }) ? 'staff' : 'nominator';
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

/** The seat whose note tells the nominator what to amend: returned to her, sent back by the level above, or with facts to put right. */
export const seatToAmend = (seats: readonly Candidacy[]): Candidacy | undefined =>
  // After a return from above both levels are 'sentBack'; the lower one amends.
  seats.find(({ state }) => state === 'returned') ??
  seats.find(({ state, upward }) => state === 'sentBack' && upward?.state === 'returned') ??
  seats.find(awaitsCorrection);

/** The seat at which a nomination is to be amended now. */
export const amendableSeat = async (deps: Deps, nomination: Nomination): Promise<Candidacy | undefined> =>
  seatToAmend(await seatsOf(deps, nomination));

/** Refuses who may not amend a nomination now; gives the seat that waits for it. Throws Problem `conflict` `not-returned`. */
export async function demandAmender(deps: Deps, actor: Actor, nomination: Nomination): Promise<Candidacy> {
  const seat = await amendableSeat(deps, nomination);
  const org = await getOrganisation(deps.table, seat?.state === 'sentBack' ? seat.org : nomination.org);
  await demandOf(deps, actor, nomination, 'nomination.amend', {
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
