/**
 * Runs a command of the local home: `node run.js main --port 8080` bundles what changed and starts it. JavaScript, since
 * the parser of types would stay beside the server with 20 MB.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Compiled code is kept beside the bundle, without types: the second start is faster than the first.
enableCompileCache(join(import.meta.dirname, '.build', 'cache'));
const { bundle } = await import('./build.ts');
const [name = 'main', ...args] = process.argv.slice(2);
const { run } = await import(pathToFileURL(await bundle(name)).href);
await run(args);
