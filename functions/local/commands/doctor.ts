/** `npm run doctor`: what is stuck, unsent, broken or does not add up, told in both languages; exit code 1 when something is. */

import { stuckExecutions } from '#actions/running/operator.ts';
import { lastSweeps } from '#actions/running/sweep.ts';
import { dayLeaves } from '#actions/trust/checkpoints.ts';
import { addDays, daysBetween, secondsBetween, shanghaiDate } from '#domain/instant.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import { text } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import { duePartition, type Execution, runPartition, shards } from '#local/engine/executions.ts';
import { say } from '#local/say.ts';
import type { Keys } from '#ports';
import { everyOne } from '#store/every.ts';
import { dueShards, keys } from '#store/keys.ts';
import type { Item, Table } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import { type Attached, attach, command, readCommand } from './attach.ts';
import { checkClock } from './clock.ts';
import { checkStandby } from './copies.ts';
import { allRounds, checkChains, checkReceipts, checkRound, type Finding } from './counters.ts';
import { checkDisk } from './disk.ts';
import { report } from './findings.ts';
import { checkFonts } from './fonts.ts';
import { checkLists, checkRecheck } from './list-counters.ts';
import { mendable, mendCounters } from './mending.ts';
import { checkRows } from './misfits.ts';
import { checkProxies } from './proxies.ts';
import { checkRehearsed } from './rehearsals.ts';
import { checkScanner } from './scanner.ts';
import { checkWaiting } from './waiting.ts';

/** What is due is sent at once, and by the sweeper within a minute; after this it is stuck. */
const patienceSeconds = 300;
/** Days looked back at without `--full`. */
const recentDays = 7;

type Home = Pick<Attached, 'table' | 'clock' | 'calendar' | 'data' | 'running'> & {
  readonly keys: Keys;
  readonly database: Pick<Attached['database'], 'rows'>;
};

const finding = (
  area: Finding['area'],
  level: Finding['level'],
  ids: readonly string[],
  zh: string,
  en: string,
): Finding => ({ area, level, ids, text: text(zh, en) });

/** Every row of a range. */
const each = <T extends Item>(table: Table, range: Omit<Parameters<Table['query']>[0], 'cursor'>) =>
  everyOne((cursor) => table.query<T>({ ...range, limit: 200, cursor }));

const before = (home: Home, seconds: number): string => new Date(home.clock() - seconds * 1000).toISOString();
/** A stopped server sends nothing, which is no fault: it goes on when it is started. */
const levelOf = (home: Home): Finding['level'] => (home.running ? 'fault' : 'note');

async function executions(home: Home): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const { execution, error, at } of everyOne((cursor) => stuckExecutions(home, cursor)))
    found.push(
      finding(
        'executions',
        'fault',
        [execution],
        `流程 ${execution} 于 ${at} 停止：${error}`,
        `${execution} stopped at ${at}: ${error}`,
      ),
    );
  const late = before(home, patienceSeconds);
  for (let shard = 0; shard < shards; shard++)
    for (const [pk, zh, en] of [
      [runPartition(shard), '应当运行而没有运行', 'was to be run and was not'],
      [duePartition(shard), '应当唤醒而没有唤醒', 'was to be woken and was not'],
    ] as const)
      for await (const row of each<Execution>(home.table, { pk, index: 'gsi1', sk: { to: late } }))
        found.push(
          finding(
            'executions',
            row.status === 'failed' ? 'fault' : levelOf(home),
            [row.name],
            `流程 ${row.name} ${zh}（${row.gsi1sk}）`,
            `${row.name} ${en} (${row.gsi1sk})`,
          ),
        );
  return found;
}

async function signals(home: Home): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const late = before(home, patienceSeconds);
  for (let shard = 0; shard < dueShards; shard++) {
    const range = { pk: keys.duePartition(shard), sk: { to: late }, consistent: true };
    for await (const { sk, what } of each<DueRow & Item>(home.table, range))
      found.push(
        finding(
          what.due === 'letter' ? 'letters' : 'signals',
          levelOf(home),
          [sk],
          `到期未发送（${what.due}）：${sk}`,
          `due and not sent (${what.due}): ${sk}`,
        ),
      );
  }
  return found;
}

async function letters(home: Home, from: string, today: string): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const late = before(home, patienceSeconds);
  for (let date = addDays(from, -1); date <= today; date = addDays(date, 1))
    for await (const row of each<Item & StoredLetter>(home.table, {
      pk: keys.lettersOfDay(date),
      index: 'gsi1',
    })) {
      const { key, template, sentAt, failed, answer, attempts } = row;
      const said = answer === undefined ? '' : ` (${answer})`;
      if (failed !== undefined)
        found.push(
          finding(
            'letters',
            'fault',
            [key],
            `信函 ${key} 发送失败：${failed}${said}`,
            `letter ${key} (${template}) failed: ${failed}${said}`,
          ),
        );
      else if (sentAt === undefined && attempts > 0)
        found.push(
          finding(
            'letters',
            'note',
            [key],
            `信函 ${key} 试发 ${attempts} 次未成：${row.lastError ?? ''}${said}`,
            `letter ${key} (${template}) was tried ${attempts} times: ${row.lastError ?? ''}${said}`,
          ),
        );
      const at = row.nextAt ?? row.dueAt;
      if (sentAt !== undefined || failed !== undefined || at >= late) continue;
      if ((await home.table.get(keys.due(`letter-${key}`, at), { consistent: true })) !== undefined) continue;
      found.push(
        finding(
          'letters',
          'fault',
          [key],
          `信函 ${key} 未发送，也不在待发队列中`,
          `letter ${key} is unsent and not queued`,
        ),
      );
    }
  return found;
}

/** Aggregates with an event since a date. */
async function changedSince(home: Home, from: string, today: string): Promise<readonly string[]> {
  const names = new Set<string>();
  for (let day = 0; day <= daysBetween(from, today); day++)
    for await (const leaf of dayLeaves(home, addDays(from, day))) names.add(leaf.aggregate);
  return [...names].sort();
}

async function sweeper(home: Home): Promise<readonly Finding[]> {
  const runs = (await lastSweeps(home)).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const last = runs[0];
  const now = new Date(home.clock()).toISOString();
  if (last === undefined)
    return [finding('sweeper', levelOf(home), [], '清扫任务从未运行', 'the sweeper has never run')];
  const age = secondsBetween(last.at, now);
  const found: Finding[] = [];
  if (home.running && age > patienceSeconds)
    found.push(
      finding(
        'sweeper',
        'fault',
        [],
        `清扫任务已 ${age} 秒未运行`,
        `the sweeper last ran ${Math.round(age)} s ago`,
      ),
    );
  if (last.lagSeconds > patienceSeconds || last.failed > 0)
    found.push(
      finding(
        'sweeper',
        'fault',
        [],
        `清扫任务积压 ${last.lagSeconds} 秒，上次失败 ${last.failed} 件`,
        `the sweeper lags by ${last.lagSeconds} s and failed on ${last.failed} rows in its last run`,
      ),
    );
  return found;
}

/** Years whose schedule an open round still needs (docs/rules/calendar.md#unknown-year). */
async function calendars(home: Home, open: readonly Round[]): Promise<readonly Finding[]> {
  const { years } = await home.calendar();
  const missing = new Map<number, string[]>();
  const thisYear = Number(shanghaiDate(new Date(home.clock()).toISOString()).slice(0, 4));
  for (const { id, settings } of open) {
    const last = settings.ceremony ?? shanghaiDate(settings.closesAt);
    const first = Math.max(thisYear, Number(shanghaiDate(settings.opensAt).slice(0, 4)));
    for (let year = first; year <= Number(last.slice(0, 4)); year++)
      if (!years.has(year)) missing.set(year, [...(missing.get(year) ?? []), id]);
  }
  return [...missing].map(([year, ids]) =>
    finding(
      'calendar',
      'fault',
      ids,
      `缺少 ${year} 年放假安排，${ids.length} 个轮次需要它；请在“放假安排”中载入`,
      `the holiday schedule of ${year} is missing and ${ids.length} rounds need it; load it under Holidays`,
    ),
  );
}

/** Examines a home; `full` looks at everything since it was made instead of the last seven days. Reads only. */
export async function examine(home: Home, { full = false } = {}): Promise<readonly Finding[]> {
  const today = shanghaiDate(new Date(home.clock()).toISOString());
  const made = await home.table.get(keys.home(), { consistent: true });
  const began = shanghaiDate(String(made?.createdAt ?? new Date(home.clock()).toISOString()));
  const from = full || began > addDays(today, -recentDays) ? began : addDays(today, -recentDays);
  const changed = await changedSince(home, from, today);
  const parts = changed.map((name) => name.split(':'));
  const places = new Set(
    parts.flatMap(([kind, id = '']) => (kind === 'round' || kind === 'candidacy' ? [id] : [])),
  );
  const open: Round[] = [];
  for await (const round of allRounds(home.table)) {
    if (full) places.add(round.id);
    if (round.status !== 'settled' && round.status !== 'cancelled') open.push(round);
  }
  const late = before(home, patienceSeconds);
  const found: Finding[] = [
    ...(await executions(home)),
    ...(await signals(home)),
    ...(await letters(home, from, today)),
    ...(await checkChains(home, changed)),
  ];
  for (const place of places) found.push(...(await checkRound(home.table, place, home.running ? 3 : 1)));
  for (const place of places) found.push(...(await checkReceipts(home.table, place)));
  for (const place of new Set([...places, ...open.map(({ id }) => id)]))
    found.push(...(await checkWaiting(home.table, place, late)));
  found.push(
    ...(await checkLists(
      home.table,
      parts.flatMap(([kind, id = '']) => (kind === 'list' ? [id] : [])),
    )),
  );
  for (const [kind, id = ''] of parts)
    if (kind === 'recheck') found.push(...(await checkRecheck(home.table, id)));
  return [
    ...found,
    ...(await checkRows(home.database, full)),
    ...(await checkProxies(home.table)),
    ...(await checkScanner(home.table)),
    ...(await sweeper(home)),
    ...(await checkFonts(home.data)),
    ...(await checkDisk(home.data)),
    ...checkStandby(home.data, home.running),
    ...(await checkClock()),
    ...(await checkRehearsed(home.table, home.clock())),
    ...(await calendars(home, open)),
  ];
}

const usage = 'npm run doctor -- --data DIR  --full  --json  --mend';

/** The command: exit code 1 when something is wrong. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const options = { data: 'string', full: 'boolean', json: 'boolean', mend: 'boolean' } as const;
    const { flags } = readCommand(args, options, usage);
    const home = await attach(flags.data ?? '.data');
    try {
      const full = flags.full === true;
      let found = await examine(home, { full });
      if (flags.mend && found.some(mendable)) {
        await mendCounters(home, found);
        found = await examine(home, { full });
      }
      const healthy = found.every((each) => each.level !== 'fault');
      if (flags.json)
        say(
          JSON.stringify({
            healthy,
            running: home.running,
            findings: found.map(({ mend: _, ...each }) => each),
          }),
        );
      else report(found, home.running);
      return healthy ? 0 : 1;
    } finally {
      await home.close();
    }
  });
