/** Attachments 附件: content, size and count checked, random names (docs/architecture.md#files-and-papers). */

import { createHash, randomBytes } from 'node:crypto';
import { amendOps, attachmentOf, claimOf, lookTomorrow, mostUploads } from '#actions/file-rows.ts';
import { demandDraft, draftChanged, draftRow, findDraft } from '#actions/nomination/draft-record.ts';
import { demandAmender, demandReader, isPanellist } from '#actions/nomination/nomination-access.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import { withoutPlace } from '#domain/files/photo.ts';
import { takesPhotographs } from '#domain/files/photograph-rule.ts';
import type { Draft } from '#domain/nomination/draft-record.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import { formOfRecord, paperScans } from '#domain/nomination/paper.ts';
import type { Actor } from '#domain/people/people.ts';
import { fault, invalid, limited, refuseIf } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { noSuch, saidAs } from '#domain/things.ts';
import { anyOf, below, lacks, rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination, getProgramme, programmeRevision } from '#store/reads.ts';
import { isConflict, type Op } from '#store/table.ts';
import { contentFaults, mimes, shownName } from './attachment-content.ts';
import { type Download, downloadOf, fileMissing } from './downloads.ts';
import { heldName, passesScan, scanOp } from './scanning.ts';

function demandRule(rules: readonly AttachmentRule[], id: string): AttachmentRule {
  const rule = rules.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  const known = rules.map((each) => each.id).join('、');
  throw invalid(
    'attachment-unknown',
    `表单中没有附件项「${id}」，现有：${known}。`,
    `The form has no attachment "${id}"; there are: ${known}.`,
  );
}

/** Counts one more of at most so many; false when they are used up. `ends` is when the count may be forgotten, in Unix seconds. */
export async function countUp(deps: Deps, record: string, most: number, ends?: number): Promise<boolean> {
  try {
    await deps.table.update(
      keys.uploads(record),
      { add: { count: 1 }, ...(ends !== undefined && { initial: { ttl: ends } }) },
      anyOf(lacks('count'), below('count', most)),
    );
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** Uploads are counted before they are stored, so that a record cannot be filled without end. */
export async function countUpload(deps: Deps, record: string): Promise<void> {
  if (!(await countUp(deps, record, mostUploads)))
    throw limited(
      'too-many-uploads',
      `同一申报最多上传 ${mostUploads} 次文件，已达上限。请联系管理员。`,
      `At most ${mostUploads} files may be uploaded to one nomination; ask the administrator.`,
    );
}

/** Where an upload goes: a draft, or a nomination that is to be amended; with the rule that it must keep. */
export type UploadTarget = { readonly record: string; readonly rule: AttachmentRule } & (
  | { readonly draft: Draft }
  | { readonly nomination: Nomination }
);

/**
 * The target of an upload, for somebody who may write there. Throws Problem `missing` `draft-unknown`, `forbidden`,
 * `invalid` (`attachment-unknown`, `too-many-files`), `conflict` `not-returned`.
 */
export async function uploadTarget(
  deps: Deps,
  actor: Actor,
  record: string,
  ruleId: string,
): Promise<UploadTarget> {
  const draft = await findDraft(deps.table, record);
  if (draft === undefined) {
    const nomination = await findNomination(deps.table, record);
    if (nomination === undefined) throw noSuch('draft');
    await demandAmender(deps, actor, nomination);
    const { form } = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
    return { record, rule: demandRule(formOfRecord(form, nomination).attachments, ruleId), nomination };
  }
  await demandDraft(deps, actor, draft);
  const { document } = await getProgramme(deps.table, draft.programme);
  const rule = demandRule([...document.form.attachments, ...paperScans], ruleId);
  if (draft.attachments.filter((each) => each.rule === rule.id).length >= rule.max)
    refuseIf([
      fault(
        `attachments.${rule.id}`,
        'too-many-files',
        `「${rule.label.zh}」最多 ${rule.max} 个文件，请先删去一个`,
        `"${rule.label.en ?? rule.label.zh}" takes at most ${rule.max} files; remove one first`,
      ),
    ]);
  return { record, rule, draft };
}

export interface Added {
  readonly attachment: Attachment;
  /** The draft's new version; the nomination's own. */
  readonly version: number;
}

/**
 * Judges bytes, puts the file under a random name that tells nothing and cannot be guessed, then writes its record
 * together with `more`. What is left without record is removed, at the latest by the look of the day after. Throws
 * Problem `toolarge`, `invalid`, `limited`; Conflict when `more` was refused.
 */
export async function storeFile(
  deps: Deps,
  actor: Actor,
  { record, rule }: { readonly record: string; readonly rule: AttachmentRule },
  bytes: Uint8Array,
  name: string,
  { counted = false, more }: { counted?: boolean; more: (file: StoredFile) => readonly Op[] },
): Promise<StoredFile> {
  const { type, faults } = await contentFaults(rule, bytes);
  refuseIf(faults);
  const clean = type === 'jpg' ? withoutPlace(bytes) : bytes;
  if (!counted) await countUpload(deps, record);
  const passed = await passesScan(deps, `attachments.${rule.id}`, clean);
  const file: StoredFile = {
    id: randomBytes(20).toString('hex'),
    rule: rule.id,
    name: shownName(name, type),
    type: mimes[type]!,
    bytes: clean.length,
    sha256: createHash('sha256').update(clean).digest('hex'),
    record,
    at: instantOf(deps),
    by: actor.id,
    ...(!passed && { scan: 'waiting' as const }),
  };
  const look = lookTomorrow(deps, file.id);
  await deps.table.put(look);
  await deps.files.put(passed ? file.id : heldName(file.id), clean, file.type);
  try {
    await deps.table.together([
      claimOf(look),
      { put: { ...file, ...keys.file(file.id) }, when: rowAbsent },
      ...(passed ? [] : [scanOp(deps, file.id)]),
      ...more(file),
    ]);
  } catch (error) {
    // Asked, not just removed: a write whose answer was lost may have gone through.
    await deps.handOver([look]);
    throw error;
  }
  return file;
}

/** Stores an upload where it belongs. Throws as `storeFile`, and Problem `conflict` when the place was changed at the same moment. */
export async function keepUpload(
  deps: Deps,
  actor: Actor,
  target: UploadTarget,
  bytes: Uint8Array,
  name: string,
  {
    counted = false,
    more = () => [],
  }: { counted?: boolean; more?: (file: Attachment) => readonly Op[] } = {},
): Promise<Added> {
  const placed = (file: StoredFile): readonly Op[] => {
    if ('nomination' in target) return amendOps(deps, file);
    const { draft } = target;
    const attachments = [...draft.attachments, attachmentOf(file)];
    const after = { ...draft, attachments, version: draft.version + 1, savedAt: file.at };
    return [{ put: draftRow(after), when: versionIs(draft.version) }];
  };
  try {
    const file = await storeFile(deps, actor, target, bytes, name, {
      counted,
      more: (stored) => [...more(attachmentOf(stored)), ...placed(stored)],
    });
    const version = 'nomination' in target ? target.nomination.version : target.draft.version + 1;
    return { attachment: attachmentOf(file), version };
  } catch (error) {
    throw isConflict(error) ? draftChanged([]) : error;
  }
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
): Promise<Added> {
  return keepUpload(deps, actor, await uploadTarget(deps, actor, record, ruleId), bytes, name);
}

/** A panel sees the photographs of whom it judges, and no other file (docs/rules/privacy.md#secrecy-of-judgement). */
async function seesAsPanel(
  deps: Deps,
  actor: Actor,
  nomination: Nomination,
  file: StoredFile | undefined,
): Promise<boolean> {
  if (file === undefined || !(await isPanellist(deps, actor, nomination))) return false;
  const { form } = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
  return form.attachments.some((rule) => rule.id === file.rule && takesPhotographs(rule));
}

/** The record of a file for somebody who may read its draft or nomination. */
async function readable(deps: Deps, actor: Actor, record: string, id: string): Promise<Attachment> {
  const [file, draft, nomination] = await Promise.all([
    find<StoredFile>(deps.table, keys.file(id)),
    findDraft(deps.table, record),
    findNomination(deps.table, record),
  ]);
  await saidAs('file', async () => {
    if (nomination !== undefined) {
      if (!(await seesAsPanel(deps, actor, nomination, file))) await demandReader(deps, actor, nomination);
    } else if (draft !== undefined) await demandDraft(deps, actor, draft);
  });
  if (file?.record !== record || (nomination ?? draft) === undefined) throw fileMissing();
  return attachmentOf(file);
}

/**
 * One attachment for somebody who may read its draft or nomination; where the bucket gives files out itself only the
 * address, good for some minutes. Throws Problem `missing`, `forbidden`.
 */
export async function openAttachment(
  deps: Deps,
  actor: Actor,
  record: string,
  id: string,
): Promise<Download | { readonly url: string }> {
  const attachment = await readable(deps, actor, record, id);
  const { direct } = deps.files;
  if (direct === undefined) return downloadOf(deps, attachment);
  return { url: await direct.downloadUrl(id, attachment.name, attachment.type) };
}
