/** What proposals to revoke titles or to annul lists share: one stands for each, and who may confirm it is told. */
import type { Deps } from '#deps';
import type { Ruling } from '#domain/honour/honour.ts';
import { actOf, type RevocationProposal } from '#domain/honour/revocation-proposal.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { conflict, missing, text } from '#domain/problem.ts';
import { saltedDigest } from '#store/chain.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { membersOf } from '#store/people.ts';
import { find } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { demandSameRuling } from './rulings.ts';

/** The proposal that stands for a title or a whole; undefined when there is none. */
export const findProposal = (deps: Pick<Deps, 'table'>, org: string, id: string) =>
  find<RevocationProposal>(deps.table, keys.revoking(org, id));

/** @throws Problem missing `proposal-unknown`. */
export async function getProposal(deps: Deps, org: string, id: string): Promise<RevocationProposal> {
  const found = await findProposal(deps, org, id);
  if (found !== undefined) return found;
  throw missing(
    'proposal-unknown',
    '没有等待确认的撤销或作废，或已经办理。',
    'Nothing waits to be confirmed here, or it was settled already.',
  );
}

/**
 * The proposal that stands already, where the same person sends the same again; undefined when there is none.
 * @throws Problem conflict `revocation-proposed` for another person's, or the same person's with another ruling.
 */
export async function sameProposal(
  deps: Deps,
  actor: Pick<Actor, 'id'>,
  { org, id, ruling }: { readonly org: string; readonly id: string; readonly ruling: Ruling },
): Promise<RevocationProposal | undefined> {
  const there = await findProposal(deps, org, id);
  if (there === undefined) return undefined;
  const { zh, en } = actOf(there);
  if (there.by !== actor.id)
    throw conflict(
      'revocation-proposed',
      `“${there.name}”的${zh}已经提出（${there.decisionNumber}），等待另一名管理员确认。`,
      `The ${en} of ${there.name} was proposed (${there.decisionNumber}) and waits for another administrator.`,
    );
  const { grounds: reason, decisionNumber: decision, date, body } = there;
  demandSameRuling({ reason, decision, date, body }, ruling, {
    code: 'revocation-proposed',
    lead: text(`“${there.name}”的${zh}已经提出。`, `The ${en} of ${there.name} is proposed already.`),
  });
  return there;
}

/** Those who may confirm: other administrators of the organisation, else those of the nearest one above that has some. */
async function confirmersOf(
  deps: Deps,
  { path }: Organisation,
  proposer: string,
): Promise<readonly string[]> {
  for (const org of path.toReversed()) {
    const others = (await membersOf(deps.table, org, 'administrator')).filter(({ id }) => id !== proposer);
    if (others.length > 0) return others.slice(0, 5).map(({ id }) => id);
  }
  return [];
}

/** Adds a proposal to a write, with the letters to those who may confirm it. */
export async function addProposal(
  deps: Deps,
  write: Writing,
  organisation: Organisation,
  proposal: RevocationProposal,
): Promise<void> {
  const { org, id, by, decisionNumber } = proposal;
  write.op({ put: { ...proposal, ...keys.revoking(org, id) }, when: rowAbsent });
  const { zh, en } = actOf(proposal);
  for (const to of await confirmersOf(deps, organisation, by))
    write.letter({
      // One for all that are proposed by one decision on a day.
      key: `revocationProposed-${to}-${org}-${saltedDigest(org, `${en}${decisionNumber}`).slice(0, 16)}-${shanghaiDate(write.now)}`,
      ...{ template: 'revocationProposed', org },
      to,
      params: { org: organisation.name, decision: decisionNumber, actZh: zh, actEn: en },
      opens: { kind: 'page', scope: `/revocations?org=${org}` },
    });
}
