/** Takes over from a standby copy: into a new data folder, from which a second server starts. */
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { conflict, missing } from '#domain/problem.ts';
import { openDatabase } from '#local/database/database.ts';
import { fileOf } from '#local/database/file.ts';
import { demandNotTaken, markTaken, readState, type StandbyState } from '#local/standby/standby-folder.ts';
import { takenFile } from '#local/standby/standby-mark.ts';
import { demandEmpty, demandKind, layKeys } from './into-folder.ts';

/** Looks of the first server that may be late before it counts as gone. */
const looksWaited = 5;

/** The state of a folder that is a standby copy which is whole. */
function demandWhole(folder: string): StandbyState & { readonly copy: string } {
  const state = readState(folder);
  if (state === undefined)
    throw missing(
      'standby-missing',
      `${folder} 不是红榜的备用副本。请检查目录。`,
      `${folder} is no standby copy of Hongbang; check the folder.`,
    );
  if (state.copy === undefined)
    throw conflict(
      'standby-not-whole',
      `${folder} 的第一份副本尚未完成，不能从它接手。请改用备份。`,
      `The first copy in ${folder} was never finished and cannot be started from; use a backup.`,
    );
  return { ...state, copy: state.copy };
}

/** Refuses a copy that somebody still writes: looks at it for some seconds, unless its server ended in order. */
async function demandStill(folder: string): Promise<StandbyState & { readonly copy: string }> {
  const before = demandWhole(folder);
  if (before.ended) return before;
  await new Promise((done) => setTimeout(done, looksWaited * before.everyMs));
  const after = demandWhole(folder);
  if (after.beat === before.beat) return after;
  throw conflict(
    'standby-in-use',
    `第一台服务器仍在写入备用副本 ${folder}，未作改动。请先停止它；若它在另一台机器上，请断开其网络或电源。`,
    `The first server still writes the standby copy ${folder}; nothing was changed. Stop it first; on another machine, cut its network or power.`,
  );
}

/**
 * Puts a standby copy into an empty or new data folder, made beside it and moved there whole. The copy is marked, so that
 * the first server does not go on with it. Gives the instant up to which it holds everything.
 * @throws Problem missing `standby-missing`; conflict `standby-not-whole`, `standby-in-use`, `standby-taken`,
 * `folder-not-empty`, `home-kind`; invalid `keys-of-another`; unavailable `database-damaged`.
 */
export async function restoreStandby(options: {
  readonly standby: string;
  readonly data: string;
  readonly rehearsal: boolean;
  readonly keysFile?: string | undefined;
}): Promise<{ readonly upTo: string; readonly ended: boolean }> {
  const [folder, data] = [resolve(options.standby), resolve(options.data)];
  demandEmpty(data);
  demandNotTaken(folder);
  demandKind(demandWhole(folder).home, options.rehearsal);
  const state = await demandStill(folder);
  const beside = join(dirname(data), `.restore-${process.pid}`);
  let done = false;
  await markTaken(folder);
  try {
    await mkdir(beside, { recursive: true, mode: 0o700 });
    if (options.keysFile !== undefined) await layKeys(options.keysFile, beside, state.keysMark);
    for (const end of ['', '-wal'])
      await cp(`${fileOf(join(folder, state.copy))}${end}`, `${fileOf(beside)}${end}`);
    if (existsSync(join(folder, 'files')))
      await cp(join(folder, 'files'), join(beside, 'files'), { recursive: true });
    // reads its log, looks every page over, and lays the log into the file
    await (await openDatabase({ data: beside, endpoint: '' })).close();
    if (existsSync(data)) await rmdir(data);
    await rename(beside, data);
    done = true;
  } finally {
    await rm(beside, { recursive: true, force: true });
    if (!done) await rm(takenFile(folder), { force: true });
  }
  return { upTo: state.upTo, ended: state.ended };
}
