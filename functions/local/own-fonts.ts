/** Fonts that an operator puts into the folder `fonts` of the data, for characters that the fonts of papers lack. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Log } from '#local/database/database.ts';
import { isFontFile } from '#papers/fonts.ts';

/** The files there by their names, read anew each time: a font counts from the next paper on. */
export function ownFontsIn(data: string): readonly string[] {
  const folder = join(data, 'fonts');
  let found: readonly Dirent[];
  try {
    found = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return found
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.(ttf|otf|ttc)$/i.test(entry.name))
    .map(({ name }) => join(folder, name))
    .filter((path) => existsSync(path))
    .toSorted();
}

/** Names what lies there and is no font, as the server starts. */
export function nameOtherFiles(data: string, log: Log): void {
  for (const path of ownFontsIn(data))
    if (!isFontFile(path)) log('font-unreadable', { file: basename(path) });
}
