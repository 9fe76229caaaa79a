/** 撤销: one administrator proposes it with the decision, another confirms; singly, or many by one decision. Annulments are confirmed the same way. */
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { honourTransitions, type Ruling, rulingLine } from '#domain/honour/honour.ts';
import { demandSecondPerson, type RevocationProposal } from '#domain/honour/revocation-proposal.ts';
import { titleRef } from '#domain/honour/title-id.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, missing } from '#domain/problem.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import { saltedDigest } from '#store/chain.ts';
import { is } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find, type Listed, listPage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import type { Writing } from '#store/writing.ts';
import { addWholeEvent, annulWhole } from './annulling.ts';
import { honourRuling } from './honour-input.ts';
import { type Many, withEach } from './many.ts';
import { addProposal, getProposal, sameProposal } from './proposals.ts';
import { revocationsConfirmed, revocationsProposed, revocationsWithdrawn } from './revocation-input.ts';
import { checkRulingDate } from './rulings.ts';
import { changeTitle, getTitle, type Title } from './titles.ts';

/** An event on the chain of the title: its list's, or its organisation's. */
function addEvent(
  write: Writing,
  title: Title,
  id: string,
  action: 'revocation.propose' | 'revocation.withdraw',
  decision: string,
): void {
  const details = { title: id, decision: saltedDigest(id, decision) };
  if (title.kind === 'honour') write.save('list', title.list, {}, action, details);
  else write.op(...organisationEventOps(title.organisation, { at: write.now, ...write.by, action, details }));
}

function checkRevocable(title: Title): void {
  const { name, status } = title;
  if (!honourTransitions[status].includes('revoked'))
    throw conflict(
      'honour-state',
      `“${name}”的称号已撤销或作废，不能再撤销。`,
      `The title of ${name} was revoked or annulled already.`,
    );
  if (title.kind === 'honour') return;
  const { entry, organisation } = title;
  if (entry.source === 'above' || entry.level !== organisation.level)
    throw conflict(
      'title-not-ours',
      `“${name}”的称号不是本级授予的，由授予的一级撤销。`,
      `The title of ${name} was granted by another level, which alone can revoke it.`,
    );
  if (entry.names.length !== 1 || entry.count !== 1)
    throw conflict(
      'title-of-many',
      '台账这一行有多个或没有列名的对象，请先分行登记再撤销。',
      'This line of the ledger has several holders, or none by name; record each in a line of her own first.',
    );
}

async function proposeOne(
  deps: Deps,
  actor: Actor,
  organisation: Organisation,
  {
    id,
    ruling,
    recheck,
    version,
  }: { id: string; ruling: Ruling; recheck?: string | undefined; version?: number },
): Promise<RevocationProposal> {
  const org = organisation.id;
  const title = await getTitle(deps, titleRef(id, org));
  if (title.organisation.id !== org)
    throw missing('title-unknown', '本单位没有授予过这个称号。', 'This organisation granted no such title.');
  const there = await sameProposal(deps, actor, { org, id, ruling });
  if (there !== undefined) return there;
  checkRevocable(title);
  const write = begin(deps, actor);
  checkRulingDate(ruling, title.awarded, shanghaiDate(write.now));
  if (version !== undefined && title.kind === 'honour' && title.honour.version !== version)
    throw conflict(
      'honour-changed',
      '这项荣誉刚被别人更新，您的内容没有保存。请刷新后核对再办。',
      'Somebody has just changed this honour; yours was not saved. Reload, check and do it again.',
    );
  const { grounds, decisionNumber, date, body } = ruling;
  const made: RevocationProposal = {
    ...{ id, org, name: title.name, title: title.title, grounds, decisionNumber, date, body },
    ...(recheck !== undefined && { recheck }),
    by: actor.id,
    at: write.now,
    version: 1,
  };
  await addProposal(deps, write, organisation, made);
  addEvent(write, title, id, 'revocation.propose', decisionNumber);
  await finish(deps, write);
  return made;
}

/**
 * Proposes to revoke one honour, on the version that its page shows. The same twice is one.
 * @throws Problem `invalid` for an incomplete ruling; conflict as for several, `honour-changed`; missing; forbidden.
 */
export async function proposeRevocation(
  deps: Deps,
  actor: Actor,
  { number, ...sent }: Input<typeof honourRuling> & { readonly number: string },
): Promise<RevocationProposal> {
  const title = await getTitle(deps, { kind: 'honour', number });
  demand(actor, 'honour.revoke', { orgPath: title.organisation.path, state: 'valid' });
  const { version, ...ruling } = readInput(honourRuling, sent);
  return again(() => proposeOne(deps, actor, title.organisation, { id: number, ruling, version }));
}

type OfOrg<S> = S & { readonly org: string };

/**
 * Proposes to revoke titles of an organisation by one decision; another person confirms.
 * @throws Problem `invalid` for an incomplete ruling; conflict `honour-state`, `title-not-ours`, `revocation-proposed`;
 * missing; forbidden. Of several titles, those refused are told.
 */
export async function proposeRevocations(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: OfOrg<Input<typeof revocationsProposed>>,
): Promise<Many> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'honour.revoke', { orgPath: organisation.path, state: 'valid' });
  const { titles, recheck, ...ruling } = readInput(revocationsProposed, sent);
  return withEach(titles, (id) => proposeOne(deps, actor, organisation, { id, ruling, recheck }));
}

/** A re-check whose finding led to this says so. */
async function settleRecheck(deps: Deps, write: Writing, { recheck: id, id: title }: RevocationProposal) {
  if (id === undefined) return;
  const [recheck, item] = await Promise.all([
    find<Recheck>(deps.table, keys.recheck(id)),
    find<RecheckItem>(deps.table, keys.recheckItem(id, title)),
  ]);
  if (recheck === undefined || item === undefined || item.state === 'revoked') return;
  const { counts } = recheck;
  const moved = { ...counts, [item.state]: counts[item.state] - 1, revoked: counts.revoked + 1 };
  write.save('recheck', recheck, { counts: moved }, 'recheck.revoked', { title });
  write.op(replaced(rows.recheckItem, item, { state: 'revoked' }));
}

async function confirmOne(deps: Deps, actor: Actor, org: string, id: string): Promise<void> {
  const proposal = await getProposal(deps, org, id);
  demandSecondPerson(proposal, actor.id);
  if (proposal.whole !== undefined) return annulWhole(deps, actor, proposal);
  const title = await getTitle(deps, titleRef(id, org));
  const { rectifyBy: _, ...standing } = title.standing;
  const write = begin(deps, actor);
  write.op({ remove: keys.revoking(org, id), when: is('at', proposal.at) });
  await changeTitle(deps, write, title, {
    standing,
    event: 'honour.revoke',
    move: { to: 'revoked', ...rulingLine(proposal) },
    details: { decision: saltedDigest(id, proposal.decisionNumber), date: proposal.date },
  });
  await settleRecheck(deps, write, proposal);
  await finish(deps, write);
}

/**
 * Confirms proposed revocations and annulments: the titles end, and their numbers are never given again.
 * @throws Problem conflict `second-person-needed` for who proposed it, `honour-state`; missing; forbidden.
 */
export async function confirmRevocations(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: OfOrg<Input<typeof revocationsConfirmed>>,
): Promise<Many> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'honour.confirm', { orgPath: organisation.path });
  const { titles } = readInput(revocationsConfirmed, sent);
  return withEach(titles, (id) => confirmOne(deps, actor, org, id));
}

/** Takes proposals back, or refuses them, with the reason; the titles stay as they are. @throws Problem missing; forbidden. */
export async function withdrawRevocations(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: OfOrg<Input<typeof revocationsWithdrawn>>,
): Promise<Many> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'honour.confirm', { orgPath: organisation.path });
  const { titles, reason } = readInput(revocationsWithdrawn, sent);
  return withEach(titles, async (id) => {
    const proposal = await getProposal(deps, org, id);
    const write = begin(deps, actor);
    write.op({ remove: keys.revoking(org, id), when: is('at', proposal.at) });
    const ended = { at: write.now, by: actor.id, reason };
    write.op({ put: { ...keys.pastProposal(org, id, write.now), ...proposal, ended } });
    if (proposal.whole !== undefined)
      await addWholeEvent(deps, write, proposal, 'annulment.withdraw', reason);
    else addEvent(write, await getTitle(deps, titleRef(id, org)), id, 'revocation.withdraw', reason);
    await finish(deps, write);
  });
}

/** One page of the revocations and annulments of an organisation that wait for a second person. @throws Problem forbidden. */
export async function listProposals(
  deps: Deps,
  actor: Actor,
  org: string,
  cursor?: string,
): Promise<Listed<RevocationProposal> & { readonly organisation: Organisation }> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'honour.confirm', { orgPath: organisation.path });
  const page = await listPage<RevocationProposal>(deps.table, {
    pk: keys.revokings(org),
    prefix: keys.revokingPrefix,
    limit: 100,
    cursor,
  });
  return { ...page, organisation };
}
