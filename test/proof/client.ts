/** The driver's side: a server process that is killed and started again, and a client that repeats carefully. */
import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import type { Arming } from './server.ts';

/** The answer was lost, or never came: nobody knows whether it happened. */
class Lost extends Error {}
/** What the server refused. */
export class Refused extends Error {
  readonly kind: string;
  readonly code: string;
  constructor(answer: { kind: string; code: string; en: string; faults?: unknown }) {
    super(`${answer.code}: ${answer.en} ${JSON.stringify(answer.faults ?? '')}`);
    this.kind = answer.kind;
    this.code = answer.code;
  }
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One death that is planned: at which step of the plan, of what kind, how far into it (0 to 1 of its usual time). */
export interface Death {
  readonly step: number;
  readonly how: 'server' | 'starting' | Arming['how'];
  readonly share: number;
  readonly writes: number;
}

/** How long a step usually takes, told by the undisturbed run. */
export interface Timing {
  readonly name: string;
  readonly milliseconds: number;
}

export interface Driver {
  /** Calls an operation once. Throws Lost or Refused. */
  call<T>(op: string, as?: string, input?: unknown): Promise<T>;
  /**
   * Takes one step of the plan until it is known to be done: `act` is repeated after a lost answer, but first `done`
   * is asked whether it happened after all.
   */
  step(name: string, act: () => Promise<unknown>, done?: () => Promise<boolean>): Promise<void>;
  readonly timings: readonly Timing[];
  readonly kills: Readonly<Record<string, number>>;
  readonly logged: readonly string[];
  /** What the double did, as the server said when it was closed. */
  readonly faults: readonly string[];
  /** Answers that were lost, and refusals that were tried again. */
  readonly repeats: { lost: number; refused: number };
  /** Stops the server in order. */
  close(): Promise<void>;
  /** Ends the server at once and for good, when the plan failed. */
  abandon(): void;
}

/** Starts a server on a folder by the command given, and kills it as planned while steps are taken. */
export async function drive(options: {
  readonly data: string;
  /** The command of the server, such as `[node, …]`. */
  readonly server: readonly string[];
  readonly deaths: readonly Death[];
  /** Of the undisturbed run, for how long to wait before a death. */
  readonly usual: readonly Timing[];
  /** Seed of the faults around the database and the machines; none without. */
  readonly faults?: number | undefined;
}): Promise<Driver> {
  const deaths = new Map<number, Death[]>();
  for (const death of options.deaths) deaths.set(death.step, [...(deaths.get(death.step) ?? []), death]);
  const kills: Record<string, number> = {};
  const logged: string[] = [];
  const faults: string[] = [];
  const timings: Timing[] = [];
  const repeats = { lost: 0, refused: 0 };
  let planned = 0;
  const died = () => Object.values(kills).reduce((sum, each) => sum + each, 0);
  const count = (how: string) => {
    kills[how] = (kills[how] ?? 0) + 1;
  };
  let child: ChildProcess;
  let port = 0;
  let up: Promise<void>;
  let closing = false;
  let fresh = true;
  let killOnStart: number | undefined;

  const start = (): Promise<void> =>
    new Promise((ready) => {
      port = 0;
      const [command, ...args] = options.server;
      const seed = options.faults === undefined ? '' : String(options.faults);
      const env = {
        ...process.env,
        ...{ PROOF_FRESH: fresh ? '1' : '0', PROOF_FAULTS: seed, DYNAMODB_ENDPOINT: '' },
      };
      const next = spawn(command!, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      child = next;
      let said = '';
      next.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const lines = said.split('\n');
        said = lines.pop() ?? '';
        for (const line of lines) {
          const [word, rest = ''] = [line.split(' ')[0], line.slice(line.indexOf(' ') + 1)];
          if (word === 'killed') count(rest);
          if (word === 'log') logged.push(rest);
          if (word === 'faults') faults.push(rest);
          if (word === 'ready') {
            port = Number(rest);
            fresh = false;
            ready();
          }
        }
      });
      next.on('exit', (code, signal) => {
        if (closing) return;
        if (signal !== 'SIGKILL') logged.push(`server ended by itself: ${code} ${signal}`);
        start().then(ready, () => undefined);
      });
      if (killOnStart !== undefined && !fresh) {
        const after = killOnStart;
        killOnStart = undefined;
        setTimeout(() => kill(next.pid, 'server-starting', next), after);
      }
    });

  function kill(pid: number | undefined, how: string, process_?: ChildProcess): void {
    if (pid === undefined || (process_ !== undefined && process_.exitCode !== null)) return;
    try {
      process.kill(pid, 'SIGKILL');
      count(how);
    } catch {
      // it was dead already; another death of the plan was faster
    }
  }
  const send = <T>(op: string, as?: string, input?: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ op, as, input });
      const lost = (error: Error) => reject(new Lost(error.message));
      const asked = request({ port, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          answer += chunk;
        });
        response.on('error', lost);
        response.on('aborted', () => lost(new Error('aborted')));
        response.on('end', () => {
          if (!response.complete) return lost(new Error('cut off'));
          const value = JSON.parse(answer) as T;
          if (response.statusCode === 200) resolve(value);
          else reject(new Refused(value as never));
        });
      });
      asked.on('error', lost);
      asked.end(body);
    });

  const call = async <T>(op: string, as?: string, input?: unknown): Promise<T> => {
    await up;
    while (port === 0) await sleep(5);
    return send<T>(op, as, input);
  };

  async function prepare(death: Death, milliseconds: number): Promise<void> {
    const wait = Math.min(3_000, death.share * Math.max(8, milliseconds) * 1.2);
    const target = child;
    switch (death.how) {
      case 'starting':
        killOnStart = 40 + death.share * 500;
        setTimeout(() => kill(target.pid, 'server', target), wait);
        return;
      case 'server':
        setTimeout(() => kill(target.pid, 'server', target), wait);
        return;
      default: {
        const arming: Arming = { how: death.how, writes: death.writes, milliseconds: death.share * 3 };
        await call('arm', undefined, arming).catch(() => undefined);
      }
    }
  }

  up = start();
  await up;
  return {
    call,
    timings,
    kills,
    logged,
    faults,
    repeats,
    async step(name, act, done) {
      const index = timings.length;
      const begun = performance.now();
      timings.push({ name, milliseconds: 0 });
      const due = deaths.get(index) ?? [];
      planned += due.length;
      const usual = options.usual[index]?.milliseconds ?? 20;
      for (const death of due) await prepare(death, usual);
      // an order to die at a write can be overtaken by another death; what is owed is made up here
      if (due.length === 0 && died() < planned - 1)
        await prepare({ step: index, how: 'server', share: 0.5, writes: 1 }, usual);
      let isLost = false;
      for (let tries = 1; ; tries++) {
        try {
          if (isLost && done !== undefined && (await happened(done))) break;
          await act();
          break;
        } catch (error) {
          if (error instanceof Lost) {
            isLost = true;
            repeats.lost++;
            await sleep(20);
            continue;
          }
          if (!(error instanceof Refused) || tries > 60) throw new Error(`${name}: ${String(error)}`);
          // a conflict may be our own first try; anything else that time does not mend is a failure of the proof
          if (done !== undefined && (await happened(done).catch(() => false))) break;
          if (error.kind !== 'conflict' && error.kind !== 'unavailable')
            throw new Error(`${name}: ${error.message}`);
          repeats.refused++;
          await sleep(50);
        }
      }
      timings[index] = { name, milliseconds: performance.now() - begun };
    },
    abandon() {
      closing = true;
      child.kill('SIGKILL');
    },
    async close() {
      await up;
      while (port === 0) await sleep(5);
      while (died() < planned) {
        const old = child;
        kill(old.pid, 'server', old);
        while (child === old || port === 0) await sleep(5);
        await call('settle');
      }
      closing = true;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await send('close').catch(() => kill(child.pid, 'closing'));
      await gone;
    },
  };
}

/** A look that is refused says that it has not happened; one whose answer is lost says nothing. */
async function happened(done: () => Promise<boolean>): Promise<boolean> {
  try {
    return await done();
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
