/** The presets of workflows/programmes: whichever YAML files stand there are offered (workflows/preset-texts.ts). */

import { parse } from 'yaml';
import { memberOf } from '#domain/members.ts';
import type { Text } from '#domain/problem.ts';

/** Defined by the bundler. */
declare const PRESET_TEXTS: Readonly<Record<string, string>>;

/** Names of the presets, in the order in which the page offers them. */
export const presetNames: readonly string[] = Object.keys(PRESET_TEXTS);
export const isPreset = (name: string): boolean => Object.hasOwn(PRESET_TEXTS, name);
/** A preset as plain data, for `presetToProgramme`; only for a name that `isPreset`. */
export const presetData = (name: string): unknown => parse(PRESET_TEXTS[name]!);
/** Title of a preset; its English falls back to Chinese. */
export function presetTitle(name: string): Text {
  const title = memberOf(presetData(name), 'title');
  const zh = String(memberOf(title, 'zh'));
  return { zh, en: String(memberOf(title, 'en') ?? zh) };
}
