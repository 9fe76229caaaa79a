/** The commands of an operator on a large folder: how long each takes, and how much memory. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The most that a process ever held, in megabytes; 0 once it has gone. Linux only. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Runs a command of this checkout to its end. Throws what it said when it failed otherwise than by finding something. */
export async function measureCommand(folder: string, args: readonly string[]) {
  const began = performance.now();
  const child = spawn(process.execPath, ['run.js', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-4_000);
    });
  let peak = 0;
  const watching = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid!));
  }, 50);
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  clearInterval(watching);
  if (code !== 0 && code !== 1) throw new Error(`${args[0]} ended with ${code}: ${said}`);
  return { seconds: (performance.now() - began) / 1_000, megabytes: Math.round(peak), code, said };
}

/** Doctor, the check of the trail, and a backup, on a folder that nobody has open. */
export async function* operate(folder: string, data: string) {
  for (const args of [['doctor'], ['doctor', '--full'], ['audit-verify']]) {
    const { said, ...numbers } = await measureCommand(folder, [...args, '--data', data]);
    yield { command: args.join(' '), ...numbers, ...(numbers.code === 1 && { said: said.slice(0, 1_500) }) };
  }
  const file = join(data, 'load-backup');
  const { said, ...numbers } = await measureCommand(folder, ['backup', file, '--data', data]);
  yield {
    ...{ command: 'backup', ...numbers, ...(numbers.code === 1 && { said }) },
    ...(numbers.code === 0 && { gigabytes: statSync(file).size / 2 ** 30 }),
  };
  rmSync(file, { force: true });
}
