/** Links of letters as keys to doors: the right one, and every kind that must open nothing (docs/architecture.md#links). */

import { actorOf } from '#actions/actor.ts';
import { linkFor, raiseGenerationOp } from '#actions/people/links.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { getMember } from '#store/people.ts';
import { getCandidacy } from '#store/reads.ts';

export interface LinkAsked {
  readonly name: string;
  readonly code: string;
  /** Who comes by it, where it is one that opens something. */
  readonly actor?: Actor;
}

export interface Links {
  /** The link of a letter to a reviewer, good for her worklist of the step. */
  readonly right: LinkAsked & { readonly actor: Actor };
  /** Of somebody who was asked nothing in the same step: her list is empty, and no task is hers. */
  readonly idle: LinkAsked;
  /** Those that must answer for every task as for one that is not there. */
  readonly wrong: readonly LinkAsked[];
  /** The step that the right link is about. */
  readonly step: string;
}

/** Makes the links; before writes are refused, as one of them is revoked. */
export async function linksTo(
  deps: Deps,
  at: { readonly round: string; readonly nomination: string },
  others: { readonly round: string; readonly endedRound: string; readonly member: string },
): Promise<Links> {
  const { asked, step } = await getCandidacy(deps.table, at.round, at.nomination);
  const member = asked[0]!.member;
  const id = step!.id;
  const scope = keys.worklistPrefix(at.round, id);
  const made = async (name: string, to: string, of: string): Promise<LinkAsked> => {
    const link = await linkFor(deps, { member: to, scope: of, kind: 'worklist' });
    return { name, code: link.slice('/w/'.length) };
  };
  const revoked = await made('revoked', member, scope);
  await deps.table.together([raiseGenerationOp(member, scope)]);
  const right = await made('right', member, scope);
  const last = right.code.at(-1) === 'A' ? 'B' : 'A';
  const nomination = await linkFor(deps, { member, scope: at.nomination, kind: 'nomination' });
  return {
    step: id,
    idle: await made('of somebody else', others.member, scope),
    right: { ...right, actor: actorOf(await getMember(deps.table, member), 'link', { link: { scope } }) },
    wrong: [
      revoked,
      { name: 'forged', code: `${right.code.slice(0, -1)}${last}` },
      { name: 'unsealed', code: right.code.split('.')[0]! },
      await made('of another task', member, keys.worklistPrefix(at.round, 'opinions')),
      await made('of another round', member, keys.worklistPrefix(others.round, id)),
      await made('of a round that is over', member, keys.worklistPrefix(others.endedRound, id)),
      { name: 'of a nomination', code: nomination.slice('/w/'.length) },
    ],
  };
}
