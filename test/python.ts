/** Programs of Python that others wrote, each in an environment of its own under .build, where they can be installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const build = join(import.meta.dirname, '..', '.build');
const installMilliseconds = 180_000;

/** Where a program of an environment is. */
export const pythonProgram = (environment: string, name: string): string =>
  join(build, environment, 'bin', name);

/** Runs a program to its end; gives what it said last when it fails. */
function fault(command: string, args: readonly string[]): string | undefined {
  const made = spawnSync(command, args, { timeout: installMilliseconds, encoding: 'utf8' });
  if (made.error !== undefined) return `${command}: ${made.error.message}`;
  if (made.status === 0) return undefined;
  const said = `${made.stdout}${made.stderr}`.trim().split('\n').slice(-3).join('\n');
  return `${command} ${args[0]} ${args[1] ?? ''} ended with ${made.status}\n${said}`;
}

/** Installs packages, once for each checkout. Gives why that cannot be done, or undefined when they are there. */
export function installPython(environment: string, packages: readonly string[]): string | undefined {
  const folder = join(build, environment);
  const marker = join(folder, 'installed');
  const wanted = packages.join(' ');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return undefined;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(build, { recursive: true });
  const quietly = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '15'];
  const failed =
    fault('python3', ['-m', 'venv', folder]) ??
    fault(pythonProgram(environment, 'pip'), ['install', ...quietly, ...packages]);
  if (failed === undefined) writeFileSync(marker, wanted);
  return failed;
}
