/** Reminds the administrators of the root that no restore of a backup was rehearsed for a month; once a calendar month. */
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { systemActor } from '#domain/people/people.ts';
import { rehearsalOverdueSince } from '#domain/running/rehearsal-rule.ts';
import { keys } from '#store/keys.ts';
import { membersOf } from '#store/people.ts';

/** Looks and reminds. A home that is itself a rehearsal has no backups to care for. */
export async function remindOfRehearsal(deps: Deps): Promise<void> {
  const now = instantOf(deps);
  const [home, last, root] = await Promise.all([
    deps.table.get(keys.home()),
    deps.table.get(keys.rehearsed()),
    deps.table.get(keys.installation()),
  ]);
  if (home === undefined || home.rehearsal || root === undefined) return;
  const since = rehearsalOverdueSince(last?.at ?? home.createdAt, now);
  if (since === undefined) return;
  const month = shanghaiDate(now).slice(0, 7);
  const keyOf = ({ id }: { readonly id: string }) => `rehearsalDue-${id}-${month}`;
  const administrators = await membersOf(deps.table, root.org, 'administrator');
  const told = await Promise.all(administrators.map((each) => deps.table.get(keys.letter(keyOf(each)))));
  const untold = administrators.filter((_, n) => told[n] === undefined);
  if (untold.length === 0) return;
  const write = begin(deps, systemActor);
  for (const each of untold)
    write.letter({
      ...{ key: keyOf(each), template: 'rehearsalDue', to: each.id },
      params: { since, ever: last === undefined ? 0 : 1 },
      opens: { kind: 'page', scope: '/' },
    });
  await finish(deps, write);
}
