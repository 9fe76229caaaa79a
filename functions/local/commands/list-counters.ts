/** Whether the counters of published lists add up: numbers of a series, batches, holders of grades, states of a re-check. */
import { gradeCounter } from '#actions/honour/grade-places.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { placesMoved } from '#domain/honour/regrade.ts';
import { recheckStates } from '#domain/recheck/judging.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import type { Round } from '#domain/round/round-record.ts';
import { everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, listPage, programmeRevision } from '#store/reads.ts';
import type { Table } from '#store/table.ts';
import { counterFault, type Finding } from './counters.ts';

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
    found.push({
      ...counterFault(
        [id],
        `${id}：号段到 ${block.to}，而号码序列只到 ${last}`,
        `${id}: its block ends at ${block.to}, but the series only at ${last}`,
      ),
      ...(key !== undefined && { mend: [{ update: key, change: { set: { last: block.to } } }] }),
    });
  if (block.to - block.from + 1 !== entries.length)
    found.push(
      counterFault(
        [id],
        `${id}：号段与名单人数不符`,
        `${id}: its block has another size than its list (${entries.length})`,
      ),
    );
  if (publishedAt !== undefined && granted !== entries.length)
    found.push(
      counterFault(
        [id],
        `${id}：已发布，但只授予 ${granted}/${entries.length}`,
        `${id}: published with ${granted} of ${entries.length} granted`,
      ),
    );
  return found;
}

const listsOfOrg = (table: Table, org: string) =>
  everyOne((cursor) =>
    listPage<HonourList>(table, { pk: keys.listsOfOrg(org), index: 'gsi1', limit: 100, cursor }),
  );

/** The counter of batches stands at the last one published, and no two lists are the same batch. */
async function checkBatches(
  table: Table,
  { org, code, level }: Pick<HonourList, 'org' | 'code' | 'level'>,
): Promise<readonly Finding[]> {
  const lists: HonourList[] = [];
  for await (const list of listsOfOrg(table, org))
    if (list.code === code && list.level === level && list.batch !== undefined) lists.push(list);
  const found: Finding[] = [];
  const by = Map.groupBy(lists, ({ batch }) => batch!);
  for (const [batch, same] of by)
    if (same.length > 1)
      found.push(
        counterFault(
          same.map(({ id }) => id),
          `${org} 的 ${code}：${same.map(({ id }) => id).join('、')} 都是第 ${batch} 批；请作废多余的一份后重新发布`,
          `${code} of ${org}: ${same.map(({ id }) => id).join(', ')} are all batch ${batch}; annul what is too many and publish it again`,
        ),
      );
  const key = keys.batches(org, code, level);
  const last = Number((await table.get(key, { consistent: true }))?.last ?? 0);
  const is = Math.max(...by.keys());
  if (last !== is)
    found.push({
      ...counterFault(
        [org, code, level],
        `${org} 的 ${code}：批次计数为 ${last}，已发布到第 ${is} 批`,
        `${code} of ${org}: batches counted as ${last}, but published up to ${is}`,
      ),
      mend: [{ update: key, change: { set: { last: is } } }],
    });
  return found;
}

/** Each grade with places has as many holders as are counted, over the lists of its round. */
async function checkGrades(table: Table, { round, org, grades }: HonourList): Promise<readonly Finding[]> {
  const is: Record<string, number> = {};
  for await (const { id, round: of } of listsOfOrg(table, org)) {
    if (of !== round) continue;
    const honours = await Array.fromAsync(
      everyOne((cursor) =>
        listPage<HonourRecord>(table, {
          pk: keys.list(id).pk,
          prefix: keys.listEntryPrefix,
          limit: 200,
          cursor,
        }),
      ),
      (after) => ({ before: undefined, after }),
    );
    for (const [grade, by] of Object.entries(placesMoved(grades, honours))) is[grade] = (is[grade] ?? 0) + by;
  }
  const row: Readonly<Record<string, unknown>> =
    (await table.get(keys.gradeHolders(round), { consistent: true })) ?? {};
  const stored = Object.keys(row).flatMap((name) => (name.startsWith('g_') ? [name.slice(2)] : []));
  return [...new Set([...stored, ...Object.keys(is)])].flatMap((id): readonly Finding[] => {
    const [counted, held] = [Number(row[gradeCounter(id)] ?? 0), is[id] ?? 0];
    if (counted === held) return [];
    return [
      {
        ...counterFault(
          [round, id],
          `${round}：等次 ${id} 计为 ${counted} 个，实际 ${held} 个`,
          `${round}: ${counted} counted as holders of ${id}, but there are ${held}`,
        ),
        mend: [{ update: keys.gradeHolders(round), change: { add: { [gradeCounter(id)]: held - counted } } }],
      },
    ];
  });
}

/** Compares lists with their series and with each other: blocks of one series never overlap. */
export async function checkLists(table: Table, ids: readonly string[]): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const taken = new Map<string, HonourList[]>();
  const counted = new Map<string, HonourList>();
  const graded = new Map<string, HonourList>();
  for (const id of ids) {
    const list = await find<HonourList>(table, keys.list(id));
    if (list === undefined) continue;
    found.push(...(await checkList(table, list)));
    if (list.batch !== undefined) counted.set(`${list.org} ${list.code} ${list.level}`, list);
    if (list.grades !== undefined) graded.set(list.round, list);
    const series = await seriesOf(table, list);
    if (list.block !== undefined && series !== undefined)
      taken.set(series.pk, [...(taken.get(series.pk) ?? []), list]);
  }
  for (const lists of taken.values()) {
    const sorted = lists.toSorted((a, b) => a.block!.from - b.block!.from);
    for (const [i, list] of sorted.entries())
      if (i > 0 && sorted[i - 1]!.block!.to >= list.block!.from)
        found.push(
          counterFault(
            [sorted[i - 1]!.id, list.id],
            `${sorted[i - 1]!.id} 与 ${list.id} 的号段重叠`,
            `the blocks of ${sorted[i - 1]!.id} and ${list.id} overlap`,
          ),
        );
  }
  for (const list of counted.values()) found.push(...(await checkBatches(table, list)));
  for (const list of graded.values()) found.push(...(await checkGrades(table, list)));
  return found;
}

/** A re-check that every title has its task in counts its titles by state. */
export async function checkRecheck(table: Table, id: string): Promise<readonly Finding[]> {
  const recheck = await find<Recheck>(table, keys.recheck(id));
  if (recheck === undefined || recheck.status === 'starting') return [];
  const is = Object.fromEntries(recheckStates.map((state) => [state, 0]));
  const { pk } = keys.recheck(id);
  for await (const { state } of everyOne((cursor) =>
    listPage<RecheckItem>(table, { pk, prefix: keys.recheckItemPrefix, limit: 200, cursor }),
  ))
    is[state] = (is[state] ?? 0) + 1;
  const off = recheckStates.filter((state) => (recheck.counts[state] ?? 0) !== is[state]);
  if (off.length === 0) return [];
  const said = (counts: Readonly<Record<string, number>>) =>
    off.map((state) => `${state} ${counts[state] ?? 0}`).join(', ');
  return [
    {
      ...counterFault(
        [id],
        `复查 ${id}：计数为 ${said(recheck.counts)}，实际为 ${said(is)}`,
        `re-check ${id}: counted ${said(recheck.counts)}, but there are ${said(is)}`,
      ),
      mend: [{ update: keys.recheck(id), change: { set: { counts: { ...recheck.counts, ...is } } } }],
    },
  ];
}
