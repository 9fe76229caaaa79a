/** What a process and everything below it costs, as the kernel counts it: milliseconds of CPU, megabytes of memory. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Text of a file of /proc; empty when the process has gone meanwhile. */
const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
/** Fields of a process's `stat` from the third on: its name, which may hold spaces, is left out. */
const statOf = (pid: number): readonly string[] => {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/** A process and all below it. */
export function familyOf(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => [Number(entry), Number(statOf(Number(entry))[1])] as const);
  const family = [pid];
  for (const member of family)
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** CPU milliseconds that processes have used, with all their threads; the kernel's grain is 10 ms. */
export const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const stat = statOf(pid);
    return sum + (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * 10;
  }, 0);

export interface Memory {
  /** Resident megabytes, files of the data folder that are mapped into memory left out. */
  readonly megabytes: number;
  /** What is resident of those files: the kernel's cache, given back when somebody needs it. */
  readonly mapped: number;
}

/** Memory of processes that keep their data in a folder. */
export function memoryOf(pids: readonly number[], data: string): Memory {
  let resident = 0;
  let mapped = 0;
  for (const pid of pids)
    for (const mapping of read(`/proc/${pid}/smaps`).split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/)) {
      const kilobytes = Number(/^Rss:\s+(\d+)/m.exec(mapping)?.[1] ?? 0);
      if (mapping.split('\n', 1)[0]!.includes(data)) mapped += kilobytes;
      else resident += kilobytes;
    }
  return { megabytes: Math.round(resident / 1024), mapped: Math.round(mapped / 1024) };
}
