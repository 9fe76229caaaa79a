/** What the running rounds above ask of an organisation: what it can nominate for, and which round of its own is not set up yet. */

import { systemPlaces } from '#actions/candidacy/system-places.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { levelRank } from '#domain/level.ts';
import type { Text } from '#domain/problem.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import type { HandedPlaces } from '#domain/round/handed-places.ts';
import { hasRound, roundId, stageOf } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { SystemPlaces } from '#domain/round/system-places.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, getOrganisations } from '#store/people.ts';
import { find, listPage, programmeRevision } from '#store/reads.ts';

export interface OpenProgramme {
  readonly programme: string;
  readonly title: Text;
  readonly category: Category;
  readonly round: string;
  /** Who selects: the first organisation above with a round, or the organisation itself for self-nominations there. */
  readonly org: string;
  readonly orgName: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly state: 'open' | 'coming';
  /** How many from it the organisation that selects may send to the level above; absent where none were handed down. */
  readonly handed?: number;
  /** What the organisation's system 系统 may send here, and has; absent where no limit binds it. */
  readonly systemPlaces?: SystemPlaces;
}

/** The latest rounds that are looked at, of each organisation above. */
const mostRounds = 100;

/** The path of an organisation, itself last, and the rounds on it that take in now or later. */
async function runningOn(deps: Deps, orgId: string) {
  const now = instantOf(deps);
  const path = await getOrganisations(deps.table, (await getOrganisation(deps.table, orgId)).path);
  const pages = await Promise.all(
    path.map((org) =>
      listPage<Round>(deps.table, {
        pk: keys.roundsOfOrg(org.id),
        index: 'gsi1',
        limit: mostRounds,
        descending: true,
      }),
    ),
  );
  const running = pages
    .flatMap((page) => page.items)
    .filter((round) => ['planned', 'open'].includes(round.status) && round.settings.closesAt >= now);
  return { now, path, own: path.at(-1)!, running };
}

/** The programme of a round while it is published. */
async function documentOf(deps: Deps, round: Round) {
  const record = await find(deps.table, keys.programme(round.programme), false);
  if (record?.status !== 'published') return undefined;
  return programmeRevision(deps.table, round.programme, round.programmeRevision);
}

/** A round above that takes in what an organisation has no round for yet. */
export interface AwaitedRound {
  readonly programme: string;
  readonly title: Text;
  /** The organisation that has to set its round up. */
  readonly org: string;
  readonly aboveName: string;
  /** Until when the round above takes in. */
  readonly closesAt: string;
}

/** Programmes running above whose stage of this organisation's level it has not set up, the first to close at the head. */
export async function awaitedRounds(deps: Deps, orgId: string): Promise<readonly AwaitedRound[]> {
  const { path, own, running } = await runningOn(deps, orgId);
  const found = new Map<string, AwaitedRound>();
  for (const round of running.toSorted((a, b) => (a.settings.closesAt < b.settings.closesAt ? -1 : 1))) {
    if (round.org === own.id || found.has(round.programme)) continue;
    const document = await documentOf(deps, round);
    const stage = document === undefined ? -1 : stageOf(document.stages, own);
    if (document === undefined || stage < 0 || stage >= round.stage || !hasRound(document.stages[stage]!))
      continue;
    const there = await find<Round>(deps.table, keys.round(roundId(round.programme, stage, own.id)), false);
    if (there !== undefined && there.status !== 'cancelled') continue;
    const { zh, en = zh } = document.title;
    found.set(round.programme, {
      programme: round.programme,
      title: { zh, en },
      org: own.id,
      aboveName: path.find((org) => org.id === round.org)!.name,
      closesAt: round.settings.closesAt,
    });
  }
  return [...found.values()];
}

/**
 * Programmes open to an organisation, the first to close at the head; each once, with the window that governs a nomination
 * from it: that of the lowest round above it. Bounded: the 100 latest rounds of each organisation on its path.
 */
export async function openProgrammes(deps: Deps, orgId: string): Promise<readonly OpenProgramme[]> {
  const { now, path, own, running } = await runningOn(deps, orgId);
  const nearest = running
    // Above the organisation first, the nearest before the farther; its own level, for self-nominations, last.
    .toSorted(
      (a, b) =>
        Number(a.org === own.id) - Number(b.org === own.id) || levelRank(a.level) - levelRank(b.level),
    );
  const found = new Map<string, OpenProgramme>();
  for (const round of nearest) {
    if (found.has(round.programme)) continue;
    const document = await documentOf(deps, round);
    const stage = document?.stages[round.stage];
    if (document === undefined || stage === undefined || !hasRound(stage)) continue;
    const { zh, en = zh } = document.title;
    const seat = { stage: round.stage, round: round.id };
    const systems = own.id === round.org ? undefined : await systemPlaces(deps, document, seat, own.id);
    const handed =
      own.parent === round.org
        ? await find<HandedPlaces>(deps.table, keys.handedPlaces(round.id), false)
        : undefined;
    const share = handed?.shares.find(({ organisation }) => organisation === own.id);
    found.set(round.programme, {
      programme: round.programme,
      title: { zh, en },
      category: document.category,
      round: round.id,
      org: round.org,
      orgName: path.find((org) => org.id === round.org)!.name,
      opensAt: round.settings.opensAt,
      closesAt: round.settings.closesAt,
      state: round.settings.opensAt <= now ? 'open' : 'coming',
      ...(handed !== undefined && { handed: share?.places ?? 0 }),
      ...(systems !== undefined && { systemPlaces: systems }),
    });
  }
  return [...found.values()].toSorted((a, b) => (a.closesAt < b.closesAt ? -1 : 1));
}
