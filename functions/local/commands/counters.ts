/** Whether the counters of a round add up: its tally, the places it gave, and the numbers that its lists took. */

import { verifyAggregate } from '#actions/trust/verification.ts';
import { holdsPlace } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import { standingOf } from '#domain/round/standing.ts';
import { everyCandidacy, everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, listChildren } from '#store/people.ts';
import { allotmentsOf, find, listPage, programmeRevision } from '#store/reads.ts';
import { sentBy, usedPlacesBefore } from '#store/standing.ts';
import type { Table } from '#store/table.ts';
import { readTally } from '#store/tally.ts';
import { isOpenState } from '#store/writing.ts';

/** One thing that the doctor found; a note is no fault, but worth knowing. */
export interface Finding {
  readonly area:
    | 'executions'
    | 'signals'
    | 'letters'
    | 'chains'
    | 'counters'
    | 'sweeper'
    | 'disk'
    | 'proxies'
    | 'rows'
    | 'calendar';
  readonly level: 'fault' | 'note';
  readonly ids: readonly string[];
  readonly text: Text;
}

type Counted = Partial<Record<CandidacyState, number>>;

const allCandidacies = (table: Table, round: string): Promise<readonly Candidacy[]> =>
  Array.fromAsync(everyCandidacy(table, round));

const countsOf = (candidacies: readonly Candidacy[]): Counted => {
  const counts: Counted = {};
  for (const { state } of candidacies) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

/** A count without its zeroes, in one spelling. */
const written = (counts: Counted): string =>
  Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, count]) => `${state} ${count}`)
    .join(', ');

const fault = (ids: readonly string[], zh: string, en: string): Finding => ({
  area: 'counters',
  level: 'fault',
  ids,
  text: text(zh, en),
});

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/** The counters beside the states: what came from whom, who uses a place, who rests or is held by an open case. */
async function standings(
  table: Table,
  id: string,
  candidacies: readonly Candidacy[],
  tally: { readonly heldOpen: number; readonly atRest: number },
): Promise<readonly Finding[]> {
  const all = candidacies.map((each) => ({ from: each.from, ...standingOf(each) }));
  const senders = await Array.fromAsync(
    [...new Set(all.map(({ from }) => from))],
    async (org) => [await sentBy(table, id, org), all.filter(({ from }) => from === org)] as const,
  );
  const used = await usedPlacesBefore(table, id, 1_000);
  const pairs: readonly (readonly [string, number, number])[] = [
    ['held', tally.heldOpen, all.filter(({ heldOpen }) => heldOpen).length],
    ['resting', tally.atRest, all.filter(({ atRest }) => atRest).length],
    ['received', sum(senders.map(([{ received }]) => received)), all.length],
    ['places', sum(senders.map(([{ held }]) => held)), all.filter(({ holds }) => holds).length],
    ['used', used.count, all.filter(({ uses }) => uses !== undefined).length],
  ];
  return pairs.flatMap(([name, counted, is]) =>
    counted === is
      ? []
      : [
          fault(
            [id],
            `${id}：计数 ${name} 为 ${counted}，实际为 ${is}`,
            `${id}: ${name} counted as ${counted}, but there are ${is}`,
          ),
        ],
  );
}

async function once(table: Table, id: string): Promise<readonly Finding[]> {
  const round = await find<Round>(table, keys.round(id));
  const candidacies = await allCandidacies(table, id);
  const tally = await readTally(table, id);
  const found: Finding[] = [];
  const [is, counted] = [written(countsOf(candidacies)), written(tally.states)];
  if (is !== counted)
    found.push(
      fault(
        [id],
        `${id}：计数为 ${counted}，实际为 ${is === '' ? '0' : is}`,
        `${id}: counted ${counted}, but there are ${is === '' ? 'none' : is}`,
      ),
    );
  const open = candidacies.filter(({ state }) => isOpenState(state)).length;
  if (open !== tally.open)
    found.push(
      fault(
        [id],
        `${id}：未办结计数为 ${tally.open}，实际为 ${open}`,
        `${id}: ${tally.open} counted as under way, but there are ${open}`,
      ),
    );
  found.push(...(await standings(table, id, candidacies, tally)));
  if (round?.allotted !== true) return found;
  for (const { org, used } of (await allotmentsOf(table, id)).items) {
    const held = candidacies.filter((each) => each.from === org && holdsPlace(each)).length;
    if (held !== used)
      found.push(
        fault(
          [id, org],
          `${id}：${org} 的名额记为已用 ${used}，实际占用 ${held}`,
          `${id}: ${used} places of ${org} counted as used, but ${held} are`,
        ),
      );
  }
  return found;
}

/**
 * Compares the tally and the allotments of a round with its candidacies. Beside a running server a count is taken again
 * twice before it is called wrong, since candidacies move while they are read.
 */
export async function checkRound(table: Table, round: string, tries = 3): Promise<readonly Finding[]> {
  for (let left = tries; ; left--) {
    const found = await once(table, round);
    if (found.length === 0 || left <= 1) return found;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** Where the last number of a list's series is kept. */
async function seriesOf(table: Table, list: HonourList) {
  const round = await find<Round>(table, keys.round(list.round));
  if (round === undefined) return undefined;
  const programme = await programmeRevision(table, round.programme, round.programmeRevision);
  const region = programme.stages[round.stage]?.series ?? (await getOrganisation(table, round.org)).region;
  return keys.series(region, list.code, list.edition, list.level);
}

/** A published list has as many honours as entries that got one, inside its block, and its series reaches that far. */
async function checkList(table: Table, list: HonourList): Promise<readonly Finding[]> {
  const { id, block, entries, granted, publishedAt } = list;
  if (block === undefined) return [];
  const found: Finding[] = [];
  const key = await seriesOf(table, list);
  const last = Number((key && (await table.get(key, { consistent: true })))?.last ?? 0);
  if (last < block.to)
    found.push(
      fault(
        [id],
        `${id}：号段到 ${block.to}，而号码序列只到 ${last}`,
        `${id}: its block ends at ${block.to}, but the series only at ${last}`,
      ),
    );
  if (block.to - block.from + 1 !== entries.length)
    found.push(
      fault(
        [id],
        `${id}：号段与名单人数不符`,
        `${id}: its block has another size than its list (${entries.length})`,
      ),
    );
  if (publishedAt !== undefined && granted !== entries.length)
    found.push(
      fault(
        [id],
        `${id}：已发布，但只授予 ${granted}/${entries.length}`,
        `${id}: published with ${granted} of ${entries.length} granted`,
      ),
    );
  return found;
}

/** Compares lists with their series and with each other: blocks of one series never overlap. */
export async function checkLists(table: Table, ids: readonly string[]): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const taken = new Map<string, HonourList[]>();
  for (const id of ids) {
    const list = await find<HonourList>(table, keys.list(id));
    if (list === undefined) continue;
    found.push(...(await checkList(table, list)));
    const series = await seriesOf(table, list);
    if (list.block !== undefined && series !== undefined)
      taken.set(series.pk, [...(taken.get(series.pk) ?? []), list]);
  }
  for (const lists of taken.values()) {
    const sorted = lists.toSorted((a, b) => a.block!.from - b.block!.from);
    for (const [i, list] of sorted.entries())
      if (i > 0 && sorted[i - 1]!.block!.to >= list.block!.from)
        found.push(
          fault(
            [sorted[i - 1]!.id, list.id],
            `${sorted[i - 1]!.id} 与 ${list.id} 的号段重叠`,
            `the blocks of ${sorted[i - 1]!.id} and ${list.id} overlap`,
          ),
        );
  }
  return found;
}

/** Every round, by the tree of organisations. */
export async function allRounds(table: Table): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const walk = async (parent: string | undefined): Promise<void> => {
    for await (const { id } of everyOne((cursor) => listChildren(table, parent, { limit: 200, cursor }))) {
      const of = { pk: keys.roundsOfOrg(id), index: 'gsi1', limit: 200 } as const;
      rounds.push(...(await listPage<Round>(table, of)).items);
      await walk(id);
    }
  };
  await walk(undefined);
  return rounds;
}

/** Verifies chains one by one. */
export async function checkChains(
  deps: Parameters<typeof verifyAggregate>[0],
  aggregates: readonly string[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const aggregate of aggregates)
    for (const broken of (await verifyAggregate(deps, aggregate)).faults)
      found.push({ area: 'chains', level: 'fault', ids: [aggregate], text: broken.text });
  return found;
}
