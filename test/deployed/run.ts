/**
 * `npm run test:deployed`: deploys a rehearsal to `AWS_ENDPOINT_URL`, runs the main journey over HTTP against it,
 * and moves what was played to one machine and on to a second deployment (`AWS_ACCOUNT_ID`, `AWS_REGION` and credentials from
 * the environment). Without an endpoint it starts MiniStack for that time; where that cannot be installed it says so in a
 * frame and ends well.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stages } from './deploy.ts';
import { type Emulator, end, install, start } from './ministack.ts';

const root = join(import.meta.dirname, '..', '..');
/** For everything: install, five deployments, journey, move, taking down. */
const allMilliseconds = 14 * 60_000;

/** Says something that must not be missed in a long log. */
function frame(lines: readonly string[]): void {
  const line = '█'.repeat(88);
  console.log(['', line, ...lines.map((each) => `█  ${each}`), line, ''].join('\n'));
}

/** Runs the journey; gives the exit code, or undefined when it was stopped before its end. */
function journey(endpoint: string, signal: AbortSignal): Promise<number | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'hongbang-deployed-'));
  return new Promise<number | undefined>((done, reject) => {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', '--config', join('test', 'deployed', 'vitest.config.ts')];
    const child = spawn(process.execPath, args, {
      cwd: root,
      // A group of its own, with the workers and the CLI.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, AWS_ENDPOINT_URL: endpoint, TMPDIR: folder },
    });
    const stop = () => end(child).then(() => done(undefined), reject);
    child.on('error', reject);
    child.on('close', (code) => done(signal.aborted ? undefined : (code ?? 1)));
    if (signal.aborted) void stop();
    else signal.addEventListener('abort', stop, { once: true });
  }).finally(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
}

let emulator: Emulator | undefined;
const stopping = new AbortController();
// A terminal and `timeout` may send it twice: the second must not end us before the emulator has ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopping.abort(new Error(signal)));
const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(allMilliseconds)]);

/** The whole; gives the exit code. */
async function main(): Promise<number> {
  const given = process.env['AWS_ENDPOINT_URL'] ?? '';
  if (given === '') {
    const missing = install();
    if (missing !== undefined) {
      frame([
        '云端冒烟测试已跳过 · THE DEPLOYED SMOKE TEST WAS SKIPPED',
        '',
        'Nothing was deployed and no journey ran in the deployed shape, since MiniStack could not be installed:',
        ...missing.split('\n').map((each) => `    ${each}`),
        '',
        'To run it: python3 with venv and pip and a package index within reach, or AWS_ENDPOINT_URL=…;',
        'then npm run test:deployed.',
      ]);
      return 0;
    }
    emulator = await start();
  }
  const code = await journey(emulator?.endpoint ?? given, signal);
  if (code === 0) return 0;
  const why =
    code !== undefined
      ? `the journey ended with ${code}`
      : stopping.signal.aborted
        ? 'it was interrupted'
        : `it took longer than ${allMilliseconds / 60_000} minutes`;
  if (emulator !== undefined)
    console.log(`The functions and the emulator logged:\n${await emulator.log(stages)}`);
  frame(['云端冒烟测试未通过 · THE DEPLOYED SMOKE TEST FAILED', '', why]);
  return code ?? 1;
}

try {
  process.exitCode = await main();
} finally {
  await emulator?.stop();
}
