/** `npm run bench`: speed, CPU time and memory of the running server from outside, alone or beside another checkout. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { say } from '#local/say.ts';
import { makeCertificates } from './certificates.ts';
import { coldImport } from './cold.ts';
import { type Flow, fill, flows, learnPageSize, pagesOf, type Stand } from './flows.ts';
import { beginRecheck, importLedger } from './ledger.ts';
import { share, until } from './load.ts';
import { measured, median, type Report, reporting } from './report.ts';
import { graded, playRound } from './round.ts';
import { openRound, seed, worklistLink } from './seed.ts';
import { openSite, type Site } from './site.ts';
import { stockUp } from './stock.ts';

const parts = [
  'cold-import',
  'ledger-import',
  'certificates',
  'recheck',
  'graded-list',
  'start',
  'pages',
  ...flows.map(({ name }) => name),
  'round',
  'pages-100000',
];
/** Parts with a server of their own. */
const alone = ['cold-import', 'ledger-import', 'certificates', 'recheck', 'graded-list'];
const usage = `npm run bench -- --against DIR  --only ${parts.join(',')}  --rounds 3  --short`;

interface Options {
  readonly against: string | undefined;
  readonly wants: (part: string) => boolean;
  readonly rounds: number;
  readonly short: boolean;
}

function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      against: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      short: { type: 'boolean', default: false },
    },
  });
  const only = values.only?.split(',');
  const unknown = only?.find((part) => !parts.includes(part));
  if (unknown !== undefined) throw new Error(`no part ${unknown}; usage: ${usage}`);
  const rounds = Number(values.rounds ?? (values.short ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds wants a whole number; usage: ${usage}`);
  return {
    against: values.against === undefined ? undefined : resolve(values.against),
    wants: (part) => only === undefined || only.includes(part),
    rounds,
    short: values.short,
  };
}

/** One checkout with what is measured on it. */
interface Bench {
  readonly name: 'this' | 'against';
  readonly folder: string;
  readonly site: Site;
  readonly stand: Stand;
  /** Serves the notice. */
  readonly rehearsal: Site;
}

/** Starts a checkout's two servers, fills them, and measures start and memory on the way. */
async function prepare(name: Bench['name'], folder: string, sites: Site[], report: Report): Promise<Bench> {
  const site = await openSite(folder);
  const rehearsal = await openSite(folder, ['--rehearsal']);
  sites.push(site, rehearsal);
  await site.start();
  const seeded = await seed(site);
  const now = Date.now();
  const round = await openRound(seeded, 'bench', seeded.document, {
    opensAt: new Date(now - 60_000).toISOString(),
    closesAt: new Date(now + 30 * 86_400_000).toISOString(),
    places: 1_000,
  });
  await site.rest();
  await site.stop();
  const starts: number[] = [];
  for (let n = 0; n < 5; n++) {
    if (n > 0) await site.stop();
    starts.push(await site.start());
  }
  await new Promise((done) => setTimeout(done, 3_000));
  report.add(name, 'start', 0, { firstPageMs: median(starts) });
  report.add(name, 'memory-idle', 0, site.memory());
  await rehearsal.start();
  const { notice } = await playRound(rehearsal, await seed(rehearsal), 100, true);
  const base = { ...seeded, port: site.port, programme: 'bench', unit: 'street', round, open: [], begun: 0 };
  const shown = { port: rehearsal.port, path: `/notices/${notice}` };
  // The first letter's link wants a first task; the rest warms the server up.
  const first: Stand = { ...base, link: '', notice: shown };
  await fill(first, site.rest, 1);
  const stand: Stand = { ...first, link: await worklistLink(seeded) };
  await fill(stand, site.rest, 1_100);
  await learnPageSize(stand);
  return { name, folder, site, stand, rehearsal };
}

/** Measures one flow with so many clients on one checkout, until its server rests. */
async function measureFlow(bench: Bench, flow: Flow, clients: 1 | 16, portion: number): Promise<object> {
  const { stand } = bench;
  const site = flow.name === 'notice-page' ? bench.rehearsal : bench.site;
  const count = Math.max(clients, Math.round(flow.counts[clients === 1 ? 0 : 1] * portion));
  const pool = Array.from({ length: clients }, () => flow.client(stand));
  await site.rest();
  const [began, cpu, own] = [performance.now(), site.cpu(), process.cpuUsage()];
  const times: number[] = [];
  await share(clients, count, async (_, c) => {
    const at = performance.now();
    await flow.once(stand, pool[c]!);
    times.push(performance.now() - at);
  });
  const seconds = (performance.now() - began) / 1_000;
  const spent = process.cpuUsage(own);
  const memory = site.memory();
  const rested = await site.rest();
  const used = site.cpu() - cpu;
  if (flow.settled !== undefined) await until(`what follows ${flow.name}`, () => flow.settled!(stand));
  const requests = pool.reduce((sum, client) => sum + client.sent(), 0);
  return {
    count,
    accepted: count / seconds,
    sustained: count / Math.max(seconds, (rested - began) / 1_000),
    cpuMs: used / count,
    ...measured(times),
    requests: requests / count,
    loaderMs: (spent.user + spent.system) / 1_000 / count,
    megabytes: memory.megabytes,
    mapped: memory.mapped,
  };
}

/** p50 of every page with one client, in milliseconds. */
async function measurePages(bench: Bench, what: string, times: number, report: Report): Promise<void> {
  for (const [page, [client, path]] of Object.entries(pagesOf(bench.stand))) {
    const took: number[] = [];
    for (let i = 0; i < times; i++) {
      const at = performance.now();
      await client.open(path);
      if (i >= times / 10) took.push(performance.now() - at);
    }
    report.add(bench.name, what, 1, { page, ...measured(took) });
  }
}

/** A whole round from an empty folder on. */
async function measureRound(bench: Bench, count: number, sites: Site[]): Promise<object> {
  const site = await openSite(bench.folder, ['--rehearsal']);
  sites.push(site);
  await site.start();
  const { seconds, cpuMs, parts } = await playRound(site, await seed(site), count);
  await site.stop();
  return { count, seconds, cpuMs, ...parts };
}

/** Stores 100,000 candidacies with their tasks and measures the pages again; this checkout only, which knows its rows. */
async function measureStocked(bench: Bench, report: Report): Promise<void> {
  const { site, stand } = bench;
  await site.stop();
  const home = await openHome({
    data: site.data,
    rehearsal: false,
    url: `http://127.0.0.1:${stand.port}`,
    mailer: outboxMailer,
    log: (code, fields) => {
      if (/failed|stuck|died/.test(code)) process.stderr.write(`${code} ${JSON.stringify(fields)}\n`);
    },
  });
  try {
    await stockUp(home.deps, stand, 0, 100_000);
  } finally {
    await home.close();
  }
  await site.start();
  await measurePages(bench, 'pages-100000', 100, report);
}

/** What only this checkout knows, each on a server of its own. */
async function measureOwn(options: Options, sites: Site[], report: Report): Promise<void> {
  const on = async (part: string, flags: readonly string[], work: (site: Site) => Promise<object>) => {
    if (!options.wants(part)) return;
    const site = await openSite(process.cwd(), flags);
    sites.push(site);
    await site.start();
    report.add('this', part, 1, await work(site));
    await site.stop();
  };
  const [lines, holders, honours] = options.short ? [5_000, 1_000, 100] : [50_000, 10_000, 1_000];
  await on('ledger-import', [], async (site) => importLedger(site, await seed(site), lines));
  await on('recheck', [], async (site) => beginRecheck(site, await seed(site), holders));
  await on('graded-list', ['--rehearsal'], async (site) => {
    const { count, parts: took, cpuSeconds } = await playRound(site, graded(await seed(site)), honours);
    return { count, seconds: took.published, cpuSeconds: cpuSeconds.published };
  });
}

/** Every flow with 1 and with 16 clients, round by round, the checkouts in turn. */
async function measureFlows(benches: readonly Bench[], options: Options, report: Report): Promise<void> {
  const portion = options.short ? 0.25 : 1;
  const wanted = flows.filter(({ name }) => options.wants(name));
  // A server that has not done a thing before is slow at it: not what is measured.
  for (const flow of wanted) for (const bench of benches) await measureFlow(bench, flow, 16, portion);
  for (let round = 0; round < options.rounds; round++)
    for (const flow of wanted)
      for (const clients of [1, 16] as const)
        for (const bench of round % 2 === 0 ? benches : benches.toReversed())
          report.add(bench.name, flow.name, clients, await measureFlow(bench, flow, clients, portion));
}

/** Runs what was asked for; one JSON object a line, then a table, and the aims beside another checkout. */
export async function run(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  const report = reporting((line) => say(line));
  const sites: Site[] = [];
  try {
    const folders = [process.cwd(), ...(options.against === undefined ? [] : [options.against])];
    const named = folders.map((folder, i) => ({
      folder,
      name: i === 0 ? ('this' as const) : ('against' as const),
    }));
    if (options.wants('cold-import'))
      for (const { name, folder } of named) report.add(name, 'cold-import', 0, await coldImport(folder));
    if (options.wants('certificates'))
      report.add('this', 'certificates', 1, await makeCertificates(options.short ? 100 : 1_000));
    await measureOwn(options, sites, report);
    if (parts.some((part) => !alone.includes(part) && options.wants(part))) {
      const benches: Bench[] = [];
      for (const { name, folder } of named) benches.push(await prepare(name, folder, sites, report));
      if (options.wants('pages'))
        for (const bench of benches) await measurePages(bench, 'pages', 100, report);
      await measureFlows(benches, options, report);
      if (options.wants('round'))
        for (const bench of benches) {
          report.add(bench.name, 'round', 8, await measureRound(bench, options.short ? 200 : 1_000, sites));
        }
      if (options.wants('pages-100000') && !options.short) await measureStocked(benches[0]!, report);
    }
    report.finish();
  } finally {
    for (const site of sites) await site.close();
  }
}
