import { defineConfig } from 'vitest/config';
import { presetTexts } from './workflows/preset-texts.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  define: presetTexts(),
  test: {
    setupFiles: ['test/documented-answers.ts'],
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    css: true,
    // Each worker may start a database of its own: two cores carry two of them.
    maxWorkers: 2,
    // No test changes what a module holds, so each worker evaluates every module once: half the suite's time.
    isolate: false,
  },
});
