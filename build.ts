/** Bundles one entry of the local home into .build, when a source is newer than the bundle: pages are .tsx, which Node cannot load. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { presetTexts } from './workflows/preset-texts.ts';

const root = import.meta.dirname;

function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

/** Where each command's `run` is. */
const commands: Readonly<Record<string, string>> = {
  main: 'local/main.ts',
  token: 'local/commands/token.ts',
  factor: 'local/commands/factor.ts',
  doctor: 'local/commands/doctor.ts',
  'personal-data': 'local/commands/personal-data.ts',
  'audit-verify': 'local/commands/audit-verify.ts',
  redrive: 'local/commands/redrive.ts',
  programmes: 'local/commands/programmes.ts',
  'install-service': 'local/commands/install-service.ts',
  backup: 'local/archive/backup.ts',
  restore: 'local/archive/restore.ts',
  rehearse: 'local/archive/rehearse.ts',
  export: 'local/archive/export.ts',
  import: 'local/archive/import.ts',
  'come-back': 'local/archive/come-back.ts',
  prove: 'tools/prove/prove.ts',
  bench: 'tools/bench/bench.ts',
  load: 'tools/load/load.ts',
  scale: 'tools/scale/scale.ts',
  shots: 'tools/shots/shots.ts',
  licences: 'tools/packages/packages.ts',
};

/** Packages that stay outside of the bundle. */
const outside = [
  '@aws-sdk/*',
  'aws-local-stepfunctions',
  'asl-validator',
  'docx',
  'fontkit',
  'pdfkit',
  'chinese-days',
  'id-validator',
  'nodemailer',
  'playwright-core',
];

/** The AWS SDK is loaded by what uses it: a bundle's own import of it would stand at its beginning, for every start. */
const late: Plugin = {
  name: 'late',
  setup(build) {
    const sdk = /^@aws-sdk\//;
    build.onResolve({ filter: sdk }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'late' } : { path, external: true },
    );
    build.onLoad({ filter: sdk, namespace: 'late' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      resolveDir: root,
    }));
  },
};

const outfileOf = (name: string): string => join(root, '.build', `${name}.mjs`);

/** What esbuild is told of a command. Throws on a name that is none. */
export function buildOptions(name: string): BuildOptions {
  const entry = commands[name];
  if (entry === undefined) throw new Error(`no command ${name}: ${Object.keys(commands).join(', ')}`);
  return {
    entryPoints: [join(root, 'functions', entry)],
    outfile: outfileOf(name),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: false,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
    define: presetTexts(),
    external: outside,
    plugins: [late],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  };
}

/** Builds a command when needed and gives the path of its bundle. Throws on a name that is none. */
export async function bundle(name: string): Promise<string> {
  const outfile = outfileOf(name);
  const changed = Math.max(
    newest(join(root, 'functions')),
    newest(join(root, 'workflows')),
    newest(join(root, 'test', 'proof')),
    ...[import.meta.filename, join(root, 'package-lock.json')].map((file) => statSync(file).mtimeMs),
  );
  if (existsSync(outfile) && statSync(outfile).mtimeMs > changed) return outfile;
  // Loaded and running only while there is something to bundle: its service would stay beside the server with 142 MB.
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({ ...buildOptions(name), write: false });
  await stop();
  // One Chinese character (of a regular expression: esbuild escapes all others) makes two bytes of each in memory.
  const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(outfile, outputFiles[0]!.text.replace(/[^\0-\x7f]/g, escaped));
  return outfile;
}
