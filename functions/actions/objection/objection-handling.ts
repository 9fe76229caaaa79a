/** The handling of an objection 异议核查: accepted after all, given to one person, extended. */
import type * as z from 'zod';
import { letterToOwner } from '#actions/candidacy/moving.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type OfRecord, ofVersion, readOfRecord } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { awaitsCorrection } from '#domain/nomination/correction.ts';
import { checkObjectionStatus, investigationDue, type LoggedReason } from '#domain/objection/objection.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Action, demand } from '#domain/people/policy.ts';
import { conflict, fault, refuseIf, text } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { keys } from '#store/keys.ts';
import { findMember, getOrganisation, organisationEventOps } from '#store/people.ts';
import { getCandidacy, getNomination, roundWithStage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import type { Writing } from '#store/writing.ts';
import { handlersOf, holdNominee, tellHandlers } from './objection-effects.ts';
import { correctionRequest, handlerChoice } from './objection-input.ts';
import { entryOf, isHandler, type ObjectionEntry } from './objection-reading.ts';
import { getObjectionRecord } from './objection-secrets.ts';

/** Loads an objection for one of its handlers, on the version that her page showed. */
export async function loaded(
  deps: Deps,
  actor: Actor,
  action: Action,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<ObjectionRecord> {
  const record = await getObjectionRecord(deps, id);
  const org = await getOrganisation(deps.table, record.org);
  demand(actor, action, {
    orgPath: org.path,
    state: record.status,
    ...(isHandler(actor, record) && { assigned: actor.id }),
  });
  if (record.version === version) return record;
  throw conflict(
    'objection-changed',
    '这条异议刚被别人更新，您的内容没有保存。请核对最新情况后再提交。',
    'Somebody has just changed this objection; yours was not saved. Check how it stands and send again.',
  );
}

/** An act of a handler: what is sent is read, her objection loaded on the version that she saw; done again after a lost race. */
const handling =
  <S extends z.ZodObject<{ version: z.ZodInt }>>(
    schema: S,
    act: (
      deps: Deps,
      actor: Actor,
      record: ObjectionRecord,
      input: ReturnType<typeof readOfRecord<S>>,
    ) => Promise<ObjectionEntry>,
  ) =>
  (deps: Deps, actor: Actor, sent: OfRecord<S>): Promise<ObjectionEntry> =>
    again(async () => {
      const input = readOfRecord(schema, sent);
      return act(deps, actor, await loaded(deps, actor, 'objection.handle', input), input);
    });

/** The write of a changed objection and its event on the handling organisation's chain. */
export async function change(
  deps: Deps,
  write: Writing,
  actor: Actor,
  record: ObjectionRecord,
  patch: Partial<ObjectionRecord>,
  action: EventName,
): Promise<ObjectionRecord> {
  const happened = {
    at: write.now,
    actor: actor.id,
    via: actor.via,
    action,
    details: { objection: record.id },
  };
  write.op(
    replaced(rows.objection, record, patch),
    ...organisationEventOps(await getOrganisation(deps.table, record.org), happened),
  );
  return { ...record, ...patch, version: record.version + 1 };
}

/** Removes the tasks of its handlers. */
export const closeTasks = (write: Writing, record: ObjectionRecord): void => {
  for (const member of record.told)
    write.op({ remove: keys.todo(member, record.round, 'objection', record.id) });
};

/** Saves a changed objection, with what happens along with it, and tells `tell` of the handlers; `isNew` to them. */
async function changeAndTell(
  deps: Deps,
  actor: Actor,
  record: ObjectionRecord,
  about: {
    readonly patch: Partial<ObjectionRecord>;
    readonly event: EventName;
    readonly tell: readonly string[];
    readonly isNew: boolean;
    readonly also?: (write: Writing, next: ObjectionRecord) => Promise<void> | void;
  },
): Promise<ObjectionEntry> {
  const { patch, event, tell, isNew, also } = about;
  const write = begin(deps, actor);
  const next = await change(deps, write, actor, record, patch, event);
  await also?.(write, next);
  if (tell.length > 0) {
    const { round, programme } = await roundWithStage(deps.table, record.round);
    tellHandlers(write, next, tell, isNew, { round, programme: programme.title });
  }
  await finish(deps, write);
  return entryOf(next);
}

/** Lacks of form that clear leads make up for; what came late stays late (docs/rules/objections.md#who). */
const mendable: readonly LoggedReason[] = ['anonymous', 'no-name', 'no-contact', 'no-seal'];

/**
 * Accepts a logged objection because it gives clear leads after all; it holds the nominee from now on.
 * @throws Problem conflict `objection-stays-logged` for one that was late, or where the round only logs anonymous ones.
 */
export const acceptLogged = handling(ofVersion, async (deps, actor, record) => {
  checkObjectionStatus(record.status, 'accepted');
  if (
    record.reason === undefined ||
    !mendable.includes(record.reason) ||
    record.settings.anonymousPolicy === 'log-only'
  )
    throw conflict(
      'objection-stays-logged',
      '该异议超过期限，或本次评选对匿名异议只作登记，不能受理。',
      'This objection came out of time, or this round only logs anonymous ones; it cannot be accepted.',
    );
  const acceptedOn = shanghaiDate(instantOf(deps));
  const due = investigationDue(await deps.calendar(), record.settings, acceptedOn);
  const told = await handlersOf(deps, record.org);
  const { reason: _, ...rest } = record;
  return changeAndTell(deps, actor, rest, {
    patch: { status: 'accepted', acceptedOn, due, told },
    event: 'objection.accept',
    tell: told,
    isNew: true,
    also: (write, next) => holdNominee(deps, write, next),
  });
});

/**
 * Appoints the one person who may see who objected; until then every administrator of the organisation may.
 * @throws Problem `invalid` for somebody who is not of the handling organisation.
 */
export const appointHandler = handling(handlerChoice, async (deps, actor, record, input) => {
  const member = await findMember(deps.table, input.member);
  if (member?.status !== 'active' || !member.grants.some((grant) => grant.org === record.org))
    refuseIf([
      fault(
        'member',
        'not-of-organisation',
        '请选择办理单位的在岗人员',
        'Choose somebody of the handling organisation',
      ),
    ]);
  const open = record.status === 'accepted';
  const told = open ? [input.member] : record.told;
  return changeAndTell(deps, actor, record, {
    patch: { handler: input.member, told },
    event: 'objection.appoint',
    tell: open && !record.told.includes(input.member) ? told : [],
    isNew: true,
    also: (write) => {
      const others = record.told.filter((each) => each !== input.member);
      if (open) closeTasks(write, { ...record, told: others });
    },
  });
});

/**
 * Asks the nominator to put facts right while the nominee is held 要求更正; nobody learns who objected. The form on notice
 * stands until the objection is settled as corrected. Asking twice is asking once.
 * @throws Problem `invalid` without what is to be put right; conflict `not-held`, `objection-state`, `objection-changed`.
 */
export const askCorrection = handling(correctionRequest, async (deps, actor, record, input) => {
  if (record.status !== 'accepted') checkObjectionStatus(record.status, 'corrected');
  const candidacy =
    record.nomination === undefined
      ? undefined
      : await getCandidacy(deps.table, record.round, record.nomination);
  if (candidacy?.state !== 'held')
    throw conflict(
      'not-held',
      '对象不在异议核查中，不能要求更正公示材料',
      'The nominee is not held, so there is nothing on notice to put right',
    );
  if (awaitsCorrection(candidacy)) {
    demandSame(
      correctionRequest,
      { note: { stands: candidacy.note, sent: input.note } },
      {
        code: 'correction-asked',
        lead: text('已经要求更正，申报单位还没有更正。', 'A correction was asked for and has not come yet.'),
      },
    );
    return entryOf(record);
  }
  const nomination = await getNomination(deps.table, candidacy.nomination);
  const write = begin(deps, actor);
  const after = write.save(
    'candidacy',
    candidacy,
    { note: input.note, correction: { askedAt: write.now } },
    'candidacy.ask-correction',
    { objection: record.id },
  );
  write.letter(letterToOwner(nomination, 'returned', `${after.stage}-${after.version}`));
  const next = await change(deps, write, actor, record, {}, 'objection.ask-correction');
  await finish(deps, write);
  return entryOf(next);
});

/**
 * Extends the investigation by as many working days again. Throws Problem conflict `objection-extensions` beyond what
 * the round allows, `objection-state` when it is settled.
 */
export const extendInvestigation = handling(ofVersion, async (deps, actor, record) => {
  if (record.acceptedOn === undefined || record.status !== 'accepted')
    checkObjectionStatus(record.status, 'dismissed');
  const extensions = record.extensions + 1;
  const due = investigationDue(
    await deps.calendar(),
    record.settings,
    record.acceptedOn ?? record.datedOn,
    extensions,
  );
  return changeAndTell(deps, actor, record, {
    patch: { extensions, due },
    event: 'objection.extend',
    tell: record.told,
    isNew: false,
  });
});
