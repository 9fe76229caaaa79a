/** `npm run prove`: a whole cycle while the server is killed at random points, against the same cycle undisturbed. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invalid } from '#domain/problem.ts';
import { command, readCommand } from '#local/commands/attach.ts';
import { openKeys } from '#local/keys.ts';
import { say } from '#local/say.ts';
import { type Death, type Driver, drive, type Timing } from '../../../test/proof/client.ts';
import { compare, type Outcome, outcomeOf } from '../../../test/proof/outcome.ts';
import { type PlanOptions, play } from '../../../test/proof/plan.ts';
import { serveProof } from '../../../test/proof/server.ts';
import { proveJourneys } from './journeys.ts';
import { randomFrom } from './random.ts';
import { proveRivals } from './rivals.ts';
import { proveStandby, serveStandbyProof } from './standby.ts';

/** Shares of the kinds of death: any moment, inside a write, between a write and what follows it, while starting. */
const kinds: readonly (readonly [Death['how'], number])[] = [
  ['server', 0.25],
  ['during', 0.35],
  ['after', 0.25],
  ['starting', 0.15],
];

function kindAt(at: number): Death['how'] {
  let sum = 0;
  for (const [how, share] of kinds) {
    sum += share;
    if (at < sum) return how;
  }
  return 'server';
}

/** Spreads deaths over the steps of the plan, each in a slice of its own, as the seed says. */
export function planDeaths(count: number, steps: number, seed: number): readonly Death[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, i) => {
    const how = kindAt(random());
    const step = Math.min(steps - 1, Math.floor(((i + random()) / count) * steps));
    return { step, how, share: random(), writes: 1 + Math.floor(random() * 12) };
  });
}

interface Run {
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly driver: Driver;
}

async function runPlan(
  data: string,
  plan: PlanOptions,
  deaths: readonly Death[],
  usual: readonly Timing[],
  faults?: number,
): Promise<Run> {
  const begun = performance.now();
  // the bundle starts itself again as the server: no second build, no npm in between
  const load = 'import(process.argv[1]).then((it) => it.run(process.argv.slice(2)))';
  const server = [process.execPath, '--input-type=module', '-e', load, import.meta.url, '--serve', data];
  const driver = await drive({ data, server, deaths, usual, faults });
  try {
    await play(driver, plan);
    await driver.close();
  } catch (error) {
    driver.abandon();
    throw error;
  }
  const seconds = (performance.now() - begun) / 1000;
  return { outcome: await outcomeOf(data), seconds, driver };
}

const whole = (word: string | undefined, otherwise: number, name: string): number => {
  const value = word === undefined ? otherwise : Number(word);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid('number-wrong', `--${name} 须为整数`, `--${name} must be a whole number`);
};

const standbyPlan = (flags: { readonly short?: boolean; readonly kills?: string }, seed: number) => ({
  ...(flags.short
    ? { deaths: 1, everyMs: 300, milliseconds: 1_500, costSeconds: 0 }
    : { deaths: whole(flags.kills, 5, 'kills'), everyMs: 2_000, milliseconds: 12_000, costSeconds: 10 }),
  random: randomFrom(seed),
});

const usage =
  'npm run prove -- --kills 50  --seed N  --families 16  --data DIR  --json  |  --standby  --short  |  --rivals  --clients 200  --races 1000  |  --faults  |  --faults --journeys  --only test/journey/quotas.test.ts';

/** The command: exit code 1 when the two runs differ in anything that must not. */
export const run = (args: readonly string[]): Promise<void> =>
  args[0] === '--serve' && args[1] !== undefined
    ? serveProof(args[1])
    : args[0] === '--serve-standby' && args[1] !== undefined
      ? serveStandbyProof(args[1])
      : command(() => prove(args));

const flagTypes = {
  kills: 'string',
  seed: 'string',
  families: 'string',
  data: 'string',
  json: 'boolean',
  standby: 'boolean',
  rivals: 'boolean',
  faults: 'boolean',
  journeys: 'boolean',
  only: 'string',
  clients: 'string',
  races: 'string',
  short: 'boolean',
} as const;

/** Says in words how two runs compare; `short` is how many kills were wanted where there were fewer. */
function tellRuns(
  calm: Run,
  rough: Run,
  found: {
    readonly seed: number;
    readonly died: number;
    readonly differences: readonly string[];
    readonly reordered: readonly string[];
    readonly logged: readonly string[];
    readonly short: number | undefined;
  },
  print: (line: string) => void,
): void {
  const { seed, died, differences, reordered, logged, short } = found;
  print(
    `受干扰 / disturbed (seed ${seed}): ${died} kills ${JSON.stringify(rough.driver.kills)}, ${JSON.stringify(rough.driver.repeats)}, ${rough.seconds.toFixed(1)} s`,
  );
  for (const line of rough.driver.faults) print(`  ${line}`);
  const counts = (['honours', 'candidacies', 'counters', 'letters', 'executions'] as const).map(
    (part) => `${Object.keys(calm.outcome[part]).length} ${part}`,
  );
  print(
    `比较 / compared: ${counts.join(', ')}, ${Object.keys(calm.outcome.chains).length} chains (${reordered.length} with parallel events in another order)`,
  );
  for (const line of logged.slice(0, 20)) print(`  log ${line}`);
  for (const line of differences.slice(0, 60)) print(`  ✗ ${line}`);
  print(
    differences.length === 0 && short === undefined
      ? '✓ 结果完全一致。 / All equal.'
      : `✗ ${differences.length} 处不一致 / differences${short === undefined ? '' : `; only ${died} of ${short} kills`}`,
  );
}

async function prove(args: readonly string[]): Promise<number> {
  const { flags } = readCommand(args, flagTypes, usage);
  const kills = whole(flags.kills, flags.faults === true ? 0 : 50, 'kills');
  const seed = whole(flags.seed, Date.now() % 1_000_000, 'seed');
  if (flags.journeys === true) return (await proveJourneys(seed, flags.only?.split(',') ?? [])) ? 0 : 1;
  if (flags.rivals === true) {
    const sizes = {
      clients: whole(flags.clients, 200, 'clients'),
      races: whole(flags.races, 1_000, 'races'),
    };
    return (await proveRivals(sizes)) ? 0 : 1;
  }
  if (flags.standby === true) return (await proveStandby(standbyPlan(flags, seed))) ? 0 : 1;
  const count = Math.min(20, Math.max(12, whole(flags.families, 16, 'families')));
  const plan: PlanOptions = { families: count, places: count - 6, clients: 4 };
  const folder = flags.data ?? mkdtempSync(join(tmpdir(), 'hongbang-proof-'));
  const [calmData, roughData] = [join(folder, 'calm'), join(folder, 'rough')];
  const print = (line: string) => (flags.json ? undefined : say(line));
  for (const data of [calmData, roughData]) mkdirSync(data, { recursive: true, mode: 0o700 });
  // the same keys in both, so that ids and HMACs that follow from addresses are the same too
  openKeys(calmData, { create: true });
  copyFileSync(join(calmData, 'keys'), join(roughData, 'keys'));

  const calm = await runPlan(calmData, plan, [], []);
  const { timings } = calm.driver;
  print(
    `不受干扰 / undisturbed: ${timings.length} steps, ${calm.outcome.rows} rows, ${calm.outcome.events} events, ${calm.seconds.toFixed(1)} s`,
  );
  const rough = await runPlan(
    roughData,
    plan,
    planDeaths(kills, timings.length, seed),
    timings,
    flags.faults === true ? seed : undefined,
  );
  const died = Object.values(rough.driver.kills).reduce((sum, each) => sum + each, 0);
  const { differences, reordered } = compare(calm.outcome, rough.outcome);
  const logged = [...calm.driver.logged, ...rough.driver.logged];
  const enough = died >= kills;
  const sound = differences.length === 0 && enough;
  if (flags.json) {
    say(
      JSON.stringify({
        sound,
        seed,
        kills: rough.driver.kills,
        died,
        faults: rough.driver.faults,
        differences,
        reordered,
        logged,
        repeats: rough.driver.repeats,
        steps: timings.length,
        rows: calm.outcome.rows,
        events: calm.outcome.events,
        letters: Object.keys(calm.outcome.letters).length,
        honours: Object.keys(calm.outcome.honours).length,
        seconds: [calm.seconds, rough.seconds],
      }),
    );
  } else
    tellRuns(
      calm,
      rough,
      { seed, died, differences, reordered, logged, short: enough ? undefined : kills },
      print,
    );
  if (!sound && flags.json !== true) print(`  ${folder}`);
  if (sound && flags.data === undefined) rmSync(folder, { recursive: true, force: true });
  return sound ? 0 : 1;
}
