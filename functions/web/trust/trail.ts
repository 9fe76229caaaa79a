/** Which record a chain tells of, by name, and who may read it: one answer for its page and its API. */

import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import type { Text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { noSuch, saidAs } from '#domain/things.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getCandidacy, getList, getNomination, getProgramme, getRound } from '#store/reads.ts';

/** A chain by the name of what it tells of, and the organisations whose auditors may read it. */
interface Subject {
  readonly title: string;
  readonly titleEn?: string | undefined;
  readonly orgs: readonly string[];
}
const subjects: Readonly<Record<string, (deps: Deps, a: string, b: string) => Promise<Subject>>> = {
  organisation: async (_deps, id) => ({ title: '', orgs: [id] }),
  programme: async ({ table }, id) => {
    const { document, owner } = await getProgramme(table, id);
    return { title: document.title.zh, titleEn: document.title.en, orgs: [owner] };
  },
  round: async ({ table }, id) => {
    const { title, titleEn, org } = await getRound(table, id);
    return { title, titleEn, orgs: [org] };
  },
  list: async ({ table }, id) => {
    const { title, org } = await getList(table, id);
    return { title, orgs: [org] };
  },
  package: async ({ table }, id) => {
    const found = await find(table, keys.package(id));
    if (found === undefined) throw noSuch('trail');
    return { title: found.title, orgs: [found.org] };
  },
  recheck: async ({ table }, id) => {
    const found = await find(table, keys.recheck(id));
    if (found === undefined) throw noSuch('trail');
    return { title: found.title, orgs: [found.org] };
  },
  candidacy: async ({ table }, round, nomination) => {
    const { name, org } = await getCandidacy(table, round, nomination);
    return { title: name, orgs: [org] };
  },
  nomination: async ({ table }, id) => {
    const { name, org, seats } = await getNomination(table, id);
    return { title: name, orgs: [org, ...seats.map((round) => round.slice(round.lastIndexOf('.') + 1))] };
  },
};

export interface Trail {
  /** What it tells of: the record, and the organisations that it belongs to. */
  readonly title: Text;
  readonly organisations: readonly string[];
  /** The reader may know what was said against a nominee. */
  readonly judged: boolean;
}

/** @throws Problem missing `chain-unknown`; forbidden unless she may read the trail of one of its organisations. */
export async function trailOf(deps: Deps, actor: Actor, aggregate: string): Promise<Trail> {
  const [kind = '', a = '', b = ''] = aggregate.split(':');
  const subject = Object.hasOwn(subjects, kind) ? subjects[kind] : undefined;
  if (subject === undefined) throw noSuch('trail');
  const { title, titleEn, orgs } = await saidAs('trail', () => subject(deps, a, b));
  const found = await Promise.all([...new Set(orgs)].map((org) => getOrganisation(deps.table, org)));
  const paths = found.map(({ path }) => path);
  if (!paths.some((orgPath) => may(actor, 'audit.read', { orgPath })))
    demand(actor, 'audit.read', { orgPath: paths[0] ?? [] });
  return {
    title: titled({ title, titleEn }),
    organisations: found.map(({ name }) => name),
    judged: paths.some((orgPath) => may(actor, 'candidacy.judged', { orgPath })),
  };
}
