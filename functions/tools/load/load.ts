/** `npm run load`: how a server behaves with a million nominations, in the hour of a deadline, and read by a hundred thousand. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { say } from '#local/say.ts';
import { playRound } from '#tools/bench/round.ts';
import { seed } from '#tools/bench/seed.ts';
import { openSite, type Site } from '#tools/bench/site.ts';
import { operate } from './commands.ts';
import { type Ground, prepare } from './ground.ts';
import { type Crowd, deadline, gather } from './hour.ts';
import { lateness, probeEnv, watchIdle } from './probe.ts';
import { readNotice } from './readers.ts';
import { soak } from './soak.ts';
import { comparePages } from './visits.ts';

const parts = ['pages', 'hour', 'notice', 'soak', 'commands', 'round'] as const;
type Part = (typeof parts)[number];
const usage = `npm run load -- --nominations 1000000 --organisations 100000 --minutes 10 --readers 100000 --soak 30 --only ${parts.join(',')} --data DIR --short`;

/** What is stocked and done; the short version takes half a minute. */
const sizesOf = (short: boolean) =>
  short
    ? {
        ...{ nominations: 300, organisations: 80, minutes: 0.05, readers: 300, soak: 0.05 },
        ...{ names: 20, submitted: 10, handIn: 20, units: 20, districts: 2, times: 5, round: 60 },
      }
    : {
        ...{ nominations: 1_000_000, organisations: 100_000, minutes: 10, readers: 100_000, soak: 30 },
        ...{ names: 500, submitted: 1_000, handIn: 2_000, units: 200, districts: 20 },
        ...{ times: 100, round: 1_000 },
      };
type Sizes = ReturnType<typeof sizesOf>;

interface Options {
  readonly sizes: Sizes;
  readonly wants: (part: Part) => boolean;
  readonly data: string | undefined;
}

function optionsOf(args: readonly string[]): Options {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ nominations: string, organisations: string, minutes: string, readers: string, soak: string },
      ...{ only: string, data: string, short: { type: 'boolean', default: false } },
    },
  });
  const only = values.only?.split(',');
  const unknown = only?.find((part) => !parts.some((each) => each === part));
  if (unknown !== undefined) throw new Error(`no part ${unknown}; usage: ${usage}`);
  const number = (name: 'nominations' | 'organisations' | 'minutes' | 'readers' | 'soak', usual: number) => {
    const value = Number(values[name] ?? usual);
    if (!(value > 0)) throw new Error(`--${name} wants a number; usage: ${usage}`);
    return value;
  };
  const usual = sizesOf(values.short);
  return {
    sizes: {
      ...usual,
      nominations: number('nominations', usual.nominations),
      organisations: number('organisations', usual.organisations),
      minutes: number('minutes', usual.minutes),
      readers: number('readers', usual.readers),
      soak: number('soak', usual.soak),
    },
    wants: (part) => only === undefined || only.includes(part),
    data: values.data === undefined ? undefined : resolve(values.data),
  };
}

const rounded = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(3));
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rounded(each)]));
  return value;
};
/** One line for each measurement, with how busy the machine was beside it. */
const tellOf = (part: string) => (numbers: object) =>
  say(JSON.stringify(rounded({ load: part, ...numbers, machineLoad: loadavg()[0] })));

/** A site with what it says of itself. */
interface Watched {
  readonly site: Site;
  readonly probe: string;
}

/** Opens a site on a folder of its own inside the test's. */
async function openWatched(base: string, name: string, sites: Site[]): Promise<Watched> {
  const [data, probe] = [join(base, name), join(base, `${name}-probe.jsonl`)];
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const site = await openSite(process.cwd(), ['--rehearsal'], { data, env: probeEnv(probe) });
  sites.push(site);
  return { site, probe };
}

/** What needs the crowd of a deadline: the hour itself, and an ordinary day after it. */
async function withCrowd(large: Ground, { sizes, wants }: Options, probe: string): Promise<void> {
  const { crowd } = await gather(large, sizes);
  const seen = async (part: Part, work: (crowd: Crowd) => Promise<object>) => {
    if (!wants(part)) return;
    const since = Date.now();
    const idle = `${probe}-idle`;
    const stop = watchIdle(idle);
    const numbers = await work(crowd).finally(stop);
    const { lateP99: idleP99, lateMost: idleMost } = lateness(idle, since);
    tellOf(part)({ ...numbers, ...lateness(probe, since), idleP99, idleMost });
  };
  await seen('hour', (crowd) =>
    deadline(large, crowd, { count: sizes.handIn, minutes: sizes.minutes, visitEveryMs: 250 }),
  );
  await seen('soak', (crowd) => soak(large, crowd, sizes.soak));
}

async function measure(options: Options, base: string, sites: Site[]): Promise<void> {
  const { sizes, wants } = options;
  const { names, submitted } = sizes;
  const { site: large, probe } = await openWatched(base, 'large', sites);
  const ground = await prepare(large, { names, submitted, sizes }, tellOf('stock'));
  if (wants('pages')) {
    const { site } = await openWatched(base, 'small', sites);
    const small = await prepare(site, { names, submitted }, tellOf('small'));
    await comparePages([small, ground], sizes.times, tellOf('pages'));
    await site.stop();
  }
  if (wants('notice')) {
    const { port, path } = ground.stand.notice;
    await readNotice(port, path, 50);
    const cpu = large.cpu();
    const numbers = await readNotice(port, path, sizes.readers);
    tellOf('notice')({ ...numbers, cpuMs: (large.cpu() - cpu) / sizes.readers });
  }
  if (wants('hour') || wants('soak')) await withCrowd(ground, options, probe);
  await large.stop();
  if (wants('commands'))
    for await (const numbers of operate(process.cwd(), large.data)) tellOf('commands')(numbers);
  if (!wants('round')) return;
  const folder = join(base, `round-${Date.now()}`);
  const fresh = await openSite(process.cwd(), ['--rehearsal'], { data: folder });
  sites.push(fresh);
  await fresh.start();
  const { seconds, cpuMs, parts: took } = await playRound(fresh, await seed(fresh), sizes.round);
  tellOf('round')({ count: sizes.round, seconds, cpuMs, ...took });
  await fresh.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs what was asked for; a JSON object a line. A folder that was named stays, to be measured again. */
export async function run(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  const base = options.data ?? mkdtempSync(join(tmpdir(), 'hongbang-load-'));
  const sites: Site[] = [];
  try {
    await measure(options, base, sites);
  } finally {
    for (const site of sites) await site.close();
    if (options.data === undefined) rmSync(base, { recursive: true, force: true });
  }
}
