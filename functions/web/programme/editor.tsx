/** `/programmes/:id/edit`: the editor of a programme, a page for each part of its document; every press is a small edit of it. */

import { ofVersion } from '#domain/input.ts';
import type { ProgrammeEdit } from '#domain/programme/programme-edit.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, one } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { take } from '#web/frame/take.ts';
import { addEdits, partEdits, removeEdits } from './editor-acts.ts';
import { faultAtBlank } from './editor-blanks.ts';
import { editorPath } from './editor-page.tsx';
import { holderOf, listAt } from './editor-places.ts';
import {
  addView,
  editable,
  isEntry,
  isRemovable,
  notThere,
  overview,
  partView,
  placedList,
  placedPart,
  placeOf,
} from './editor-views.tsx';

/** Makes the edits of a press; one that changes nothing is none. */
async function edit(
  web: Web,
  c: Ctx,
  record: ProgrammeRecord,
  version: number | undefined,
  edits: readonly ProgrammeEdit[],
): Promise<void> {
  if (edits.length === 0) return;
  const { editProgramme } = await import('#actions/programme/programme-edits.ts');
  await editProgramme(web.deps, signedIn(c), { id: record.id, version: version ?? -1, edits });
}
const backTo = (record: ProgrammeRecord, at: string, word: string): string =>
  doneAt(editorPath(record.id, 'part', { at }), word);

async function savePart(web: Web, c: Ctx): Promise<Response> {
  const record = await editable(web, c);
  const at = placeOf(c);
  const placed = placedPart(record, at);
  const { part, root, value } = placed;
  // An entry of a list is done with; whatever has lists of its own stays open.
  const next = isEntry(at) && part.lists(value).length === 0 ? holderOf(at) : at;
  return take(c, {
    form: 'part',
    input: ofVersion,
    faultAt: faultAtBlank(root, part.blanks(value, record.document)),
    work: async ({ version }, { body }) => {
      await edit(web, c, record, version, partEdits(record.document, placed, body));
      return backTo(record, next, 'saved');
    },
    show: (typed) => partView(web, c, record, at, placed, typed),
  });
}

async function addEntry(web: Web, c: Ctx): Promise<Response> {
  const record = await editable(web, c);
  const placed = placedList(c, record);
  const { at, list, part, kind, entries } = placed;
  const start = list.start(kind, record.document);
  // What holds others is opened at once; a level may have been put between two.
  const isOpened = part.lists(start).length > 0 && at !== 'stages' && !at.endsWith('.steps');
  return take(c, {
    form: 'add',
    input: ofVersion,
    faultAt: faultAtBlank(`${at}.${entries.length}`, part.blanks(start, record.document)),
    work: async ({ version }, { body }) => {
      await edit(web, c, record, version, addEdits(record.document, placed, body));
      return backTo(record, isOpened ? `${at}.${entries.length}` : holderOf(`${at}.0`), 'added');
    },
    show: (typed) => addView(web, c, record, typed),
  });
}

async function moveEntry(web: Web, c: Ctx): Promise<Response> {
  const record = await editable(web, c);
  const at = placeOf(c);
  if (listAt(record.document, at) === undefined) throw notThere();
  const holder = holderOf(`${at}.0`);
  return take(c, {
    form: 'list',
    input: ofVersion,
    faultAt: () => '',
    work: async ({ version }, { body }) => {
      const [, from, to] = /^(\d{1,4})\.(\d{1,4})$/.exec(one(body, 'move')) ?? [];
      if (from === undefined) throw notThere();
      await edit(web, c, record, version, [{ do: 'move', at: `${at}.${from}`, to: Number(to) }]);
      return backTo(record, holder, 'moved');
    },
    show: (typed) => partView(web, c, record, holder, placedPart(record, holder), typed),
  });
}

async function removeEntry(web: Web, c: Ctx): Promise<Response> {
  const record = await editable(web, c);
  const at = placeOf(c);
  const placed = placedPart(record, at);
  if (!isRemovable(at, placed)) throw notThere();
  return take(c, {
    form: 'remove',
    input: ofVersion,
    faultAt: () => '',
    work: async ({ version }) => {
      await edit(web, c, record, version, removeEdits(record.document, at));
      return backTo(record, holderOf(at), 'removed');
    },
    show: (typed) => partView(web, c, record, at, placed, typed),
  });
}

/** The pages of the editor and their presses. */
export const editorPages = mounting((pages, web) => {
  const here = '/programmes/:id/edit';
  pages.get(here, async (c) => c.html(await overview(web, c)));
  pages.get(`${here}/part`, async (c) => {
    const record = await editable(web, c);
    return c.html(await partView(web, c, record, placeOf(c), placedPart(record, placeOf(c))));
  });
  pages.get(`${here}/add`, async (c) => c.html(await addView(web, c, await editable(web, c))));
  pages.post(`${here}/part`, (c) => savePart(web, c));
  pages.post(`${here}/add`, (c) => addEntry(web, c));
  pages.post(`${here}/list`, (c) => moveEntry(web, c));
  pages.post(`${here}/remove`, (c) => removeEntry(web, c));
});
