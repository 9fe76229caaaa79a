/** How an unsubmitted draft ends: at once or after a year (docs/architecture.md#personal-data). */
import { lookNow } from '#actions/file-rows.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Draft } from '#domain/nomination/draft-record.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { sealer } from '#store/sealing.ts';
import type { Op } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import { draftEnd, findDraft, placeOps } from './draft-record.ts';

/** Removes the records of files; their bytes follow by a row, so that a crash between the two leaves none behind. */
export function dropping(
  deps: Deps,
  files: readonly Attachment[],
): { readonly ops: readonly Op[]; readonly due: readonly DueRow[] } {
  if (files.length === 0) return { ops: [], due: [] };
  const look = lookNow(
    deps,
    files.map(({ id }) => id),
  );
  return {
    ops: [{ put: { ...look } }, ...files.map((file): Op => ({ remove: keys.file(file.id) }))],
    due: [look],
  };
}

/** Removes a draft, its key and its files. Throws Conflict when it is saved or submitted at the same moment. */
export async function eraseDraft(deps: Deps, draft: Draft): Promise<void> {
  const dropped = dropping(deps, draft.attachments);
  await deps.table.together([
    { remove: keys.draft(draft.id), when: versionIs(draft.version) },
    ...placeOps(draft, undefined),
    { remove: keys.uploads(draft.id) },
    { check: keys.nomination(draft.id), when: rowAbsent },
    sealer(deps).eraseOp(draft.id),
    ...dropped.ops,
  ]);
  await deps.handOver(dropped.due);
}

/** When a draft last saved then is looked at: personal data that nobody comes back to is not kept for ever. */
export function lookAfterYear(id: string, savedAt: string): DueRow {
  const at = draftEnd(savedAt);
  return { ...keys.due(`draft-${id}`, at), at, what: { due: 'draft', draft: id } };
}

/**
 * Removes a draft that nobody saved for a year, as discarding does; gives one that was saved another year. Safe to
 * repeat. Throws Conflict when it is saved at the same moment: the sweeper looks again.
 */
export async function lookAtDraft(deps: Deps, id: string): Promise<void> {
  const draft = await findDraft(deps.table, id);
  if (draft === undefined) return;
  if (draftEnd(draft.savedAt) > instantOf(deps)) await deps.table.put(lookAfterYear(id, draft.savedAt));
  else await eraseDraft(deps, draft);
}
