/** The presets of workflows/programmes as plain documents, and small changes to them, for the tests of programmes. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Problem } from '#domain/problem.ts';

const folder = new URL('../../../workflows/programmes/', import.meta.url);
export const presetNames = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

// biome-ignore lint/suspicious/noExplicitAny: a document before it is checked; tests break it on purpose
export type Document = any;

/** A fresh copy of a preset; aliases are resolved into separate values, so a test may change one place only. */
export const preset = (name: string): Document =>
  JSON.parse(JSON.stringify(parse(readFileSync(new URL(`${name}.yaml`, folder), 'utf8'))));

/** A preset after a change. */
export function changed(name: string, change: (document: Document) => void): Document {
  const document = preset(name);
  change(document);
  return document;
}

/** The faults that a call throws, or none. */
export function faultsOf(call: () => unknown): Problem['faults'] {
  try {
    call();
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.faults;
    throw error;
  }
}
