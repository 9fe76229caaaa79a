/** How somebody likes her forms: all on one page, or a section a page; kept for her alone. */
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { find } from '#store/reads.ts';
import type { Key } from '#store/table.ts';

const viewKey = (member: string): Key => ({ pk: `MEM#${member}`, sk: 'FORM' });

/** True where she chose a section a page. */
export const likesSections = async (deps: Pick<Deps, 'table'>, actor: Actor): Promise<boolean> =>
  (await find(deps.table, viewKey(actor.id))) !== undefined;

/** Keeps her choice; said twice, it is the same. */
export async function chooseView(deps: Deps, actor: Actor, view: 'sections' | 'whole'): Promise<void> {
  const key = viewKey(actor.id);
  await deps.table.together([
    view === 'sections' ? { put: { ...key, at: instantOf(deps) } } : { remove: key },
  ]);
}
