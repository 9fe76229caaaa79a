/** The presets as texts: every YAML of `programmes/`, for the bundlers, which put them into the code as `PRESET_TEXTS`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const folder = join(import.meta.dirname, 'programmes');
const ending = '.yaml';

/**
 * The constant that bundles and tests define: the YAML of each preset by its file's name, in alphabetical order, packed,
 * since a bundler puts it where every start reads it.
 */
export function presetTexts(): { readonly PRESET_TEXTS: string } {
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .toSorted()
    .map((file) => [file.slice(0, -ending.length), readFileSync(join(folder, file), 'utf8')]);
  const packed = brotliCompressSync(JSON.stringify(Object.fromEntries(texts)));
  return { PRESET_TEXTS: JSON.stringify(packed.toString('base64')) };
}
