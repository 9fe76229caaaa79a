/** Editing a programme's text by small changes: comments and all that a change does not touch stay as they were written. */
import { type Document, isCollection, isMap, isNode, isSeq, parseDocument, visit, YAMLSeq } from 'yaml';
import type { Deps } from '#deps';
import { type Input, type OfRecord, readInput, readOfRecord } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, refuseIf } from '#domain/problem.ts';
import { keysAt, type ProgrammeEdit, withId } from '#domain/programme/programme-edit.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { type Start, startingProgramme } from '#domain/programme/starting-programme.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getProgramme } from '#store/reads.ts';
import { programmeCopying, programmeEditing, programmeStart } from './programme-input.ts';
import { programmeFromYaml, yamlOf, yamlOptions, yamlStyle } from './programme-text.ts';
import { createProgramme, type ProgrammeAnswer, programmeToChange, reviseProgramme } from './programmes.ts';

/** The YAML of a programme as it was written last, else its document as YAML. */
export async function yamlOfRecord(
  deps: Deps,
  { id, revision, document }: Pick<ProgrammeRecord, 'id' | 'revision' | 'document'>,
): Promise<string> {
  return (await find(deps.table, keys.programmeRevision(id, revision)))?.yaml ?? yamlOf(document);
}

/** Every alias written out: a change at one place must not change another that shares its anchor. */
function writeOut(document: Document): void {
  visit(document, {
    Alias: (_, alias) => {
      const copy: unknown = alias.resolve(document)?.clone();
      return isNode(copy) ? copy : undefined;
    },
  });
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node) delete node.anchor;
    },
  });
}

const gone = (at: string) =>
  fault(
    at,
    'not-there',
    `“${at}”已经不在活动中，可能刚被别人删除，请刷新后再试`,
    `"${at}" is not in the programme any more; somebody may have removed it. Reload and try again`,
  );

/** A map that is left empty by a removal says nothing, except as an entry of a list. */
function removeAt(document: Document, path: readonly (string | number)[]): boolean {
  if (!document.deleteIn(path)) return false;
  const parent = path.slice(0, -1);
  const holder = document.getIn(parent, true);
  if (parent.length > 0 && typeof parent.at(-1) === 'string' && isMap(holder) && holder.items.length === 0)
    document.deleteIn(parent);
  return true;
}

function apply(document: Document, edit: ProgrammeEdit): void {
  const path = keysAt(edit.at);
  const holder = document.getIn(path.slice(0, -1), true);
  switch (edit.do) {
    case 'set': {
      const { value } = edit;
      if (path.length > 1 && isSeq(holder) && document.getIn(path, true) === undefined)
        refuseIf([gone(edit.at)]);
      const isPlain = typeof value !== 'object' || value === null;
      document.setIn(path, isPlain ? value : document.createNode(value));
      return;
    }
    case 'remove':
      if (!removeAt(document, path)) refuseIf([gone(edit.at)]);
      return;
    case 'add': {
      const entry = document.createNode(withId(document.toJS(), edit.at, edit.value));
      const list = document.getIn(path, true);
      if (isSeq(list)) list.add(entry);
      else {
        const made = new YAMLSeq(document.schema);
        made.add(entry);
        document.setIn(path, made);
      }
      return;
    }
    case 'move': {
      const from = path.at(-1);
      if (isSeq(holder) && typeof from === 'number' && from < holder.items.length) {
        const [entry] = holder.items.splice(from, 1);
        holder.items.splice(Math.min(edit.to, holder.items.length), 0, entry);
      } else refuseIf([gone(edit.at)]);
    }
  }
}

/** A text after some changes, made one after the other. @throws Problem `invalid` `not-there` for a place that is not there. */
export function edited(yaml: string, edits: readonly ProgrammeEdit[]): string {
  const document = parseDocument(yaml, yamlOptions);
  writeOut(document);
  for (const edit of edits) {
    const missing = keysAt(edit.at).findIndex((_, i, all) => {
      const node = document.getIn(all.slice(0, i), true);
      return i > 0 && node !== undefined && !isCollection(node);
    });
    if (missing > 0) refuseIf([gone(edit.at)]);
    apply(document, edit);
  }
  return document.toString(yamlStyle);
}

/** Puts YAML in force as a new revision, comments and all. */
export async function reviseFromYaml(
  deps: Deps,
  actor: Actor,
  { id, version, yaml }: { readonly id: string; readonly version: number; readonly yaml: string },
) {
  return reviseProgramme(deps, actor, { id, version, document: programmeFromYaml(yaml) }, yaml);
}

/**
 * Changes a programme by small edits, judged together as a whole document is; a published one gets a new revision.
 * @throws Problem as `reviseProgramme` does, faults at their places in the document.
 */
export async function editProgramme(deps: Deps, actor: Actor, sent: OfRecord<typeof programmeEditing>) {
  const { id, edits, version } = readOfRecord(programmeEditing, sent);
  // The version first: edits of an older one may name what has moved since.
  const record = await programmeToChange(deps, actor, 'programme.edit', { id, version });
  return reviseFromYaml(deps, actor, { id, version, yaml: edited(await yamlOfRecord(deps, record), edits) });
}

/** Makes a draft from nothing but a title, levels and what is honoured. @throws Problem as `createProgramme` does. */
export async function startProgramme(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof programmeStart>,
): Promise<ProgrammeAnswer> {
  const { org, ...start } = readInput(programmeStart, sent);
  const yaml = edited('', startEdits(start));
  return createProgramme(deps, actor, { org, document: programmeFromYaml(yaml) }, { yaml });
}
const startEdits = (start: Start): readonly ProgrammeEdit[] =>
  Object.entries(startingProgramme(start)).map(([at, value]) => ({ do: 'set', at, value }));

/** A year later; the second of a year stays the second: 2027-2 is followed by 2028-2. */
const nextEdition = (edition: string): string =>
  edition.replace(/^\d{4}/, (year) => String(Number(year) + 1));

/**
 * Makes the next edition of a programme as a draft: the same document with its comments, edition and the year in its
 * title moved on. Rights as for a new one of the same organisation.
 * @throws Problem conflict `programme-exists` when there is one already.
 */
export async function copyProgramme(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof programmeCopying>,
): Promise<ProgrammeAnswer> {
  const { id, edition: asked } = readOfRecord(programmeCopying, sent);
  const record = await getProgramme(deps.table, id);
  const { path } = await getOrganisation(deps.table, record.owner);
  demand(actor, 'programme.create', { orgPath: path, state: record.status }, 'programme');
  const { document, owner, revision } = record;
  const edition = asked ?? nextEdition(document.edition);
  const moved = (words: string) => words.replaceAll(document.edition.slice(0, 4), edition.slice(0, 4));
  const { zh, en } = document.title;
  const yaml = edited(await yamlOfRecord(deps, record), [
    { do: 'set', at: 'edition', value: edition },
    { do: 'set', at: 'title.zh', value: moved(zh) },
    ...(en === undefined ? [] : [{ do: 'set' as const, at: 'title.en', value: moved(en) }]),
  ]);
  return createProgramme(
    deps,
    actor,
    { org: owner, document: programmeFromYaml(yaml) },
    { yaml, from: { programme: id, revision } },
  );
}
