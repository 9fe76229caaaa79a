/** Who is let in where: every route asked by everybody, and what the policy table says of it. */
import { keysOf } from '#domain/members.ts';
import { type Action, may, policyActions, type Resource } from '#domain/people/policy.ts';
import { policyTable } from '#domain/people/policy-table.ts';
import { formsIn } from '../fuzz/generated-requests.ts';
import { type Asker, ask, filled, type Ground, namesIn, type Place, type Route } from './ground.ts';

/**
 * What a request came to: `in` was let in (also to be told that the state or the input does not allow it), `out` was
 * refused, `unclear` says nothing of rights (the input was read first, or something else is not there).
 */
export type Outcome = 'in' | 'out' | 'unclear';

export const keyOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

/**
 * Notes by which action each refusal was made: `demand` looks its action up again to say who may. The table is watched
 * by accessors in its place, which `stop` takes away.
 */
export function watchTable(): { readonly refused: Set<Action>; begin(): void; stop(): void } {
  const refused = new Set<Action>();
  const kept = { ...policyTable };
  let last: Action | undefined;
  let times = 0;
  for (const action of policyActions)
    Object.defineProperty(policyTable, action, {
      configurable: true,
      enumerable: true,
      get: () => {
        times = last === action ? times + 1 : 1;
        last = action;
        if (times === 2) refused.add(action);
        return kept[action];
      },
    });
  return {
    refused,
    begin: () => {
      refused.clear();
      last = undefined;
    },
    stop: () => {
      for (const action of keysOf(kept))
        Object.defineProperty(policyTable, action, {
          value: kept[action],
          configurable: true,
          enumerable: true,
          writable: true,
        });
    },
  };
}

/** The forms of all pages that open for these people: what they would send, by its address. */
export async function formsOf(
  ground: Ground,
  routes: readonly Route[],
  places: readonly Place[],
  askers: readonly Asker[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const found = new Map<string, Readonly<Record<string, string>>>();
  const pages = routes.filter(({ isPage, method }) => isPage && method === 'GET');
  for (const asker of askers)
    for (const { ids } of places)
      for (const page of pages) {
        const path = filled(page.path, ids);
        if (path === undefined) continue;
        const answer = await ask(ground, asker, page, path, ids);
        if (!answer.ok || !/html/.test(answer.headers.get('content-type') ?? '')) {
          await answer.body?.cancel();
          continue;
        }
        for (const { action, fields } of formsIn(await answer.text(), path)) {
          const plain = action.split('?', 1)[0]!;
          if (found.has(plain)) continue;
          found.set(plain, Object.fromEntries(fields.filter(([name]) => name !== '_csrf')));
        }
      }
  return found;
}

export async function outcomeOf(answer: Response): Promise<Outcome> {
  const { status } = answer;
  if (status === 401 || status === 403) {
    await answer.body?.cancel();
    return 'out';
  }
  if (status === 404) {
    const text = await answer.text();
    // what is not there beside what was asked for says nothing of rights
    return /没有找到这个|task-gone|没有需要您办理|不属于您|没有这项待办|no-such-page/.test(text)
      ? 'out'
      : 'unclear';
  }
  if (status === 422) {
    await answer.body?.cancel();
    return 'unclear';
  }
  await answer.body?.cancel();
  return 'in';
}

export interface Seen {
  readonly route: Route;
  readonly place: string;
  readonly asker: Asker;
  readonly outcome: Outcome;
  readonly status: number;
  /** By which actions it was refused. */
  readonly by: readonly Action[];
}

/** Asks each route at each place as each of them; `isWanted` chooses. */
export async function askAll(
  ground: Ground,
  routes: readonly Route[],
  places: readonly Place[],
  askers: readonly Asker[],
  forms: ReadonlyMap<string, Readonly<Record<string, string>>>,
  isWanted: (n: number) => boolean,
): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  const table = watchTable();
  let n = 0;
  try {
    for (const route of routes)
      for (const [i, place] of places.entries()) {
        const path = filled(route.path, place.ids);
        if (path === undefined || (i > 0 && !namesIn(route.path).includes('round'))) continue;
        for (const asker of askers) {
          if (!isWanted(n++)) continue;
          table.begin();
          const answer = await ask(ground, asker, route, path, place.ids, forms.get(path.split('?', 1)[0]!));
          const { status } = answer;
          const outcome = await outcomeOf(answer);
          seen.push({
            route,
            place: place.name,
            asker,
            outcome,
            status,
            by: outcome === 'out' ? [...table.refused] : [],
          });
        }
      }
  } finally {
    table.stop();
  }
  return seen;
}

/** Whether the table lets somebody in: every action of the route, each on one of the things that it is done to. */
export const lets = (
  { actor }: Asker,
  actions: readonly Action[],
  resourcesOf: (action: Action) => readonly Resource[],
): boolean => actions.every((action) => resourcesOf(action).some((resource) => may(actor, action, resource)));
