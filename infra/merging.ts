/** One file of all that a cold start loads: reading thirty small ones takes Node longer than all that they hold. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/** What the first compilation made: contents by path under the folder, source maps among them. */
export type Files = ReadonlyMap<string, Uint8Array>;
/** A file of the start, and the names that it exports. */
export interface Started {
  readonly path: string;
  readonly exports: readonly string[];
}

const entry = 'index.mjs';

/**
 * Puts the files of the start into `index.mjs`. Each of the others stays as a line that hands its exports on, so that a
 * part loaded later shares them and nothing stands, or happens, twice.
 */
export function mergeStart(files: Files, start: readonly Started[]): Files {
  const shared = start.filter(({ path }) => path !== entry).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const own = start.find(({ path }) => path === entry)!;
  const begun = new Set(start.map(({ path }) => path));
  const later = [...files.keys()].filter((path) => path.endsWith('.mjs') && !begun.has(path));
  const aliasOf = (file: number, name: string) => `from${file}_${name}`;
  const contents = [
    `export { ${own.exports.join(', ')} } from './${entry}';`,
    ...shared.map(({ path, exports }, n) =>
      exports.length === 0
        ? `import './${path}';`
        : `export { ${exports.map((name) => `${name} as ${aliasOf(n, name)}`).join(', ')} } from './${path}';`,
    ),
  ].join('\n');
  const folder = mkdtempSync(join(tmpdir(), 'hongbang-merge-'));
  try {
    for (const { path } of start) {
      const place = join(folder, path);
      mkdirSync(dirname(place), { recursive: true });
      // The maps are read through this line, so that the merged one leads to the sources.
      writeFileSync(
        place,
        `${Buffer.from(files.get(path)!).toString()}\n//# sourceMappingURL=${place}.map\n`,
      );
      writeFileSync(`${place}.map`, files.get(`${path}.map`)!);
    }
    const { outputFiles } = buildSync({
      absWorkingDir: folder,
      stdin: { contents, resolveDir: folder, sourcefile: 'start.mjs' },
      // In its final place, so that what it loads later is found from there.
      outfile: join(folder, entry),
      allowOverwrite: true,
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      minify: true,
      charset: 'utf8',
      legalComments: 'none',
      sourcemap: 'external',
      external: later.map((path) => join(folder, path)),
      logLevel: 'error',
    });
    const made = new Map(files);
    for (const { path, contents: bytes } of outputFiles)
      made.set(path.endsWith('.map') ? `${entry}.map` : entry, bytes);
    shared.forEach(({ path, exports }, n) => {
      const names = exports.map((name) => `${aliasOf(n, name)} as ${name}`).join();
      made.set(path, Buffer.from(`${names === '' ? 'import' : `export{${names}}from`}"../${entry}";\n`));
      made.delete(`${path}.map`);
    });
    return made;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
