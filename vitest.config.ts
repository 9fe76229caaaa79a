import { defineConfig } from 'vitest/config';
import { presetTexts } from './workflows/preset-texts.ts';

/** What keeps a home for the life of a process, as a Lambda does, is loaded anew for each file. */
const ofFunctions = 'test/aws/**/*.test.{ts,tsx}';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  define: presetTexts(),
  test: {
    setupFiles: ['test/documented-answers.ts'],
    // Generous: a machine under load is slow, and a red by slowness says nothing.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    css: true,
    // Each worker may start a database of its own: two cores carry two of them.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'functions', include: [ofFunctions] } },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [ofFunctions],
          // Each worker evaluates every module once: half the time. A test leaves no state in a module behind.
          isolate: false,
        },
      },
    ],
  },
});
