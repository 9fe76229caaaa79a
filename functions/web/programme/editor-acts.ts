/** What a press of the editor changes in the document: the blanks of a part, an entry added, moved or removed. */

import { valueAt } from '#domain/fault-path.ts';
import { levelRank, levels } from '#domain/level.ts';
import { hasMembers, memberOf, oneOf } from '#domain/members.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { keysAt, type ProgrammeEdit, withId } from '#domain/programme/programme-edit.ts';
import { levelAdded, levelRemoved, stepEdits } from '#domain/programme/stage-edits.ts';
import { stepsFor, usualPlace } from '#domain/programme/starting-programme.ts';
import { stepKinds } from '#domain/step-kinds.ts';
import { type Body, one } from '#web/frame/posted.ts';
import { readBlanks } from './editor-blanks.ts';
import { mustHide } from './editor-choices.ts';
import type { Part, PartList } from './editor-part.ts';
import type { PlacedPart } from './editor-places.ts';

type Values = readonly (readonly [at: string, value: unknown])[];

/** Nothing, a box that is not ticked and a list of nothing are one. */
const plainly = (value: unknown): unknown =>
  value === false || (Array.isArray(value) && value.length === 0) ? undefined : value;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(plainly(a)) === JSON.stringify(plainly(b));
const join = (root: string, at: string): string => [root, at].filter((each) => each !== '').join('.');

/** The edits that make a part of the document what was typed; what did not change is not touched. */
const editsFrom = (root: string, part: unknown, typed: Values): readonly ProgrammeEdit[] =>
  typed.flatMap(([at, value]): readonly ProgrammeEdit[] => {
    const was = valueAt(part, keysAt(at));
    if (same(was, value)) return [];
    return value === undefined
      ? [{ do: 'remove', at: join(root, at) }]
      : [{ do: 'set', at: join(root, at), value }];
  });

/** A new entry of a list: what it starts with, and what was typed. */
function entryFrom(start: unknown, typed: Values): Record<string, unknown> {
  const entry: Record<string, unknown> = hasMembers(start) ? structuredClone({ ...start }) : {};
  for (const [at, value] of typed) {
    const [first = '', second] = at.split('.');
    if (second === undefined) {
      if (value === undefined) delete entry[first];
      else entry[first] = value;
    } else if (value !== undefined) {
      const inner = entry[first];
      entry[first] = { ...(hasMembers(inner) ? inner : {}), [second]: value };
    }
  }
  return entry;
}

/** An ID number is personal whatever was ticked. */
const hidden = (typed: Values): Values =>
  typed.some(([at, value]) => at === 'type' && mustHide(value))
    ? typed.map(([at, value]) => (at === 'personal' ? [at, true] : [at, value]))
    : typed;

/** A field is among those of notices exactly when it is open. */
function publicEdits({ form }: Programme, id: unknown, isOpen: boolean): readonly ProgrammeEdit[] {
  const place = typeof id === 'string' ? form.publicFields.indexOf(id) : -1;
  if (isOpen === place >= 0) return [];
  return isOpen
    ? [{ do: 'add', at: 'form.publicFields', value: id }]
    : [{ do: 'remove', at: `form.publicFields.${place}` }];
}
const isField = (at: string): boolean => /^form\.fields(\.\d+)?$/.test(at);

/** The stage that a place is, and its number. */
function stageAt(
  { stages }: Programme,
  at: string,
): { readonly i: number; readonly stage: Stage } | undefined {
  const i = Number(/^stages\.(\d+)$/.exec(at)?.[1]);
  const stage = stages[i];
  return stage === undefined ? undefined : { i, stage };
}

/** The edits of a part's form. A level that grants or recommends otherwise has its steps changed with it. */
export function partEdits(programme: Programme, placed: PlacedPart, body: Body): readonly ProgrammeEdit[] {
  const { part, root, value, isNew } = placed;
  const typed = hidden(readBlanks(part.blanks(value, programme), body, value, programme));
  if (isNew === true) return [{ do: 'set', at: root, value: entryFrom(value, typed) }];
  const at = Object.fromEntries(typed);
  const found = stageAt(programme, root);
  return [
    ...editsFrom(root, value, typed),
    ...(isField(root) ? publicEdits(programme, memberOf(value, 'id'), one(body, 'privacy') === 'open') : []),
    ...(found === undefined
      ? []
      : stepEdits(root, found.stage, {
          honour: at.honour === true,
          recommend: at.recommend === true,
          external: at.external === true,
        })),
  ];
}

/** The edits that add an entry to a list: what it starts with and what was typed. */
export function addEdits(
  programme: Programme,
  {
    at,
    list,
    part,
    kind,
  }: { readonly at: string; readonly list: PartList; readonly part: Part; readonly kind: string },
  body: Body,
): readonly ProgrammeEdit[] {
  const start = list.start(kind, programme);
  const typed = hidden(readBlanks(part.blanks(start, programme), body, start, programme));
  const entry = entryFrom(start, typed);
  const level = oneOf(levels, entry.level);
  if (at === 'stages' && level !== undefined) {
    // The highest level has none to recommend to.
    const isTop = programme.stages.every((stage) => levelRank(stage.level) < levelRank(level));
    const recommend = entry.recommend === true && !isTop;
    const flags = { honour: entry.honour === true, recommend, external: entry.external === true };
    return levelAdded(programme, { ...entry, level, recommend, steps: stepsFor(level, [], flags) });
  }
  const owner = stageAt(programme, at.replace(/\.steps$/, ''))?.stage;
  const step = oneOf(stepKinds, entry.kind);
  // A new step is put where it usually stands, so that no order is broken by adding it.
  if (at.endsWith('.steps') && owner !== undefined && step !== undefined)
    return [
      { do: 'add', at, value: entry },
      { do: 'move', at: `${at}.${owner.steps.length}`, to: usualPlace(owner.steps, step) },
    ];
  const named = withId(programme, at, entry);
  return [
    { do: 'add', at, value: named },
    ...(isField(at) ? publicEdits(programme, memberOf(named, 'id'), one(body, 'privacy') === 'open') : []),
  ];
}

/** The edits that remove the entry at a place, and what says the same elsewhere. */
export function removeEdits(programme: Programme, at: string): readonly ProgrammeEdit[] {
  const found = stageAt(programme, at);
  if (found !== undefined) return levelRemoved(programme, found.i);
  const field = isField(at) ? programme.form.fields[Number(at.split('.')[2])] : undefined;
  return [...(field === undefined ? [] : publicEdits(programme, field.id, false)), { do: 'remove', at }];
}
