/** The database of one machine: starts the program, waits until it answers, starts it again when it dies, stops it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { type Problem, unavailable } from '#domain/problem.ts';
import { createTableInput, type TableShape } from '#store/schema.ts';
import type { TableClient } from '#store/table.ts';
import { lockFolder } from './lock.ts';
import { findProgram, type Program } from './program.ts';
import { openWire, type Wire, wireClient } from './wire.ts';

/** One line of the log: a code, and fields without personal data. */
export type Log = (code: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;

export interface Database {
  readonly endpoint: string;
  /** For openTable. */
  readonly client: TableClient;
  /** The process id of the program now running; undefined for an endpoint that somebody else runs. */
  pid(): number | undefined;
  /** Makes the tables that do not exist yet, and waits until they can be used. */
  createTables(shapes: readonly TableShape[]): Promise<void>;
  /** Stops the program and lets the folder go. */
  close(): Promise<void>;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

const freePort = () =>
  new Promise<number>((done, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

async function answers(wire: Wire): Promise<boolean> {
  try {
    await wire('ListTables', {});
    return true;
  } catch {
    return false;
  }
}

function broken(folder: string, said: string): Problem {
  const damaged = /not a (valid SQLite )?database|malformed|corrupt/i.test(said);
  const last = said.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  if (damaged)
    return unavailable(
      'database-damaged',
      `数据目录 ${folder} 中的数据库文件已损坏，未作任何改动。请用 npm run restore 从备份恢复，或用 --data 另选目录。（${last}）`,
      `The database file in ${folder} is damaged; nothing was changed. Restore a backup with npm run restore, or choose another folder with --data. (${last})`,
    );
  return unavailable(
    'database-not-started',
    `数据库无法启动（目录 ${folder}）。请检查磁盘空间和权限后重试。（${last}）`,
    `The database did not start (folder ${folder}). Check the disk space and permissions, then try again. (${last})`,
  );
}

/** Ends a program that a killed server left behind on this folder: only one whose command line names the folder. */
async function endOrphan(folder: string): Promise<void> {
  const path = join(folder, 'pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8'));
  for (let tries = 0; tries < 100; tries++) {
    try {
      if (!(pid > 1 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder))) break;
      process.kill(pid, tries < 50 ? 'SIGTERM' : 'SIGKILL');
    } catch {
      break;
    }
    await sleep(20);
  }
  rmSync(path, { force: true });
}

async function createTables(wire: Wire, shapes: readonly TableShape[]): Promise<void> {
  for (const shape of shapes) {
    try {
      await wire('CreateTable', createTableInput(shape));
    } catch (error) {
      if ((error as Error).name !== 'ResourceInUseException') throw error;
    }
    for (let tries = 0; ; tries++) {
      const answer = await wire('DescribeTable', { TableName: shape.name });
      if ((answer.Table as Record<string, unknown>).TableStatus === 'ACTIVE') break;
      if (tries > 100) throw broken(shape.name, 'table not active');
      await sleep(100);
    }
    if (shape.ttl === undefined) continue;
    const TimeToLiveSpecification = { AttributeName: shape.ttl, Enabled: true };
    // refused when it is on already, or where a database does not know it: rows then simply stay
    await wire('UpdateTimeToLive', { TableName: shape.name, TimeToLiveSpecification }).catch(() => undefined);
  }
}

/** Uses a database that somebody else runs, such as the one that DYNAMODB_ENDPOINT names. `data` is still locked. */
async function openForeign(endpoint: string, release: () => void): Promise<Database> {
  const { wire, close } = openWire(endpoint);
  if (!(await answers(wire))) {
    release();
    throw unavailable(
      'endpoint-silent',
      `DYNAMODB_ENDPOINT 指定的 ${endpoint} 没有应答。请先启动它，或取消该环境变量。`,
      `${endpoint}, named in DYNAMODB_ENDPOINT, does not answer. Start it first, or unset the variable.`,
    );
  }
  return {
    endpoint,
    client: wireClient(wire),
    pid: () => undefined,
    createTables: (shapes) => createTables(wire, shapes),
    async close() {
      close();
      release();
    },
  };
}

/**
 * Opens the database under `<data>/db`, or the one that `endpoint` names (by default DYNAMODB_ENDPOINT).
 * A program that dies is started again, after 20 ms at first and up to 5 s when it keeps dying.
 * Throws Problem: folder in use, unwritable or damaged, no program for this platform, no answer.
 */
export async function openDatabase(options: {
  readonly data: string;
  readonly log: Log;
  readonly endpoint?: string | undefined;
  readonly program?: Program;
}): Promise<Database> {
  const { log, endpoint = process.env.DYNAMODB_ENDPOINT } = options;
  const data = resolve(options.data);
  const release = lockFolder(data);
  if (endpoint) return openForeign(endpoint, release);
  const folder = join(data, 'db');
  let child: ChildProcess | undefined;
  let closing = false;
  let said = '';
  const endChild = () => void child?.kill('SIGKILL');
  try {
    const program = options.program ?? findProgram();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await endOrphan(folder);
    const port = await freePort();
    const { wire, close } = openWire(`http://127.0.0.1:${port}`);
    let started = false;
    let pause = 20;
    const start = () => {
      const born = Date.now();
      // its own group: Ctrl-C reaches the server only, which then stops the database in order
      const next = spawn(program.command, program.args(port, folder), {
        cwd: program.cwd,
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child = next;
      said = '';
      next.stderr.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-2_000);
      });
      next.on('error', (error) => {
        said += String(error);
      });
      next.on('exit', (code, signal) => {
        if (closing || !started) return;
        if (Date.now() - born > 30_000) pause = 20;
        log('database.died', { code: code ?? -1, signal: signal ?? '', restartMs: pause });
        setTimeout(() => {
          if (!closing) start();
        }, pause);
        pause = Math.min(pause * 2, 5_000);
      });
      if (next.pid !== undefined) writeFileSync(join(folder, 'pid'), String(next.pid), { mode: 0o600 });
    };
    process.once('exit', endChild);
    start();
    const until = Date.now() + 20_000;
    while (!(await answers(wire))) {
      const dead = child?.exitCode !== null || child.signalCode !== null;
      if (dead) await sleep(20); // the last words may still be on their way
      if (dead || Date.now() > until) throw broken(folder, said);
      await sleep(10);
    }
    started = true;
    // died between its answer and now: the exit was taken for a failed start
    if (child?.exitCode !== null) start();
    log('database.started', { program: program.name, port });
    return {
      endpoint: `http://127.0.0.1:${port}`,
      client: wireClient(wire),
      pid: () => child?.pid,
      createTables: (shapes) => createTables(wire, shapes),
      async close() {
        closing = true;
        await endInOrder(child);
        process.removeListener('exit', endChild);
        rmSync(join(folder, 'pid'), { force: true });
        close();
        release();
      },
    };
  } catch (error) {
    closing = true;
    endChild();
    process.removeListener('exit', endChild);
    release();
    throw error;
  }
}

/** Ends a program with SIGTERM, and after five seconds with SIGKILL. */
async function endInOrder(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}
