import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { labelled } from '#domain/field-label.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { type Input, needed, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { missing, text } from '#domain/problem.ts';
import { everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { listPage } from '#store/reads.ts';
import { honourRuling } from './honour-input.ts';
import { annulHonourList } from './revocations.ts';
import { checkRulingDate } from './rulings.ts';

export const editionAnnulment = honourRuling.omit({ version: true }).extend({
  code: labelled(needed(8), text('荣誉代码', 'Honour code')),
  edition: labelled(needed(7), text('届次', 'Edition')),
});

/** Published lists of an edition of an honour; an organisation has one a tranche. */
async function listsOf(
  deps: Deps,
  org: string,
  code: string,
  edition: string,
): Promise<readonly HonourList[]> {
  const found: HonourList[] = [];
  const page = (cursor: string | undefined) =>
    listPage<HonourList>(deps.table, { pk: keys.listsOfOrg(org), index: 'gsi1', limit: 100, cursor });
  for await (const list of everyOne(page))
    if (list.code === code && list.edition === edition) found.push(list);
  return found;
}

/**
 * Annuls every published list of an edition that the organisation granted (docs/rules/honours.md#annulment). Lists that
 * were annulled before keep their own decision; the same decision again takes up what was cut off.
 * @returns the lists that this decision annuls.
 * @throws Problem `invalid` for an incomplete ruling, or one before an award; missing `edition-unknown`; forbidden.
 */
export async function annulEdition(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: Input<typeof editionAnnulment> & { readonly org: string },
): Promise<readonly HonourList[]> {
  demand(actor, 'honour.annul', { orgPath: (await getOrganisation(deps.table, org)).path });
  const { code, edition, ...ruling } = readInput(editionAnnulment, sent);
  const all = await listsOf(deps, org, code, edition);
  if (all.length === 0)
    throw missing(
      'edition-unknown',
      `本单位没有发布过 ${code} ${edition} 届的名单。`,
      `This organisation published no list of ${code}, edition ${edition}.`,
    );
  const lists = all.filter(
    ({ annulled }) => annulled === undefined || annulled.decision === ruling.decisionNumber,
  );
  // All or none: a day that one list forbids stops the whole before anything was annulled.
  const today = shanghaiDate(instantOf(deps));
  for (const { date } of lists) checkRulingDate(ruling, date, today);
  const done: HonourList[] = [];
  for (const { id, version } of lists)
    done.push(await annulHonourList(deps, actor, { ...ruling, list: id, version }));
  return done;
}
