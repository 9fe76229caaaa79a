/** The fonts of a PDF at work: each character from one that has it, and what none has by name. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Font } from 'fontkit';
import { fontFiles } from './font-files.ts';

/** One of ours by its role, or an operator's own by its file. */
export type FontRole = keyof typeof fontFiles | `own:${string}`;
const isOwn = (role: FontRole): role is `own:${string}` => role.startsWith('own:');

/** Where a font lies: beside the function's bundle in the cloud, else in its package. */
function fontPath(role: keyof typeof fontFiles): string {
  const from = fontFiles[role];
  const copies = ['./fonts/', '../fonts/'].map((folder) =>
    fileURLToPath(new URL(`${folder}${from.split('/').at(-1)}`, import.meta.url)),
  );
  return copies.find((path) => existsSync(path)) ?? createRequire(import.meta.url).resolve(from);
}

/** How a TrueType and an OpenType font begin; a collection of fonts does otherwise. */
const fontMarks = ['00010000', '74727565', '4f54544f'];

/** Whether a file is one font, by its first bytes. */
export function isFontFile(path: string): boolean {
  const first = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, first, 0, 4, 0);
  } finally {
    closeSync(file);
  }
  return fontMarks.includes(first.toString('hex'));
}

/** What is drawn for a character that no font here has: the mark that printers set for a missing sort. */
export const missingSort = '〓';

/** Letters of one font in a row. */
export interface FontRun {
  readonly role: FontRole;
  readonly text: string;
}

export interface Fonts {
  font(role: FontRole): Font;
  /** A text by fonts: what the wanted one lacks is set in another, what none has as 〓. */
  runsOf(text: string, role: 'text' | 'strong'): readonly FontRun[];
  /** Width in points at a size. */
  widthOf(text: string, role: 'text' | 'strong', size: number): number;
  /** Characters so far that another font showed, and those that none has. */
  readonly borrowed: ReadonlySet<string>;
  readonly lacking: ReadonlySet<string>;
}

/** Fonts that were opened lately: the pieces of a long paper share them, which else read 30 MB anew each. */
const lately = new Map<FontRole, Font>();
let letGo: NodeJS.Timeout | undefined;

/** Holds what was opened until nothing has asked for it for ten seconds. */
function hold(): void {
  clearTimeout(letGo);
  letGo = setTimeout(() => lately.clear(), 10_000).unref();
}

/**
 * Reads the fonts when they are first needed; nothing holds them soon after the paper is made. Files of `own`, by their path,
 * are asked first for what the common font lacks; one that is no font is passed over (the doctor names it).
 */
export async function openFonts(own: readonly string[] = []): Promise<Fonts> {
  const { openSync: openFont } = await import('fontkit');
  hold();
  const opened = new Map<FontRole, Font>();
  const read = (role: FontRole): Font => {
    const path = isOwn(role) ? role.slice(4) : fontPath(role);
    const found = openFont(path);
    if (!('layout' in found)) throw new TypeError(`${path} holds several fonts`);
    lately.set(role, found);
    return found;
  };
  const font = (role: FontRole): Font => {
    const known = opened.get(role) ?? lately.get(role) ?? read(role);
    opened.set(role, known);
    return known;
  };
  const others: readonly FontRole[] = [
    ...own.filter(isFontFile).map((path) => `own:${path}` as const),
    ...(['rare', 'rarer'] as const),
  ];
  const borrowed = new Set<string>();
  const lacking = new Set<string>();
  const placed = new Map<string, FontRun>();
  const place = (char: string, role: 'text' | 'strong'): FontRun => {
    const code = char.codePointAt(0)!;
    if (font(role).hasGlyphForCodePoint(code)) return { role, text: char };
    for (const other of others)
      if (font(other).hasGlyphForCodePoint(code)) {
        borrowed.add(char);
        return { role: other, text: char };
      }
    // Marks that only choose a variant are left out where it is not there.
    if (/\p{M}|\p{Variation_Selector}|\p{Cf}/u.test(char)) return { role, text: '' };
    lacking.add(char);
    return { role, text: missingSort };
  };
  const placeOnce = (char: string, role: 'text' | 'strong'): FontRun => {
    const key = `${role}${char}`;
    const made = placed.get(key) ?? place(char, role);
    placed.set(key, made);
    return made;
  };
  const runsOf = (text: string, role: 'text' | 'strong'): readonly FontRun[] => {
    const runs: { role: FontRole; text: string }[] = [];
    for (const char of text) {
      const made = placeOnce(char, role);
      const last = runs.at(-1);
      if (last?.role === made.role) last.text += made.text;
      else runs.push({ ...made });
    }
    return runs;
  };
  const advances = new Map<string, number>();
  const advance = (char: string, role: FontRole): number => {
    const key = `${role}${char}`;
    const known = advances.get(key);
    if (known !== undefined) return known;
    const of = font(role);
    const wide = of.glyphForCodePoint(char.codePointAt(0)!).advanceWidth / of.unitsPerEm;
    advances.set(key, wide);
    return wide;
  };
  const widthOf = (text: string, role: 'text' | 'strong', size: number): number =>
    runsOf(text, role).reduce(
      (sum, run) => [...run.text].reduce((wide, char) => wide + advance(char, run.role), sum),
      0,
    ) * size;
  return { font, runsOf, widthOf, borrowed, lacking };
}

/** 𠮷（U+20BB7）: a character and how it is found. */
export const charCode = (char: string): string =>
  `${char}（U+${char.codePointAt(0)!.toString(16).toUpperCase()}）`;
