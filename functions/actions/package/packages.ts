/** Packages 报送包: made of what was recommended upward, read, and their cover letter changed (docs/rules/packages.md). */

import { ancestors, stageAbove } from '#actions/candidacy/seat.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { isUp } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { categoryWords } from '#domain/honour/ledger.ts';
import { type Input, type OfRecord, readInput, readOfRecord } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { type AskedPart, packageFaults } from '#domain/package/package-parts.ts';
import type { Package, PackagePart } from '#domain/package/package-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, refuseIf } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { noSuch } from '#domain/things.ts';
import { coverLetter } from '#papers/package-texts.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getCandidacy, type Listed, listPage, roundWithStage, tranchesOf } from '#store/reads.ts';
import { sentUp } from '#store/standing.ts';
import { packageLetter, packageStart } from './package-input.ts';

async function getPackage(deps: Pick<Deps, 'table'>, id: string): Promise<Package> {
  const found = await find<Package>(deps.table, keys.package(id));
  if (found !== undefined) return found;
  throw noSuch('package');
}

/** A package with its organisation, for somebody who may export from there. @throws Problem missing `package-unknown`; forbidden. */
export async function readPackage(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  id: string,
): Promise<{ readonly package: Package; readonly organisation: Organisation }> {
  const found = await getPackage(deps, id);
  const organisation = await getOrganisation(deps.table, found.org);
  demand(actor, 'export.read', { orgPath: organisation.path }, 'package');
  return { package: found, organisation };
}

/** The cover letter as it was last changed, and who signs it. Asks no rights: for the papers. @throws Problem missing `package-unknown`. */
export const signedLetter = (
  deps: Pick<Deps, 'table'>,
  id: string,
): Promise<Pick<Package, 'letter' | 'org'>> => getPackage(deps, id);

/** One page of an organisation's packages, newest first. @throws Problem forbidden. */
export async function listPackages(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  org: string,
  cursor?: string,
): Promise<Listed<Package>> {
  demand(actor, 'export.read', { orgPath: (await getOrganisation(deps.table, org)).path }, 'organisation');
  const pk = keys.packagesOfOrg(org);
  return listPage<Package>(deps.table, { pk, index: 'gsi1', limit: 25, cursor, descending: true });
}

/** True while she is with the level above by this tranche, and not by a later one. */
export const isUpBy = (candidacy: Pick<Candidacy, 'upward' | 'tranche'>, tranche: number): boolean =>
  isUp(candidacy) && candidacy.tranche === tranche;

/** The tranche's nominees from a position on who are up, a page of them at a time. */
export async function sentOf(
  deps: Pick<Deps, 'table'>,
  { round, tranche }: Pick<PackagePart, 'round' | 'tranche'>,
  from: number,
  most: number,
): Promise<{ readonly up: readonly Candidacy[]; readonly next: number; readonly all: number }> {
  const { recommended = [] } = (await find<Tranche>(deps.table, keys.tranche(round, tranche))) ?? {};
  const ids = recommended.slice(from, from + most);
  const up: Candidacy[] = [];
  for (let n = 0; n < ids.length; n += 25) {
    const some = await Promise.all(ids.slice(n, n + 25).map((id) => getCandidacy(deps.table, round, id)));
    up.push(...some.filter((each) => isUpBy(each, tranche)));
  }
  return { up, next: from + ids.length, all: recommended.length };
}

const titleOf = ({ edition, title }: Programme): string => `${edition.slice(0, 4)}年${title.zh}`;

/** Where a round's recommendations go: another programme's level, or the next stage that this organisation is below. */
function aboveOf(programme: Programme, round: Round, path: readonly Organisation[]): AskedPart['above'] {
  const feeds = programme.stages[round.stage]?.upward;
  if (feeds !== undefined) return { level: feeds.level, outside: false };
  const at = stageAbove(programme, round.stage, path);
  const stage = at === undefined ? undefined : programme.stages[at];
  return stage && { level: stage.level, outside: stage.external };
}

type Asked = AskedPart & { readonly programme: string; readonly unit: string };

async function askedPart(
  deps: Deps,
  organisation: Organisation,
  path: readonly Organisation[],
  { round: id, tranche: n }: { readonly round: string; readonly tranche: number },
): Promise<Asked> {
  const { round, programme } = await roundWithStage(deps.table, id);
  const tranche = await find<Tranche>(deps.table, keys.tranche(id, n));
  const sent = tranche?.sentAt !== undefined;
  return {
    ...{ round: id, tranche: n, title: titleOf(programme), programme: round.programme },
    unit: categoryWords[programme.category].unit,
    own: round.org === organisation.id,
    sent,
    count: sent ? await sentUp(deps.table, id, n) : 0,
    above: aboveOf(programme, round, path),
  };
}

/** Rounds of one page, and pages that a search looks through before it offers to go on. */
const roundsPerPage = 50;
const mostPages = 8;

/**
 * What of an organisation's rounds was sent up and may be packed, newest round first, a page of rounds at a time; those whose
 * year and title hold `q`, looked for in up to 400 rounds. @throws Problem forbidden.
 */
export async function packable(
  deps: Deps,
  actor: Actor,
  org: string,
  { q = '', cursor }: { readonly q?: string | undefined; readonly cursor?: string | undefined } = {},
): Promise<Listed<Omit<PackagePart, 'programme'>>> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'package.make', { orgPath: organisation.path }, 'organisation');
  const found: Omit<PackagePart, 'programme'>[] = [];
  let at = cursor;
  for (let pages = 0; pages < (q === '' ? 1 : mostPages) && found.length === 0; pages++) {
    const rounds = await listPage<Round>(deps.table, {
      pk: keys.roundsOfOrg(org),
      ...{ index: 'gsi1', limit: roundsPerPage, descending: true, cursor: at },
    });
    for (const { id } of rounds.items) {
      const { programme, stage } = await roundWithStage(deps.table, id);
      const title = titleOf(programme);
      if (!stage.recommend || !title.includes(q)) continue;
      const { unit } = categoryWords[programme.category];
      for (const { n, sentAt } of (await tranchesOf(deps.table, id)).items) {
        const count = sentAt === undefined ? 0 : await sentUp(deps.table, id, n);
        if (count > 0) found.push({ round: id, tranche: n, title, unit, count });
      }
    }
    at = rounds.cursor;
    if (at === undefined) break;
  }
  return { items: found, cursor: at };
}

/**
 * Makes a package; its letter is written from the record where none is given. @throws Problem `invalid` with a fault
 * beside each part that cannot stand in it; forbidden.
 */
export async function makePackage(
  deps: Deps,
  actor: Actor,
  { org, ...sent }: Input<typeof packageStart> & { readonly org: string },
): Promise<Package> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'package.make', { orgPath: organisation.path }, 'organisation');
  const { title, to, letter, ...input } = readInput(packageStart, sent);
  const path = await ancestors(deps.table, organisation);
  const asked: Asked[] = [];
  for (const part of input.parts) asked.push(await askedPart(deps, organisation, path, part));
  refuseIf(packageFaults(asked));
  const { level, outside } = asked[0]!.above!;
  const parts = asked.map(({ round, tranche, programme, title, unit, count }) => ({
    ...{ round, tranche, programme, title, unit, count },
  }));
  const write = begin(deps, actor);
  const date = shanghaiDate(instantOf(deps));
  const made = write.create(
    'package',
    {
      ...{ id: deps.id('pkg'), org, title, to, level, outside, parts },
      letter: letter || coverLetter({ to, orgName: organisation.name, date, parts }),
      by: actor.id,
      at: write.now,
      version: 0,
      head: { seq: 0, hash: '' },
    },
    'package.create',
    { level, parts: parts.length, nominees: parts.reduce((sum, { count }) => sum + count, 0) },
  );
  await finish(deps, write);
  return made;
}

/** Refuses an act upon a package that somebody changed meanwhile. */
function demandSeen(found: Package, version: number): void {
  if (found.version !== version)
    throw conflict(
      'package-stale',
      '报送包刚被改动，请刷新后重试。',
      'The package has just changed; load it again.',
    );
}

/** Changes the cover letter; an archive made before holds the old one and is dropped. @throws Problem conflict `package-stale`. */
export async function changeLetter(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof packageLetter>,
): Promise<Package> {
  const { package: found, organisation } = await readPackage(deps, actor, sent.id);
  demand(actor, 'package.make', { orgPath: organisation.path });
  const { letter, version } = readOfRecord(packageLetter, sent);
  if (found.letter === letter) return found;
  demandSeen(found, version);
  const write = begin(deps, actor);
  const after = write.save('package', found, { letter, archive: undefined }, 'package.letter', {});
  await finish(deps, write);
  return after;
}
