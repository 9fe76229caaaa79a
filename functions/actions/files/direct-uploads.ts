/** Files of drafts and amendments straight to the bucket 直传: a slot is opened, the file is sent, and a press confirms it. */

import type { Deps } from '#deps';
import type { StoredFile, UploadSlot } from '#domain/files/file-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { type Added, countUpload, keepUpload, uploadTarget } from './attachments.ts';
import { slotConfirmation, slotRequest } from './files-input.ts';
import {
  confirmedAlready,
  demandDirect,
  formOf,
  makeSlot,
  type OpenSlot,
  slotOf,
  takeSlot,
} from './slots.ts';

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
  const { rule: ruleId, ...naming } = readInput(slotRequest, sent);
  demandDirect(deps);
  const { rule } = await uploadTarget(deps, actor, record, ruleId);
  return makeSlot(deps, actor, { record, rule }, naming, () => countUpload(deps, record));
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
  const naming = readInput(slotConfirmation, sent);
  demandDirect(deps);
  const slot = await slotOf(deps, actor, record, id);
  // Before its place is looked at, which it may have filled.
  if (slot.file !== undefined) return became(deps, slot);
  const target = await uploadTarget(deps, actor, record, slot.rule);
  return takeSlot(deps, actor, { record, slot: id, rule: target.rule }, naming, {
    keep: (bytes, name, more) => keepUpload(deps, actor, target, bytes, name, { counted: true, more }),
    became: (now) => became(deps, now),
  });
}
