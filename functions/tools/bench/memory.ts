/** Memory of a process and everything below it, as the kernel counts it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Resident megabytes of a process with its children; npm's own are not among them. Linux only. */
export function megabytes(pid: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // gone meanwhile
    }
  }
  const family = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [child, parent] of parents)
      if (family.has(parent) && !family.has(child)) {
        family.add(child);
        grown = true;
      }
  }
  const kilobytes = [...family].map((each) => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return Math.round(kilobytes.reduce((a, b) => a + b, 0) / 1024);
}
