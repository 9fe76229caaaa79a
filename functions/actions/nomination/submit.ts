/** Submits a nomination: checks, one transaction of everything, and the machine is on its way. */
import { admit } from '#actions/candidacy/admission.ts';
import { letterToOwner } from '#actions/candidacy/moving.ts';
import { entrySeat } from '#actions/candidacy/seat.ts';
import { ownFiles } from '#actions/file-rows.ts';
import { demandNotBarred } from '#actions/people/bars.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { NewLetter } from '#domain/letter/new-letter.ts';
import type { Attachment, Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { isOnPaper } from '#domain/nomination/paper.ts';
import { splitPersonal } from '#domain/nomination/personal.ts';
import { receiptNumber } from '#domain/nomination/receipt.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { knownOrganisation } from '#store/people.ts';
import { findNomination, getProgramme, programmeRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { type RecordKey, sealer } from '#store/sealing.ts';
import { isConflict } from '#store/table.ts';
import { askConsent, inviteNominee } from './consent-asking.ts';
import { demandDraft, findDraft, placeOps } from './draft-record.ts';
import { submission as nominationOf } from './nomination-input.ts';
import { factsOf, identityMacs } from './nominee-facts.ts';
import { openPair } from './pairs.ts';
import { channelOf, checkSent, type Submission } from './submission.ts';
import { clashOf, explainRefusal } from './submit-clash.ts';
import { demandSameSubmission } from './submitted-before.ts';

interface Submitted {
  readonly nomination: Nomination;
  readonly candidacy: Candidacy | undefined;
}

/**
 * Submits. Returns the nomination and its first candidacy. `quietly` sends no letter of receipt: a job over many shows them. Repeating the same submission returns the same; under its id with other content it is `conflict` `submitted-otherwise`.
 * Throws Problem `invalid` with faults beside the fields, `conflict` outside the window, over the quota, or when the
 * same nominator has nominated the same nominee already; a clash with somebody else's nomination goes to the
 * administrator as a pair and the nomination waits (state `checking`).
 */
export async function submit(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof nominationOf>,
  { quietly = false }: { readonly quietly?: boolean } = {},
): Promise<Submitted> {
  const submission = readInput(nominationOf, sent);
  const receivedAt = submission.receivedAt ?? instantOf(deps);
  const id = submission.id ?? deps.id('nom');
  // Taken once, when the form was found good; a repeat after a lost race keeps it.
  let taken: Promise<string> | undefined;
  const receiptOf = (programme: Programme) => {
    taken ??= takeReceipt(deps, submission.programme, programme);
    return taken;
  };
  return again(() => submitOnce(deps, actor, submission, id, { receivedAt, receiptOf, quietly }));
}

/** When it came, and what gives it its number. */
interface Receiving {
  readonly receivedAt: string;
  readonly receiptOf: (programme: Programme) => Promise<string>;
  readonly quietly: boolean;
}

/** The next receipt number of a programme. A submission that fails after it leaves a gap. */
async function takeReceipt(deps: Deps, id: string, programme: Programme): Promise<string> {
  const row = await deps.table.update(keys.receipts(id), { add: { last: 1 } });
  return receiptNumber(programme, Number(row.last), deps.site.rehearsal);
}

/** The letter of a receipt, to whoever submitted. */
const receivedLetter = ({ nomination, programme }: Ready): NewLetter =>
  letterToOwner(nomination, 'received', '1', {
    receipt: nomination.receipt ?? '',
    at: nomination.submittedAt,
    programmeZh: programme.title.zh,
    programmeEn: programme.title.en ?? programme.title.zh,
  });

/** What a submission meets: its programme as the round pinned it, its place there, the draft it grew from. */
async function receive(deps: Deps, actor: Actor, submission: Submission, id: string) {
  const isNew = submission.id === undefined;
  const [programmeRecord, org, known, draft] = await Promise.all([
    getProgramme(deps.table, submission.programme),
    knownOrganisation(deps.table, submission.org),
    isNew ? undefined : findNomination(deps.table, id),
    isNew ? undefined : findDraft(deps.table, id),
  ]);
  if (programmeRecord.status !== 'published')
    throw conflict(
      'programme-not-open',
      '这个评选活动尚未发布，不能申报。',
      'This programme is not published yet.',
    );
  if (known !== undefined && known.owner === actor.id) {
    await demandSameSubmission(deps, known, submission);
    return known;
  }
  if (known !== undefined)
    throw conflict(
      'already-submitted',
      '这份申报已经提交，请在“我的申报”中查看。',
      'This nomination was submitted already; look under "My nominations".',
    );
  // An organisation's nomination needs a role there; whoever nominates herself or another owns it.
  const personally = submission.channel !== 'organisation';
  demand(actor, 'nomination.submit', {
    orgPath: org.path,
    ...(personally && { owner: actor.id }),
    state: submission.channel,
  });
  if (isOnPaper(submission.paper)) demand(actor, 'nomination.paper', { orgPath: org.path });
  if (draft !== undefined) await demandDraft(deps, actor, draft);
  const { document } = programmeRecord;
  const seat = await entrySeat(deps.table, submission.programme, document, submission.channel, org);
  if (!personally)
    await demandNotBarred(deps, org, {
      code: document.code,
      org: seat.governing.org,
      opensOn: shanghaiDate(seat.governing.settings.opensAt),
    });
  // Rules and form are those that the round opened with, whatever the programme says for later rounds.
  const { programmeRevision: pinned } = seat.governing;
  const programme = await programmeRevision(deps.table, submission.programme, pinned);
  return { isNew, org, draft, seat, programme };
}
type Received = Exclude<Awaited<ReturnType<typeof receive>>, Nomination>;

/** A submission that was received and checked, with the records that it becomes. */
interface Ready extends Received {
  readonly submission: Submission;
  readonly answers: Answers;
  readonly nominee: Awaited<ReturnType<typeof inviteNominee>> | undefined;
  readonly nomination: Nomination;
  readonly revision: Revision;
  readonly key: RecordKey;
  readonly quietly: boolean;
}

async function makeReady(
  deps: Deps,
  actor: Actor,
  submission: Submission,
  id: string,
  { receivedAt, receiptOf, quietly }: Receiving,
  received: Received,
): Promise<Ready> {
  const { programme, seat, draft, org } = received;
  const { consent: needsConsent } = channelOf(programme, submission.channel);
  const { answers, paper } = checkSent(deps, programme, submission, needsConsent);
  const signed = paper?.consentOn;
  const attachments = await ownFiles(deps, id, submission.attachments);
  const nominee =
    needsConsent && signed === undefined
      ? await inviteNominee(deps, actor, submission.consentEmail ?? '')
      : undefined;
  const { open, personal } = splitPersonal(programme.form, answers);
  const seal = sealer(deps);
  const key = await (draft === undefined ? seal.newRecordKey(id) : seal.recordKey(id));
  const nomination: Nomination = {
    id,
    programme: submission.programme,
    programmeRevision: seat.governing.programmeRevision,
    code: programme.code,
    edition: programme.edition,
    category: programme.category,
    name: String(answers[programme.form.nameField]),
    channel: submission.channel,
    org: org.id,
    owner: actor.id,
    revision: 1,
    submittedAt: receivedAt,
    receipt: await receiptOf(programme),
    identities: identityMacs(deps, programme, answers, shanghaiDate(seat.governing.settings.opensAt)),
    privacy: {
      textVersion: submission.consentText,
      sensitive: submission.sensitive === true,
      at: receivedAt,
    },
    // A nominee who is asked herself chooses for herself.
    ...(nominee === undefined &&
      submission.roll === true && {
        roll: { agreed: true, at: receivedAt, by: actor.id, textVersion: submission.consentText },
      }),
    ...(nominee !== undefined && {
      consent: { state: 'pending' as const, by: nominee.member, textVersion: submission.consentText },
    }),
    ...(signed !== undefined && {
      consent: {
        state: 'given' as const,
        by: actor.id,
        at: receivedAt,
        textVersion: submission.consentText,
        signedOn: signed,
      },
    }),
    ...(paper !== undefined && { paper: { receivedOn: paper.receivedOn, by: actor.id } }),
    seats: [seat.round],
    version: 0,
    head: { seq: 0, hash: '' },
  };
  const sealed = key.seal(JSON.stringify(personal));
  const revision = { nomination: id, n: 1, open, sealed, attachments, at: receivedAt, by: actor.id };
  return { ...received, submission, answers, nominee, nomination, revision, key, quietly };
}

/** The one transaction of a submission; with a `clash` it claims no identity and opens a pair instead. */
async function build(deps: Deps, actor: Actor, ready: Ready, clash: string | undefined) {
  const { answers, draft, isNew, key, nominee, programme, revision, seat, submission } = ready;
  const { id, identities, org, submittedAt: receivedAt } = ready.nomination;
  const write = begin(deps, actor);
  if (clash === undefined)
    for (const identity of identities)
      write.op({
        put: { ...keys.unique(programme.code, programme.edition, identity), nomination: id },
        when: rowAbsent,
      });
  const first = clash !== undefined ? 'checking' : nominee !== undefined ? 'consent' : undefined;
  const nomination = write.create('nomination', ready.nomination, 'nomination.submit', {
    programme: submission.programme,
    revision: 1,
    consentText: submission.consentText,
    sensitive: submission.sensitive === true,
    ...(ready.nomination.roll !== undefined && { roll: true }),
    ...(ready.nomination.paper !== undefined && { onPaper: ready.nomination.paper.receivedOn }),
  });
  const candidacy = await admit(deps.table, write, actor, {
    seat,
    programme,
    nomination,
    from: org,
    facts: factsOf(programme, answers, submission.channel),
    receivedAt,
    ...(first !== undefined && { first }),
  });
  write.op(key.op, { put: rows.revision(revision) });
  // A new id that nobody else knows has no draft that might have come meanwhile.
  if (!isNew)
    write.op(
      { remove: keys.draft(id), ...(draft !== undefined && savedAt(draft.version)) },
      ...placeOps(draft, undefined),
    );
  const isUsed = (file: Attachment) => revision.attachments.some((used) => used.id === file.id);
  const unused = (draft?.attachments ?? []).filter((file) => !isUsed(file));
  if (unused.length > 0)
    write.due(write.now, `files-${id}`, { due: 'files', files: unused.map((file) => file.id) });
  if (nominee !== undefined) write.op(...nominee.ops);
  if (clash !== undefined) openPair(write, seat, nomination, clash);
  if (first === 'consent') await askConsent(deps, write, nomination);
  if (!ready.quietly) write.letter(receivedLetter(ready));
  return { write, nomination, candidacy };
}

async function submitOnce(
  deps: Deps,
  actor: Actor,
  submission: Submission,
  id: string,
  receiving: Receiving,
): Promise<Submitted> {
  const received = await receive(deps, actor, submission, id);
  if ('owner' in received) return { nomination: received, candidacy: undefined };
  const ready = await makeReady(deps, actor, submission, id, receiving, received);
  const built = await build(deps, actor, ready, undefined);
  try {
    await finish(deps, built.write);
    return built;
  } catch (error) {
    if (!isConflict(error)) throw error;
    const there = await findNomination(deps.table, id);
    if (there !== undefined && there.owner === actor.id) {
      await demandSameSubmission(deps, there, submission);
      return { nomination: there, candidacy: undefined };
    }
    const clash = await clashOf(deps, ready.programme, ready.nomination.identities, actor);
    if (clash === undefined) throw explainRefusal(error);
    const second = await build(deps, actor, ready, clash);
    await finish(deps, second.write);
    return second;
  }
}

const savedAt = (version: number) => ({ when: versionIs(version) });
