/** Names of executions in a home that was moved: Step Functions keeps a name for 90 days, so each move has its own. */

import type { Deps } from '#deps';
import { keys } from '#store/keys.ts';

const known = new WeakMap<Deps['table'], { readonly moves: number; readonly until: number }>();
/** Real milliseconds for which the count of moves is kept in memory. */
const keptMilliseconds = 60_000;

/** The name under which an execution is started in this home; the plain one in a home that was never moved. */
export async function executionName(deps: Pick<Deps, 'table'>, name: string): Promise<string> {
  let kept = known.get(deps.table);
  if (kept === undefined || kept.until < performance.now()) {
    const home = await deps.table.get(keys.home(), { consistent: true });
    kept = { moves: Number(home?.moves ?? 0), until: performance.now() + keptMilliseconds };
    if (home !== undefined) known.set(deps.table, kept);
  }
  return kept.moves === 0 ? name : `${name}-m${kept.moves}`;
}

/** The name without the mark of a move. */
export const plainName = (name: string): string => name.replace(/-m\d+$/, '');
