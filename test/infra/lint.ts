/**
 * `npm run lint:template`: looks the templates of several deployments over with cfn-lint, AWS's own linter of CloudFormation.
 * It is installed into .build; where that cannot be done the check says so and ends well.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPython, pythonProgram } from '../python.ts';
import { china, deployment, global } from './deployment.ts';

const packages = ['cfn-lint==1.58.0'];
/** Findings that are no faults: W3005, the CDK writes a dependency on a role beside that on its policy, which alone is needed. */
const accepted = ['W3005'];
/** E3601: its pattern of a state's resource knows the partition aws alone; the same machines are looked over in the others. */
const acceptedInChina = [...accepted, 'E3601'];

const ours = {
  china,
  abroad: {
    ...global,
    dashboard: true,
    domain: 'hongbang.example.cn',
    certificate: 'arn:aws:acm:ap-southeast-1:111122223333:certificate/1-2-3',
  },
  rehearsal: { ...global, stage: 'play', rehearsal: true, architecture: 'x86_64' },
} as const;

/** Lints; gives the exit code. */
function main(): number {
  const missing = installPython('cfn-lint', packages);
  if (missing !== undefined) {
    console.log(`cfn-lint cannot be installed here; the templates were NOT looked over:\n${missing}`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'hongbang-templates-'));
  try {
    const codes = Object.entries(ours).map(([name, context]) => {
      const path = join(folder, `${name}.template.json`);
      writeFileSync(path, JSON.stringify(deployment(context).template.toJSON(), null, 1));
      const but = name === 'china' ? acceptedInChina : accepted;
      const args = ['--regions', context.region, '--ignore-checks', ...but, '--', path];
      const { status, error } = spawnSync(pythonProgram('cfn-lint', 'cfn-lint'), args, { stdio: 'inherit' });
      if (error !== undefined) throw error;
      console.log(`cfn-lint, ${name}: ${status === 0 ? 'nothing found' : `ended with ${status}`}`);
      return status ?? 1;
    });
    return Math.max(...codes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main();
