/** `npm run policy`: asks every route of pages and API as everybody, in every phase, and prints what came of it. */
import { spawnSync } from 'node:child_process';

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  'test/policy',
  '--maxWorkers=1',
  '--disable-console-intercept',
];
const env = { ...process.env, POLICY_WHOLE: '1' };
process.exitCode = spawnSync(process.execPath, vitest, { env, stdio: 'inherit' }).status ?? 1;
