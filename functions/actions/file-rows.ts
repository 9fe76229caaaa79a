/** The rows of uploaded files: those of a record, and the looks by which unused ones are found (docs/architecture.md#files-and-papers). */
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import { addDays, addSeconds, instantAt, shanghaiDate } from '#domain/instant.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { fault, refuseIf, tooLarge } from '#domain/problem.ts';
import { allOf, lacks, rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import type { Op } from '#store/table.ts';
import type { DueRow } from '#store/writing.ts';
import { instantOf } from './write.ts';

/** The attachment alone, as forms and answers hold it. */
export function attachmentOf({
  record: _record,
  at: _at,
  by: _by,
  used: _used,
  scan: _scan,
  ...file
}: StoredFile): Attachment {
  return file;
}

/** Uploads that one draft or nomination may ever see, replaced ones included. */
export const mostUploads = 100;

/** The stored record of each file; a file of another draft or nomination, or of none, is a fault. */
export async function ownFiles(
  deps: Pick<Deps, 'table'>,
  record: string,
  given: readonly Pick<Attachment, 'id' | 'rule'>[],
): Promise<readonly Attachment[]> {
  if (given.length > mostUploads)
    throw tooLarge('too-many-files', `附件最多 ${mostUploads} 个。`, `At most ${mostUploads} attachments.`);
  const found = await Promise.all(given.map(({ id }) => find<StoredFile>(deps.table, keys.file(id))));
  refuseIf(
    found.flatMap((file, n) =>
      file?.record === record
        ? []
        : [
            fault(
              `attachments.${given[n]!.rule}`,
              'file-unknown',
              '附件没有上传成功，请重新上传',
              'The attachment was not uploaded; upload it again',
            ),
          ],
    ),
  );
  return found.map((file) => attachmentOf(file!));
}

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

/** A look at what was uploaded for an amendment, an answer or as a stamped page, when that should long be given. */
export const lookAfterAnswering = (deps: Pick<Deps, 'clock'>, file: string): DueRow =>
  rowAt(instantAt(addDays(shanghaiDate(instantOf(deps)), amendDays), '03:00'), [file]);

/** The write that makes an uploaded file used: refused when its look began already, for then its bytes are going. */
export const claimOf = (look: DueRow): Op => ({
  remove: { pk: look.pk, sk: look.sk },
  when: allOf(rowThere, lacks('closing')),
});
/** The write that keeps a file for an amendment, and has it looked at again when that is sent or given up. */
export const amendOps = (deps: Pick<Deps, 'clock'>, file: StoredFile): readonly Op[] => [
  { put: { ...lookAfterAnswering(deps, file.id) } },
  { put: { ...file, ...keys.amendFile(file.record, file.id) } },
];
