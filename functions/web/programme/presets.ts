/** The presets of workflows/programmes: whichever YAML files stand there are offered (workflows/preset-texts.ts). */

import { brotliDecompressSync } from 'node:zlib';
import { parse } from 'yaml';
import * as z from 'zod';
import { memberOf } from '#domain/members.ts';
import type { Text } from '#domain/problem.ts';

/** Defined by the bundler. */
declare const PRESET_TEXTS: string;
const texts = z
  .record(z.string(), z.string())
  .parse(JSON.parse(brotliDecompressSync(Buffer.from(PRESET_TEXTS, 'base64')).toString()));

/** Names of the presets, in the order in which the page offers them. */
export const presetNames: readonly string[] = Object.keys(texts);
export const isPreset = (name: string): boolean => Object.hasOwn(texts, name);
/** A preset as plain data, for `presetToProgramme`; only for a name that `isPreset`. */
export const presetData = (name: string): unknown => parse(texts[name]!);
/** A preset as it is written, with its comments; only for a name that `isPreset`. */
export const presetYaml = (name: string): string => texts[name]!;
/** Title of a preset; its English falls back to Chinese. */
export function presetTitle(name: string): Text {
  const title = memberOf(presetData(name), 'title');
  const zh = String(memberOf(title, 'zh'));
  return { zh, en: String(memberOf(title, 'en') ?? zh) };
}
