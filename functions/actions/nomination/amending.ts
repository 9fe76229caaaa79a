/** An amendment as it is being written: saved by itself, found again, and gone once it is sent. */
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import { type AmendingRecord, amendingText } from '#domain/nomination/amending-record.ts';
import type { CheckedAnswers } from '#domain/nomination/answers.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { storableAnswers } from '#domain/nomination/storable-answers.ts';
import type { Actor } from '#domain/people/people.ts';
import { tooLarge } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import { keys } from '#store/keys.ts';
import { getNomination, programmeRevision } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import type { Op } from '#store/table.ts';
import { demandAmender } from './nomination-access.ts';
import { amendingSave } from './nomination-input.ts';
import { formChecks } from './nominee-facts.ts';

/** A row holds 400 KB; encryption makes text a third longer. */
const mostBytes = 200_000;

export interface Amending {
  readonly answers: Answers;
  readonly note: string;
  /** Ids of files that were taken away. */
  readonly without: readonly string[];
  /** Version of the nomination that it was begun on. */
  readonly version: number;
  readonly savedAt: string;
}

/** What was written of an amendment and not sent yet; for those who may amend, which the caller has made sure of. */
export async function findAmending(
  deps: Deps,
  { id }: Pick<Nomination, 'id'>,
): Promise<Amending | undefined> {
  const row = await deps.table.get<AmendingRecord>(keys.amending(id), { consistent: true });
  if (row === undefined) return undefined;
  const opened = await sealer(deps).open(id, row.sealed);
  if (opened.kind === 'erased') return undefined;
  return { ...amendingText().parse(JSON.parse(opened.text)), version: row.version, savedAt: row.savedAt };
}

/**
 * Saves what was typed of an amendment. What cannot be stored is a fault, and the text saved before stays there.
 * @throws Problem `conflict` `not-returned`; `forbidden`, `toolarge`.
 */
export async function saveAmending(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof amendingSave>,
): Promise<Pick<CheckedAnswers, 'faults' | 'compared'> & { readonly savedAt: string }> {
  const { id, version, note, without, answers: typed } = readOfRecord(amendingSave, sent);
  const nomination = await getNomination(deps.table, id);
  await demandAmender(deps, actor, nomination);
  const { form } = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
  const kept = await findAmending(deps, nomination);
  const { answers, faults, compared } = storableAnswers(form, typed, kept?.answers, formChecks(deps));
  const text = JSON.stringify({ answers, note, without });
  if (Buffer.byteLength(text) > mostBytes)
    throw tooLarge(
      'draft-too-large',
      '填写的内容过长，无法保存；请删减过长的事迹材料，或作为附件上传。',
      'The text is too long to be saved; shorten it or upload it as an attachment.',
    );
  const savedAt = instantOf(deps);
  const sealed = await sealer(deps).seal(id, text);
  await deps.table.put({ nomination: id, version, sealed, savedAt, savedBy: actor.id, ...keys.amending(id) });
  return { savedAt, faults, compared };
}

/** Takes away what was kept: it was sent, or its record is erased. */
export const dropAmending = (id: string): Op => ({ remove: keys.amending(id) });
