/** `npm run bench`: speed of the running server from outside, one JSON object a line. Quiet machine wanted. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstSteps } from '#actions/people/first-steps.ts';
import { linkFor } from '#actions/people/links.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { attach } from '#local/commands/attach.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { say } from '#local/say.ts';
import { keys } from '#store/keys.ts';
import type { Table } from '#store/table.ts';
import { coldImport } from './cold.ts';
import { measure, openClient } from './load.ts';
import { megabytes } from './memory.ts';
import { playRound } from './round.ts';
import { benchAnswers, type Seeded, seedBench } from './seed.ts';
import { stockUp } from './stock.ts';

const port = 8_471;
const report = (what: string, numbers: object): void => say(JSON.stringify({ bench: what, ...numbers }));
const quiet = (code: string, fields?: object) => {
  if (/failed|stuck|died/.test(code)) process.stderr.write(`${code} ${JSON.stringify(fields)}\n`);
};
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function inHome<T>(data: string, work: (home: Home) => Promise<T>, rehearsal = false): Promise<T> {
  const home = await openHome({
    data,
    rehearsal,
    url: `http://127.0.0.1:${port}`,
    mailer: outboxMailer,
    log: quiet,
  });
  try {
    return await work(home);
  } finally {
    await home.close();
  }
}

/** What follows `node` in the script `start`: the server is measured as `npm start` runs it. */
const startArguments = (
  JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .slice(1);

/** Starts the server as `npm start` does, and says how long its first page took. */
async function serve(data: string, flags: readonly string[] = []) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [...startArguments, '--port', String(port), '--data', data, ...flags],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const client = openClient(port);
  for (;;) {
    const answer = await client.get('/').catch(() => undefined);
    if (answer?.status === 200) break;
    await sleep(5);
  }
  const firstPageMs = Math.round(performance.now() - began);
  return {
    firstPageMs,
    pid: child.pid!,
    stop: () =>
      new Promise<void>((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

/** Reads the table of the running server. */
async function withTable<T>(data: string, read: (table: Table) => Promise<T>): Promise<T> {
  const attached = await attach(data);
  try {
    return await read(attached.table);
  } finally {
    await attached.close();
  }
}

const demandStatus = (status: number, wanted: readonly number[], body: string): void => {
  if (!wanted.includes(status)) throw new Error(`status ${status}: ${body.slice(0, 400)}`);
};

/** Submissions by API; accepted while the clients wait, settled when the last has its task and letter. */
async function submissions(
  data: string,
  seeded: Seeded,
  clients: number,
  count: number,
  first: number,
): Promise<void> {
  const pool = Array.from({ length: clients }, () => openClient(port));
  const made: string[] = [];
  const began = performance.now();
  const accepted = await measure(clients, count, async (i, c) => {
    const answer = await pool[c]!.json(
      '/api/nominations',
      {
        programme: seeded.programme,
        org: seeded.street,
        channel: 'organisation',
        answers: benchAnswers(first + i),
        consentText: consentVersion,
      },
      seeded.tokens.clerk,
    );
    demandStatus(answer.status, [200, 201], answer.body);
    made.push((JSON.parse(answer.body) as { id: string }).id);
  });
  report('submissions-accepted', accepted);
  await withTable(data, async (table) => {
    for (const nomination of made) {
      const task = keys.todo(seeded.reviewer.id, seeded.round, 'review', nomination);
      // its letter's row is written in the same transaction
      while ((await table.get(task, { consistent: true })) === undefined) await sleep(20);
    }
  });
  const seconds = (performance.now() - began) / 1000;
  report('submissions-settled', { clients, count, perSecond: Math.round(count / seconds) });
}

/** Reviews by the link of a letter: the page, the decision, the confirmation. */
async function reviews(
  link: string,
  seeded: Seeded,
  clients: number,
  tasks: readonly string[],
): Promise<void> {
  const pool = Array.from({ length: clients }, () => openClient(port));
  report(
    'review-by-link',
    await measure(clients, tasks.length, async (i, c) => {
      const client = pool[c]!;
      const path = `${link}/${seeded.round}/review/${tasks[i]}`;
      const page = await client.get(path);
      demandStatus(page.status, [200], page.body);
      const confirm = await client.post(path, page.body, { outcome: 'approve', reason: '' });
      demandStatus(confirm.status, [200], confirm.body);
      const done = await client.post(`${path}/confirm`, confirm.body, {});
      demandStatus(done.status, [303, 302], done.body);
    }),
  );
}

async function pages(what: string, clients: number, path: string): Promise<void> {
  const pool = Array.from({ length: clients }, () => openClient(port));
  report(
    what,
    await measure(clients, 300, async (_, c) => {
      const answer = await pool[c]!.get(path);
      demandStatus(answer.status, [200], answer.body);
    }),
  );
}

/** Runs every measurement; `--quick` leaves the 100,000 stored nominations out. */
export async function run(args: readonly string[]): Promise<void> {
  const isQuick = args.includes('--quick');
  const data = mkdtempSync(join(tmpdir(), 'hongbang-bench-'));
  try {
    const { seeded, link } = await inHome(data, async (home) => {
      const { org } = await firstSteps(home);
      const made = await seedBench(home, org);
      const worklist = await linkFor(home.deps, {
        member: made.reviewer.id,
        scope: keys.worklistPrefix(made.round, 'review'),
        kind: 'worklist',
      });
      return { seeded: made, link: worklist };
    });
    report('cold-import', await coldImport());
    // The first start bundles and compiles; what a restart takes is what counts.
    await (await serve(data)).stop();
    const server = await serve(data);
    report('start-to-first-page', { ms: server.firstPageMs });
    await sleep(3_000);
    report('memory-idle', { megabytes: megabytes(server.pid) });
    await submissions(data, seeded, 1, 500, 0);
    await submissions(data, seeded, 16, 1_500, 500);
    report('memory-under-load', { megabytes: megabytes(server.pid) });
    const tasks = await withTable(data, async (table) => {
      const open = await table.query({ pk: keys.worklist(seeded.reviewer.id), limit: 900, consistent: true });
      return open.items.map((item) => String(item.nomination));
    });
    await reviews(link, seeded, 1, tasks.slice(0, 300));
    await reviews(link, seeded, 16, tasks.slice(300, 900));
    await pages('worklist-page-at-1000', 1, `${link}/${seeded.round}/review`);
    await lists('list-at-1000', seeded);
    await server.stop();
    if (!isQuick) {
      await inHome(data, (home) => stockUp(home.deps, seeded, 0, 100_000));
      const big = await serve(data);
      await pages('worklist-page-at-100000', 1, `${link}/${seeded.round}/review`);
      await lists('list-at-100000', seeded);
      await big.stop();
    }
    await noticePages();
    await inHome(
      mkdtempSync(join(tmpdir(), 'hongbang-round-')),
      async (home) => report('whole-round', await playRound(home, isQuick ? 200 : 1_000)),
      true,
    );
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** The administrator's list of nominations under review, 25 a page, read by the API. */
async function lists(what: string, seeded: Seeded): Promise<void> {
  const client = openClient(port);
  const path = `/api/rounds/${seeded.round}/candidacies?state=review`;
  report(
    what,
    await measure(1, 300, async () => {
      const answer = await client.get(path, seeded.tokens.administrator);
      demandStatus(answer.status, [200], answer.body);
    }),
  );
}

/** A public notice of 100 families, opened by anyone. */
async function noticePages(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-notice-'));
  try {
    const { notice } = await inHome(data, (home) => playRound(home, 100, true), true);
    const server = await serve(data, ['--rehearsal']);
    for (const clients of [1, 16]) await pages('notice-page', clients, `/notices/${notice}`);
    await server.stop();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
