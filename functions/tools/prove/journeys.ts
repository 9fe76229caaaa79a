/** `npm run prove -- --faults --journeys`: every journey of the tests on a bad day; they say themselves how they must end. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '#local/say.ts';

interface Told {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** Minutes that a single test may take: failed tasks wait before they are tried again. */
const patience = String(10 * 60_000);

/** How often each fault was put in, over all sites. */
function countsIn(path: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  for (const line of lines) {
    const here: Readonly<Record<string, number>> = JSON.parse(line);
    for (const [fault, count] of Object.entries(here)) counts[fault] = (counts[fault] ?? 0) + count;
  }
  return { sites: lines.length, ...counts };
}

/** Runs the journeys whose files are named, all without; gives true when each ends as it must. */
export async function proveJourneys(seed: number, files: readonly string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'hongbang-faults-'));
  const [told, report] = [join(folder, 'told'), join(folder, 'report.json')];
  const wanted = files.length > 0 ? files : ['test/journey'];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...wanted, '--maxWorkers=2', '--reporter=json'];
  const limits = [`--outputFile=${report}`, `--testTimeout=${patience}`, `--hookTimeout=${patience}`];
  const env = { ...process.env, JOURNEY_FAULTS: String(seed), JOURNEY_FAULTS_TOLD: told };
  const begun = performance.now();
  const child = spawn(process.execPath, [...args, ...limits], { env, stdio: 'ignore' });
  await new Promise((ended) => child.once('exit', ended));
  if (!existsSync(report)) throw new Error('vitest left no report');
  const { numTotalTests, testResults }: Told = JSON.parse(readFileSync(report, 'utf8'));
  const failed = testResults.flatMap(({ name, message, assertionResults }) => {
    const file = name.split('/').slice(-2).join('/');
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    if (tests.length === 0 && message !== '') return [`${file}: ${message.split('\n', 1)[0]}`];
    return tests.map(
      ({ title, failureMessages = [] }) => `${file}: ${title}: ${failureMessages[0]?.split('\n', 1)[0]}`,
    );
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  say(`种子 / seed ${seed}: ${JSON.stringify(countsIn(told))}`);
  for (const line of failed) say(`  ✗ ${line}`);
  const sound = failed.length === 0 && numTotalTests > 0;
  say(
    `${sound ? '✓' : '✗'} ${testResults.length} journeys, ${numTotalTests} tests, ${failed.length} end differently, ${seconds} s`,
  );
  rmSync(folder, { recursive: true, force: true });
  return sound;
}
