/** One revision of a nomination's form, opened. */

import type { Deps } from '#deps';
import type { Revision } from '#domain/nomination/nomination-record.ts';
import { joinPersonal } from '#domain/nomination/personal.ts';
import type { Answers } from '#domain/programme/form.ts';
import { sealer } from '#store/sealing.ts';

/** The form as judged, personal fields opened; `undefined` for those when the record was erased. */
export async function openAnswers(
  deps: Deps,
  revision: Revision,
): Promise<{ answers: Answers; erased: boolean }> {
  const opened = await sealer(deps).open(revision.nomination, revision.sealed);
  if (opened.kind === 'erased') return { answers: revision.open, erased: true };
  return { answers: joinPersonal({ open: revision.open, personal: JSON.parse(opened.text) }), erased: false };
}
