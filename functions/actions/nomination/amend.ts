/** Amendment 退回修改: a new revision of a returned nomination, judged anew from the step that returned it. */
import { move } from '#actions/candidacy/moving.ts';
import { ancestors, seatAt } from '#actions/candidacy/seat.ts';
import { ownFiles } from '#actions/file-rows.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Attachment, Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { formOfRecord } from '#domain/nomination/paper.ts';
import { splitPersonal } from '#domain/nomination/personal.ts';
import { checkSubmitted } from '#domain/nomination/submitted-form.ts';
import { publicEntry, publicFactsChanged } from '#domain/notice/public-entry.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, type Fault, fault, Problem, refuseIf } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { rowAbsent } from '#store/guard.ts';
import { getOrganisation } from '#store/people.ts';
import { findRound, getNomination, getRevision, programmeRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { sealer } from '#store/sealing.ts';
import type { Writing } from '#store/writing.ts';
import { dropAmending } from './amending.ts';
import { claimOp, holdersOf, releaseOp } from './claims.ts';
import { goOn } from './going-on.ts';
import { demandAmender, seatsOf } from './nomination-access.ts';
import { amendment } from './nomination-input.ts';
import { factsOf, formChecks, identityMacs } from './nominee-facts.ts';
import { openPair } from './pairs.ts';
import { openAnswers } from './revision.ts';

/** Fields whose value differs from that of the revision now in force, as faults that a page marks. */
async function staleFaults(
  deps: Deps,
  programme: Programme,
  nomination: Nomination,
  answers: Answers,
): Promise<readonly Fault[]> {
  const { answers: now } = await openAnswers(
    deps,
    await getRevision(deps.table, nomination.id, nomination.revision),
  );
  return programme.form.fields
    .filter(({ id }) => JSON.stringify(now[id]) !== JSON.stringify(answers[id]))
    .map(({ id, label }) =>
      fault(
        id,
        'changed',
        `「${label.zh}」与最新内容不同`,
        `"${label.en ?? label.zh}" differs from the newest form`,
      ),
    );
}

/** The levels below whose notice the amended form would belie (docs/rules/levels.md#sending-back). */
function needNewNotice(
  programme: Programme,
  nomination: Nomination,
  seats: readonly Candidacy[],
  before: Answers,
  after: Answers,
): readonly Candidacy[] {
  const { form } = programme;
  publicEntry(form, after); // refuses an ID or mobile number in a text that the notice shows
  let changed = true;
  try {
    changed = publicFactsChanged(form, before, after);
  } catch (error) {
    // What was shown before could not be shown today: then the mending of it changed it.
    if (!(error instanceof Problem)) throw error;
  }
  const posted = (seat: Candidacy) =>
    seat.programme === nomination.programme &&
    seat.tranche !== undefined &&
    programme.stages[seat.stage]!.steps.some((step) => step.kind === 'notice');
  return changed ? seats.filter(posted) : [];
}

interface ChangedIdentities {
  readonly identities: readonly string[];
  /** Another nomination that holds one of the new identities. */
  readonly clash: string | undefined;
}

/** Moves the identity rows to the amended identities; those that another nomination holds are left to it. */
async function changeIdentities(
  deps: Deps,
  write: Writing,
  nomination: Nomination,
  identities: readonly string[],
): Promise<ChangedIdentities> {
  const holders = await holdersOf(deps.table, nomination, [
    ...new Set([...nomination.identities, ...identities]),
  ]);
  const clash = identities
    .map((identity) => holders.get(identity))
    .find((holder) => holder !== undefined && holder !== nomination.id);
  for (const identity of nomination.identities)
    if (!identities.includes(identity) && holders.get(identity) === nomination.id)
      write.op(releaseOp(nomination, identity));
  for (const identity of identities) if (clash === undefined) write.op(claimOp(nomination, identity));
  return { identities, clash };
}

/** The same nominator's other nomination of the same nominee is named; anybody else's is not. */
async function refuseOwnClash(
  deps: Deps,
  nomination: Nomination,
  seat: Candidacy,
  clash: string,
): Promise<void> {
  const other = await getNomination(deps.table, clash);
  if (other.owner === nomination.owner)
    throw conflict(
      'already-nominated',
      `您已经为“${other.name}”提交过本次申报，请核对证件号码，或撤回其中一份。`,
      `You have nominated "${other.name}" already; check the ID number, or withdraw one of the two.`,
    );
  if (seat.state === 'sentBack' || seat.state === 'held')
    throw conflict(
      'identity-check',
      '身份信息需要核对，暂不能保存。请核对证件号码；确认无误的，请联系组织评选的妇联。',
      'The identity needs a check and was not saved. Compare the ID numbers; if they are right, ask the federation that runs the selection.',
    );
}

/** A checked amendment, and what it meets. */
interface Received {
  readonly nomination: Nomination;
  readonly seat: Candidacy;
  readonly programme: Programme;
  readonly seats: readonly Candidacy[];
  readonly before: Answers;
  readonly answers: Answers;
  readonly attachments: readonly Attachment[];
  readonly note: string;
}

async function receive(deps: Deps, actor: Actor, sent: OfRecord<typeof amendment>): Promise<Received> {
  const { id, version, note, ...input } = readOfRecord(amendment, sent);
  const nomination = await getNomination(deps.table, id);
  const seat = await demandAmender(deps, actor, nomination);
  const programme = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
  const form = formOfRecord(programme.form, nomination);
  const { answers, faults } = checkSubmitted(form, input, formChecks(deps));
  if (nomination.version !== version)
    throw conflict(
      'nomination-changed',
      '这项申报刚被改动。您填写的内容还在本页，请对照标出的项目后再提交。',
      'This nomination was just changed. Your text is still on this page; compare the marked items, then send again.',
      await staleFaults(deps, programme, nomination, answers),
    );
  refuseIf(faults);
  const attachments = await ownFiles(deps, id, input.attachments);
  const before = await openAnswers(deps, await getRevision(deps.table, id, nomination.revision));
  const seats = await seatsOf(deps, nomination);
  return { nomination, seat, programme, seats, before: before.answers, answers, attachments, note };
}

/** Where the nomination entered. */
async function entryOf(deps: Deps, { nomination, programme, seats, seat }: Received) {
  const org = await getOrganisation(deps.table, nomination.org);
  const path = await ancestors(deps.table, org);
  return seatAt(deps.table, nomination.programme, programme, seats[0]?.stage ?? seat.stage, path);
}

/** Adds the next revision and the header that names it. */
async function revise(
  deps: Deps,
  write: Writing,
  actor: Actor,
  { nomination, programme, answers, attachments, note }: Received,
  identities: readonly string[],
): Promise<Nomination> {
  const n = nomination.revision + 1;
  const { open, personal } = splitPersonal(programme.form, answers);
  const revision: Revision = {
    nomination: nomination.id,
    n,
    open,
    sealed: await sealer(deps).seal(nomination.id, JSON.stringify(personal)),
    attachments,
    at: write.now,
    by: actor.id,
    ...(note !== '' && { note }),
  };
  write.op({ put: rows.revision(revision), when: rowAbsent });
  const name = String(answers[programme.form.nameField]);
  return write.save('nomination', nomination, { revision: n, name, identities }, 'nomination.amend', {
    revision: n,
  });
}

/** Lets the candidacy go on with the new revision, and marks the levels whose notice it outdates. */
async function letGoOn(
  deps: Deps,
  write: Writing,
  received: Received,
  after: Nomination,
  opens: { readonly entry: Awaited<ReturnType<typeof entryOf>>; readonly clash: string | undefined },
): Promise<Candidacy> {
  const { nomination, seat, programme, answers } = received;
  const { entry, clash } = opens;
  const details = { revision: after.revision };
  const patch = { ...details, name: after.name, facts: factsOf(programme, answers, nomination.channel) };
  const noticed = needNewNotice(programme, nomination, received.seats, received.before, answers);
  for (const other of noticed)
    if (other.round !== seat.round && other.state === 'done')
      write.save(
        'candidacy',
        other,
        { needsNewNotice: other.tranche! },
        'candidacy.notice-outdated',
        details,
      );
  const mark: Partial<Candidacy> = noticed.some((each) => each.round === seat.round)
    ? { needsNewNotice: seat.tranche! }
    : {};
  if (seat.state === 'held') {
    // What the round judges stays the form on notice, until the objection is settled as corrected.
    const correction = { askedAt: write.now, ...seat.correction, ...details };
    return write.save('candidacy', seat, { correction }, 'candidacy.correct', details);
  }
  if (seat.state === 'sentBack')
    return write.save('candidacy', seat, { ...patch, ...mark }, 'candidacy.amend', details);
  const step: Partial<Candidacy> =
    seat.step === undefined ? {} : { step: { ...seat.step, attempt: seat.step.attempt + 1 } };
  const change = {
    action: 'candidacy.resubmit' as const,
    details,
    patch: { ...patch, ...mark, ...step, asked: [] },
  };
  if (clash === undefined) return goOn(deps, write, after, seat, 'resubmit', change);
  const own = await findRound(deps.table, seat.round);
  openPair(write, { governing: own ?? entry.governing }, nomination, clash);
  return move(deps, write, seat, nextState(seat.state, 'resubmit', 'checking'), change);
}

/**
 * Writes the next revision and lets the candidacy go on: at the step that returned it, asked anew; a package sent back
 * from above stays with the lower organisation until it sends it again; one that is held while facts are put right
 * waits on for the conclusion of its objection. Throws Problem `invalid` with faults,
 * `conflict` (`not-returned`, `nomination-changed` with the differing fields), `forbidden`.
 */
export function amend(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof amendment>,
): Promise<{ readonly nomination: Nomination; readonly candidacy: Candidacy }> {
  return again(async () => {
    const received = await receive(deps, actor, sent);
    const { nomination, programme, answers } = received;
    const entry = await entryOf(deps, received);
    const write = begin(deps, actor);
    const asOf = shanghaiDate(entry.governing.settings.opensAt);
    const { identities, clash } = await changeIdentities(
      deps,
      write,
      nomination,
      identityMacs(deps, programme, answers, asOf),
    );
    if (clash !== undefined) await refuseOwnClash(deps, nomination, received.seat, clash);
    const after = await revise(deps, write, actor, received, identities);
    const candidacy = await letGoOn(deps, write, received, after, { entry, clash });
    write.op(dropAmending(after.id));
    await finish(deps, write);
    return { nomination: after, candidacy };
  });
}
