/** The conclusion of an objection: upheld, dismissed or corrected; and where its nominee goes from there. */

import type * as z from 'zod';
import { letterToOwner, move } from '#actions/candidacy/moving.ts';
import { factsOf } from '#actions/nomination/nominee-facts.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { canMove, nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import { inTime } from '#domain/instant.ts';
import { awaitsCorrection, checkCorrection } from '#domain/nomination/correction.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { publicFactsChanged } from '#domain/notice/public-entry.ts';
import { type ObjectionOutcome, type Settlement, settle } from '#domain/objection/objection.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, forbidden, text } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import { getCandidacy, getNomination, getRevision, getTranche, programmeRevision } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { type Writing, wakeRound } from '#store/writing.ts';
import { change, closeTasks, loaded } from './objection-handling.ts';
import { objectionConclusion } from './objection-input.ts';
import { entryOf, type ObjectionEntry } from './objection-reading.ts';
import { getObjectionRecord } from './objection-secrets.ts';

/** True when the form now differs from the one on notice in what the public was shown. */
async function shownDiffers(deps: Deps, candidacy: Candidacy, nomination: Nomination): Promise<boolean> {
  if (nomination.revision === candidacy.revision) return false;
  const programme = await programmeRevision(deps.table, candidacy.programme, nomination.programmeRevision);
  const [before, after] = await Promise.all(
    [candidacy.revision, nomination.revision].map((n) => getRevision(deps.table, nomination.id, n)),
  );
  return publicFactsChanged(programme.form, before!.open, after!.open);
}

/** Where a nominee goes on when her last objection is settled: on the notice while it runs, else among the cleared. */
async function releasedState(deps: Deps, record: ObjectionRecord, candidacy: Candidacy, now: string) {
  const tranche = await getTranche(deps.table, record.round, record.tranche);
  const { notice } = tranche;
  const runs = notice !== undefined && notice.endedAt === undefined && inTime(now, notice.closesAt);
  // A tranche that was decided without her has gone on: she is free for a further one.
  const isGone = tranche.state === 'done' || tranche.decision !== undefined || tranche.list !== undefined;
  return { to: nextState(candidacy.state, 'release', runs ? 'notice' : 'cleared'), isGone };
}

/** The form as put right, with what quotas look at: from now on she is judged and shown by it. */
async function factsNow(
  deps: Deps,
  candidacy: Candidacy,
  nomination: Nomination,
): Promise<Pick<Candidacy, 'revision' | 'name' | 'facts'>> {
  const programme = await programmeRevision(deps.table, candidacy.programme, nomination.programmeRevision);
  const { answers, erased } = await openAnswers(
    deps,
    await getRevision(deps.table, nomination.id, nomination.revision),
  );
  const facts = erased ? candidacy.facts : factsOf(programme, answers, nomination.channel);
  return { revision: nomination.revision, name: nomination.name, facts };
}

async function applyToNominee(
  deps: Deps,
  write: Writing,
  record: ObjectionRecord,
  candidacy: Candidacy,
  nomination: Nomination,
  settlement: Settlement,
): Promise<void> {
  const openObjections = Math.max(0, candidacy.openObjections - 1);
  const change = { action: `objection.${settlement.status}` as const, details: { objection: record.id } };
  if (settlement.nominee === 'out') {
    // A nominee who is honoured or gone already is not moved: revoking is another act
    // (docs/rules/objections.md#after-the-grant).
    const isOut = canMove(candidacy.state, 'disqualify');
    const outcome = { reason: 'disqualified' as const, at: write.now };
    const to = isOut ? nextState(candidacy.state, 'disqualify') : candidacy.state;
    const gone = { openObjections, ...(isOut && { outcome }) };
    await move(deps, write, candidacy, to, { ...change, patch: gone });
    if (!isOut) return;
    // The end of a case is told with its conclusion, not with the list: the objector hears of it now, too.
    write.letter(letterToOwner(nomination, 'out', `${candidacy.stage}-${candidacy.version}`));
    write.due(write.now, deps.id('res'), {
      due: 'result',
      round: candidacy.round,
      nomination: candidacy.nomination,
    });
    return;
  }
  const corrected = settlement.status === 'corrected' && nomination.revision !== candidacy.revision;
  const patch = {
    openObjections,
    ...(settlement.newNotice && { needsNewNotice: record.tranche }),
    ...(corrected && (await factsNow(deps, candidacy, nomination))),
    ...(openObjections === 0 && { correction: undefined }),
  };
  const isFree =
    openObjections === 0 &&
    candidacy.state === 'held' &&
    !settlement.newNotice &&
    candidacy.needsNewNotice !== record.tranche;
  if (!isFree) {
    await move(deps, write, candidacy, candidacy.state, { ...change, patch });
    return;
  }
  const { to, isGone } = await releasedState(deps, record, candidacy, write.now);
  await move(deps, write, candidacy, to, {
    ...change,
    patch: { ...patch, ...(isGone && { tranche: undefined }) },
  });
}

/** Loads what a conclusion is about. @throws Problem forbidden `own-submission`; conflict while a correction is awaited. */
async function concluded(deps: Deps, actor: Actor, record: ObjectionRecord, outcome: ObjectionOutcome) {
  const { nomination: named } = record;
  if (named === undefined) return undefined;
  const candidacy = await getCandidacy(deps.table, record.round, named);
  const nomination = await getNomination(deps.table, named);
  if (nomination.owner === actor.id)
    throw forbidden(
      'own-submission',
      '这份申报由您提交，针对它的异议须由其他人作出结论。',
      'You submitted this nomination; somebody else must settle an objection to it.',
    );
  checkCorrection(outcome, {
    awaited: awaitsCorrection(candidacy),
    corrected:
      candidacy.correction?.revision === nomination.revision && candidacy.revision !== nomination.revision,
  });
  return { candidacy, nomination };
}

/** The letter to an objector with an address; it says nothing of the case. */
const answerByLetter = (write: Writing, record: ObjectionRecord): void =>
  write.letter({
    key: `objectionHandled-${record.id}`,
    ...{ template: 'objectionHandled', org: record.org },
    to: `objector:${record.id}`,
    params: { receipt: `…${record.receiptEnd}` },
    opens: { kind: 'page', scope: '/objections/receipt' },
  });

/** Refuses another conclusion than the one that stands. @throws Problem conflict `objection-state`. */
async function demandSameConclusion(
  deps: Deps,
  { id, settled }: ObjectionRecord,
  { finding, publicFactsChanged: changes }: z.output<typeof objectionConclusion>,
): Promise<void> {
  const opened = await sealer(deps).open(id, settled?.finding ?? '');
  if (opened.kind === 'erased') return;
  const newNotice = settled?.newNotice ?? false;
  demandSame(
    objectionConclusion,
    {
      finding: { stands: opened.text, sent: finding },
      // Without a word a new notice may still follow from comparing the forms.
      publicFactsChanged: { stands: newNotice, sent: changes === true || newNotice },
    },
    {
      code: 'objection-state',
      lead: text('这条异议已经作出结论。', 'This objection is settled already.'),
    },
  );
}

/**
 * Settles an accepted objection: upheld, the nominee is out; dismissed, she goes on when it was the last; corrected in
 * what the public was shown, she stays held until a further tranche with its own notice. Sending the same conclusion
 * twice is one. The objector is answered by letter where there is an address, else by the receipt page; the letter says
 * nothing of the case.
 * @throws Problem `invalid` without a finding; conflict `objection-state`, `objection-changed`, `objection-unopened`; forbidden.
 */
export function settleObjection(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof objectionConclusion>,
): Promise<ObjectionEntry> {
  return again(async () => {
    const input = readOfRecord(objectionConclusion, sent);
    const before = await getObjectionRecord(deps, input.id);
    if (before.status === input.outcome && before.settled?.by === actor.id) {
      await demandSameConclusion(deps, before, input);
      return entryOf(before);
    }
    const record = await loaded(deps, actor, 'objection.settle', input);
    if (record.openedAt === undefined)
      throw conflict(
        'objection-unopened',
        '这条异议还没有打开过。请先打开查看异议内容，再作出结论。',
        'This objection has not been opened. Read what it says first, then settle it.',
      );
    const about = await concluded(deps, actor, record, input.outcome);
    const differs =
      input.outcome === 'corrected' &&
      (input.publicFactsChanged === true ||
        (about !== undefined && (await shownDiffers(deps, about.candidacy, about.nomination))));
    // What is stored of the objector is enough here: settling asks only whether there is one to answer.
    const objector =
      record.by === 'anonymous'
        ? ({ kind: 'anonymous' } as const)
        : ({ kind: 'person', name: '', contact: '' } as const);
    const settlement = settle({ objector, status: record.status }, input.outcome, {
      finding: input.finding,
      publicFactsChanged: differs,
    });
    const finding = await sealer(deps).seal(record.id, input.finding);
    const write = begin(deps, actor);
    const reply = record.hasEmail ? 'letter' : settlement.reply ? 'page' : 'none';
    const settled = { at: write.now, by: actor.id, finding, newNotice: settlement.newNotice, reply } as const;
    const patch = { status: settlement.status, settled };
    const next = await change(deps, write, actor, record, patch, 'objection.settle');
    closeTasks(write, record);
    if (about !== undefined)
      await applyToNominee(deps, write, record, about.candidacy, about.nomination, settlement);
    if (record.hasEmail) answerByLetter(write, record);
    write.signal(wakeRound(record.round, record.tranche));
    await finish(deps, write);
    return entryOf(next);
  });
}
