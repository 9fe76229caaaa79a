/** Uploads from the browser straight to the bucket 直传: a slot is opened, the file is sent, and a press confirms it. */

import { randomBytes } from 'node:crypto';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { StoredFile, UploadSlot } from '#domain/files/file-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, fault, missing, Problem } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import type { DirectFiles, UploadForm } from '#ports';
import { allOf, lacks, rowAbsent, rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { megabyte, mimes, typeNames } from './attachment-content.ts';
import { type Added, countUpload, keepUpload, uploadTarget } from './attachments.ts';
import { slotConfirmation, slotRequest } from './files-input.ts';

/** Uploads lie under this name until they are confirmed; the bucket's lifecycle removes what stays there. */
const incoming = (slot: string): string => `incoming/${slot}`;
/** A slot's row outlives its form, so that a repeated confirmation finds what it became. */
const slotSeconds = 3 * 86_400;

function demandDirect(deps: Deps): DirectFiles {
  if (deps.files.direct !== undefined) return deps.files.direct;
  throw conflict(
    'upload-through-server',
    '本系统直接接收文件，请用 POST /api/nominations/{nomination}/attachments 上传。',
    'This installation takes files itself; send them with POST /api/nominations/{nomination}/attachments.',
  );
}

/** The type that will be sent: as said, by the name's ending, or the only one that the rule takes. */
function typeOf(rule: AttachmentRule, type: string | undefined, name: string | undefined): string {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name ?? '')?.[1]?.toLowerCase();
  const only = rule.types.length === 1 && ending === undefined ? rule.types[0] : undefined;
  const wanted = (type ?? ending ?? only)?.replace(/^jpeg$/, 'jpg');
  const found = rule.types.find((each) => each === wanted);
  if (found !== undefined) return found;
  const allowed = rule.types.map((each) => typeNames[each] ?? each);
  const { zh, en = zh } = rule.label;
  const code = wanted === undefined ? 'type-needed' : 'file-type';
  const faults = [
    fault(
      `attachments.${rule.id}`,
      code,
      `「${zh}」只接受 ${allowed.join('、')} 文件，请${wanted === undefined ? '选择文件类型' : '另选或转换格式'}`,
      `"${en}" takes ${allowed.join(', ')}; ${wanted === undefined ? 'say which it is' : 'choose another or convert it'}`,
    ),
  ];
  throw new Problem('invalid', code, faults[0]!.text, faults);
}

export interface OpenSlot {
  readonly slot: UploadSlot;
  readonly rule: AttachmentRule;
  readonly form: UploadForm;
}

/** The form of a slot: bound to its object, its media type and the size that the rule allows. */
const formOf = (
  direct: DirectFiles,
  slot: UploadSlot,
  rule: AttachmentRule,
  redirect: string | undefined,
): Promise<UploadForm> =>
  direct.uploadForm(incoming(slot.id), mimes[slot.type]!, Math.floor(rule.maxMegabytes * megabyte), redirect);

/**
 * Opens a slot for one file; counted, so that nobody opens them without end. Throws Problem `conflict`
 * `upload-through-server` where files go through the server; `missing`, `forbidden`, `limited`, `invalid` as uploads do.
 */
export async function openUpload(
  deps: Deps,
  actor: Actor,
  record: string,
  sent: Input<typeof slotRequest>,
): Promise<OpenSlot> {
  const { rule: ruleId, name, type } = readInput(slotRequest, sent);
  const direct = demandDirect(deps);
  const { rule } = await uploadTarget(deps, actor, record, ruleId);
  const slot: UploadSlot = {
    id: randomBytes(20).toString('hex'),
    record,
    rule: rule.id,
    type: typeOf(rule, type, name),
    ...(name !== undefined && { name }),
    by: actor.id,
    at: instantOf(deps),
  };
  await countUpload(deps, record);
  // The table forgets by the world's clock, which a rehearsal does not move.
  const ttl = Math.ceil(Date.now() / 1000) + slotSeconds;
  await deps.table.put({ ...slot, ...keys.uploadSlot(slot.id), ttl }, rowAbsent);
  return { slot, rule, form: await formOf(direct, slot, rule, undefined) };
}

/** The slot of this record, for whoever opened it. */
async function slotOf(deps: Deps, actor: Actor, record: string, id: string): Promise<UploadSlot> {
  const slot = await find<UploadSlot>(deps.table, keys.uploadSlot(id));
  if (slot?.record === record && slot.by === actor.id) return slot;
  throw missing(
    'upload-unknown',
    '没有这次上传，或已过期，请重新上传。',
    'There is no such upload, or it has expired; upload the file again.',
  );
}

/**
 * A slot opened before, with a fresh form after which the bucket leads to `redirect`. Throws Problem `missing`
 * `upload-unknown`, `conflict` `upload-confirmed` when its file was taken already; otherwise as `openUpload`.
 */
export async function readUpload(
  deps: Deps,
  actor: Actor,
  record: string,
  id: string,
  redirect: string,
): Promise<OpenSlot> {
  const direct = demandDirect(deps);
  const slot = await slotOf(deps, actor, record, id);
  if (slot.file !== undefined) throw confirmedAlready();
  const { rule } = await uploadTarget(deps, actor, record, slot.rule);
  return { slot, rule, form: await formOf(direct, slot, rule, redirect) };
}

const confirmedAlready = (): Problem =>
  conflict(
    'upload-confirmed',
    '这个文件已经收到，请回到表单查看。',
    'This file was taken already; go back to the form.',
  );

/** What a slot became, in a draft that may have moved on since. */
async function became(deps: Deps, slot: UploadSlot): Promise<Added> {
  const file = await find<StoredFile>(deps.table, keys.file(slot.file!));
  if (file?.record !== slot.record) throw confirmedAlready();
  const { record: _record, at: _at, by: _by, ...attachment } = file;
  const target =
    (await deps.table.get(keys.draft(slot.record), { consistent: true })) ??
    (await deps.table.get(keys.nomination(slot.record), { consistent: true }));
  return { attachment, version: Number(target?.version ?? 0) };
}

/**
 * Takes the file that was sent to a slot: judged by its bytes as any upload is, cleaned, kept under a new random name.
 * Confirming again gives the same. Throws Problem `conflict` `upload-missing` when nothing has arrived, `missing`
 * `upload-unknown`; otherwise as `addAttachment`.
 */
export async function confirmUpload(
  deps: Deps,
  actor: Actor,
  record: string,
  id: string,
  sent: Input<typeof slotConfirmation> = {},
): Promise<Added> {
  const { name } = readInput(slotConfirmation, sent);
  demandDirect(deps);
  const slot = await slotOf(deps, actor, record, id);
  if (slot.file !== undefined) return became(deps, slot);
  const target = await uploadTarget(deps, actor, record, slot.rule);
  const bytes = await deps.files.get(incoming(id));
  if (bytes === undefined)
    throw conflict(
      'upload-missing',
      '文件还没有传到。请等上传结束再确认，或重新上传。',
      'The file has not arrived. Confirm when it is sent, or upload it again.',
    );
  const known = [name, slot.name, target.rule.label.zh].find(
    (each) => each !== undefined && each.trim() !== '',
  )!;
  const more = (file: Attachment) => [
    {
      update: keys.uploadSlot(id),
      change: { set: { file: file.id } },
      when: allOf(rowThere, lacks('file')),
    },
  ];
  let added: Added;
  try {
    added = await keepUpload(deps, actor, target, bytes, known, { counted: true, more });
  } catch (error) {
    if (!(error instanceof Problem) && !isConflict(error)) throw error;
    const now = await slotOf(deps, actor, record, id);
    if (now.file !== undefined) return became(deps, now);
    // What is no good here will be no better the next time; only a lost race is worth another press.
    if (error instanceof Problem && error.kind !== 'conflict') await deps.files.remove(incoming(id));
    throw error;
  }
  await deps.files.remove(incoming(id));
  return added;
}
