/** Before the journey: deploys the stage to `AWS_ENDPOINT_URL`, and tells the tests where it is. */
import type { TestProject } from 'vitest/node';
import { deploy } from './deploy.ts';

/** Name and number of an emulator that answers at an address, if it is one. */
async function isEmulator(endpoint: string): Promise<boolean> {
  const answer = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(10_000) });
  return answer.ok;
}

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default async function setup(project: TestProject): Promise<void> {
  const endpoint = process.env['AWS_ENDPOINT_URL']?.replace(/\/+$/, '');
  if (endpoint === undefined || endpoint === '') throw new Error('AWS_ENDPOINT_URL is not set');
  const began = performance.now();
  const { outputs, leftOut, region } = await deploy(endpoint, {
    emulator: await isEmulator(endpoint),
    signal: AbortSignal.timeout(240_000),
  });
  console.log(`deployed to ${endpoint} in ${Math.round((performance.now() - began) / 1_000)} s`);
  if (leftOut.length > 0) console.log(`left out, since the emulator refuses it: ${leftOut.join(', ')}`);
  project.provide('deployed', {
    endpoint,
    region,
    site: outputs.SiteUrl,
    admin: outputs.AdminFunction,
    machines: [outputs.NominationMachine, outputs.RoundMachine],
  });
}
