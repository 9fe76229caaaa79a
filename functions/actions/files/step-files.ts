/** Files that come with an answer in a step: the stamped reply of a department, photographs of a visit, minutes. */

import { attachmentOf, lookAfterAnswering } from '#actions/file-rows.ts';
import { demandReader, isPanellist, seatsOf } from '#actions/nomination/nomination-access.ts';
import type { Deps } from '#deps';
import { actAsRead } from '#domain/candidacy/candidacy-view.ts';
import type { StoredFile } from '#domain/files/file-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { missing } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getNomination, listPage, worklistOf } from '#store/reads.ts';
import type { Op } from '#store/table.ts';
import { countUpload, storeFile } from './attachments.ts';
import { type Download, downloadOf, fileMissing } from './downloads.ts';
import { slotConfirmation, type slotNaming } from './files-input.ts';
import { makeSlot, type OpenSlot, takeSlot } from './slots.ts';
import { stampedPagesOf } from './stamped-check.ts';

/** The stamped reply 盖章回函: one, small enough to go with its form through a Lambda (`files-at-once.ts`). */
export const replyRule: AttachmentRule = {
  id: 'reply',
  label: { zh: '盖章回函扫描件', en: 'Stamped reply, scanned' },
  help: {
    zh: '一份扫描件用于本次提交的全部意见；只有征求意见的单位可以查看',
    en: 'One scan for all opinions sent together; only the asking organisation reads it',
  },
  min: 0,
  max: 1,
  types: ['pdf', 'jpg', 'png'],
  maxMegabytes: 4,
};
/** Minutes of a mass appraisal. */
export const minutesRule: AttachmentRule = {
  id: 'minutes',
  label: { zh: '评议记录扫描件', en: 'Minutes of the appraisal, scanned' },
  min: 0,
  max: 1,
  types: ['pdf', 'jpg', 'png'],
  maxMegabytes: 4,
};
/** Photographs of a visit; more than nine nobody looks at. */
export const photoRule: AttachmentRule = {
  id: 'photos',
  label: { zh: '实地评估照片', en: 'Photographs of the visit' },
  min: 0,
  max: 9,
  types: ['jpg', 'png'],
  maxMegabytes: 4,
};

/** The step that files belong to; a visit's are of one nomination, a reply is for all that are answered with it. */
export interface StepRef {
  readonly round: string;
  readonly step: string;
  readonly nomination?: string;
}
const recordOf = ({ round, step, nomination = '' }: StepRef, member: string): string =>
  `step#${round}#${step}#${nomination}#${member}`;

/** Keeps a file for an answer to come; one that no answer uses in time is removed. `counted`: its limit was asked already. Throws as `storeFile`. */
export async function keepFile(
  deps: Deps,
  actor: Actor,
  record: string,
  rule: AttachmentRule,
  bytes: Uint8Array,
  name: string,
  {
    counted = false,
    more = () => [],
  }: { readonly counted?: boolean; readonly more?: (file: Attachment) => readonly Op[] } = {},
): Promise<Attachment> {
  return attachmentOf(
    await storeFile(deps, actor, { record, rule }, bytes, name, {
      counted,
      more: (file) => [{ put: { ...lookAfterAnswering(deps, file.id) } }, ...more(attachmentOf(file))],
    }),
  );
}

/** The writes by which an answer uses files: refused when one is just being removed, then the answer is refused too. */
export const useFiles = (files: readonly Attachment[]): readonly Op[] =>
  files.map(({ id }) => ({
    update: keys.file(id),
    change: { add: { used: 1 } },
    when: rowThere,
  }));

const rightFor = ({ id }: AttachmentRule) =>
  id === replyRule.id ? 'opinion.answer' : id === minutesRule.id ? 'review.decide' : 'visit.record';

/** Demands that a file of a rule may be added to what a person is answering now; gives the record that it goes to. */
async function demandAsked(deps: Deps, actor: Actor, ref: StepRef, rule: AttachmentRule): Promise<string> {
  const worklist = keys.worklistPrefix(ref.round, ref.step);
  demand(actor, rightFor(rule), {
    orgPath: [],
    assigned: actor.id,
    worklist,
  });
  const asked =
    ref.nomination === undefined
      ? (await worklistOf(deps.table, actor.id, worklist, undefined, 1)).items[0]
      : await find(deps.table, keys.todo(actor.id, ref.round, ref.step, ref.nomination));
  if (asked === undefined)
    throw missing(
      'task-gone',
      '这项待办已经办结、已转给他人，或不属于您，文件没有保存。',
      'This task is finished, was passed on, or is not yours; the file was not kept.',
    );
  return recordOf(ref, actor.id);
}

/** Adds a file to what a person is answering now. Throws Problem `forbidden`, `missing` `task-gone`, `toolarge`, `invalid`, `limited`. */
export async function addStepFile(
  deps: Deps,
  actor: Actor,
  ref: StepRef,
  rule: AttachmentRule,
  bytes: Uint8Array,
  name: string,
): Promise<Attachment> {
  const record = await demandAsked(deps, actor, ref, rule);
  return keepFile(deps, actor, record, rule, bytes, name);
}

/** A slot for such a file, where it goes straight to the bucket. Throws as `addStepFile` and `openUpload`. */
export async function openStepSlot(
  deps: Deps,
  actor: Actor,
  ref: StepRef,
  rule: AttachmentRule,
  sent: Input<typeof slotNaming>,
): Promise<OpenSlot> {
  const record = await demandAsked(deps, actor, ref, rule);
  return makeSlot(deps, actor, { record, rule }, sent, () => countUpload(deps, record));
}

/** Takes the file of such a slot. Throws as `addStepFile` and `confirmUpload`. */
export async function confirmStepSlot(
  deps: Deps,
  actor: Actor,
  ref: StepRef,
  rule: AttachmentRule,
  slot: string,
  sent: Input<typeof slotConfirmation>,
): Promise<Attachment> {
  const record = await demandAsked(deps, actor, ref, rule);
  return takeKept(deps, actor, { record, rule, slot }, sent);
}

/** Takes the file of a slot that was counted, to be used by an answer to come. */
export const takeKept = (
  deps: Deps,
  actor: Actor,
  at: { readonly record: string; readonly rule: AttachmentRule; readonly slot: string },
  sent: Input<typeof slotConfirmation>,
): Promise<Attachment> =>
  takeSlot(deps, actor, at, readInput(slotConfirmation, sent), {
    keep: (bytes, name, more) =>
      keepFile(deps, actor, at.record, at.rule, bytes, name, { counted: true, more }),
    became: ({ file = '' }) => ownedFile(deps, at.record, file),
  });

/** The files of these ids that belong to a record; strangers are left out. */
export async function ownedFiles(
  deps: Pick<Deps, 'table'>,
  owner: string,
  ids: readonly string[],
): Promise<readonly Attachment[]> {
  const unique = [...new Set(ids)].filter((id) => /^[0-9a-f]{40}$/.test(id));
  const found = await Promise.all(unique.map((id) => find<StoredFile>(deps.table, keys.file(id))));
  return found.flatMap((file) => {
    return file?.record === owner ? [attachmentOf(file)] : [];
  });
}

/** The files of these ids that this person uploaded in this step; strangers are left out. */
export const stepFiles = (
  deps: Pick<Deps, 'table'>,
  member: string,
  ref: StepRef,
  ids: readonly string[],
): Promise<readonly Attachment[]> => ownedFiles(deps, recordOf(ref, member), ids.slice(0, photoRule.max));

/** A file of one record. Throws Problem `missing` when it is not there, or somebody else's. */
export async function ownedFile(deps: Pick<Deps, 'table'>, owner: string, id: string): Promise<Attachment> {
  const [file] = await ownedFiles(deps, owner, [id]);
  if (file === undefined) throw fileMissing();
  return file;
}

/** Who may see what was handed in with an act: who reads all that was said of the nominee, or lists her and reads the act. */
async function seesFilesOf(
  deps: Deps,
  actor: Actor,
  nomination: Nomination,
  act: ActRecord,
): Promise<boolean> {
  if (act.member === actor.id) return true;
  const { path: orgPath } = await getOrganisation(deps.table, act.org);
  const as = { ...actor, via: 'session' as const };
  if (may(as, 'candidacy.judged', { orgPath })) return true;
  const seats = await seatsOf(deps, nomination);
  const seat = seats.find(({ stage, org }) => stage === act.stage && org === act.org);
  if (seat === undefined || !may(as, 'candidacy.list', { orgPath })) return false;
  return actAsRead(act, seat, actor.id).some(({ files }) => files !== undefined);
}

/**
 * A file handed in beside a nomination: stamped replies for the asking organisation only, photographs of visits for its
 * panel too, never for the nominating side; stamped pages for all its readers. Throws Problem `missing`, `forbidden`.
 */
export async function readStepFile(
  deps: Deps,
  actor: Actor,
  nominationId: string,
  file: string,
): Promise<Download> {
  const nomination = await getNomination(deps.table, nominationId);
  const acts = await listPage<ActRecord>(deps.table, {
    pk: keys.nomination(nominationId).pk,
    prefix: keys.reviewPrefix,
    limit: 200,
  });
  const act = acts.items.find((each) => each.files?.some((one) => one.id === file));
  const panel = act?.kind === 'visit' && (await isPanellist(deps, actor, nomination));
  if (!panel) await demandReader(deps, actor, nomination);
  const stamped =
    act === undefined
      ? (await stampedPagesOf(deps, nominationId)).find((page) => page.file.id === file)
      : undefined;
  if (stamped !== undefined) return downloadOf(deps, stamped.file);
  const attachment = act?.files?.find((one) => one.id === file);
  if (act === undefined || attachment === undefined) throw fileMissing();
  if (!panel && !(await seesFilesOf(deps, actor, nomination, act))) throw fileMissing();
  return downloadOf(deps, attachment);
}
