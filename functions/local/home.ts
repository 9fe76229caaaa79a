/** Everything on one machine, put together: database, keys, clock, engine, sweeper, mail, files, and the bound actions. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tellOperator } from '#actions/running/operator.ts';
import { remindOfRehearsal } from '#actions/running/rehearsal-reminder.ts';
import { deliver } from '#actions/running/signals.ts';
import { sweep } from '#actions/running/sweep.ts';
import { tellAuditors } from '#actions/trust/auditors.ts';
import { makeDueCheckpoints } from '#actions/trust/checkpoints.ts';
import type { Deps } from '#deps';
import type { Calendar } from '#domain/calendar.ts';
import type { FactorRule } from '#domain/people/factor.ts';
import { conflict, text } from '#domain/problem.ts';
import { type Database, type Log, openDatabase } from '#local/database/database.ts';
import { type Engine, openEngine } from '#local/engine/engine.ts';
import type { Following, StandbyOptions } from '#local/standby/follow.ts';
import { followNowhere } from '#local/standby/standby-mark.ts';
import type { SmsGateway } from '#mail/sms.ts';
import { makePaper } from '#papers';
import type { Files, Mailer, Scanner, Tasks } from '#ports';
import { type RehearsalClock, realClock, rehearsalClock } from '#store/clock.ts';
import { rowAbsent } from '#store/guard.ts';
import { ulid } from '#store/id.ts';
import { keys } from '#store/keys.ts';
import { forgetReads, withMemory } from '#store/memory.ts';
import { readCalendar } from '#store/reads.ts';
import type { RowCheck, Table } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import { makeTasks } from '#tasks';
import nominationAsl from '#workflows/nomination.asl.json' with { type: 'json' };
import roundAsl from '#workflows/round.asl.json' with { type: 'json' };
import { openFiles } from './files.ts';
import { demandOwnKeys, keepKeyMarks, keysMarkOf } from './key-marks.ts';
import { type LocalKeys, openKeys } from './keys.ts';
import { nameOtherFiles, ownFontsIn } from './own-fonts.ts';
import { openHandOver, openWorkers } from './workers.ts';

export interface HomeOptions {
  readonly data: string;
  readonly rehearsal: boolean;
  /** First instant of a new rehearsal. */
  readonly now?: string | undefined;
  readonly url: string;
  readonly mailer: Mailer;
  /** A channel beside e-mail, and what stands in 【】 before each message. */
  readonly sms?: SmsGateway | undefined;
  readonly log: Log;
  readonly allowMail?: readonly string[];
  readonly secondFactor?: FactorRule | undefined;
  /** Where database and attachments follow to, every few seconds. */
  readonly standby?: StandbyOptions | undefined;
  /** Looks for viruses in what is uploaded. */
  readonly scanner?: Scanner | undefined;
  /** Stands between the machines and their tasks, to count what they call. */
  readonly watch?: (tasks: Tasks) => Tasks;
  /** Sees every row that is read or written, and throws on one that should not be. */
  readonly check?: RowCheck;
}

export interface Home {
  readonly deps: Deps;
  readonly engine: Engine;
  readonly database: Database;
  readonly keys: LocalKeys;
  /** True when this start made the data folder. */
  readonly fresh: boolean;
  readonly advanceClock: ((instant: string) => Promise<void>) | undefined;
  /** Resolves when nothing is queued: signals sent, machines parked. */
  settled(): Promise<void>;
  /** One round of the sweeper. */
  sweep(): Promise<void>;
  /** The standby copy, where there is one. */
  readonly following?: Following;
  close(): Promise<void>;
}

/** Rows whose time is over go after a day, as late as DynamoDB may take. */
const graceSeconds = 86_400;

const homeWords = (rehearsal: boolean) => (rehearsal ? text('演练', 'a rehearsal') : text('正式', 'real'));

/**
 * Opens a data folder, made when absent. Throws Problem `conflict` when it is in use, or when a real folder is opened as
 * a rehearsal or the other way round; what it is is fixed when it is made, for ever.
 */
export async function openHome(options: HomeOptions): Promise<Home> {
  const data = resolve(options.data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ data, check: options.check, logKept: options.standby !== undefined });
  try {
    return await openOn(options, data, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The clock of a rehearsal: where it stood, or for a new one at the instant asked for, which may lie in the past. */
async function openRehearsalClock(table: Table, wanted: string | undefined) {
  const row = await table.get(keys.clock(), { consistent: true });
  const clock = rehearsalClock(Number(row?.offset ?? 0));
  if (wanted !== undefined) {
    // The same command started again names an instant that the rehearsal has left behind: it goes on where it stood.
    if (row !== undefined && Date.parse(wanted) <= clock.now()) return keepClock(table, clock);
    if (!Number.isFinite(Date.parse(wanted)) || row !== undefined) clock.advanceTo(wanted);
    else return keepClock(table, rehearsalClock(Date.parse(wanted) - Date.now()));
  }
  return keepClock(table, clock);
}
async function keepClock<C extends { offset(): number }>(table: Table, clock: C): Promise<C> {
  await table.put({ ...keys.clock(), offset: clock.offset() });
  return clock;
}

/** Moves the clock on. Stored first: a time that a restart took back would be one that this home has acted on already. */
async function moveClock(table: Table, clock: RehearsalClock, instant: string): Promise<void> {
  const moved = rehearsalClock(clock.offset());
  moved.advanceTo(instant);
  await table.put({ ...keys.clock(), offset: moved.offset() });
  clock.follow(moved.offset());
}

/** What the home says of itself, undefined for a new one. Throws Problem `home-kind` when it is of the other kind. */
async function markOf(table: Table, data: string, rehearsal: boolean) {
  const marked = await table.get(keys.home(), { consistent: true });
  if (marked !== undefined && marked.rehearsal !== rehearsal) {
    const [is, asked] = [homeWords(marked.rehearsal), homeWords(rehearsal)];
    throw conflict(
      'home-kind',
      `数据目录 ${data} 是${is.zh}数据，不能按${asked.zh}方式打开。请用 --data 另选目录，或${marked.rehearsal ? '加上' : '去掉'} --rehearsal。`,
      `The data folder ${data} is ${is.en} and cannot be opened as ${asked.en}. Choose another with --data, or ${marked.rehearsal ? 'add' : 'leave out'} --rehearsal.`,
    );
  }
  return marked;
}

/** The calendar as it stands in the table, read again after ten seconds. */
function keptCalendar(table: Table): () => Promise<Calendar> {
  let kept: { readonly at: number; readonly calendar: Promise<Calendar> } | undefined;
  return () => {
    if (kept === undefined || Date.now() - kept.at > 10_000)
      kept = { at: Date.now(), calendar: readCalendar(table) };
    return kept.calendar;
  };
}

/** What the actions need from the world, on one machine; `engineOf` is asked only once the engine runs. */
function openDeps(
  of: Pick<Deps, 'table' | 'keysTable' | 'keys'> & {
    readonly options: HomeOptions;
    readonly data: string;
    readonly now: Deps['clock'];
    readonly workers: ReturnType<typeof openWorkers>;
    readonly files: Files;
  },
  engineOf: () => Engine,
): Deps {
  const { options, now, workers } = of;
  const deps: Deps = {
    table: of.table,
    keysTable: of.keysTable,
    clock: now,
    keys: of.keys,
    mailer: options.mailer,
    ...(options.sms !== undefined && { sms: options.sms.messages }),
    files: of.files,
    ...(options.scanner !== undefined && { scanner: options.scanner }),
    ownFonts: () => ownFontsIn(of.data),
    papers: {
      make: (request) => makePaper(deps, request),
      bytes: async (request) => (await makePaper(deps, request)).bytes,
    },
    workflows: {
      start: (run) => forgetReads(() => engineOf().start(run)),
      succeed: (token, output) => forgetReads(() => engineOf().succeed(token, output)),
      fail: (token, error, cause) => forgetReads(() => engineOf().fail(token, error, cause)),
    },
    site: {
      url: options.url,
      name: { zh: '红榜', en: 'Hongbang' },
      rehearsal: options.rehearsal,
      ...(options.sms !== undefined && { smsSignature: options.sms.signature }),
      ...(options.allowMail !== undefined && { allowMail: options.allowMail }),
      ...(options.secondFactor !== undefined && { secondFactor: options.secondFactor }),
    },
    calendar: keptCalendar(of.table),
    id: (prefix) => `${prefix}${ulid(now())}`,
    handOver: openHandOver<DueRow>(workers, (rows) => forgetReads(() => deliver(deps, rows))),
    background: (work) => workers.take(() => forgetReads(work)),
    log: options.log,
  };
  return deps;
}

/** The standby copy, when one is wanted. */
async function openFollowing(
  { standby, rehearsal, log }: HomeOptions,
  data: string,
  localKeys: LocalKeys,
): Promise<Following | undefined> {
  if (standby === undefined) return void followNowhere(data);
  const { follow } = await import('#local/standby/follow.ts');
  const files = openFiles(join(data, 'files'));
  const home = rehearsal ? 'rehearsal' : 'real';
  return follow({ data, home, keysMark: keysMarkOf(localKeys), files, log }, standby);
}

/** Resolves when nothing is queued or running, seen twice. */
async function quietOf(workers: ReturnType<typeof openWorkers>, running: Engine): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    await workers.idle();
    await running.idle();
    quiet = workers.busy() || running.stats().queued + running.stats().running > 0 ? 0 : quiet + 1;
  }
}

async function openOn(options: HomeOptions, data: string, database: Database): Promise<Home> {
  const { log } = options;
  const table = withMemory(database.main);
  const marked = await markOf(table, data, options.rehearsal);
  const localKeys = openKeys(data, { create: marked === undefined });
  await demandOwnKeys(table, localKeys);
  const rehearsed = options.rehearsal ? await openRehearsalClock(table, options.now) : undefined;
  const now = rehearsed?.now ?? realClock;
  // once: a first day that moved with the clock would never get its checkpoint
  const createdAt = marked?.createdAt ?? new Date(now()).toISOString();
  if (marked === undefined)
    await table.put({ ...keys.home(), rehearsal: options.rehearsal, createdAt }, rowAbsent);
  await keepKeyMarks(table, localKeys);

  const workers = openWorkers((error) =>
    log('background-failed', { error: error instanceof Error ? error.message : String(error) }),
  );
  let engine: Engine | undefined;
  const following = await openFollowing(options, data, localKeys);
  const files = following?.files ?? openFiles(join(data, 'files'));
  const deps = openDeps(
    { options, data, table, keysTable: database.keys, now, keys: localKeys, workers, files },
    () => engine!,
  );
  nameOtherFiles(data, log);
  const running = await openEngine({
    table: database.main,
    tasks: options.watch?.(makeTasks(deps)) ?? makeTasks(deps),
    definitions: { nomination: nominationAsl, round: roundAsl },
    clock: now,
    log,
    tickMs: 1_000,
    onFailed: (failed) => tellOperator(deps, failed.name, { error: failed.error, cause: failed.cause }),
  });
  engine = running;
  let remindedOn = 0;
  const runSweep = async () => {
    await sweep(deps);
    await tellAuditors(deps, await makeDueCheckpoints(deps, createdAt.slice(0, 10)));
    const day = Math.floor(now() / 86_400_000);
    if (day !== remindedOn) await remindOfRehearsal(deps);
    remindedOn = day;
    // a rehearsal's clock may stand in the past: its rows stay (docs/decisions/015)
    if (!options.rehearsal) await database.expire?.(Math.floor(now() / 1_000) - graceSeconds);
  };
  const timer = setInterval(() => {
    runSweep().catch((error: unknown) => log('sweep-failed', { error: String(error).slice(0, 200) }));
  }, 20_000);
  timer.unref();
  const settled = () => quietOf(workers, running);
  await runSweep();
  return {
    deps,
    engine: running,
    database,
    keys: localKeys,
    fresh: marked === undefined,
    settled,
    sweep: runSweep,
    advanceClock:
      rehearsed === undefined
        ? undefined
        : async (instant) => {
            await moveClock(table, rehearsed, instant);
            await running.tick();
            await settled();
            await runSweep();
            await settled();
          },
    async close() {
      clearInterval(timer);
      await workers.idle();
      await running.close();
      await database.close();
      await following?.close();
    },
    ...(following !== undefined && { following }),
  };
}
