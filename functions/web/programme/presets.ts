/** The presets of workflows/programmes as their YAML texts, embedded like the style sheet (see assets.ts). */
import { parse } from 'yaml';
import type { Text } from '#domain/problem.ts';
import jgwmg from '../../../workflows/programmes/jgwmg.yaml?raw' with { type: 'text' };
import lsjt from '../../../workflows/programmes/lsjt.yaml?raw' with { type: 'text' };
import pajt from '../../../workflows/programmes/pajt.yaml?raw' with { type: 'text' };
import sbjt from '../../../workflows/programmes/sbjt.yaml?raw' with { type: 'text' };
import sbqs from '../../../workflows/programmes/sbqs.yaml?raw' with { type: 'text' };
import zmjt from '../../../workflows/programmes/zmjt.yaml?raw' with { type: 'text' };

const texts = { sbqs, sbjt, zmjt, jgwmg, pajt, lsjt } as const;
type PresetName = keyof typeof texts;

/** Names of the presets, in the order in which the page offers them. */
export const presetNames = Object.keys(texts) as readonly PresetName[];
export const isPreset = (name: string): name is PresetName => Object.hasOwn(texts, name);
/** A preset as plain data, for `presetToProgramme`. */
export const presetData = (name: PresetName): unknown => parse(texts[name]);
/** Title of a preset; its English falls back to Chinese. */
export function presetTitle(name: PresetName): Text {
  const { title } = presetData(name) as { readonly title: { readonly zh: string; readonly en?: string } };
  return { zh: title.zh, en: title.en ?? title.zh };
}
