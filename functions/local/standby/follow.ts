/**
 * The standby copy: database and attachments follow to another folder every few seconds (docs/decisions/025). The server
 * never waits for it, and a copy that fails is begun anew.
 */
import { writeFileSync } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { conflict, invalid } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import type { Log } from '#local/database/database.ts';
import { fileOf } from '#local/database/file.ts';
import type { Files } from '#ports';
import { copyFiles } from './copied-files.ts';
import { copyFileOf, type LogCopy, openLogCopy } from './log-copy.ts';
import { openLogPin } from './log-pin.ts';
import { demandNotTaken, readState, type StandbyState, writeState } from './standby-folder.ts';
import { pointerFile, takenFile } from './standby-mark.ts';

/** A log that has grown to this is laid into the file, as SQLite does by itself after 1,000 pages. */
const foldAt = 4 * 1024 * 1024;
/** A log that could not be copied is let grow to this; then the copy is begun anew once its folder can be written. */
const mostKept = 64 * 1024 * 1024;
/** Looks that may fail before a copy is begun anew, and between two tries to begin one. */
const patience = 10;

export interface StandbyOptions {
  readonly to: string;
  readonly everyMs: number;
}

export interface Following {
  /** The attachments of the home: what is put there follows. */
  readonly files: Files;
  /** Copies what is new, after what is under way. Resolves with true when the copy has all of it. */
  look(): Promise<boolean>;
  /** The last look, once the database is closed. */
  close(): Promise<void>;
}

interface Source {
  readonly data: string;
  readonly home: StandbyState['home'];
  readonly keysMark: string;
  readonly files: Files;
  readonly log: Log;
}

/** Refuses a folder that is the standby of other data, was taken over from, or holds something else. */
async function demandUsable(to: string, { data, home, keysMark }: Source): Promise<void> {
  if (`${to}${sep}`.startsWith(`${data}${sep}`))
    throw invalid(
      'standby-inside',
      '备用副本不能放在数据目录之内，请另选一个目录，最好在另一块磁盘或另一台机器上。',
      'The standby copy cannot be inside the data folder; choose another, best on another disk or machine.',
    );
  await mkdir(to, { recursive: true, mode: 0o700 });
  demandNotTaken(to);
  const state = readState(to);
  if (state === undefined && (await readdir(to)).length > 0)
    throw conflict(
      'standby-not-empty',
      `备用目录 ${to} 不是空目录，也不是备用副本，未作改动。请另选一个。`,
      `The standby folder ${to} is neither empty nor a standby copy, and was left alone. Choose another.`,
    );
  if (state !== undefined && (state.home !== home || state.keysMark !== keysMark))
    throw conflict(
      'standby-of-another',
      `${to} 是另一套数据的备用副本，未作改动。请另选一个空目录。`,
      `${to} is the standby copy of other data and was left alone; choose an empty folder.`,
    );
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The copies of a folder under way: begun, gone on with, begun anew. */
async function openCopies(source: Source, to: string) {
  const { data, log } = source;
  const files = copyFiles(source.files, join(data, 'files'), join(to, 'files'));
  const pin = openLogPin(fileOf(data));
  const logFile = await open(`${fileOf(data)}-wal`, 'r');
  let current: LogCopy | undefined;

  const drop = async (): Promise<void> => {
    const dropped = current;
    current = undefined;
    pin.giveUp();
    await dropped?.close();
  };
  const begin = async (): Promise<string> => {
    const [name, began] = [`copy-${Date.now().toString(36)}`, performance.now()];
    await files.copyAll();
    pin.hold();
    await copyFileOf(pin.reader, join(to, name));
    current = await openLogCopy(logFile, join(to, name), files.copyNew);
    await current.copy();
    log('standby-whole', { copy: name, milliseconds: Math.round(performance.now() - began) });
    return name;
  };
  const fold = async (copy: LogCopy): Promise<void> => {
    let rest: ReturnType<LogCopy['readRest']> | undefined;
    const folded = pin.fold(() => {
      rest = copy.readRest();
    });
    if (rest !== undefined) await copy.takeRest(rest, folded);
  };
  return {
    files,
    begin,
    drop,
    isOpen: () => current !== undefined,
    async goOn(): Promise<void> {
      const copy = current!;
      if (!(await copy.isThere())) {
        await drop();
        throw new Error('the copy is gone');
      }
      await copy.copy();
      await files.removeGone();
      if (copy.size() < foldAt) return;
      try {
        await fold(copy);
      } catch (error) {
        await drop();
        throw error;
      }
    },
    /** Nothing of the server's log is kept for a copy that does not come; it is laid into the file all the same. */
    async shed(): Promise<void> {
      const { size } = await logFile.stat();
      if (current !== undefined && size > mostKept) await drop();
      else if (current === undefined && size > foldAt) pin.giveUp();
    },
    /** Removes copies but this one. */
    async tidy(name: string): Promise<void> {
      for (const each of await readdir(to))
        if (each.startsWith('copy-') && each !== name)
          await rm(join(to, each), { recursive: true, force: true });
    },
    async close(): Promise<void> {
      await current?.close();
      await logFile.close();
      pin.close();
    },
  };
}

/** Looks at once, and again every so often until it is stopped; a slow look takes nothing of the pause but three quarters. */
function lookOften(look: () => Promise<unknown>, everyMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const lookAgain = (): void => {
    const began = performance.now();
    const soon = (): void => {
      if (stopped) return;
      timer = setTimeout(lookAgain, Math.max(everyMs - (performance.now() - began), everyMs / 4));
      timer.unref();
    };
    void look().then(soon, soon);
  };
  lookAgain();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/**
 * Follows a home into a folder until it is closed. @throws Problem invalid `standby-inside`; conflict `standby-taken`,
 * `standby-not-empty`, `standby-of-another`; whatever the folder refuses.
 */
export async function follow(source: Source, options: StandbyOptions): Promise<Following> {
  const [to, { log, data, home, keysMark }] = [resolve(options.to), source];
  await demandUsable(to, source);
  const copies = await openCopies(source, to);
  writeFileSync(pointerFile(data), to, { mode: 0o600 });
  const former = readState(to);
  let state: StandbyState = {
    upTo: new Date().toISOString(),
    beat: 0,
    ...former,
    ...{ format: 'hongbang-standby', home, keysMark, everyMs: options.everyMs, ended: false },
  };
  let [failures, untilTry, taken, closed] = [0, 0, false, false];

  const copyNow = async (): Promise<void> => {
    const upTo = new Date().toISOString();
    let { copy } = state;
    if (copies.isOpen()) await copies.goOn();
    else copy = await copies.begin();
    const isNew = copy !== state.copy;
    state = { ...state, ...(copy !== undefined && { copy }), upTo, beat: state.beat + 1 };
    await writeState(to, state);
    if (isNew && copy !== undefined) await copies.tidy(copy);
  };
  const failed = async (error: unknown): Promise<void> => {
    if (failures++ === 0)
      log('standby-failed', { error: errorOf(error).code ?? String(error).slice(0, 200) });
    if (failures % patience === 0) await copies.drop();
    if (!copies.isOpen()) untilTry = patience;
  };
  const lookNow = async (): Promise<boolean> => {
    if (closed) return false;
    // never in the thread that answers: a mounted folder may hang
    if (!taken && (await isThere(takenFile(to)))) {
      taken = true;
      await copies.drop();
      log('standby-taken', { to });
    }
    if (taken || untilTry-- > 0) {
      await copies.shed();
      return false;
    }
    untilTry = 0;
    try {
      await copyNow();
      if (failures > 0) log('standby-again', { failures });
      failures = 0;
      return true;
    } catch (error) {
      await failed(error);
      await copies.shed();
      return false;
    }
  };
  let underWay: Promise<unknown> = Promise.resolve();
  const look = (): Promise<boolean> => {
    const next = underWay.then(lookNow);
    underWay = next.catch((error: unknown) => log('standby-failed', { error: String(error).slice(0, 200) }));
    return next;
  };
  // the first copy is made beside the server, which answers meanwhile
  const stop = lookOften(look, options.everyMs);
  return {
    files: copies.files.files,
    look,
    async close() {
      const whole = await look();
      closed = true;
      stop();
      if (whole) await writeState(to, { ...state, ended: true });
      await copies.close();
    },
  };
}
