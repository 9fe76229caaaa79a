/** What the web's bundle holds: the libraries that write workbooks, PDFs and Word files are reached by the papers alone. */
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
const writesPapers = (file: string): boolean =>
  /^node_modules\/(write-excel-file|pdfkit|fontkit|docx)\//.test(file) ||
  /^functions\/papers(\.ts|\/(ledger-template|nomination-template|paper-pdf|paper-docx)\.ts)$/.test(file);

test('pages, API and actions reach no library that writes workbooks, PDFs or Word files; the papers do', async () => {
  expect((await inputsOf('functions/web/app.tsx')).filter(writesPapers)).toEqual([]);
  expect((await inputsOf('functions/papers.ts')).filter(writesPapers)).toEqual(
    expect.arrayContaining([
      'functions/papers.ts',
      'functions/papers/paper-pdf.ts',
      ...['write-excel-file', 'pdfkit', 'fontkit', 'docx'].map((name) =>
        expect.stringMatching(new RegExp(`^node_modules/${name}/`)),
      ),
    ]),
  );
});
