/** Before the journey: deploys to `AWS_ENDPOINT_URL`, and tells the tests where it is. */
import type { TestProject } from 'vitest/node';
import { bootstrap, deploy, stages } from './deploy.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default async function setup(project: TestProject): Promise<void> {
  const endpoint = process.env['AWS_ENDPOINT_URL']?.replace(/\/+$/, '');
  if (endpoint === undefined || endpoint === '') throw new Error('AWS_ENDPOINT_URL is not set');
  const signal = AbortSignal.timeout(240_000);
  await bootstrap(endpoint, signal);
  project.provide('deployed', await deploy(stages[0], endpoint, signal));
}
