/**
 * `npm run dev`: the demo's data on 127.0.0.1, its server restarted on each change. Takes the flags of `npm start`; what
 * is done there stays in `.data-dev`, a rehearsal.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { context } from 'esbuild';
import { buildOptions } from './build.ts';

const outfile = join(import.meta.dirname, '.build', 'dev.mjs');
// Packages stay outside, and the context remembers what it parsed: only what changed is built again.
const bundle = await context({
  ...buildOptions('main'),
  outfile,
  packages: 'external',
  minifySyntax: false,
  minifyWhitespace: false,
});
const args = [outfile, '--demo', '--data', '.data-dev', ...process.argv.slice(2)];
// The bundle gives `run`; one line calls it with the flags, as run.js does.
const line = 'const [, file, ...flags] = process.argv; await (await import(file)).run(flags);';
let server: ChildProcess | undefined;

/** Builds, and only when that went well ends the old server and starts the new one; being killed loses nothing. */
async function restart(): Promise<void> {
  const began = performance.now();
  try {
    await bundle.rebuild();
  } catch {
    return; // esbuild has said what is wrong
  }
  if (server?.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
  server = spawn(process.execPath, ['--input-type=module', '--eval', line, '--', ...args], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: join(import.meta.dirname, '.build', 'cache') },
  });
  process.stdout.write(`${new Date().toLocaleTimeString()} +${(performance.now() - began).toFixed(0)} ms\n`);
}

// Editors write a file more than once, and several files at a time: what comes within 50 ms is one change.
let soon: NodeJS.Timeout | undefined;
let last = restart();
for (const folder of ['functions', 'workflows'])
  watch(folder, { recursive: true }, () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      last = last.then(restart);
    }, 50);
  });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server?.kill('SIGTERM');
    process.exit();
  });
