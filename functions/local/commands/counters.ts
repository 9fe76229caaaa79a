/** Whether the counters of a round add up: its tally, whom it counted from where, and the places it gave. */

import { verifyAggregate } from '#actions/trust/verification.ts';
import { holdsPlace } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import { sequenceOf } from '#domain/nomination/receipt.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import { standingOf } from '#domain/round/standing.ts';
import type { SystemCount } from '#domain/round/tranche-record.ts';
import { everyCandidacy, everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { listChildren } from '#store/people.ts';
import { allotmentsOf, find, listPage } from '#store/reads.ts';
import { eachRowOnce, sentBy, sentUp, standingOps, usedPlacesBefore } from '#store/standing.ts';
import type { Change, Item, Key, Op, Table } from '#store/table.ts';
import { enterOp, readTally } from '#store/tally.ts';
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
    | 'standby'
    | 'backup'
    | 'clock'
    | 'proxies'
    | 'scanner'
    | 'fonts'
    | 'rows'
    | 'calendar';
  readonly level: 'fault' | 'note';
  readonly ids: readonly string[];
  readonly text: Text;
  /** What sets a counter to what stands, for a home that nobody serves meanwhile. */
  readonly mend?: readonly Op[];
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

export const counterFault = (ids: readonly string[], zh: string, en: string): Finding => ({
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
  tally: Pick<Awaited<ReturnType<typeof readTally>>, 'heldOpen' | 'atRest' | 'days' | 'marks'>,
): Promise<readonly Finding[]> {
  const all = candidacies.map((each) => ({ from: each.from, ...standingOf(each) }));
  const senders = await Array.fromAsync(
    [...new Set(all.map(({ from }) => from))],
    async (org) => [await sentBy(table, id, org), all.filter(({ from }) => from === org)] as const,
  );
  const used = await usedPlacesBefore(table, id, 1_000);
  const tranches = [
    ...new Set(candidacies.flatMap(({ tranche }) => (tranche === undefined ? [] : [tranche]))),
  ];
  const pairs: readonly (readonly [string, number, number])[] = [
    ['held', tally.heldOpen, all.filter(({ heldOpen }) => heldOpen).length],
    ['resting', tally.atRest, all.filter(({ atRest }) => atRest).length],
    ['days', sum(Object.values(tally.days)), sum(all.map(({ day }) => day))],
    ['marks', sum([...tally.marks.values()]), all.filter(({ mark }) => mark !== undefined).length],
    ['received', sum(senders.map(([{ received }]) => received)), all.length],
    ['places', sum(senders.map(([{ held }]) => held)), all.filter(({ holds }) => holds).length],
    [
      'up',
      sum(await Promise.all(tranches.map((n) => sentUp(table, id, n)))),
      all.filter(({ up }) => up !== undefined).length,
    ],
    ['used', used.count, all.filter(({ uses }) => uses !== undefined).length],
  ];
  return pairs.flatMap(([name, counted, is]) =>
    counted === is
      ? []
      : [
          counterFault(
            [id],
            `${id}：计数 ${name} 为 ${counted}，实际为 ${is}`,
            `${id}: ${name} counted as ${counted}, but there are ${is}`,
          ),
        ],
  );
}

/** Rows that count candidacies; marks and answers beside the numbers are left alone. */
const isNumber = (name: string, value: unknown): value is number =>
  typeof value === 'number' && !['pk', 'sk'].includes(name);

/** The differences between the counters of a round and its candidacies, row by row. */
async function differences(
  table: Table,
  id: string,
  candidacies: readonly Candidacy[],
): Promise<readonly Op[]> {
  const counted = new Map<string, { readonly key: Key; readonly change: Change }>();
  const due = eachRowOnce(
    candidacies.flatMap((each) => [
      enterOp(id, each.nomination, each.state, { takesPlace: true, isLate: true }),
      ...standingOps(undefined, each),
    ]),
  );
  for (const op of due) if ('update' in op) counted.set(op.update.sk, { key: op.update, change: op.change });
  const found: Op[] = [];
  const { pk } = keys.round(id);
  for (const prefix of ['TALLY#', keys.senderPrefix])
    for await (const row of everyOne((cursor) =>
      table.query<Item>({ pk, sk: { prefix }, consistent: true, cursor }),
    )) {
      const { add = {} } = counted.get(row.sk)?.change ?? {};
      counted.delete(row.sk);
      const off = Object.entries({ ...Object.fromEntries(Object.keys(add).map((name) => [name, 0])), ...row })
        .filter((entry): entry is [string, number] => isNumber(...entry))
        .map(([name, is]) => [name, (add[name] ?? 0) - is] as const)
        .filter(([, by]) => by !== 0);
      if (off.length > 0)
        found.push({ update: { pk, sk: row.sk }, change: { add: Object.fromEntries(off) } });
    }
  return [...found, ...[...counted.values()].map(({ key: update, change }) => ({ update, change }))];
}

/** What came through each system: as counted, and as the candidacies that took a place of it say. */
async function systems(
  table: Table,
  id: string,
  candidacies: readonly Candidacy[],
): Promise<readonly Finding[]> {
  const rows = await Array.fromAsync(
    everyOne((cursor) =>
      listPage<SystemCount>(table, { pk: keys.round(id).pk, prefix: keys.systemCountPrefix, cursor }),
    ),
  );
  const counted = new Map(rows.map(({ system, used }) => [system, used]));
  const takers = candidacies
    .filter(holdsPlace)
    .flatMap(({ system }) => (system === undefined ? [] : [system]));
  return [...new Set([...counted.keys(), ...takers])].flatMap((system) => {
    const [used, held] = [counted.get(system) ?? 0, takers.filter((each) => each === system).length];
    if (used === held) return [];
    return {
      ...counterFault(
        [id, system],
        `${id}：${system}系统的名额记为已用 ${used}，实际占用 ${held}`,
        `${id}: ${used} places of the system ${system} counted as used, but ${held} are`,
      ),
      mend: [{ update: keys.systemCount(id, system), change: { set: { used: held, system } } }],
    };
  });
}

/** Numbers of receipts of a programme are given once each: none in use lies beyond the last that was given. */
export async function checkReceipts(table: Table, round: string): Promise<readonly Finding[]> {
  const found = await find<Round>(table, keys.round(round));
  if (found === undefined) return [];
  // Read first: numbers are given on while candidacies are read.
  const candidacies = await allCandidacies(table, round);
  let most = 0;
  for (const { nomination } of candidacies) {
    const { receipt = '' } = (await find(table, keys.nomination(nomination))) ?? {};
    most = Math.max(most, sequenceOf(receipt));
  }
  const key = keys.receipts(found.programme);
  const last = Number((await table.get(key, { consistent: true }))?.last ?? 0);
  if (most <= last) return [];
  return [
    {
      ...counterFault(
        [round],
        `${found.programme}：受理号已编到 ${most}，计数只到 ${last}`,
        `${found.programme}: receipts are numbered up to ${most}, but counted up to ${last}`,
      ),
      mend: [{ update: key, change: { set: { last: most } } }],
    },
  ];
}

async function once(table: Table, id: string): Promise<readonly Finding[]> {
  const round = await find<Round>(table, keys.round(id));
  const candidacies = await allCandidacies(table, id);
  const tally = await readTally(table, id);
  const found: Finding[] = [];
  const [is, counted] = [written(countsOf(candidacies)), written(tally.states)];
  if (is !== counted)
    found.push(
      counterFault(
        [id],
        `${id}：计数为 ${counted}，实际为 ${is === '' ? '0' : is}`,
        `${id}: counted ${counted}, but there are ${is === '' ? 'none' : is}`,
      ),
    );
  const open = candidacies.filter(({ state }) => isOpenState(state)).length;
  if (open !== tally.open)
    found.push(
      counterFault(
        [id],
        `${id}：未办结计数为 ${tally.open}，实际为 ${open}`,
        `${id}: ${tally.open} counted as under way, but there are ${open}`,
      ),
    );
  found.push(...(await standings(table, id, candidacies, tally)));
  if (found[0] !== undefined) found[0] = { ...found[0], mend: await differences(table, id, candidacies) };
  found.push(...(await systems(table, id, candidacies)));
  if (round?.allotted !== true) return found;
  for (const { org, used } of (await allotmentsOf(table, id)).items) {
    const held = candidacies.filter((each) => each.from === org && holdsPlace(each)).length;
    if (held !== used)
      found.push({
        ...counterFault(
          [id, org],
          `${id}：${org} 的名额记为已用 ${used}，实际占用 ${held}`,
          `${id}: ${used} places of ${org} counted as used, but ${held} are`,
        ),
        mend: [{ update: keys.allotment(id, org), change: { set: { used: held } } }],
      });
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

/** Every round, by the tree of organisations. */
export async function* allRounds(table: Table, parent?: string): AsyncGenerator<Round> {
  for await (const { id } of everyOne((cursor) => listChildren(table, parent, { limit: 200, cursor }))) {
    yield* everyOne((cursor) =>
      listPage<Round>(table, { pk: keys.roundsOfOrg(id), index: 'gsi1', limit: 200, cursor }),
    );
    yield* allRounds(table, id);
  }
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
