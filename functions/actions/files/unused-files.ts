/** Files that nothing uses: found by rows that are written before a file can be left behind, and removed once for all. */
import { lookAfterAnswering } from '#actions/file-rows.ts';
import { findDraft, isNominationId } from '#actions/nomination/draft-record.ts';
import { amendableSeat, seatsOf } from '#actions/nomination/nomination-access.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { everyOne } from '#store/every.ts';
import { anyOf, below, lacks, rowAbsent, rowThere, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination } from '#store/reads.ts';
import { plain } from '#store/rows.ts';
import { isConflict, type Key, type Op } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import { heldName } from './scanning.ts';

/** True when some revision of the form has the file: such a file is never removed here. */
async function isInRevision(deps: Deps, nomination: string, file: string): Promise<boolean> {
  const { pk } = keys.nomination(nomination);
  const range = { pk, sk: { prefix: keys.revisionPrefix }, limit: 20, consistent: true };
  for await (const { attachments } of everyOne((cursor) =>
    deps.table.query<Revision & Key>({ ...range, cursor }),
  ))
    if (attachments.some(({ id }) => id === file)) return true;
  return false;
}

/** Refuses the removal when the nomination moved meanwhile: then it may have been returned, amended and use the file. */
async function stillOps(deps: Deps, nomination: Nomination): Promise<readonly Op[]> {
  const seats = await seatsOf(deps, nomination);
  return [
    { check: keys.nomination(nomination.id), version: nomination.version },
    ...seats.map((seat) => ({ check: keys.candidacy(seat.round, nomination.id), version: seat.version })),
  ].map(({ check, version }) => ({ check, when: versionIs(version) }));
}

/** Looks at one file: removes it when nothing uses it, gives it another date while an amendment may still. */
async function lookAt(deps: Deps, id: string): Promise<void> {
  const file = await find<StoredFile>(deps.table, keys.file(id));
  if (file === undefined) {
    await deps.files.remove(heldName(id));
    return deps.files.remove(id);
  }
  if (!isNominationId(file.record)) {
    // The reply of a department, a photograph of a visit, a stamped page: each answer counts what it uses.
    if ((file.used ?? 0) > 0) return;
    await deps.table.together([{ remove: keys.file(id), when: anyOf(lacks('used'), below('used', 1)) }]);
    return deps.files.remove(id);
  }
  // In this order: a draft becomes a nomination, never the other way round.
  const draft = await findDraft(deps.table, file.record);
  if (draft?.attachments.some((each) => each.id === id)) return;
  const nomination = await findNomination(deps.table, file.record);
  const remove: readonly Op[] = [{ remove: keys.file(id) }, { remove: keys.amendFile(file.record, id) }];
  if (nomination === undefined)
    await deps.table.together([
      ...remove,
      draft === undefined
        ? { check: keys.draft(file.record), when: rowAbsent }
        : { check: keys.draft(file.record), when: versionIs(draft.version) },
      { check: keys.nomination(file.record), when: rowAbsent },
    ]);
  else {
    const still = await stillOps(deps, nomination);
    if ((await amendableSeat(deps, nomination)) !== undefined)
      return deps.table.put({ ...lookAfterAnswering(deps, id) });
    if (await isInRevision(deps, nomination.id, id)) return;
    await deps.table.together([...remove, ...still]);
  }
  await deps.files.remove(id);
}

/**
 * Does what a row of files says. The row is closed first, so that an upload still under way can no longer claim its
 * file; safe to repeat, for a file whose record is gone is removed again. Throws Conflict when a nomination moved
 * meanwhile: the sweeper looks again.
 */
export async function lookAtFiles(deps: Deps, row: DueRow, files: readonly string[]): Promise<void> {
  try {
    await deps.table.update(row, { set: { closing: true } }, rowThere);
  } catch (error) {
    if (isConflict(error)) return; // claimed, or done by another
    throw error;
  }
  for (const file of files) await lookAt(deps, file);
}

/** Files that were uploaded for the amendment of a nomination since an instant, oldest first. */
export async function amendFiles(
  deps: Pick<Deps, 'table'>,
  nomination: string,
  since: string,
): Promise<readonly StoredFile[]> {
  const { items } = await deps.table.query<StoredFile>({
    pk: keys.nomination(nomination).pk,
    sk: { prefix: keys.amendFilePrefix },
    limit: 100,
    consistent: true,
  });
  return items
    .map((item) => plain<StoredFile>(item))
    .filter((file) => file.at >= since)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
