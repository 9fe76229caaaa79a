/** `npm run test:deployed`: the journey file of both homes, against a stage that `setup.ts` deploys first. */
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/journey/main-way.test.ts'],
    globalSetup: ['test/deployed/setup.ts'],
    // Cold starts of an emulator, and a wait for each thing that the machines do beside us.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    bail: 1,
  },
});
