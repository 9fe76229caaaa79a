/** How long a fresh process takes to import the web function as it is deployed, and a bare handler with the same SDK clients. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './report.ts';

const times = 15;
const bareEntry = 'functions/tools/bench/bare.lambda.ts';

interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Milliseconds by the clock and of the processor that one fresh process takes for the import, its own start not counted. */
function importOnce(file: string): Took {
  const url = JSON.stringify(pathToFileURL(file).href);
  const script = `const began = performance.now(); const before = process.cpuUsage(); await import(${url});
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ ms: performance.now() - began, cpuMs: (user + system) / 1_000 }));`;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return JSON.parse(out);
}
export interface ColdImport {
  /** Median of the web function, and of the bare handler. */
  readonly ms: number;
  readonly bareMs: number;
  readonly ratio: number;
  /** Of processor time: holds on a machine that is busy with something else. */
  readonly cpuRatio: number;
}

/** Bundles the web function of a checkout by its own bundler, and gives the place of its entry. */
function bundledWeb(folder: string): string {
  const script = `import { bundle } from './infra/bundles.ts'; console.log(bundle('web').folder);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return join(resolve(folder, out.trim()), 'index.mjs');
}

/**
 * Measures the web function of a checkout and our bare handler in turn, so that what else the machine does hits them
 * alike. Run from the root of the project.
 */
export async function coldImport(folder: string): Promise<ColdImport> {
  // By a computed path: the bundler and what it needs stay out of this program's own bundle.
  const bundler = pathToFileURL(resolve('infra/bundles.ts')).href;
  const { compileEntry } = (await import(bundler)) as typeof import('../../../infra/bundles.ts');
  const web = bundledWeb(folder);
  mkdirSync(resolve('.build'), { recursive: true });
  const bareFolder = mkdtempSync(resolve('.build', 'bare-'));
  try {
    for (const [path, contents] of compileEntry(bareEntry).files) {
      const place = join(bareFolder, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, contents);
    }
    const bare = join(bareFolder, 'index.mjs');
    const pairs = Array.from({ length: times }, () => [importOnce(web), importOnce(bare)] as const);
    const medians = (of: keyof Took) => [
      median(pairs.map(([each]) => each[of])),
      median(pairs.map(([, each]) => each[of])),
    ];
    const [ms = 0, bareMs = 1] = medians('ms');
    const [cpuMs = 0, bareCpuMs = 1] = medians('cpuMs');
    const rounded = (value: number) => Math.round(value * 100) / 100;
    return {
      ms: rounded(ms),
      bareMs: rounded(bareMs),
      ratio: rounded(ms / bareMs),
      cpuRatio: rounded(cpuMs / bareCpuMs),
    };
  } finally {
    rmSync(bareFolder, { recursive: true });
  }
}
