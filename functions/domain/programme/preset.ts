/** Presets: whole programmes kept as YAML in workflows/programmes/, started for a year by giving the edition. */
import type { Programme } from './programme.ts';
import { parseProgramme } from './programme-reading.ts';

/**
 * A preset (already read from YAML) as the programme of an edition such as "2027" or "2027-2".
 * @throws Problem `invalid` when the preset or the edition is no valid programme.
 */
export function presetToProgramme(preset: unknown, { edition }: { readonly edition: string }): Programme {
  const isGroup = typeof preset === 'object' && preset !== null && !Array.isArray(preset);
  return parseProgramme(isGroup ? { ...preset, edition } : preset);
}
