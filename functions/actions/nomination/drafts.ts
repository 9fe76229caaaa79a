/** Drafts 草稿: saved as one types, found again by their owner, discarded without a trace. */

import * as z from 'zod';
import { ownFiles } from '#actions/file-rows.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { cut } from '#domain/characters.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { CheckedAnswers } from '#domain/nomination/answers.ts';
import { checkAnswers } from '#domain/nomination/answers.ts';
import type { Draft } from '#domain/nomination/draft-record.ts';
import { formOnPaper, isOnPaper, type PaperTyped, readPaper } from '#domain/nomination/paper.ts';
import { joinPersonal, splitPersonal } from '#domain/nomination/personal.ts';
import { storableAnswers } from '#domain/nomination/storable-answers.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, type Fault, fault, invalid, type Problem, tooLarge } from '#domain/problem.ts';
import { askedForm } from '#domain/programme/asked-form.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import { noSuch } from '#domain/things.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { findNomination, getProgramme } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { isConflict, type Op } from '#store/table.ts';
import {
  demandDraft,
  draftChanged,
  draftRow,
  findDraft,
  findOwnDraft,
  isNominationId,
  placeOps,
} from './draft-record.ts';
import { dropping, eraseDraft, lookAfterYear } from './draft-removal.ts';
import { isNominatingSide } from './nomination-access.ts';
import { draftSave } from './nomination-input.ts';
import { formChecks } from './nominee-facts.ts';
import { demandMayStart } from './starting.ts';

type DraftInput = z.output<typeof draftSave>;

export interface SavedDraft {
  readonly id: string;
  readonly version: number;
  readonly savedAt: string;
  /** What could not be stored: there the value saved before stays; everything else is kept as typed. */
  readonly faults: readonly Fault[];
  /** Kept as typed, but contradicts an ID number (docs/rules/identity.md#birth-and-gender). */
  readonly compared: readonly Fault[];
}

/** A row holds 400 KB; encryption makes text a third longer. */
const mostBytes = 200_000;

const gone = (): Problem => noSuch('draft');
const submitted = (): Problem =>
  conflict(
    'already-submitted',
    '这份草稿已经提交，不能再改；需要修改时请先由审核人退回。',
    'This draft was submitted already; it can be changed only when it is returned.',
  );

const sealedDraft = z.object({
  personal: z.record(z.string(), z.unknown()),
  consentEmail: z.string().exactOptional(),
  paper: z.object({ receivedOn: z.string(), consentOn: z.string() }).exactOptional(),
});
type Sealed = z.output<typeof sealedDraft>;

/** What the ticked statements of a form are called together. */
const statements: Field['label'] = { zh: '承诺与声明', en: 'Statements' };

/** The fields in which two versions of a form differ, as faults that a page marks. */
function changedFields(form: Form, before: Answers, after: Answers): readonly Fault[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // What nobody ticked and what was not there are the same.
  const said = (value: unknown): string =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? '' : JSON.stringify(value);
  return names
    .filter((name) => said(before[name]) !== said(after[name]))
    .map((name) => {
      const label = form.fields.find((field) => field.id === name)?.label ?? statements;
      return fault(
        name,
        'changed',
        `「${label.zh}」在别处已改动`,
        `"${label.en ?? label.zh}" was changed elsewhere`,
      );
    });
}

async function opened(
  deps: Deps,
  draft: Draft,
): Promise<Pick<OpenDraft, 'answers' | 'consentEmail' | 'paper'>> {
  const seal = await sealer(deps).open(draft.id, draft.sealed);
  if (seal.kind === 'erased') throw gone();
  const { personal, consentEmail, paper } = sealedDraft.parse(JSON.parse(seal.text));
  return {
    answers: joinPersonal({ open: draft.open, personal }),
    ...(consentEmail !== undefined && { consentEmail }),
    ...(paper !== undefined && { paper }),
  };
}

/** The write of a draft with its key, after all checks; also what could not be stored. */
async function drafted(
  deps: Deps,
  actor: Actor,
  id: string,
  input: DraftInput,
  before: Draft | undefined,
): Promise<CheckedAnswers & { readonly draft: Draft; readonly ops: readonly Op[]; readonly form: Form }> {
  const { document, status } = await getProgramme(deps.table, input.programme);
  if (status !== 'published')
    throw conflict(
      'programme-not-open',
      '这个评选活动尚未发布，不能填报。',
      'This programme is not published.',
    );
  const { form } = document;
  const kept = before === undefined ? undefined : (await opened(deps, before)).answers;
  const checks = formChecks(deps);
  const checked = storableAnswers(form, input.answers, kept, checks);
  const { answers } = checked;
  if (Buffer.byteLength(JSON.stringify(answers)) > mostBytes)
    throw tooLarge(
      'draft-too-large',
      '填写的内容过长，无法保存；请删减过长的事迹材料，或作为附件上传。',
      'The text is too long to be saved; shorten it or upload it as an attachment.',
    );
  const { open, personal } = splitPersonal(form, answers);
  const key = await sealer(deps).recordKey(id);
  const { path } = await getOrganisation(deps.table, input.org);
  const now = instantOf(deps);
  const sealed: Sealed = {
    personal,
    ...(input.consentEmail !== undefined && { consentEmail: input.consentEmail }),
    ...(isOnPaper(input.paper) && { paper: input.paper }),
  };
  const name = answers[form.nameField];
  const asked = askedForm(formOnPaper(form, input.paper), answers, checks.today);
  const { consent: asksConsent = false } =
    document.channels.find(({ id: each }) => each === input.channel) ?? {};
  const onPaper = readPaper(input.paper, { asksConsent, today: checks.today });
  const draft: Draft = {
    id,
    programme: input.programme,
    org: input.org,
    orgPath: path,
    channel: input.channel,
    owner: before?.owner ?? actor.id,
    name: typeof name === 'string' ? cut(name, 60) : '',
    open,
    sealed: key.seal(JSON.stringify(sealed)),
    attachments:
      input.attachments === undefined
        ? (before?.attachments ?? [])
        : await ownFiles(deps, id, input.attachments),
    lacks: checkAnswers(form, answers, 'submit', checks).faults.length + onPaper.faults.length,
    wants: Object.fromEntries(
      asked.attachments.flatMap(({ id: rule, min }) => (min > 0 ? [[rule, min]] : [])),
    ),
    createdAt: before?.createdAt ?? now,
    savedAt: now,
    savedBy: actor.id,
    version: (before?.version ?? 0) + 1,
  };
  const guard = before === undefined ? { when: rowAbsent } : { when: versionIs(before.version) };
  const ops: readonly Op[] = [
    { put: draftRow(draft), ...guard },
    ...placeOps(before, draft),
    key.op,
    ...(before === undefined ? [{ put: { ...lookAfterYear(id, now) } }] : []),
    { check: keys.nomination(id), when: rowAbsent },
  ];
  return { ...checked, draft, ops, form };
}

/**
 * Saves a draft. What is unfinished or over its limit is kept as typed. Throws Problem `conflict` `draft-changed` with
 * the differing fields when somebody saved meanwhile, `already-submitted`; `missing`, `forbidden`, `toolarge`, and where a new one is begun `org-barred`.
 */
export async function saveDraft(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof draftSave>,
): Promise<SavedDraft> {
  const input = readInput(draftSave, sent);
  const id = input.id ?? deps.id('nom');
  if (!isNominationId(id)) throw gone();
  const before = await findDraft(deps.table, id);
  if (before !== undefined) await demandDraft(deps, actor, before);
  else if ((input.version ?? 0) > 0) {
    const handedIn = await findNomination(deps.table, id);
    throw handedIn !== undefined && (await isNominatingSide(deps, actor, handedIn)) ? submitted() : gone();
  }
  const wanted = { org: input.org, channel: input.channel, owner: before?.owner ?? actor.id };
  await demandDraft(deps, actor, wanted, 'organisation');
  if (before === undefined) await demandMayStart(deps, input);
  if (before !== undefined && before.programme !== input.programme)
    throw invalid(
      'draft-other-programme',
      '草稿属于另一个评选活动，请新建一份。',
      'The draft belongs to another programme; make a new one.',
    );
  const made = await drafted(deps, actor, id, input, before);
  const lost = async (): Promise<Problem> => {
    const now = await findDraft(deps.table, id);
    if (now !== undefined)
      return draftChanged(changedFields(made.form, (await opened(deps, now)).answers, made.answers));
    return (await findNomination(deps.table, id)) === undefined ? gone() : submitted();
  };
  if (before !== undefined && before.version !== (input.version ?? 0)) throw await lost();
  const dropped = dropping(
    deps,
    (before?.attachments ?? []).filter((file) => !made.draft.attachments.some((kept) => kept.id === file.id)),
  );
  try {
    await deps.table.together([...made.ops, ...dropped.ops]);
  } catch (error) {
    throw isConflict(error) ? await lost() : error;
  }
  await deps.handOver(dropped.due);
  const { faults, compared } = made;
  return { id, version: made.draft.version, savedAt: made.draft.savedAt, faults, compared };
}

export interface OpenDraft {
  readonly draft: Omit<Draft, 'open' | 'sealed' | 'orgPath' | 'lacks' | 'wants'>;
  readonly answers: Answers;
  readonly consentEmail?: string;
  /** What a clerk typed of a form on paper. */
  readonly paper?: PaperTyped;
}

/** A draft with its answers opened. Throws Problem `missing`, `forbidden`. */
export async function getDraft(deps: Deps, actor: Actor, id: string): Promise<OpenDraft> {
  const draft = await findDraft(deps.table, id);
  if (draft === undefined) throw gone();
  await demandDraft(deps, actor, draft);
  const { open: _open, sealed: _sealed, orgPath: _path, lacks: _lacks, wants: _wants, ...rest } = draft;
  return { draft: rest, ...(await opened(deps, draft)) };
}

/** Removes a draft, its key and its files for good; one that is gone already, or another's, is no error. Throws Problem `forbidden`. */
export async function discardDraft(deps: Deps, actor: Actor, id: string): Promise<void> {
  const draft = await findOwnDraft(deps, actor, id);
  if (draft === undefined) return;
  try {
    await eraseDraft(deps, draft);
  } catch (error) {
    throw isConflict(error) ? draftChanged([]) : error;
  }
}

/** Saves a new draft under an id that its content decides, unless it is there already or was submitted; `more` is written with it. */
export async function saveOnce(
  deps: Deps,
  actor: Actor,
  id: string,
  input: DraftInput,
  more: readonly Op[] = [],
): Promise<'saved' | 'there'> {
  const { ops } = await drafted(deps, actor, id, input, undefined);
  try {
    await deps.table.together([...ops, ...more]);
    return 'saved';
  } catch (error) {
    if (!isConflict(error)) throw error;
    return 'there';
  }
}
