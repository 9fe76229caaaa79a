/** The code as it is deployed: small enough, without what does not belong there, the same for the same sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, bundle, bundlePlans, faultsOf } from '../../infra/bundles.ts';
import { type FunctionName, functionNames } from '../../infra/names.ts';

const made = new Map<FunctionName, Bundle>();
beforeAll(() => {
  for (const name of functionNames) made.set(name, bundle(name));
}, 300_000);

describe('bundles', () => {
  test.each(functionNames)('%s keeps to its plan', (name) => {
    expect(faultsOf(name, made.get(name)!)).toEqual([]);
  });

  test('the web function holds no code of the developer, of the home on one machine, or of papers', () => {
    const inputs = made.get('web')!.inputs;
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Readonly<Record<string, { readonly dev?: boolean }>>;
    };
    // Marked `dev` in the lock: nothing that is used in production needs it. The SDK is meant for the cloud all the same.
    const tools = Object.keys(packages).filter(
      (path) => packages[path]!.dev === true && !path.startsWith('node_modules/@aws-sdk/'),
    );
    const foreign = inputs.filter(
      (input) =>
        input.startsWith('functions/local/') ||
        /write-excel-file|pdfkit|docx|nodemailer/.test(input) ||
        tools.some((tool) => input.startsWith(`${tool}/`)),
    );
    expect(foreign).toEqual([]);
    expect(inputs.length).toBeGreaterThan(100);
  });

  test.each(functionNames)('%s loads in Node and has its handler; no source map goes along', async (name) => {
    const { folder } = made.get(name)!;
    const code = (await import(pathToFileURL(join(folder, 'index.mjs')).href)) as { handler: unknown };
    expect(typeof code.handler).toBe('function');
    const files = readdirSync(folder, { recursive: true }).map(String);
    expect(files.filter((file) => !/\.mjs$|^chunks$|^fonts(\/Noto\w+\.ttf)?$/.test(file))).toEqual([]);
  });

  test.each(functionNames)('%s has every part that its parts name', (name) => {
    const { folder } = made.get(name)!;
    const parts = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.mjs'));
    const named = parts.flatMap((part) =>
      [
        ...readFileSync(join(folder, part), 'utf8').matchAll(/(?:from|import)\s*\(?["'](\.[^"']+\.mjs)["']/g),
      ].map(([, path = '']) => join(dirname(part), path)),
    );
    expect(named.filter((path) => !parts.includes(path))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });

  test('what the web function loads later shares what its start has loaded', async () => {
    const { folder, bytes } = made.get('web')!;
    await import(pathToFileURL(join(folder, 'index.mjs')).href);
    const parts = readdirSync(join(folder, 'chunks'));
    for (const part of parts) await import(pathToFileURL(join(folder, 'chunks', part)).href);
    expect(parts.length).toBeGreaterThan(50);
    // The start is one file, and stands nowhere twice.
    expect(readFileSync(join(folder, 'index.mjs')).length).toBe(bytes);
    const holding = [join(folder, 'index.mjs'), ...parts.map((part) => join(folder, 'chunks', part))].filter(
      (file) => readFileSync(file, 'utf8').includes('this.name="Problem"'),
    );
    expect(holding).toEqual([join(folder, 'index.mjs')]);
  });

  test('the same sources give the same bundle', () => {
    const again = bundle('admin', { anew: true });
    expect([again.hash, again.folder]).toEqual([made.get('admin')!.hash, made.get('admin')!.folder]);
  });

  test('a bundle that breaks its plan is named with what is wrong', () => {
    const inputs = [
      'functions/http.lambda.ts',
      'node_modules/write-excel-file/index.js',
      'functions/local/home.ts',
    ];
    expect(faultsOf('web', { bytes: bundlePlans.web.most + 1, inputs })).toEqual([
      `web: ${bundlePlans.web.most + 1} bytes, at most ${bundlePlans.web.most}`,
      'web: holds functions/local/home.ts',
      'web: holds node_modules/write-excel-file/index.js',
    ]);
  });
});
