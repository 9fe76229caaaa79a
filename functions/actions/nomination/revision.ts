/** One revision of a nomination's form, opened. */

import type { Deps } from '#deps';
import type { Revision } from '#domain/nomination/nomination-record.ts';
import { joinPersonal } from '#domain/nomination/personal.ts';
import type { Answers } from '#domain/programme/form.ts';
import { eraOfReads } from '#store/memory.ts';
import { sealer } from '#store/sealing.ts';

interface Opened {
  readonly answers: Answers;
  readonly erased: boolean;
}

/** What a request has opened: a page asks for the same form from several places. */
const openedIn = new WeakMap<object, Map<string, Promise<Opened>>>();

/** The form as judged, personal fields opened; `undefined` for those when the record was erased. */
export function openAnswers(deps: Deps, revision: Revision): Promise<Opened> {
  const era = eraOfReads();
  if (era === undefined) return open(deps, revision);
  const opened = openedIn.get(era) ?? new Map<string, Promise<Opened>>();
  openedIn.set(era, opened);
  const name = `${revision.nomination} ${revision.n}`;
  const answers = opened.get(name) ?? open(deps, revision);
  opened.set(name, answers);
  return answers;
}

async function open(deps: Deps, revision: Revision): Promise<Opened> {
  const opened = await sealer(deps).open(revision.nomination, revision.sealed);
  if (opened.kind === 'erased') return { answers: revision.open, erased: true };
  return { answers: joinPersonal({ open: revision.open, personal: JSON.parse(opened.text) }), erased: false };
}
