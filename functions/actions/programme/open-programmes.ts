/** What an organisation can nominate for: the rounds of those above it whose window is open, or opens later. */

import { systemPlaces } from '#actions/candidacy/system-places.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { levelRank } from '#domain/level.ts';
import type { Text } from '#domain/problem.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import type { HandedPlaces } from '#domain/round/handed-places.ts';
import { hasRound } from '#domain/round/round.ts';
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

/**
 * Programmes open to an organisation, the first to close at the head; each once, with the window that governs a nomination
 * from it: that of the lowest round above it. Bounded: the 100 latest rounds of each organisation on its path.
 */
export async function openProgrammes(deps: Deps, orgId: string): Promise<readonly OpenProgramme[]> {
  const now = instantOf(deps);
  const path = await getOrganisations(deps.table, (await getOrganisation(deps.table, orgId)).path);
  const own = path.at(-1)!;
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
    .filter((round) => ['planned', 'open'].includes(round.status) && round.settings.closesAt >= now)
    // Above the organisation first, the nearest before the farther; its own level, for self-nominations, last.
    .toSorted(
      (a, b) =>
        Number(a.org === own.id) - Number(b.org === own.id) || levelRank(a.level) - levelRank(b.level),
    );
  const found = new Map<string, OpenProgramme>();
  for (const round of running) {
    if (found.has(round.programme)) continue;
    const record = await find(deps.table, keys.programme(round.programme), false);
    if (record?.status !== 'published') continue;
    const document = await programmeRevision(deps.table, round.programme, round.programmeRevision);
    const stage = document.stages[round.stage];
    if (stage === undefined || !hasRound(stage)) continue;
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
