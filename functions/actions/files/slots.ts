/** Slots of uploads that go straight to the bucket 直传: opened for one file, sent to by the browser, taken by a press. */

import { randomBytes } from 'node:crypto';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { UploadSlot } from '#domain/files/file-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, fault, missing, Problem } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import type { DirectFiles, UploadForm } from '#ports';
import { allOf, lacks, rowAbsent, rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { isConflict, type Op } from '#store/table.ts';
import { megabyte, mimes, typeNames } from './attachment-content.ts';
import { type slotConfirmation, slotNaming } from './files-input.ts';

/** Uploads lie under this name until they are confirmed; the bucket's lifecycle removes what stays there. */
const incoming = (slot: string): string => `incoming/${slot}`;
/** A slot's row outlives its form, so that a repeated confirmation finds what it became. */
const slotSeconds = 3 * 86_400;

export function demandDirect(deps: Deps): DirectFiles {
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
export const formOf = (
  direct: DirectFiles,
  slot: UploadSlot,
  rule: AttachmentRule,
  redirect: string | undefined,
): Promise<UploadForm> =>
  direct.uploadForm(incoming(slot.id), mimes[slot.type]!, Math.floor(rule.maxMegabytes * megabyte), redirect);

/** Makes a slot for one file, which is counted once its type is known to be taken. Throws Problem `invalid`, and what `count` throws. */
export async function makeSlot(
  deps: Deps,
  actor: Actor,
  { record, rule }: { readonly record: string; readonly rule: AttachmentRule },
  sent: Input<typeof slotNaming>,
  count: () => Promise<void>,
): Promise<OpenSlot> {
  const { name, type } = readInput(slotNaming, sent);
  const slot: UploadSlot = {
    id: randomBytes(20).toString('hex'),
    record,
    rule: rule.id,
    type: typeOf(rule, type, name),
    ...(name !== undefined && { name }),
    by: actor.id,
    at: instantOf(deps),
  };
  await count();
  // The table forgets by the world's clock, which a rehearsal does not move.
  const ttl = Math.ceil(Date.now() / 1000) + slotSeconds;
  await deps.table.put({ ...slot, ...keys.uploadSlot(slot.id), ttl }, rowAbsent);
  return { slot, rule, form: await formOf(demandDirect(deps), slot, rule, undefined) };
}

/** The slot of this record, for whoever opened it. */
export async function slotOf(deps: Deps, actor: Actor, record: string, id: string): Promise<UploadSlot> {
  const slot = await find<UploadSlot>(deps.table, keys.uploadSlot(id));
  if (slot?.record === record && slot.by === actor.id) return slot;
  throw missing(
    'upload-unknown',
    '没有这次上传，或已过期，请重新上传。',
    'There is no such upload, or it has expired; upload the file again.',
  );
}

/** What was sent to a slot, left where it is. @throws Problem missing `upload-unknown`; conflict `upload-missing`. */
export async function sentTo(deps: Deps, actor: Actor, record: string, id: string): Promise<Uint8Array> {
  const slot = await slotOf(deps, actor, record, id);
  const bytes = await deps.files.get(incoming(slot.id));
  if (bytes !== undefined) return bytes;
  throw conflict(
    'upload-missing',
    '文件还没有传到。请等上传结束再确认，或重新上传。',
    'The file has not arrived. Confirm when it is sent, or upload it again.',
  );
}

export const confirmedAlready = (): Problem =>
  conflict(
    'upload-confirmed',
    '这个文件已经收到，请回到表单查看。',
    'This file was taken already; go back to the form.',
  );

/** What takes a file from a slot; `more` are writes that must go with it, `counted` since the slot was. */
type Keep<T> = (bytes: Uint8Array, name: string, more: (file: Attachment) => readonly Op[]) => Promise<T>;

/**
 * Takes the file that was sent to a slot, by `keep`, which judges its bytes as any upload. Confirming again gives what it
 * `became`. Throws Problem `conflict` `upload-missing` when nothing has arrived, `missing` `upload-unknown`.
 */
export async function takeSlot<T>(
  deps: Deps,
  actor: Actor,
  {
    record,
    slot: id,
    rule,
  }: { readonly record: string; readonly slot: string; readonly rule: AttachmentRule },
  { name }: Input<typeof slotConfirmation>,
  { keep, became }: { readonly keep: Keep<T>; readonly became: (slot: UploadSlot) => Promise<T> },
): Promise<T> {
  const slot = await slotOf(deps, actor, record, id);
  if (slot.file !== undefined) return became(slot);
  const bytes = await sentTo(deps, actor, record, id);
  const known = [name, slot.name, rule.label.zh].find((each) => each !== undefined && each.trim() !== '')!;
  const more = (file: Attachment): readonly Op[] => [
    {
      update: keys.uploadSlot(id),
      change: { set: { file: file.id } },
      when: allOf(rowThere, lacks('file')),
    },
  ];
  let added: T;
  try {
    added = await keep(bytes, known, more);
  } catch (error) {
    if (!(error instanceof Problem) && !isConflict(error)) throw error;
    const now = await slotOf(deps, actor, record, id);
    if (now.file !== undefined) return became(now);
    // What is no good here will be no better the next time; only a lost race is worth another press.
    if (error instanceof Problem && error.kind !== 'conflict') await deps.files.remove(incoming(id));
    throw error;
  }
  await deps.files.remove(incoming(id));
  return added;
}
