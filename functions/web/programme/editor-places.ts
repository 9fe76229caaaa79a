/** Where in a programme a page of the editor is: the part or the list at a place. */
import { valueAt } from '#domain/fault-path.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keysAt } from '#domain/programme/programme-edit.ts';
import type { Part, PartList } from './editor-part.ts';
import { parts } from './editor-parts.ts';
import { recheckStart } from './editor-recheck.ts';

/** The part or list that holds a place. */
export function holderOf(at: string): string {
  if (at === 'identity') return 'other';
  if (/^channels\.\d+$/.test(at)) return 'basics';
  if (/^honourNames\.\d+$/.test(at)) return 'other';
  // `stages.0.steps.1` and `stages.0.quota` stand in `stages.0`, `eligibility.2` in the list itself.
  return /^(.*)\.[a-zA-Z]+(\.\d+)?$/.exec(at)?.[1] ?? (/\.\d+$/.test(at) ? at.replace(/\.\d+$/, '') : '');
}

export interface PlacedPart {
  readonly part: Part;
  /** Its place in the document; '' for what stands at the top. */
  readonly root: string;
  readonly value: unknown;
  /** Not in the document yet. */
  readonly isNew?: true;
}

/** The part at a place, with what stands there; undefined where the document has no such place. */
export function partAt(programme: Programme, at: string): PlacedPart | undefined {
  const part = parts.find(([pattern]) => pattern.test(at))?.[1];
  if (part === undefined) return undefined;
  const root = at === 'basics' || at === 'other' ? '' : at;
  const value = valueAt(programme, keysAt(root));
  if (value !== undefined) return { part, root, value };
  // A re-check is the one part that a level need not have: its page offers one to begin with.
  const isOfStage =
    /^stages\.\d+\.recheck$/.test(at) && valueAt(programme, keysAt(holderOf(at))) !== undefined;
  return isOfStage ? { part, root, value: recheckStart, isNew: true } : undefined;
}

/** The list at a place, with the part that its entries are. */
export function listAt(
  programme: Programme,
  at: string,
): { readonly list: PartList; readonly entries: readonly unknown[]; readonly part: Part } | undefined {
  const entry = parts.find(([pattern]) => pattern.test(`${at}.0`))?.[1];
  const entries = valueAt(programme, keysAt(at));
  const owner = holderOf(`${at}.0`);
  const name = owner === at ? '' : (at.split('.').at(-1) ?? '');
  const holder = partAt(programme, owner);
  const list = holder?.part.lists(holder.value).find((each) => each.at === name);
  if (entry === undefined || list === undefined) return undefined;
  return { list, entries: Array.isArray(entries) ? entries : [], part: entry };
}
