/** What the web's bundle holds: the code that writes workbooks is reached by the papers alone. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

/** The files that a bundle of an entry would hold, by metafile; packages by their folder in node_modules. */
async function inputsOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    outdir: join(root, '.build'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    loader: { '.js': 'js', '.css': 'text' },
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs);
}
const writesWorkbooks = (file: string): boolean =>
  file.startsWith('node_modules/write-excel-file/') ||
  /^functions\/papers(\.ts|\/(summary-sheet|ledger-template|nomination-template)\.ts)$/.test(file);

test('pages, API and actions reach no code that writes workbooks; the papers do', async () => {
  expect((await inputsOf('functions/web/app.tsx')).filter(writesWorkbooks)).toEqual([]);
  expect((await inputsOf('functions/papers.ts')).filter(writesWorkbooks)).toEqual(
    expect.arrayContaining([
      'functions/papers.ts',
      'functions/papers/summary-sheet.ts',
      expect.stringMatching(/^node_modules\/write-excel-file\//),
    ]),
  );
});
