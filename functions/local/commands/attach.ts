/** How the commands beside the server reach a home: through the database of the running server, or by opening the folder. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Deps, Files } from '#deps';
import { conflict, invalid, missing, Problem } from '#domain/problem.ts';
import { openDatabase } from '#local/database/database.ts';
import { openWire, type Wire, wireClient } from '#local/database/wire.ts';
import { openFiles } from '#local/files.ts';
import { type LocalKeys, openKeys } from '#local/keys.ts';
import { sayProblem } from '#local/say.ts';
import { rehearsalClock } from '#store/clock.ts';
import { ulid } from '#store/id.ts';
import { keys as rowKeys } from '#store/keys.ts';
import { readCalendar } from '#store/reads.ts';
import { tables } from '#store/schema.ts';
import { openTable, type Table } from '#store/table.ts';

/** What a running server leaves in its folder, for its owner only: where its database answers, and whose it is. */
interface Announcement {
  readonly pid: number;
  readonly endpoint: string;
}
const announcementOf = (data: string): string => join(data, 'running');

/** Tells the commands where the database of this process answers; gives the function that takes it back. */
export function announce(data: string, endpoint: string): () => void {
  const path = announcementOf(data);
  const said: Announcement = { pid: process.pid, endpoint };
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(said), { mode: 0o600 });
  return () => {
    if (readJson<Announcement>(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

export interface Attached {
  readonly data: string;
  /** True when a server works on the folder at this moment. */
  readonly running: boolean;
  readonly rehearsal: boolean;
  readonly table: Table;
  readonly keysTable: Table;
  readonly keys: LocalKeys;
  readonly clock: Deps['clock'];
  readonly calendar: Deps['calendar'];
  readonly id: Deps['id'];
  readonly files: Files;
  /** The database itself, for what the tables' verbs do not do. */
  readonly wire: Wire;
  close(): Promise<void>;
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

const noHome = (data: string): Problem =>
  missing(
    'no-home',
    `${data} 不是红榜的数据目录。请用 --data 指定正确的目录，或先运行 npm start 建立它。`,
    `${data} is no data folder of Hongbang. Name the right one with --data, or make it with npm start.`,
  );

/** The endpoint of the server that holds the lock; one that is just starting tells it a moment later. */
async function endpointOfOwner(data: string): Promise<string | undefined> {
  for (let tries = 0; tries < 50; tries++) {
    const owner = readJson<{ pid: number }>(join(data, 'lock'))?.pid;
    const said = readJson<Announcement>(announcementOf(data));
    if (owner === undefined) return undefined;
    if (said?.pid === owner) return said.endpoint;
    await new Promise((done) => setTimeout(done, 100));
  }
  return undefined;
}

/** The database of a folder: opened here when nobody has it, otherwise that of the server, whose lock stays with it. */
async function reach(data: string) {
  try {
    const database = await openDatabase({ data, log: () => undefined });
    const opened = openWire(database.endpoint);
    return {
      running: false,
      wire: opened.wire,
      async close() {
        opened.close();
        await database.close();
      },
    };
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'data-folder-in-use')) throw error;
    const endpoint = await endpointOfOwner(data);
    if (endpoint === undefined) throw error;
    const opened = openWire(endpoint);
    return { running: true, wire: opened.wire, close: async () => opened.close() };
  }
}

async function homeRow(table: Table): Promise<{ readonly rehearsal: boolean } | undefined> {
  try {
    return (await table.get(rowKeys.home(), { consistent: true })) as { rehearsal: boolean } | undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/**
 * Attaches to the home in a folder, whether its server runs or not; never makes one. A stopped home is locked until
 * `close`. @throws Problem missing `no-home`; conflict `home-kind` when `rehearsal` is asked for and it is real;
 * unavailable `keys-missing` and what opening a database throws.
 */
export async function attach(folder: string, { rehearsal }: { rehearsal?: boolean } = {}): Promise<Attached> {
  const data = resolve(folder);
  if (!existsSync(join(data, 'keys')) && !existsSync(join(data, 'db'))) throw noHome(data);
  const { wire, running, close } = await reach(data);
  try {
    const shapes = tables('hongbang');
    const table = openTable(wireClient(wire), shapes.main.name);
    const row = await homeRow(table);
    if (row === undefined) throw noHome(data);
    if (rehearsal === true && !row.rehearsal)
      throw conflict(
        'home-kind',
        `数据目录 ${data} 是正式数据，不是演练。请去掉 --rehearsal，或用 --data 另选目录。`,
        `The data folder ${data} is real, not a rehearsal. Leave out --rehearsal, or choose another with --data.`,
      );
    const offset = row.rehearsal ? (await table.get(rowKeys.clock(), { consistent: true }))?.offset : 0;
    const clock = rehearsalClock(Number(offset ?? 0)).now;
    return {
      data,
      running,
      rehearsal: row.rehearsal,
      table,
      keysTable: openTable(wireClient(wire), shapes.keys.name),
      keys: openKeys(data, { create: false }),
      clock,
      calendar: () => readCalendar(table),
      id: (prefix) => `${prefix}${ulid(clock())}`,
      files: openFiles(join(data, 'files')),
      wire,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Options = Readonly<Record<string, 'string' | 'boolean'>>;
type Values<O extends Options> = { readonly [K in keyof O]?: O[K] extends 'string' ? string : boolean };

/**
 * Reads the flags of a command, and as many words without a flag as `words` says.
 * @throws Problem invalid `flag-unknown` with the usage.
 */
export function readCommand<O extends Options>(
  args: readonly string[],
  options: O,
  usage: string,
  words = 0,
): { readonly flags: Values<O>; readonly words: readonly string[] } {
  const refuse = (zh: string, en: string) =>
    invalid('flag-unknown', `${zh}\n用法 / usage: ${usage}`, `${en}\nusage: ${usage}`);
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...args],
        strict: true,
        allowPositionals: words > 0,
        options: Object.fromEntries(Object.entries(options).map(([name, type]) => [name, { type }])),
      });
    } catch (error) {
      const said = error instanceof Error ? error.message : '';
      throw refuse(`看不懂的参数：${said}`, `Unknown flag: ${said}`);
    }
  })();
  if (parsed.positionals.length !== words) throw refuse('参数个数不对。', 'Wrong number of arguments.');
  return { flags: parsed.values as Values<O>, words: parsed.positionals };
}

/** Runs a command: its number is the exit code, a Problem is told in both languages and ends with code 1. */
export async function command(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    sayProblem(error);
    process.exitCode = 1;
  }
}
