/** A checkout under measurement: its server as a process of its own, driven by HTTP only, on a data folder of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memberOf } from '#domain/members.ts';
import { type Client, openClient } from './load.ts';
import { cpuOf, familyOf, type Memory, memoryOf } from './processes.ts';

export interface Site {
  /** The checkout that it runs. */
  readonly folder: string;
  readonly port: number;
  readonly data: string;
  /** Starts the server; gives milliseconds to its first page. */
  start(): Promise<number>;
  stop(): Promise<void>;
  /** Path of the administrator's one-time link that the last start printed. */
  signIn(): string;
  /** CPU milliseconds of all its processes so far. */
  cpu(): number;
  memory(): Memory;
  /**
   * Waits until its processes rest, i.e. use under a twentieth of a core for a fifth of a second; gives the instant
   * (of `performance.now`) at which they last worked.
   */
  rest(): Promise<number>;
  /** Stops the server and removes its data. */
  close(): Promise<void>;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** What `npm start` runs there: its own Node where it has one, and what follows `node` in the script. */
function startCommand(folder: string): readonly string[] {
  const file: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const start = String(memberOf(memberOf(file, 'scripts'), 'start'));
  const own = join(folder, 'node_modules', 'node', 'bin', 'node');
  return [existsSync(own) ? own : process.execPath, ...start.split(' ').slice(1)];
}

/** A port that nobody uses now: several benchmarks may run beside each other. */
const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const asked = createServer();
    asked.on('error', failed);
    asked.listen(0, '127.0.0.1', () => {
      const port = memberOf(asked.address(), 'port');
      asked.close(() => done(Number(port)));
    });
  });

interface SiteOptions {
  /** A data folder that stays; otherwise one of its own that goes with it. */
  readonly data?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

/** A site of a checkout; nothing is started yet. */
export async function openSite(
  folder: string,
  flags: readonly string[] = [],
  { data: own, env = {} }: SiteOptions = {},
): Promise<Site> {
  const port = await freePort();
  const data = own ?? mkdtempSync(join(tmpdir(), 'hongbang-bench-'));
  const [program = '', ...args] = startCommand(folder);
  let running: { readonly child: ChildProcess; readonly pids: readonly number[] } | undefined;
  let printed = '';
  const pids = () => running?.pids ?? [];
  const stop = async () => {
    const child = running?.child;
    running = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  };
  const firstPage = async (child: ChildProcess, client: Client) => {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server in ${folder} ended: ${printed}`);
      const answer = await client.get('/').catch(() => undefined);
      if (answer?.status === 200) return;
      await sleep(2);
    }
  };
  return {
    folder,
    port,
    data,
    async start() {
      printed = '';
      const began = performance.now();
      const child = spawn(program, [...args, '--port', String(port), '--data', data, ...flags], {
        cwd: folder,
        // a few clients stand for thousands of visitors
        env: { ...process.env, HONGBANG_CALLS: '0', ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout.on('data', (bytes: Buffer) => {
        printed += bytes.toString();
      });
      await firstPage(child, openClient(port));
      const took = performance.now() - began;
      running = { child, pids: familyOf(child.pid!) };
      return took;
    },
    stop,
    signIn: () => {
      const found = /\/sign-in\/[\w-]+/.exec(printed);
      if (found === null) throw new Error(`no sign-in link in what the server said: ${printed}`);
      return found[0];
    },
    cpu: () => cpuOf(pids()),
    memory: () => memoryOf(pids(), data),
    async rest() {
      let worked = performance.now();
      for (let used = cpuOf(pids()), since = worked; performance.now() - since < 200; ) {
        await sleep(10);
        const now = cpuOf(pids());
        if (now - used <= 10) continue;
        [used, since, worked] = [now, performance.now(), performance.now()];
      }
      return worked;
    },
    async close() {
      await stop();
      if (own === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
