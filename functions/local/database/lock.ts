/** One process per data folder: a file with the owner's process id, taken over when its owner is dead. */
import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { memberOf } from '#domain/members.ts';
import { conflict, type Problem, unavailable } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';

interface Owner {
  readonly pid: number;
  /** When that process was born, in the kernel's ticks: tells a reused process id from its owner. */
  readonly born: string | undefined;
}

/** Gives the birth of a process where the system tells it (Linux), else undefined. */
function bornAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in brackets may hold anything; after it the 20th field is the start time
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Says whether a process lives; by its id alone where its birth is not known. */
export function alive(owner: Pick<Owner, 'pid'> & Partial<Owner>): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: alive, but another user's
    if (errorOf(error).code !== 'EPERM') return false;
  }
  return owner.born === undefined || bornAt(owner.pid) === owner.born;
}

function readOwner(path: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const [pid, born] = [memberOf(owner, 'pid'), memberOf(owner, 'born')];
    return typeof pid === 'number' ? { pid, born: typeof born === 'string' ? born : undefined } : undefined;
  } catch {
    return undefined;
  }
}

/** Says which Problem a folder that cannot be written to is. */
function unwritable(folder: string, error: unknown): Problem {
  return unavailable(
    'data-folder-unwritable',
    `数据目录 ${folder} 无法写入（${String(error)}）。请检查权限和磁盘空间，或用 --data 指定另一个目录。`,
    `The data folder ${folder} cannot be written to (${String(error)}). Check its permissions and the disk space, or name another with --data.`,
  );
}

/**
 * Takes the data folder (made when absent) for this process and gives the function that lets it go.
 * Throws Problem `conflict` when a living process has it, `unavailable` when it cannot be written to.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  for (let tries = 0; tries < 3; tries++) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }));
      closeSync(file);
      return () => {
        if (readOwner(path)?.pid === process.pid) unlinkSync(path);
      };
    } catch (error) {
      if (errorOf(error).code !== 'EEXIST') throw unwritable(folder, error);
    }
    const owner = readOwner(path);
    if (owner !== undefined && alive(owner))
      throw conflict(
        'data-folder-in-use',
        `数据目录 ${folder} 正被另一个进程（编号 ${owner.pid}）使用。请先停止它，或用 --data 指定另一个目录。`,
        `The data folder ${folder} is in use by another process (id ${owner.pid}). Stop it first, or name another folder with --data.`,
      );
    try {
      unlinkSync(path);
    } catch {
      // somebody else cleared it; try again
    }
  }
  throw unwritable(folder, 'lock');
}
