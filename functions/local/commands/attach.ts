/** How the commands beside the server reach a home: through the database of the running server, or by opening the folder. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Deps } from '#deps';
import { conflict, invalid, missing, Problem } from '#domain/problem.ts';
import { type Database, openDatabase } from '#local/database/database.ts';
import { isData } from '#local/database/file.ts';
import { openFiles } from '#local/files.ts';
import { demandOwnKeys } from '#local/key-marks.ts';
import { type LocalKeys, openKeys } from '#local/keys.ts';
import { sayProblem } from '#local/say.ts';
import type { Files } from '#ports';
import { rehearsalClock } from '#store/clock.ts';
import { ulid } from '#store/id.ts';
import { keys as rowKeys } from '#store/keys.ts';
import { readCalendar } from '#store/reads.ts';
import type { Table } from '#store/table.ts';

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
  readonly database: Database;
  close(): Promise<void>;
}

const noHome = (data: string): Problem =>
  missing(
    'no-home',
    `${data} 不是红榜的数据目录。请用 --data 指定正确的目录，或先运行 npm start 建立它。`,
    `${data} is no data folder of Hongbang. Name the right one with --data, or make it with npm start.`,
  );

/** The database of a folder: locked when nobody has it, otherwise opened beside the server, whose lock stays with it. */
async function reach(data: string): Promise<{ readonly running: boolean; readonly database: Database }> {
  try {
    return { running: false, database: await openDatabase({ data }) };
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'data-folder-in-use')) throw error;
    return { running: true, database: await openDatabase({ data, beside: true }) };
  }
}

/**
 * Attaches to the home in a folder, whether its server runs or not; never makes one. A stopped home is locked until
 * `close`. @throws Problem missing `no-home`; conflict `home-kind` when `rehearsal` is asked for and it is real;
 * unavailable `keys-missing` and what opening a database throws.
 */
export async function attach(folder: string, { rehearsal }: { rehearsal?: boolean } = {}): Promise<Attached> {
  const data = resolve(folder);
  if (!isData(data)) throw noHome(data);
  const { running, database } = await reach(data);
  try {
    const { main: table, keys: keysTable } = database;
    const row = await table.get(rowKeys.home(), { consistent: true });
    if (row === undefined) throw noHome(data);
    if (rehearsal === true && !row.rehearsal)
      throw conflict(
        'home-kind',
        `数据目录 ${data} 是正式数据，不是演练。请去掉 --rehearsal，或用 --data 另选目录。`,
        `The data folder ${data} is real, not a rehearsal. Leave out --rehearsal, or choose another with --data.`,
      );
    const keys = openKeys(data, { create: false });
    await demandOwnKeys(table, keys);
    const offset = row.rehearsal ? (await table.get(rowKeys.clock(), { consistent: true }))?.offset : 0;
    const clock = rehearsalClock(Number(offset ?? 0)).now;
    return {
      data,
      running,
      rehearsal: row.rehearsal,
      table,
      keysTable,
      keys,
      clock,
      calendar: () => readCalendar(table),
      id: (prefix) => `${prefix}${ulid(clock())}`,
      files: openFiles(join(data, 'files')),
      database,
      close: database.close,
    };
  } catch (error) {
    await database.close();
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
