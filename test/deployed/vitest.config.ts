/**
 * `npm run test:deployed`: the contract of the tables over the emulator's; the journey file of both homes, against a deployment
 * that `setup.ts` deploys first; then what was played there moves to one machine and on to another deployment; last, deployments are taken down and come back.
 */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { presetTexts } from '#workflows/preset-texts.ts';

const files = [
  'test/deployed/table.ts',
  'test/journey/main-way.test.ts',
  'test/deployed/round-trip.ts',
  'test/deployed/take-down.ts',
];

/** One after the other, as they stand above. */
class InTurn extends BaseSequencer {
  override async sort(found: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => files.findIndex((file) => moduleId.endsWith(file));
    return found.toSorted((a, b) => place(a) - place(b));
  }
}

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  define: presetTexts(),
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: files,
    sequence: { sequencer: InTurn },
    globalSetup: ['test/deployed/setup.ts'],
    // Cold starts of an emulator, and a wait for each thing that the machines do beside us.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    bail: 1,
  },
});
