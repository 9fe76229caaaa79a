/** MiniStack, an emulator of AWS that others wrote: installed into .build when it can be, started on a free port, stopped for sure. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installPython, pythonProgram } from '../python.ts';

const root = join(import.meta.dirname, '..', '..');
/** Other versions know more or less of AWS: `emulator-template.ts` and the README's list are about this one. */
const packages = ['ministack==1.5.33', 'hypercorn==0.18.0'];
const startMilliseconds = 60_000;

/** Installs it, once for each checkout. Gives why that cannot be done, or undefined when it is there. */
export const install = (): string | undefined => installPython('ministack', packages);

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

export interface Emulator {
  readonly endpoint: string;
  /** What went wrong in it: the failures that the deployments' functions logged, and the last lines of its own log. */
  log(stages: readonly string[]): Promise<string>;
  /** Stops it and all that it started, and removes what it wrote. Safe to repeat. */
  stop(): Promise<void>;
}

const exited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
const pause = (milliseconds: number) => new Promise((soon) => setTimeout(soon, milliseconds));

/** Ends a process that leads a group, and the group: asked first, then without asking. */
export async function end(child: ChildProcess): Promise<void> {
  const tell = (signal: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, signal);
    } catch (error) {
      // Nobody of the group is left.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  tell('SIGTERM');
  for (let left = 50; left > 0 && !exited(child); left--) await pause(100);
  tell('SIGKILL');
}

/** Lines about failures in the log of a function. The emulator asks for no signature. */
async function failuresOf(endpoint: string, logGroupName: string): Promise<readonly string[]> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Logs_20140328.FilterLogEvents',
    },
    body: JSON.stringify({ logGroupName }),
    signal: AbortSignal.timeout(10_000),
  });
  const { events = [] } = (await answer.json()) as { events?: readonly { readonly message: string }[] };
  const lines = events.map(({ message }) => message).filter((line) => /defect|fail|error/i.test(line));
  return lines.slice(-20).map((line) => `${logGroupName} ${line.slice(0, 2_000)}`);
}

/** Starts it and waits until it answers. Throws Error with its log when it does not. */
export async function start(): Promise<Emulator> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'hongbang-ministack-'));
  const path = join(folder, 'ministack.log');
  const { AWS_ENDPOINT_URL: _elsewhere, ...inherited } = process.env;
  const out = openSync(path, 'w');
  const child = spawn(pythonProgram('ministack', 'ministack'), [], {
    cwd: folder,
    // A group of its own, since its functions are processes too.
    detached: true,
    stdio: ['ignore', out, out],
    env: {
      ...inherited,
      // The functions are run by the first `node` that is found: ours is the version of Lambda.
      PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      LAMBDA_ACCOUNT_CONCURRENCY: '10',
    },
  });
  const tail = () => readFileSync(path, 'utf8').split('\n').slice(-30).join('\n');
  const log = async (stages: readonly string[]) => {
    const names = ['web', 'tasks', 'mail', 'papers', 'admin'];
    const groups = stages.flatMap((stage) => names.map((name) => `/hongbang/${stage}/${name}`));
    const found = await Promise.allSettled(groups.map((group) => failuresOf(endpoint, group)));
    return [...found.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])), tail()].join('\n');
  };
  let failed: Error | undefined;
  child.on('error', (error) => {
    failed = error;
  });
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    if (child.pid !== undefined) await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const until = performance.now() + startMilliseconds;
  for (;;) {
    const answers = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return { endpoint, log, stop };
    if (failed !== undefined || exited(child) || performance.now() > until) {
      const said = failed?.message ?? tail();
      await stop();
      throw new Error(`MiniStack does not answer:\n${said}`);
    }
    await pause(250);
  }
}
