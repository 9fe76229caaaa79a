/** What waits for somebody who signs in: tasks, what was returned, drafts, what she may nominate for, and her rounds. */
import { seatsOf } from '#actions/nomination/nomination-access.ts';
import { listOwned } from '#actions/nomination/owned.ts';
import {
  type AwaitedRound,
  awaitedRounds,
  type OpenProgramme,
  openProgrammes,
} from '#actions/programme/open-programmes.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Role } from '#domain/people/roles.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import type { Round } from '#domain/round/round-record.ts';
import { keys } from '#store/keys.ts';
import { findNomination, listPage, worklistOf } from '#store/reads.ts';
import type { Lang } from '#web/frame/words.ts';
import type { NextStep } from '#web/round/next-step.ts';
import { nextOfRound } from '#web/round/stands.ts';

export interface Waiting {
  readonly todos: readonly Todo[];
  readonly drafts: readonly Draft[];
  readonly returned: readonly { readonly id: string; readonly name: string }[];
  readonly offers: readonly Offer[];
  readonly rounds: readonly { readonly round: Round; readonly next: NextStep }[];
  /** Programmes above whose round of hers is not set up. */
  readonly awaited: readonly AwaitedRound[];
}
type Draft = Extract<Awaited<ReturnType<typeof listOwned>>['items'][number], { readonly kind: 'draft' }>;
/** What a clerk may nominate for, from which of her organisations. */
interface Offer extends OpenProgramme {
  readonly from: string;
}

const shown = 5;
const orgsWith = ({ grants }: Actor, role: Role): readonly string[] =>
  [...new Set(grants.filter((grant) => grant.role === role).map(({ org }) => org))].slice(0, shown);

/** Rounds of hers that are not over, each with the sentence that its desk says. */
async function roundsOf(deps: Deps, lang: Lang, actor: Actor): Promise<Waiting['rounds']> {
  const pages = await Promise.all(
    orgsWith(actor, 'administrator').map((org) =>
      listPage<Round>(deps.table, {
        pk: keys.roundsOfOrg(org),
        index: 'gsi1',
        limit: shown,
        descending: true,
      }),
    ),
  );
  const running = pages
    .flatMap(({ items }) => items)
    .filter(({ status, endedAt }) => status !== 'cancelled' && endedAt === undefined);
  const told = await Promise.all(
    running.map(async (round) => ({ round, next: await nextOfRound(deps, lang, actor, round.id) })),
  );
  return told.filter(({ next }) => next.tone !== 'over');
}

/** What is open to the organisations that she fills in for, the first to close at the head. */
async function offersOf(deps: Deps, actor: Actor): Promise<readonly Offer[]> {
  const all = await Promise.all(
    orgsWith(actor, 'clerk').map(async (from) =>
      (await openProgrammes(deps, from)).map((one) => ({ ...one, from })),
    ),
  );
  return all
    .flat()
    .toSorted((a, b) => (a.closesAt < b.closesAt ? -1 : 1))
    .slice(0, 2 * shown);
}

/** What running rounds above wait for from the organisations that she administers. */
const awaitedOf = async (deps: Deps, actor: Actor): Promise<readonly AwaitedRound[]> =>
  (await Promise.all(orgsWith(actor, 'administrator').map((org) => awaitedRounds(deps, org)))).flat();

/** Reads it. */
export async function waitingFor(deps: Deps, lang: Lang, actor: Actor): Promise<Waiting> {
  const [todos, owned, rounds, offers, awaited] = await Promise.all([
    worklistOf(deps.table, actor.id, undefined, undefined, shown),
    listOwned(deps, actor),
    roundsOf(deps, lang, actor),
    offersOf(deps, actor),
    awaitedOf(deps, actor),
  ]);
  const nominations = owned.items.filter((one) => one.kind === 'nomination' && one.withdrawnAt === undefined);
  const returned = await Promise.all(
    nominations.slice(0, 10).map(async ({ id, name }) => {
      const nomination = await findNomination(deps.table, id);
      const seats = nomination === undefined ? [] : await seatsOf(deps, nomination);
      return seats.some((seat) => seat.state === 'returned') ? [{ id, name }] : [];
    }),
  );
  return {
    todos: todos.items,
    drafts: owned.items.flatMap((one) => (one.kind === 'draft' ? [one] : [])).slice(0, shown),
    returned: returned.flat(),
    offers,
    rounds,
    awaited,
  };
}
