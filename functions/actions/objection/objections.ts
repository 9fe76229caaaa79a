/** Objections 异议: anyone raises one on a notice page, or a handler enters a letter, a call or a visit. */

import type * as z from 'zod';
import { limit } from '#actions/limits.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import { isBefore, shanghaiDate } from '#domain/instant.ts';
import {
  handlingOrganisation,
  investigationDue,
  type LoggedReason,
  type ObjectionInput,
  type Receipt,
  receive,
} from '#domain/objection/objection.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { ObjectionStatus } from '#domain/objection/objection-status.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { fault, missing, refuseIf } from '#domain/problem.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find, getCandidacy, getTranche, roundWithStage } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { sealer } from '#store/sealing.ts';
import { handlersOf, holdNominee, tellHandlers } from './objection-effects.ts';
import { raisedObjection } from './objection-input.ts';
import { emailIn, receiptKey, type SealedObjection, type Ticket, ticketFor } from './objection-secrets.ts';

/** What an objector is shown, once: the code is stored only as a digest. */
export interface ObjectionAnswer {
  readonly id: string;
  readonly receipt: string;
  readonly status: ObjectionStatus;
  readonly reason?: LoggedReason;
}

/** The public has no id, and a signed-in member who objects must not stand in the history either. */
const publicActor = { id: 'public', via: 'system' } as const;
const perAddress = { max: 5, seconds: 3_600 };
type Raised = z.output<typeof raisedObjection>;

function inputOf(raised: Raised): ObjectionInput {
  const { by, name = '', contact = '', seal: sealed = false } = raised;
  return {
    channel: raised.channel,
    against: raised.against,
    objector:
      by === 'anonymous'
        ? { kind: by }
        : by === 'unit'
          ? { kind: by, name, sealed, contact }
          : { kind: by, name, contact },
    content: raised.body,
    clearLeads: raised.channel !== 'web' && raised.leads === true,
    sentPostmark: raised.sentPostmark,
    arrivalPostmark: raised.arrivalPostmark,
  };
}

const answerOf = (ticket: Ticket, { status, reason }: Pick<ObjectionRecord, 'status' | 'reason'>) => ({
  id: ticket.id,
  receipt: ticket.receipt,
  status,
  ...(reason !== undefined && { reason }),
});

/** What a double press brought already: its answer again. */
async function raisedBefore(deps: Deps, ticket: Ticket): Promise<ObjectionAnswer | undefined> {
  if (!ticket.repeatable) return undefined;
  const there = await find<ObjectionRecord>(deps.table, keys.objection(ticket.id));
  return there && answerOf(ticket, there);
}

/** Round, tranche and period of a notice, and the organisation that runs it. */
async function subjectOf(deps: Deps, notice: string) {
  const posted = await find<{ round: string; tranche: number }>(deps.table, keys.notice(notice));
  const unknown = missing(
    'notice-unknown',
    '没有这份公示，请检查网址。',
    'There is no such notice; check the address.',
  );
  if (posted === undefined) throw unknown;
  const [{ round, stage, programme }, tranche] = await Promise.all([
    roundWithStage(deps.table, posted.round),
    getTranche(deps.table, posted.round, posted.tranche),
  ]);
  if (tranche.notice === undefined) throw unknown;
  return {
    round,
    stage,
    programme,
    tranche,
    period: tranche.notice,
    org: await getOrganisation(deps.table, round.org),
  };
}

function demandEntry(actor: Actor | undefined, runner: Organisation, handling: Organisation): void {
  // The organisation that got the letter enters it, also when the one above will handle it.
  if (may(actor, 'objection.handle', { orgPath: runner.path })) return;
  demand(actor, 'objection.handle', { orgPath: handling.path }, 'list');
}

/** Where one may be who fell off her notice. */
const afterNotice: readonly Candidacy['state'][] = ['held', 'out', 'cleared', 'approved'];

/** The nominee concerned: one on the notice, or one who was and fell off it since; undefined against the organisation alone. */
async function nomineeOf(
  deps: Deps,
  { nomination, against }: Raised,
  tranche: Tranche,
): Promise<string | undefined> {
  if (nomination === undefined && against === 'organisation') return undefined;
  if (nomination !== undefined) {
    if (tranche.entries.includes(nomination)) return nomination;
    const there = await find<Candidacy>(deps.table, keys.candidacy(tranche.round, nomination));
    const wasOn = there?.tranche === undefined || there.tranche === tranche.n;
    if (there !== undefined && wasOn && afterNotice.includes(there.state)) return nomination;
  }
  refuseIf([
    fault(
      'nomination',
      'not-on-notice',
      '请选择本次公示名单中的对象',
      'Choose a nominee who stands on this notice',
    ),
  ]);
  return undefined;
}

/** What is decided before anything is written: whom it is about, who handles it, whether it is accepted. */
async function judged(deps: Deps, actor: Actor | undefined, raised: Raised, now: string) {
  const isWeb = raised.channel === 'web';
  const subject = await subjectOf(deps, raised.notice);
  const { stage, tranche, period, org } = subject;
  const input = inputOf(raised);
  const nomination = await nomineeOf(deps, raised, tranche);
  const handling = await getOrganisation(deps.table, handlingOrganisation(input.against, org));
  if (!isWeb) demandEntry(actor, org, handling);
  const receivedAt = isWeb ? now : (raised.receivedAt ?? now);
  if (isBefore(now, receivedAt))
    refuseIf([
      fault('receivedAt', 'received-later', '收到时间不能晚于现在', 'It cannot have come later than now'),
    ]);
  const receipt: Receipt = receive(
    { ...input, receivedAt },
    { ...period, countedFrom: period.start, inclusiveEnd: period.end, strictEnd: period.end },
    stage.objection,
  );
  const accepted = receipt.status === 'accepted';
  const acceptedOn = shanghaiDate(now);
  return {
    ...{ subject, input, nomination, handling, receipt },
    receivedAt: new Date(receivedAt).toISOString(),
    told: accepted ? await handlersOf(deps, handling.id) : [],
    ...(accepted && {
      taken: { acceptedOn, due: investigationDue(await deps.calendar(), stage.objection, acceptedOn) },
    }),
  };
}

const contactOf = ({ objector }: ObjectionInput): string => ('contact' in objector ? objector.contact : '');

/**
 * Takes an objection: accepted, or only logged with the reason (docs/rules/objections.md#anonymous).
 * Accepted, it holds the nominee in the same transaction and becomes a task of the handling organisation;
 * identity and content are sealed under a key of its own. Sent again with the same key it is one, answered by
 * the same receipt and counted once. `actor` is undefined for the public; other channels than the web are
 * entered by a handler of the organisation.
 * @throws Problem `invalid`; limited `too-often`; missing `notice-unknown`; conflict `objection-nobody-above`.
 */
export async function raiseObjection(
  deps: Deps,
  actor: Actor | undefined,
  given: Input<typeof raisedObjection>,
): Promise<ObjectionAnswer> {
  const raised = readInput(raisedObjection, given);
  const now = instantOf(deps);
  const isWeb = raised.channel === 'web';
  const { key: pressed, address = 'unknown', ...sent } = raised;
  const ticket = ticketFor(deps, pressed, { ...sent, ...(!isWeb && { enteredBy: actor?.id ?? '' }) });
  const before = await raisedBefore(deps, ticket);
  if (before !== undefined) return before;
  const found = await judged(deps, actor, raised, now);
  // What was refused is no try: somebody who mends her form must not be shut out for it.
  if (isWeb) await limit(deps, `objection:${address}`, perAddress);
  const { subject, input, nomination, handling, receipt, told, taken } = found;
  const { round, stage, programme, tranche } = subject;
  const { id } = ticket;
  if (taken !== undefined && told.length === 0)
    deps.log('nobody-to-handle', { objection: id, org: handling.id });
  const secret: SealedObjection = { objector: input.objector, content: input.content };
  const who = isWeb || actor === undefined ? publicActor : actor;
  return again(async () => {
    // Two presses at once: the slower one finds what the faster one wrote.
    const faster = await raisedBefore(deps, ticket);
    if (faster !== undefined) return faster;
    const key = await sealer(deps).newRecordKey(id);
    const write = begin(deps, who);
    const named = nomination === undefined ? undefined : await getCandidacy(deps.table, round.id, nomination);
    const record: ObjectionRecord = {
      id,
      notice: raised.notice,
      round: round.id,
      tranche: tranche.n,
      against: input.against,
      ...(named !== undefined && { nomination: named.nomination, name: named.name }),
      org: handling.id,
      channel: input.channel,
      by: input.objector.kind,
      status: receipt.status,
      ...(receipt.status === 'logged' && { reason: receipt.reason }),
      receivedAt: found.receivedAt,
      datedOn: receipt.datedOn,
      ...(!isWeb && actor !== undefined && { enteredBy: actor.id }),
      settings: stage.objection,
      ...taken,
      extensions: 0,
      told,
      sealed: key.seal(JSON.stringify(secret)),
      receiptEnd: ticket.receipt.slice(-5),
      hasEmail: emailIn(contactOf(input)) !== undefined,
      version: 1,
    };
    write.op(
      key.op,
      { put: rows.objection(record), when: rowAbsent },
      { put: { ...receiptKey(ticket.receipt), objection: id }, when: rowAbsent },
    );
    if (taken !== undefined) {
      await holdNominee(deps, write, record);
      tellHandlers(write, record, told, true, { round, programme: programme.title });
    }
    const happened = {
      at: write.now,
      actor: who.id,
      via: who.via,
      action: taken === undefined ? ('objection.log' as const) : ('objection.take' as const),
      details: { objection: id },
    };
    write.op(...organisationEventOps(await getOrganisation(deps.table, handling.id), happened));
    await finish(deps, write);
    return answerOf(ticket, record);
  });
}
