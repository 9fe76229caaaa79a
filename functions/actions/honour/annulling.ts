/** 作废: one administrator proposes to annul a list or a whole edition by a decision, another confirms; then each honour follows in a job. */
import { startJob } from '#actions/job.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Ruling } from '#domain/honour/honour.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { type RevocationProposal, wholeId } from '#domain/honour/revocation-proposal.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, missing, text } from '#domain/problem.ts';
import { saltedDigest } from '#store/chain.ts';
import { everyOne } from '#store/every.ts';
import { is } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { getList, listPage } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { annulJob } from './annulment.ts';
import { editionAnnulment, honourRuling } from './honour-input.ts';
import { addProposal, sameProposal } from './proposals.ts';
import { checkRulingDate, demandSameRuling } from './rulings.ts';

/** An event on the chain of the list, or for an edition on that of its organisation. */
export async function addWholeEvent(
  deps: Deps,
  write: Writing,
  { whole, lists = [], id, org }: Pick<RevocationProposal, 'whole' | 'lists' | 'id' | 'org'>,
  action: 'annulment.propose' | 'annulment.withdraw',
  decision: string,
): Promise<void> {
  const details = { title: id, decision: saltedDigest(id, decision) };
  if (whole === 'list') {
    write.save('list', await getList(deps.table, lists[0]!), {}, action, details);
    return;
  }
  const happened = { at: write.now, ...write.by, action, details };
  write.op(...organisationEventOps(await getOrganisation(deps.table, org), happened));
}

interface Whole {
  readonly whole: 'list' | 'edition';
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly lists: readonly HonourList[];
}

async function proposeWhole(
  deps: Deps,
  actor: Actor,
  organisation: Organisation,
  { whole, ruling }: { readonly whole: Whole; readonly ruling: Ruling },
): Promise<RevocationProposal> {
  const { grounds, decisionNumber, date, body } = ruling;
  const { lists, ...of } = whole;
  // A day that one list forbids stops the whole.
  for (const list of lists) checkRulingDate(ruling, list.date, shanghaiDate(instantOf(deps)));
  const write = begin(deps, actor);
  const made: RevocationProposal = {
    ...{ ...of, org: organisation.id, lists: lists.map(({ id }) => id) },
    ...{ grounds, decisionNumber, date, body, by: actor.id, at: write.now, version: 1 },
  };
  await addProposal(deps, write, organisation, made);
  await addWholeEvent(deps, write, made, 'annulment.propose', decisionNumber);
  await finish(deps, write);
  return made;
}

function checkAnnullable(list: HonourList, version: number): void {
  if (list.annulled !== undefined)
    throw conflict(
      'list-annulled',
      `这份名单已经作废（${list.annulled.decision}），不能再作废。`,
      `This list was annulled already (${list.annulled.decision}).`,
    );
  if (list.publishedAt === undefined)
    throw conflict(
      'not-published',
      '名单尚未发布完毕，请稍后再试。',
      'The list is still being published; try again later.',
    );
  if (list.version !== version)
    throw conflict(
      'list-changed',
      '这份名单刚有变动，作废没有提出。请刷新后核对再办。',
      'This list has just changed, and nothing was proposed. Reload, check and do it again.',
    );
}

/**
 * Proposes to annul a whole list, on the version that its page shows; another person confirms
 * (docs/rules/honours.md#annulment). The same twice is one.
 * @throws Problem `invalid` for an incomplete ruling; conflict `list-annulled`, `list-changed`, `not-published`,
 * `revocation-proposed`; missing; forbidden.
 */
export async function proposeListAnnulment(
  deps: Deps,
  actor: Actor,
  { list: sentList, ...sent }: Input<typeof honourRuling> & { readonly list: string },
): Promise<RevocationProposal> {
  const { org } = await getList(deps.table, sentList);
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'honour.annul', { orgPath: organisation.path });
  const { version, ...ruling } = readInput(honourRuling, sent);
  const id = wholeId({ list: sentList });
  return again(async () => {
    const there = await sameProposal(deps, actor, { org, id, ruling });
    if (there !== undefined) return there;
    const list = await getList(deps.table, sentList);
    checkAnnullable(list, version);
    const whole = { whole: 'list', id, name: list.title, title: list.title, lists: [list] } as const;
    return proposeWhole(deps, actor, organisation, { whole, ruling });
  });
}

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
 * Proposes to annul every published list of an edition that the organisation granted; another person confirms. Lists
 * that were annulled before keep their own decision.
 * @throws Problem `invalid` for an incomplete ruling, or one before an award; missing `edition-unknown`; conflict
 * `edition-annulled`, `revocation-proposed`; forbidden.
 */
export async function proposeEditionAnnulment(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: Input<typeof editionAnnulment> & { readonly org: string },
): Promise<RevocationProposal> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'honour.annul', { orgPath: organisation.path });
  const { code, edition, ...ruling } = readInput(editionAnnulment, sent);
  const id = wholeId({ code, edition });
  return again(async () => {
    const there = await sameProposal(deps, actor, { org, id, ruling });
    if (there !== undefined) return there;
    const all = await listsOf(deps, org, code, edition);
    if (all.length === 0)
      throw missing(
        'edition-unknown',
        `本单位没有发布过 ${code} ${edition} 届的名单。`,
        `This organisation published no list of ${code}, edition ${edition}.`,
      );
    const lists = all.filter(({ annulled }) => annulled === undefined);
    if (lists.length === 0)
      throw conflict(
        'edition-annulled',
        `${code} ${edition} 届的名单都已作废。`,
        `Every list of ${code}, edition ${edition}, was annulled already.`,
      );
    const name = `${edition} ${code}`;
    const title = lists.map((list) => list.title).join('；');
    const whole = { whole: 'edition', id, name, title, lists } as const;
    return proposeWhole(deps, actor, organisation, { whole, ruling });
  });
}

/** Annuls one list by the decision that two persons stand for; safe to repeat under the same decision. */
async function annulOne(deps: Deps, actor: Actor, list: HonourList, proposal: RevocationProposal) {
  const { grounds, decisionNumber, date, body } = proposal;
  if (list.annulled === undefined) {
    const write = begin(deps, actor);
    const annulled = { reason: grounds, decision: decisionNumber, date, body };
    write.save('list', list, { annulled }, 'list.annul', {
      decision: saltedDigest(list.id, decisionNumber),
      date,
    });
    await finish(deps, write);
  } else
    demandSameRuling(list.annulled, proposal, {
      code: 'list-annulled',
      lead: text(`“${list.title}”已经作废。`, `${list.title} is annulled already.`),
    });
  await annulEach(deps, actor, list);
}

/**
 * Carries out a confirmed annulment: each list at once for everybody who looks, then honour by honour in jobs. A crash
 * leaves the proposal, and confirming again goes on.
 * @throws Problem conflict `edition-changed` when a list was published since it was proposed, `list-annulled`.
 */
export async function annulWhole(deps: Deps, actor: Actor, proposal: RevocationProposal): Promise<void> {
  const { org, id, lists = [] } = proposal;
  const all = await Promise.all(lists.map((list) => getList(deps.table, list)));
  if (proposal.whole === 'edition') {
    const { code, edition } = all[0]!;
    const since = (await listsOf(deps, org, code, edition)).filter(
      (list) => list.annulled === undefined && !lists.includes(list.id),
    );
    if (since.length > 0)
      throw conflict(
        'edition-changed',
        `提出后又发布了“${since[0]!.title}”，没有办理。请退回后重新提出整届作废。`,
        `${since[0]!.title} was published since, and nothing was annulled. Refuse it and propose the edition again.`,
      );
  }
  for (const list of all)
    await again(async () => annulOne(deps, actor, await getList(deps.table, list.id), proposal));
  await deps.table.together([{ remove: keys.revoking(org, id), when: is('at', proposal.at) }]);
}

/** Takes up the work on the single honours of an annulled list, where it was cut off. @throws Problem forbidden. */
export async function continueAnnulment(deps: Deps, actor: Actor, id: string): Promise<void> {
  const list = await getList(deps.table, id);
  const { path } = await getOrganisation(deps.table, list.org);
  demand(actor, 'honour.confirm', { orgPath: path });
  if (list.annulled !== undefined) await annulEach(deps, actor, list);
}

const annulEach = (deps: Deps, actor: Actor, list: HonourList) =>
  startJob(deps, actor, 'annul-list', {
    org: list.org,
    id: annulJob(list.id),
    total: list.granted,
    params: { list: list.id, at: instantOf(deps) },
  });
