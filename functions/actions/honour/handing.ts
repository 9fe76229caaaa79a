/** Certificates and plaques of titles: recorded as handed over, to be returned, returned; singly or many at once. */
import * as z from 'zod';
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { labelled } from '#domain/field-label.ts';
import { awardsOf, checkHanded, type Handed, handedNow, handedStates } from '#domain/honour/handed.ts';
import { titleRef } from '#domain/honour/title-id.ts';
import { type Input, id, readInput, words } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, missing, refuseIf, text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { listHonours, readList } from './honour-roll.ts';
import { type Many, withEach } from './many.ts';
import { changeTitle, getTitle } from './titles.ts';

export const handing = z.strictObject({
  titles: labelled(z.array(id).min(1).max(100), text('称号', 'Titles')),
  /** Left out: everything that was handed over. */
  award: labelled(words(20).optional(), text('证书或牌匾', 'What')),
  to: labelled(z.enum(handedStates), text('状态', 'State'), {
    missing: text('请选择状态', 'Choose the state'),
  }),
});

async function recordOne(
  deps: Deps,
  actor: Actor,
  org: string,
  { title: id, award, to }: { readonly title: string } & Pick<z.output<typeof handing>, 'award' | 'to'>,
): Promise<void> {
  const title = await getTitle(deps, titleRef(id, org));
  if (title.organisation.id !== org)
    throw missing('title-unknown', '本单位没有授予过这个称号。', 'This organisation granted no such title.');
  if (award !== undefined && !title.awards.includes(award))
    refuseIf([
      fault(
        'award',
        'award-unknown',
        `“${title.name}”没有“${award}”，只有：${title.awards.join('、')}`,
        `${title.name} has no ${award}, but: ${title.awards.join(', ')}`,
      ),
    ]);
  checkHanded(title.name, title.status, to);
  const now = handedNow(title.awards, title.standing.handed);
  const moved = award === undefined ? title.awards : [award];
  const handed = { ...now, ...Object.fromEntries(moved.map((each) => [each, to])) };
  if (moved.every((each) => now[each] === to)) return;
  const write = begin(deps, actor);
  await changeTitle(deps, write, title, {
    standing: { ...title.standing, handed },
    event: 'honour.handed',
    details: { to },
  });
  await finish(deps, write);
}

/**
 * Records where the certificates or plaques of some titles are. The same twice is one.
 * @throws Problem `invalid` `award-unknown`; conflict `handed-ended`; missing; forbidden. Of several, those refused are told.
 */
export async function recordHanded(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: Input<typeof handing> & { readonly org: string },
): Promise<Many> {
  demand(actor, 'honour.handed', { orgPath: (await getOrganisation(deps.table, org)).path });
  const { titles, award, to } = readInput(handing, sent);
  return withEach(titles, (title) => recordOne(deps, actor, org, { title, award, to }));
}

/** Where certificates and plaques of one page of a list are. @throws Problem missing; forbidden. */
export async function listHanded(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  id: string,
  page: number,
): Promise<readonly { readonly number: string; readonly name: string; readonly handed: Handed }[]> {
  const { list } = await readList(deps, id);
  demand(actor, 'honour.handed', { orgPath: (await getOrganisation(deps.table, list.org)).path });
  return (await listHonours(deps, list, page)).map((honour) => ({
    ...{ number: honour.number, name: honour.name },
    handed: handedNow(awardsOf(honour), honour.standing?.handed),
  }));
}
