/** How long a fresh process takes to import the web function as it is deployed, and a bare handler with the same SDK clients. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const times = 15;
const bareEntry = 'functions/tools/bench/bare.lambda.ts';

/** Milliseconds that one fresh process takes for the import, its own start not counted. */
function importOnce(file: string): number {
  const url = JSON.stringify(pathToFileURL(file).href);
  const script = `const began = performance.now(); await import(${url}); console.log(performance.now() - began);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return Number(out);
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

export interface ColdImport {
  /** Median of the web function, and of the bare handler. */
  readonly ms: number;
  readonly bareMs: number;
  readonly ratio: number;
}

/** Measures both in turn, so that what else the machine does hits them alike. Run from the root of the project. */
export async function coldImport(): Promise<ColdImport> {
  // By a computed path: the bundler and what it needs stay out of this program's own bundle.
  const bundler = pathToFileURL(resolve('infra/bundles.ts')).href;
  const { bundle, compileEntry } = (await import(bundler)) as typeof import('../../../infra/bundles.ts');
  const web = join(bundle('web').folder, 'index.mjs');
  mkdirSync(resolve('.build'), { recursive: true });
  const folder = mkdtempSync(resolve('.build', 'bare-'));
  try {
    for (const [path, contents] of compileEntry(bareEntry).files) {
      const place = join(folder, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, contents);
    }
    const bare = join(folder, 'index.mjs');
    const pairs = Array.from({ length: times }, () => [importOnce(web), importOnce(bare)] as const);
    const ms = median(pairs.map(([each]) => each));
    const bareMs = median(pairs.map(([, each]) => each));
    const rounded = (value: number) => Math.round(value * 100) / 100;
    return { ms: rounded(ms), bareMs: rounded(bareMs), ratio: rounded(ms / bareMs) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
