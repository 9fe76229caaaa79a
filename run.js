/** Runs a command of the local home: `node run.ts main --port 8080` bundles what changed and starts it. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './build.ts';

// Compiled code is kept beside the bundle: the second start is faster than the first.
enableCompileCache(join(import.meta.dirname, '.build', 'cache'));
const [name = 'main', ...args] = process.argv.slice(2);
const { run } = (await import(pathToFileURL(await bundle(name)).href)) as {
  run(args: readonly string[]): Promise<void>;
};
await run(args);
