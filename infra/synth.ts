/** `npm run synth [-- -c stage=… …]`: the plain `cdk synth`, offline; with a sample deployment when no context is given. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const sample = {
  stage: 'sample',
  region: 'cn-north-1',
  account: '111122223333',
  mail: 'smtp',
  from: '红榜 <hongbang@example.cn>',
  administrator: 'operator@example.cn',
};
const given = process.argv.slice(2);
const context = given.some((each) => each === '-c' || each.startsWith('--context'))
  ? []
  : Object.entries(sample).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
const { status, error } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'),
    'synth',
    '--no-notices',
    '--quiet',
    ...context,
    ...given,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      // Nothing is asked of the network: no telemetry, no prompt, no search for credentials.
      CDK_DISABLE_CLI_TELEMETRY: '1',
      CI: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
