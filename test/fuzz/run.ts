/** `npm run fuzz -- --requests 20000 --seed 7`: sends generated requests to the application in process and prints figures. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { requests: { type: 'string' }, seed: { type: 'string' } } });
const env = {
  ...process.env,
  FUZZ_REQUESTS: values.requests ?? '20000',
  ...(values.seed !== undefined && { FUZZ_SEED: values.seed }),
};
const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz', '--maxWorkers=1'];
process.exitCode = spawnSync(process.execPath, vitest, { env, stdio: 'inherit' }).status ?? 1;
