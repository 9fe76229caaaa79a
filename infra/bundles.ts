/** Bundles the five functions for Lambda: minified ES modules, each in its own folder, source maps apart, sizes capped. */

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import * as z from 'zod';
import type { Deep } from '#domain/read-only.ts';
import { fontFiles } from '#papers/font-files.ts';
import { presetTexts } from '#workflows/preset-texts.ts';
import { type Files, mergeStart } from './merging.ts';
import type { FunctionName } from './names.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, '.build', 'lambda');
const index = 'index.mjs';

interface BundlePlan {
  readonly entry: string;
  /** The most bytes that a cold start loads, minified. */
  readonly most: number;
  /** Parts of paths that must not be in it. */
  readonly without: readonly string[];
}

/** Tools of the developer and the home on one machine have no place in the cloud. */
const never = [
  'functions/local/',
  'test/',
  'node_modules/aws-local-stepfunctions/',
  'node_modules/asl-validator/',
  'node_modules/@hono/node-server/',
  'node_modules/aws-cdk-lib/',
  'node_modules/esbuild/',
  'node_modules/vitest/',
  'node_modules/fast-check/',
  'node_modules/aws-sdk-client-mock/',
];
/** What makes papers is big and slow to load: it has a function of its own. */
const papers = [
  'node_modules/write-excel-file/',
  'node_modules/pdfkit/',
  'node_modules/docx/',
  'node_modules/fontkit/',
  'node_modules/@expo-google-fonts/',
];
const nodemailer = 'node_modules/nodemailer/';
const kilobytes = 1_000;

/** The sizes of today with a little air: what grows past them is looked at. That of web leaves no room for zod, which a start does without. */
export const bundlePlans: Readonly<Record<FunctionName, BundlePlan>> = {
  web: { entry: 'http', most: 550 * kilobytes, without: [...never, ...papers, nodemailer] },
  tasks: { entry: 'tasks', most: 880 * kilobytes, without: [...never, ...papers, nodemailer] },
  mail: { entry: 'mail', most: 1_000 * kilobytes, without: [...never, ...papers] },
  papers: { entry: 'papers', most: 900 * kilobytes, without: [...never, nodemailer] },
  admin: { entry: 'admin', most: 880 * kilobytes, without: [...never, ...papers, nodemailer] },
};

const bundleSchema = z.object({
  folder: z.string(),
  /** Bytes that a cold start loads: the entry and all that it imports at once. */
  bytes: z.int(),
  /** Bytes of everything, parts that are loaded when first needed included. */
  all: z.int(),
  /** Paths of the sources that went in. */
  inputs: z.array(z.string()),
  /** SHA-256 over names and contents: the same sources give the same. */
  hash: z.string(),
});
export type Bundle = Deep<z.output<typeof bundleSchema>>;

function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

type Outputs = Metafile['outputs'];

/** The entry and what it imports statically, and so on. */
function loadedAtOnce(outputs: Outputs, path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const each of outputs[path]!.imports)
    if (each.kind === 'import-statement' && each.external !== true) loadedAtOnce(outputs, each.path, seen);
  return seen;
}

/** Only what left something in the output: what was shaken off whole does not count. */
const inputsOf = (outputs: Outputs): string[] =>
  [
    ...new Set(
      Object.values(outputs)
        .flatMap(({ inputs }) => Object.entries(inputs))
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([path]) => path),
    ),
  ].toSorted();

function compile(entry: string) {
  return buildSync({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: 'bundle',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[hash]',
    write: false,
    metafile: true,
    bundle: true,
    // What is imported on demand (the SDK's sign-in of developers, for one) is not loaded by a cold start.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    // A Chinese character takes three bytes, its escape six.
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    mainFields: ['module', 'main'],
    // `debug` colours its lines with it where it happens to be installed, as it is on a developer's machine.
    external: ['supports-color'],
    // s3-presigned-post brings a copy of its own; one is enough.
    alias: { '@aws-sdk/client-s3': './node_modules/@aws-sdk/client-s3' },
    define: { 'process.env.NODE_ENV': '"production"', ...presetTexts() },
    logLevel: 'error',
    // Some packages are CommonJS and ask for Node's own modules by require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}

interface Compiled {
  readonly files: Files;
  readonly bytes: number;
  readonly all: number;
  readonly inputs: readonly string[];
}

/** Compiles one entry as all functions are; `npm run bench` does the same with a bare handler, to compare. */
export function compileEntry(entry: string): Compiled {
  const { outputFiles, metafile } = compile(entry);
  const start = [...loadedAtOnce(metafile.outputs, `bundle/${index}`)].map((path) => ({
    path: relative('bundle', path),
    exports: metafile.outputs[path]!.exports,
  }));
  const files = mergeStart(
    new Map(outputFiles.map(({ path, contents }) => [relative(join(root, 'bundle'), path), contents])),
    start,
  );
  const code = [...files].filter(([path]) => !path.endsWith('.map'));
  return {
    files,
    bytes: files.get(index)!.length,
    all: code.reduce((total, [, { length }]) => total + length, 0),
    inputs: inputsOf(metafile.outputs),
  };
}

function build(name: FunctionName): Bundle {
  const { files: compiled, ...facts } = compileEntry(`functions/${bundlePlans[name].entry}.lambda.ts`);
  const hash = createHash('sha256');
  const files = [...compiled]
    .map(([path, contents]) => ({ path, contents }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  // Beside its place, then moved in, so that another process never sees a half; maps stay out of what is deployed.
  const fresh = join(out, `.${name}-${process.pid}`);
  for (const { path, contents } of files) {
    const map = path.endsWith('.map');
    if (!map) hash.update(path).update(contents);
    const place = join(map ? join(out, 'maps', name) : fresh, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, contents);
  }
  if (name === 'papers') copyFonts(join(fresh, 'fonts'));
  const digest = hash.digest('hex');
  const folder = join(out, `${name}-${digest.slice(0, 16)}`);
  if (existsSync(folder)) rmSync(fresh, { recursive: true });
  else renameSync(fresh, folder);
  forgetOld(name, folder);
  const made: Bundle = { folder, ...facts, hash: digest };
  writeFileSync(`${recordOf(name)}.${process.pid}`, JSON.stringify(made));
  renameSync(`${recordOf(name)}.${process.pid}`, recordOf(name));
  return made;
}

/** The fonts of the papers; their versions are those of the lock file, which makes a bundle anew. */
function copyFonts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const from of Object.values(fontFiles))
    copyFileSync(join(root, 'node_modules', from), join(folder, basename(from)));
}

/** Bundles of former sources; young ones may be in use by another process. */
function forgetOld(name: FunctionName, present: string): void {
  for (const entry of readdirSync(out)) {
    const path = join(out, entry);
    const isBundle = entry.startsWith(`${name}-`) || entry.startsWith(`.${name}-`);
    if (isBundle && path !== present && Date.now() - statSync(path).mtimeMs > 3_600_000)
      rmSync(path, { recursive: true, force: true });
  }
}

const recordOf = (name: FunctionName): string => join(out, `${name}.json`);

/** Bundles a function when a source is newer than its bundle, or `anew`. The same sources give the same bytes. */
export function bundle(name: FunctionName, { anew = false }: { readonly anew?: boolean } = {}): Bundle {
  const changed = Math.max(
    ...['functions', 'workflows'].map((folder) => newest(join(root, folder))),
    statSync(join(root, 'package-lock.json')).mtimeMs,
    newest(import.meta.dirname),
  );
  const at = statSync(recordOf(name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (!anew && at > changed) {
    const kept = bundleSchema.parse(JSON.parse(readFileSync(recordOf(name), 'utf8')));
    if (existsSync(kept.folder)) return kept;
  }
  return build(name);
}

/** What is wrong with a bundle: too big, or holding what it must not. */
export function faultsOf(
  name: FunctionName,
  { bytes, inputs }: Pick<Bundle, 'bytes' | 'inputs'>,
): readonly string[] {
  const { most, without } = bundlePlans[name];
  const foreign = without.flatMap((part) => {
    const found = inputs.find((input) => input.startsWith(part) || input.includes(`/${part}`));
    return found === undefined ? [] : [`${name}: holds ${found}`];
  });
  return bytes > most ? [`${name}: ${bytes} bytes, at most ${most}`, ...foreign] : foreign;
}

/** Bundles and checks a function, and gives the folder for the CDK. Throws Error when the bundle breaks its plan. */
export function bundleFolder(name: FunctionName): string {
  const made = bundle(name);
  const faults = faultsOf(name, made);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return made.folder;
}
