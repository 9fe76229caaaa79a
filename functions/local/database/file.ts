/** The file of a home, `<data>/hongbang.sqlite`: made, recognised, and looked over before anything is accepted. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { conflict, Problem, unavailable } from '#domain/problem.ts';
import { type Connection, isDamage, openConnection } from './sqlite.ts';
import { createTables, shapes } from './tables.ts';

/** The file of a data folder. */
export const fileOf = (data: string): string => join(data, 'hongbang.sqlite');
/** The folder of the engine that 0.1.0 ran. */
const oldFolder = (data: string): string => join(data, 'db');

/** Says whether a folder holds a home's data, of this version or of 0.1.0; an empty one may still become any. */
export const isData = (data: string): boolean =>
  [fileOf(data), oldFolder(data), join(data, 'keys')].some((path) => existsSync(path));

/** "HBng" in the header of the file: tells it from any other SQLite database. */
const applicationId = 0x48426e67;
/** The layout that this version reads and writes. */
const layout = 1;
/** Files up to this size are looked over whole at each start: measured 1.2 s a gigabyte from memory, 2.7 s after a boot. */
const mostChecked = 1024 * 1024 * 1024;

const damaged = (file: string, said: string): Problem =>
  unavailable(
    'database-damaged',
    `数据库文件 ${file} 已损坏，未作任何改动。请用 npm run restore 从备份恢复，或用 --data 另选目录。（${said}）`,
    `The database file ${file} is damaged; nothing was changed. Restore a backup with npm run restore, or choose another folder with --data. (${said})`,
  );

const tooNew = (file: string): Problem =>
  unavailable(
    'database-newer',
    `数据库文件 ${file} 由更新的版本写成，本版本不能打开。请使用原来的或更新的版本。`,
    `The database file ${file} was written by a newer version, which this one cannot open. Use that version or a later one.`,
  );

const ofOldVersion = (data: string): Problem =>
  conflict(
    'data-of-0-1-0',
    `${data} 是 0.1.0 版的数据目录，未作任何改动。请用 0.1.0 版运行 npm run export -- FILE --data ${data}，再用本版本运行 npm run import -- FILE --data 新目录。`,
    `${data} is a data folder of 0.1.0 and was left alone. Run npm run export -- FILE --data ${data} with 0.1.0, then npm run import -- FILE --data NEW with this version.`,
  );

const numberOf = (connection: Connection, pragma: string): number =>
  Number(Object.values(connection.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);

/** Reads a file in its order: SQLite reads it criss-cross, which takes four times as long from a disk. */
function readThrough(file: string): void {
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  const handle = openSync(file, 'r');
  try {
    while (readSync(handle, chunk) > 0);
  } finally {
    closeSync(handle);
  }
}

const isCheckedWhole = (file: string): boolean => statSync(file).size <= mostChecked;

/** Throws what SQLite finds wrong with the pages; of a larger file it looks at the table of record keys only. */
function checkPages(connection: Connection, file: string): void {
  const isWhole = isCheckedWhole(file);
  const scope = isWhole ? '1' : `'${shapes.keys.name}'`;
  const said = String(Object.values(connection.prepare(`PRAGMA quick_check(${scope})`).get() ?? {})[0]);
  if (said !== 'ok') throw damaged(file, said.slice(0, 300));
}

function recognise(connection: Connection, file: string): void {
  const id = numberOf(connection, 'application_id');
  if (id !== applicationId) throw damaged(file, `application_id ${id}`);
  if (numberOf(connection, 'user_version') > layout) throw tooNew(file);
}

function makeTables(connection: Connection): void {
  // all or nothing: a start that is killed here leaves an empty file, which the next one fills
  connection.exec('BEGIN IMMEDIATE');
  createTables(connection);
  connection.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${layout}; COMMIT`);
}

/**
 * Opens the file of a data folder, made when there is none; `beside` a running server its pages are not looked over. @throws Problem unavailable `database-damaged`,
 * `database-newer`, `database-not-opened`; conflict `data-of-0-1-0`.
 */
export function openFile(data: string, { beside = false } = {}): Connection {
  const file = fileOf(data);
  if (!existsSync(file) && existsSync(oldFolder(data))) throw ofOldVersion(data);
  let connection: Connection | undefined;
  try {
    // its companions, the write-ahead log and the shared memory, take their modes from it
    closeSync(openSync(file, 'a', 0o600));
    // before SQLite opens it: a handle that is closed later would take the locks of this process on the file along
    if (!beside && isCheckedWhole(file)) readThrough(file);
    connection = openConnection(file);
    if (numberOf(connection, 'application_id') === 0 && numberOf(connection, 'schema_version') === 0)
      makeTables(connection);
    recognise(connection, file);
    if (!beside) checkPages(connection, file);
    return connection;
  } catch (error) {
    connection?.close();
    if (error instanceof Problem) throw error;
    const said = error instanceof Error ? error.message : String(error);
    if (isDamage(error)) throw damaged(file, said);
    throw unavailable(
      'database-not-opened',
      `数据库文件 ${file} 无法打开。请检查磁盘空间和权限后重试。（${said}）`,
      `The database file ${file} cannot be opened. Check the disk space and permissions, then try again. (${said})`,
    ).because(error);
  }
}
