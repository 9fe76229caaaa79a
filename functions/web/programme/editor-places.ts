/** Where in a programme a page of the editor is: the part or the list at a place. */
import { valueAt } from '#domain/fault-path.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keysAt } from '#domain/programme/programme-edit.ts';
import type { Part, PartList } from './editor-part.ts';
import { parts } from './editor-parts.ts';

export interface PlacedPart {
  readonly part: Part;
  /** Its place in the document; '' for what stands at the top. */
  readonly root: string;
  readonly value: unknown;
}

/** The part at a place, with what stands there; undefined where the document has no such place. */
export function partAt(programme: Programme, at: string): PlacedPart | undefined {
  const part = parts.find(([pattern]) => pattern.test(at))?.[1];
  if (part === undefined) return undefined;
  const root = at === 'basics' || at === 'other' ? '' : at;
  const value = valueAt(programme, keysAt(root));
  return value === undefined ? undefined : { part, root, value };
}

/** The list at a place, with the part that its entries are. */
export function listAt(
  programme: Programme,
  at: string,
): { readonly list: PartList; readonly entries: readonly unknown[]; readonly part: Part } | undefined {
  const entry = parts.find(([pattern]) => pattern.test(`${at}.0`))?.[1];
  const entries = valueAt(programme, keysAt(at));
  const owner = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : at === 'channels' ? 'basics' : at;
  const name = at.includes('.') ? at.slice(at.lastIndexOf('.') + 1) : at === 'channels' ? at : '';
  const holder = partAt(programme, owner);
  const list = holder?.part.lists(holder.value).find((each) => each.at === name);
  if (entry === undefined || list === undefined) return undefined;
  return { list, entries: Array.isArray(entries) ? entries : [], part: entry };
}
