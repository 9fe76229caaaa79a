/** Attachments 附件: checked by content, size and count, kept under random names, served as downloads (design.md 9). */
import { createHash, randomBytes } from 'node:crypto';
import type { AttachmentRule } from '#domain/form.ts';
import type { Actor } from '#domain/people.ts';
import { withoutPlace } from '#domain/photo.ts';
import { fault, Problem, refuseIf, text } from '#domain/problem.ts';
import type { Attachment } from '#domain/records.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination, getProgramme, programmeRevision } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import type { Deps } from '../deps.ts';
import { instantOf } from './act.ts';
import { contentFaults, mimes, shownName } from './attachment-content.ts';
import { demandDraft, draftChanged, draftRow, findDraft } from './draft-record.ts';
import { demandAmender, demandReader } from './nomination-access.ts';

/** An attachment as stored, with the draft or nomination it belongs to. `id` is the name of the file. */
export interface StoredFile extends Attachment {
  readonly record: string;
  readonly at: string;
  readonly by: string;
}

/** Uploads that one draft or nomination may ever see, replaced ones included. */
const mostUploads = 100;
function demandRule(rules: readonly AttachmentRule[], id: string): AttachmentRule {
  const rule = rules.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  const known = rules.map((each) => each.id).join('、');
  throw new Problem(
    'invalid',
    'attachment-unknown',
    text(
      `表单中没有附件项「${id}」，现有：${known}。`,
      `The form has no attachment "${id}"; there are: ${known}.`,
    ),
  );
}

/** Uploads are counted before they are stored, so that a record cannot be filled without end. */
async function countUpload(deps: Deps, record: string): Promise<void> {
  try {
    await deps.table.update(
      keys.uploads(record),
      { add: { count: 1 } },
      { when: 'attribute_not_exists(#count) OR #count < :most', values: { most: mostUploads } },
    );
  } catch (error) {
    if (!isConflict(error)) throw error;
    throw new Problem(
      'limited',
      'too-many-uploads',
      text(
        `同一申报最多上传 ${mostUploads} 次文件，已达上限。请联系管理员。`,
        `At most ${mostUploads} files may be uploaded to one nomination; ask the administrator.`,
      ),
    );
  }
}

/** Puts the file, then its record. The name is random, so that it tells nothing and cannot be guessed. */
async function keep(
  deps: Deps,
  actor: Actor,
  record: string,
  rule: AttachmentRule,
  bytes: Uint8Array,
  name: string,
): Promise<{ readonly attachment: Attachment; readonly row: StoredFile }> {
  const { type, faults } = await contentFaults(rule, bytes);
  refuseIf(faults);
  const clean = type === 'jpg' ? withoutPlace(bytes) : bytes;
  await countUpload(deps, record);
  const attachment: Attachment = {
    id: randomBytes(20).toString('hex'),
    rule: rule.id,
    name: shownName(name, type),
    type: mimes[type]!,
    bytes: clean.length,
    sha256: createHash('sha256').update(clean).digest('hex'),
  };
  await deps.files.put(attachment.id, clean, attachment.type);
  return { attachment, row: { ...attachment, record, at: instantOf(deps), by: actor.id } };
}

/**
 * Adds a file to a draft, or to a nomination that is to be amended (then `amend` names it). Gives the attachment and the
 * draft's new version. Throws Problem `toolarge` (both sizes), `invalid` (`file-type` says which are taken,
 * `too-many-files`), `limited`, `conflict` when the draft was changed at the same moment.
 */
export async function addAttachment(
  deps: Deps,
  actor: Actor,
  record: string,
  ruleId: string,
  bytes: Uint8Array,
  name: string,
): Promise<{ readonly attachment: Attachment; readonly version: number }> {
  const draft = await findDraft(deps.table, record);
  if (draft === undefined) return addToNomination(deps, actor, record, ruleId, bytes, name);
  await demandDraft(deps, actor, draft);
  const { document } = await getProgramme(deps.table, draft.programme);
  const rule = demandRule(document.form.attachments, ruleId);
  const there = draft.attachments.filter((each) => each.rule === rule.id).length;
  if (there >= rule.max)
    refuseIf([
      fault(
        `attachments.${rule.id}`,
        'too-many-files',
        `「${rule.label.zh}」最多 ${rule.max} 个文件，请先删去一个`,
        `"${rule.label.en ?? rule.label.zh}" takes at most ${rule.max} files; remove one first`,
      ),
    ]);
  const { attachment, row } = await keep(deps, actor, record, rule, bytes, name);
  const after = {
    ...draft,
    attachments: [...draft.attachments, attachment],
    version: draft.version + 1,
    savedAt: row.at,
  };
  try {
    await deps.table.together([
      { put: { ...row, ...keys.file(attachment.id) }, ifAbsent: true },
      { put: draftRow(after), when: '#version = :was', values: { was: draft.version } },
    ]);
  } catch (error) {
    await deps.files.remove(attachment.id);
    throw isConflict(error) ? draftChanged([]) : error;
  }
  return { attachment, version: after.version };
}

async function addToNomination(
  deps: Deps,
  actor: Actor,
  id: string,
  ruleId: string,
  bytes: Uint8Array,
  name: string,
): Promise<{ readonly attachment: Attachment; readonly version: number }> {
  const nomination = await findNomination(deps.table, id);
  if (nomination === undefined)
    throw new Problem(
      'missing',
      'draft-unknown',
      text('没有这份草稿或申报，请检查编号。', 'There is no such draft or nomination; check the id.'),
    );
  await demandAmender(deps, actor, nomination);
  const programme = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
  const rule = demandRule(programme.form.attachments, ruleId);
  const { attachment, row } = await keep(deps, actor, id, rule, bytes, name);
  await deps.table.put({ ...row, ...keys.file(attachment.id) }, { ifAbsent: true });
  return { attachment, version: nomination.version };
}

/** The stored record of each file; a file of another draft or nomination, or of none, is a fault. */
export async function ownFiles(
  deps: Pick<Deps, 'table'>,
  record: string,
  given: readonly Pick<Attachment, 'id' | 'rule'>[],
): Promise<readonly Attachment[]> {
  if (given.length > mostUploads)
    throw new Problem(
      'toolarge',
      'too-many-files',
      text(`附件最多 ${mostUploads} 个。`, `At most ${mostUploads} attachments.`),
    );
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
  return found.map((file) => {
    const { record: _record, at: _at, by: _by, ...attachment } = file!;
    return attachment;
  });
}

export interface Download {
  readonly attachment: Attachment;
  readonly bytes: Uint8Array;
  /** Always a download, never shown inside the site. */
  readonly disposition: string;
}

/** One attachment for somebody who may read its draft or nomination. Throws Problem `missing`, `forbidden`. */
export async function readAttachment(
  deps: Deps,
  actor: Actor,
  record: string,
  id: string,
): Promise<Download> {
  const [file, draft, nomination] = await Promise.all([
    find<StoredFile>(deps.table, keys.file(id)),
    findDraft(deps.table, record),
    findNomination(deps.table, record),
  ]);
  if (nomination !== undefined) await demandReader(deps, actor, nomination);
  else if (draft !== undefined) await demandDraft(deps, actor, draft);
  const bytes =
    file?.record === record && (nomination ?? draft) !== undefined ? await deps.files.get(id) : undefined;
  if (file === undefined || bytes === undefined)
    throw new Problem(
      'missing',
      'file-missing',
      text('没有这个附件，可能已被删去。', 'There is no such attachment; it may have been removed.'),
    );
  const { record: _record, at: _at, by: _by, ...attachment } = file;
  return {
    attachment,
    bytes,
    disposition: `attachment; filename="file.${attachment.name.split('.').at(-1)}"; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
  };
}
