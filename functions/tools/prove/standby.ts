/** `npm run prove -- --standby`: a server is killed under load, a second one goes on from its standby copy, and what is missing is counted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { memberOf } from '#domain/members.ts';
import { restoreStandby } from '#local/archive/restore-standby.ts';
import { openDatabase } from '#local/database/database.ts';
import { openFiles } from '#local/files.ts';
import { openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { say } from '#local/say.ts';

const writers = 8;
/** Every so many rows one comes with an attachment. */
const filesEvery = 40;
const partition = (writer: number): string => `PROOF#${writer}`;
const fileOfRow = (writer: number, n: number): string => `proof-${writer}-${n}`;

/** What the child is told: how to work, whether a copy follows, and how often it is looked after. */
interface Work {
  readonly data: string;
  readonly standby: string | undefined;
  readonly everyMs: number;
  readonly load: boolean;
}

/** The server under load: rows written one after another by several, each told when it is on the disk. */
export async function serveStandbyProof(told: string): Promise<void> {
  const { data, standby, everyMs, load }: Work = JSON.parse(told);
  const home = await openHome({
    data,
    rehearsal: true,
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: () => undefined,
    ...(standby !== undefined && { standby: { to: standby, everyMs } }),
  });
  await home.following?.look();
  const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  let before = process.cpuUsage();
  setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    tell({ cpuMs: (user + system) / 1000 });
  }, 1_000);
  tell({ ready: true });
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; ; n++) {
      if (n % filesEvery === 0) await home.deps.files.put(fileOfRow(writer, n), Buffer.alloc(20_000, n), '');
      const row = { pk: partition(writer), sk: String(n).padStart(9, '0'), body: 'x'.repeat(800) };
      await home.deps.table.put(row);
      tell({ writer, n, at: Date.now() });
    }
  };
  if (load) for (let writer = 0; writer < writers; writer++) void write(writer);
}

interface Watched {
  readonly child: ChildProcess;
  /** Milliseconds of processor time in each second since it was ready. */
  readonly cpu: number[];
  /** When each row was told, by writer. */
  readonly told: number[][];
}

/** Starts the bundle again as the server, and listens to it. */
async function watch(work: Work): Promise<Watched> {
  const load = 'import(process.argv[1]).then((it) => it.run(process.argv.slice(2)))';
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', load, import.meta.url, '--serve-standby', JSON.stringify(work)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const told: number[][] = Array.from({ length: writers }, () => []);
  const cpu: number[] = [];
  await new Promise<void>((ready, failed) => {
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said: unknown = JSON.parse(line);
      const [ms, writer] = [memberOf(said, 'cpuMs'), memberOf(said, 'writer')];
      if (memberOf(said, 'ready') === true) ready();
      else if (typeof ms === 'number') cpu.push(ms);
      else if (typeof writer === 'number') told[writer]!.push(Number(memberOf(said, 'at')));
    });
  });
  return { child, cpu, told };
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function kill({ child }: Watched): Promise<number> {
  const gone = new Promise((done) => child.stdout!.once('close', done));
  const at = Date.now();
  child.kill('SIGKILL');
  await gone;
  return at;
}

export interface Loss {
  /** Rows that were told to be on the disk of the first server. */
  readonly told: number;
  readonly lost: number;
  /** From the first row that is missing to the death. */
  readonly lostMs: number;
  /** From the death until the second folder could be opened; waiting for the first one's sign of life included. */
  readonly takenOverMs: number;
  /** Rows that are missing before others, and attachments that a row names: none in a sound copy. */
  readonly gaps: number;
}

async function lossOf(
  data: string,
  told: readonly number[][],
  died: number,
  takenOverMs: number,
): Promise<Loss> {
  const database = await openDatabase({ data, endpoint: '' });
  const files = openFiles(join(data, 'files'));
  let [lost, gaps, first] = [0, 0, died];
  for (let writer = 0; writer < writers; writer++) {
    let next = 0;
    let cursor: string | undefined;
    do {
      const page = await database.main.query({ pk: partition(writer), limit: 500, cursor, consistent: true });
      for (const { sk } of page.items) {
        if (Number(sk) !== next) gaps++;
        if (next % filesEvery === 0 && (await files.get(fileOfRow(writer, next))) === undefined) gaps++;
        next++;
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
    const missing = told[writer]!.slice(next);
    lost += missing.length;
    first = Math.min(first, ...missing.slice(0, 1));
  }
  await database.close();
  const all = told.reduce((sum, each) => sum + each.length, 0);
  return { told: all, lost, lostMs: died - first, takenOverMs, gaps };
}

/** One death under load after so long, and what the second server has. */
async function loseOne(folder: string, everyMs: number, milliseconds: number): Promise<Loss> {
  const [data, standby, second] = ['first', 'standby', 'second'].map((name) => join(folder, name));
  mkdirSync(folder, { recursive: true });
  const server = await watch({ data: data!, standby, everyMs, load: true });
  await wait(milliseconds);
  const died = await kill(server);
  await restoreStandby({
    standby: standby!,
    data: second!,
    rehearsal: true,
    keysFile: join(data!, 'keys'),
  });
  const loss = await lossOf(second!, server.told, died, Date.now() - died);
  rmSync(folder, { recursive: true, force: true });
  return loss;
}

/** Processor time and rows of a server for some seconds; the first is left out. */
async function costOf(folder: string, everyMs: number, seconds: number, [standby, load]: [boolean, boolean]) {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const server = await watch({ data, standby: standby ? join(folder, 'standby') : undefined, everyMs, load });
  await wait((seconds + 1) * 1000);
  await kill(server);
  rmSync(folder, { recursive: true, force: true });
  const cpu = server.cpu.slice(1);
  const perSecond = cpu.reduce((sum, each) => sum + each, 0) / Math.max(1, cpu.length);
  const rows = server.told.reduce((sum, each) => sum + each.length, 0) / (seconds + 1);
  return { perSecond, rows };
}

export interface StandbyPlan {
  readonly deaths: number;
  readonly everyMs: number;
  /** Longest time under load before a death. */
  readonly milliseconds: number;
  /** Seconds of each measurement of what it costs; 0 for none. */
  readonly costSeconds: number;
  readonly random: () => number;
}

/** Plays the deaths and says what they cost. True when no copy had a gap and nothing older than its last look was lost. */
export async function proveStandby(plan: StandbyPlan, print: (line: string) => void = say): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'hongbang-standby-proof-'));
  const { deaths, everyMs, milliseconds, costSeconds, random } = plan;
  // a look, what copying it takes, and one more when a death falls into it
  const allowedMs = 3 * everyMs + 1_000;
  let sound = true;
  for (let death = 1; death <= deaths; death++) {
    const loss = await loseOne(join(folder, String(death)), everyMs, milliseconds * (0.5 + random() / 2));
    const isSound = loss.gaps === 0 && loss.told > 0 && loss.lostMs <= allowedMs;
    sound &&= isSound;
    print(
      `${isSound ? '✓' : '✗'} ${death}: ${loss.told} rows told, ${loss.lost} lost, ${(loss.lostMs / 1000).toFixed(1)} s 丢失 / lost time, ${(loss.takenOverMs / 1000).toFixed(1)} s 接手 / to take over, ${loss.gaps} gaps`,
    );
  }
  if (costSeconds > 0)
    for (const load of [false, true])
      for (const standby of [false, true]) {
        const { perSecond, rows } = await costOf(join(folder, 'cost'), everyMs, costSeconds, [standby, load]);
        print(
          `${load ? '负载 / under load' : '空闲 / idle'}, ${standby ? '有备用副本 / with a standby copy' : '无 / without'}: ${perSecond.toFixed(1)} ms CPU a second${load ? `, ${rows.toFixed(0)} rows a second` : ''}`,
        );
      }
  rmSync(folder, { recursive: true, force: true });
  return sound;
}
