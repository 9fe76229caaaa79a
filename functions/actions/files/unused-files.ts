/** Files that nothing uses: found by rows that are written before a file can be left behind, and removed once for all. */
import { findDraft, isNominationId } from '#actions/nomination/draft-record.ts';
import { amendableSeat, seatsOf } from '#actions/nomination/nomination-access.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import { addDays, addSeconds, instantAt, shanghaiDate } from '#domain/instant.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { everyOne } from '#store/every.ts';
import { allOf, anyOf, below, lacks, rowAbsent, rowThere, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination } from '#store/reads.ts';
import { plain } from '#store/rows.ts';
import { isConflict, type Key, type Op } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';

const daySeconds = 86_400;
/** An amendment, or an answer, is written in this time; after it, what was uploaded and not sent goes. */
const amendDays = 30;

const rowAt = (at: string, files: readonly string[]): DueRow => ({
  ...keys.due(`files-${files[0]}`, at),
  at,
  what: { due: 'files', files },
});

/** A look at files that a write leaves without use; put it into that transaction, then hand it over. */
export const lookNow = (deps: Pick<Deps, 'clock'>, files: readonly string[]): DueRow =>
  rowAt(instantOf(deps), files);

/** Written before the bytes of an upload, so that a crash, a full disk or a lost race leaves nothing behind for ever. */
export const lookTomorrow = (deps: Pick<Deps, 'clock'>, file: string): DueRow =>
  rowAt(addSeconds(instantOf(deps), daySeconds), [file]);

/** A look at what was uploaded for an amendment, when that should long be sent. */
const lookAfterAmending = (deps: Pick<Deps, 'clock'>, file: string): DueRow =>
  rowAt(instantAt(addDays(shanghaiDate(instantOf(deps)), amendDays), '03:00'), [file]);

/** A look at what was uploaded for an answer in a step, or as a stamped page, when that should long be given. */
export const lookAfterAnswering = lookAfterAmending;

/** The write that makes an uploaded file used: refused when its look began already, for then its bytes are going. */
export const claimOf = (look: DueRow): Op => ({
  remove: { pk: look.pk, sk: look.sk },
  when: allOf(rowThere, lacks('closing')),
});
/** The write that keeps a file for an amendment, and has it looked at again when that is sent or given up. */
export const amendOps = (deps: Pick<Deps, 'clock'>, file: StoredFile): readonly Op[] => [
  { put: { ...lookAfterAmending(deps, file.id) } },
  { put: { ...file, ...keys.amendFile(file.record, file.id) } },
];

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
  if (file === undefined) return deps.files.remove(id);
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
      return deps.table.put({ ...lookAfterAmending(deps, id) });
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
  const { items } = await deps.table.query({
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
