/** How late the server's thread is, and what it holds in memory, told by the server itself once a second. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const every = 10;
/** Runs in the server before anything else; a module without types, since it is handed over in an environment variable. */
const source = `
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
const late = monitorEventLoopDelay({ resolution: ${every} });
late.enable();
setInterval(() => {
  const [p50, p99, max] = [late.percentile(50), late.percentile(99), late.max].map((ns) => ns / 1e6 - ${every});
  const { heapUsed, external } = process.memoryUsage();
  appendFileSync(process.env.HONGBANG_PROBE, JSON.stringify({ at: Date.now(), p50, p99, max, heapUsed, external }) + '\\n');
  late.reset();
}, 1000).unref();
`;

/** The environment of a server that writes what it sees to a file. */
export const probeEnv = (file: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}`,
  HONGBANG_PROBE: file,
});

/** A process that does nothing but be watched: how late anybody's thread is on this machine meanwhile. */
export function watchIdle(file: string): () => void {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1e6)'], {
    env: { ...process.env, ...probeEnv(file) },
    stdio: 'ignore',
  });
  return () => void child.kill();
}

interface Second {
  readonly at: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly heapUsed: number;
}

/** Milliseconds that the thread was late since an instant (of `Date.now`): the middle second's, and the worst. */
export function lateness(file: string, since: number) {
  const seconds = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Second => JSON.parse(line))
    .filter(({ at }) => at >= since);
  const middle = (of: (second: Second) => number) =>
    seconds.map(of).toSorted((a, b) => a - b)[seconds.length >> 1] ?? 0;
  return {
    lateP50: middle(({ p50 }) => Math.max(0, p50)),
    lateP99: middle(({ p99 }) => Math.max(0, p99)),
    lateMost: Math.max(0, ...seconds.map(({ max }) => max)),
    heapMegabytes: middle(({ heapUsed }) => heapUsed) / 1_048_576,
  };
}
