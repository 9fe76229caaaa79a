/** What follows the dropped key of an erased nomination: forms, files, free texts and the cases against it; step by step, each safe to repeat. */

import { lookNow } from '#actions/file-rows.ts';
import { stampedKey, stampedPagesOf } from '#actions/files/stamped-check.ts';
import { dropping } from '#actions/nomination/draft-removal.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { Attachment, Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { Pair } from '#domain/nomination/pair-record.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import type { BallotRecord } from '#domain/selection/selection-records.ts';
import type { Erasure } from '#domain/trust/erasure-record.ts';
import { everyOne } from '#store/every.ts';
import { lacks, rowThere, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, listPage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { sealer } from '#store/sealing.ts';
import type { Key, Op } from '#store/table.ts';

/** Files whose records go in one transaction. */
const filesTogether = 40;

/** Counts on the receipt what a transaction takes away, so that a crash counts nothing twice. */
const counted = (id: string, add: Partial<Record<keyof Erasure, number>>): Op => ({
  update: keys.erasure(id),
  change: { add: Object.fromEntries(Object.entries(add).filter(([, n]) => n !== 0)) },
});

const under = <T>(deps: Deps, pk: string, prefix: string) =>
  everyOne<T>((cursor) => listPage<T>(deps.table, { pk, prefix, cursor, limit: 50 }));

async function dropFiles(deps: Deps, files: readonly Attachment[], more: readonly Op[]): Promise<void> {
  for (let at = 0; at === 0 || at < files.length; at += filesTogether) {
    const dropped = dropping(deps, files.slice(at, at + filesTogether));
    const isLast = at + filesTogether >= files.length;
    const ops = [...dropped.ops, ...(isLast ? more : [])];
    if (ops.length > 0) await deps.table.together(ops);
    await deps.handOver(dropped.due);
  }
}

/** The forms: what was answered openly, what an amendment said, and the attachments. */
async function cleanForms(deps: Deps, { id }: Nomination): Promise<void> {
  const { pk } = keys.nomination(id);
  for await (const revision of under<Revision>(deps, pk, keys.revisionPrefix)) {
    const { note, ...kept } = revision;
    if (note === undefined && revision.attachments.length === 0 && Object.keys(revision.open).length === 0)
      continue;
    const emptied = rows.revision({ ...kept, open: {}, attachments: [] });
    // A file that the next revision still has is counted with that.
    const next = await find<Revision>(deps.table, keys.revision(id, revision.n + 1));
    const stays = new Set(next?.attachments.map((file) => file.id));
    const files = revision.attachments.filter((file) => !stays.has(file.id)).length;
    await dropFiles(deps, revision.attachments, [
      { put: emptied, when: rowThere },
      counted(id, { forms: 1, files }),
    ]);
  }
  for await (const file of under<StoredFile>(deps, pk, keys.amendFilePrefix))
    await dropFiles(deps, [file], [{ remove: keys.amendFile(id, file.id) }]);
  await deps.table.remove(keys.uploads(id));
}

/** Lets go of files that came with an answer: a reply may serve for other nominees too, and stays while one has it. */
async function letGo(
  deps: Deps,
  nomination: string,
  files: readonly Attachment[],
  change: Op,
): Promise<void> {
  const there = await Promise.all(files.map((file) => find<StoredFile>(deps.table, keys.file(file.id))));
  const ids = there.flatMap((file) => (file === undefined ? [] : [file.id]));
  const look = ids.length === 0 ? undefined : lookNow(deps, ids);
  await deps.table.together([
    change,
    counted(nomination, { acts: 'update' in change ? 1 : 0, files: files.length }),
    ...ids.map((id): Op => ({ update: keys.file(id), change: { add: { used: -1 } } })),
    ...(look === undefined ? [] : [{ put: { ...look } }]),
  ]);
  if (look !== undefined) await deps.handOver([look]);
}

/** Reviews, opinions and visits: who decided what and when stays, reasons, checklists and files go. */
async function cleanActs(deps: Deps, { id }: Nomination): Promise<void> {
  const acts = everyOne<ActRecord & Key & { readonly erased?: true }>((cursor) =>
    deps.table.query({
      pk: keys.nomination(id).pk,
      sk: { prefix: keys.reviewPrefix },
      limit: 50,
      cursor,
      consistent: true,
    }),
  );
  for await (const act of acts) {
    if (act.erased === true) continue;
    await letGo(deps, id, act.files ?? [], {
      update: act,
      change: {
        set: { reason: '', erased: true },
        remove: ['files', 'checklist', 'doubts', 'appraisal', 'answers'],
      },
      when: lacks('erased'),
    });
  }
  for (const page of await stampedPagesOf(deps, id))
    await letGo(deps, id, [page.file], {
      remove: stampedKey(id, page.round, page.revision),
      when: rowThere,
    });
}

/** Why a panellist declared a conflict. */
async function cleanBallots(deps: Deps, { id, seats }: Nomination): Promise<void> {
  for (const round of seats)
    for await (const ballot of under<BallotRecord>(deps, keys.ballotPartition(round), `${id}#`))
      if (ballot.conflict !== undefined && ballot.conflict.reason !== '')
        await deps.table.together([
          { put: rows.ballot({ ...ballot, conflict: { reason: '' } }), when: versionIs(ballot.version) },
          counted(id, { acts: 1 }),
        ]);
}

/**
 * Cases that were raised against it: its name always; who raised them and what was said once its years are over, when
 * none is open any more.
 */
async function cleanObjections(deps: Deps, { id, name, seats, erased }: Nomination): Promise<void> {
  for (const round of seats) {
    const found = everyOne<ObjectionRecord>((cursor) =>
      listPage<ObjectionRecord>(deps.table, { pk: keys.objectionsOf(round, id), index: 'gsi2', cursor }),
    );
    for await (const { id: objection } of found) {
      const record = await find<ObjectionRecord>(deps.table, keys.objection(objection));
      if (record === undefined) continue;
      const isOver = erased?.reason === 'retention' && record.status !== 'accepted';
      if (!isOver && record.name === name) continue;
      await deps.table.together([
        replaced(rows.objection, record, { name }),
        ...(isOver ? [sealer(deps).eraseOp(objection)] : []),
        ...(record.name === name ? [] : [counted(id, { cases: 1 })]),
      ]);
    }
  }
}

/** Letters about it, sent or waiting: their parameters say its name and why; the letters themselves stay counted. */
async function cleanLetters(deps: Deps, { id, name, owner, consent }: Nomination): Promise<void> {
  for (const member of new Set([owner, ...(consent === undefined ? [] : [consent.by])])) {
    const letters = everyOne<Letter>((cursor) =>
      listPage<Letter>(deps.table, { pk: keys.lettersTo(member), index: 'gsi2', cursor, limit: 200 }),
    );
    for await (const { key, opens, params } of letters) {
      if (opens?.scope !== id && !key.includes(id)) continue;
      const { note: _, ...kept } = params;
      const said = { ...kept, ...('name' in params && { name }) };
      if (JSON.stringify(said) !== JSON.stringify(params))
        await deps.table.together([
          { update: keys.letter(key), change: { set: { params: said } }, when: rowThere },
          counted(id, { letters: 1 }),
        ]);
    }
  }
}

/** Why its round refused it in a decision, and why a pair with it was the same or not. */
async function cleanRounds(deps: Deps, { id, seats }: Nomination): Promise<void> {
  for (const round of seats) {
    for await (const tranche of under<Tranche>(deps, keys.round(round).pk, keys.tranchePrefix)) {
      const { decision } = tranche;
      const said = decision?.refused.find((each) => each.nomination === id && each.reason !== '');
      if (decision === undefined || said === undefined) continue;
      const refused = decision.refused.map((each) => (each === said ? { ...each, reason: '' } : each));
      const { put, when } = replaced(rows.tranche, tranche, { decision: { ...decision, refused } });
      await deps.table.put(put, when);
    }
    for await (const pair of under<Pair>(deps, keys.round(round).pk, keys.pairPrefix))
      if ((pair.a === id || pair.b === id) && (pair.settled?.reason ?? '') !== '')
        await deps.table.update(keys.pair(round, pair.id), { set: { 'settled.reason': '' } }, rowThere);
  }
}

/**
 * Removes what an erased nomination left, wherever an earlier run ended. What was said in cases against it goes with its
 * years only: until then it is what the organisation can be asked about. Throws Conflict when it lost a race: the sweeper looks again.
 */
export async function cleanErased(deps: Deps, nomination: Nomination): Promise<void> {
  await cleanForms(deps, nomination);
  await cleanActs(deps, nomination);
  await cleanBallots(deps, nomination);
  await cleanLetters(deps, nomination);
  await cleanRounds(deps, nomination);
  await cleanObjections(deps, nomination);
  const { id } = nomination;
  const receipt = await find(deps.table, keys.erasure(id));
  if (receipt !== undefined && receipt.finishedAt === undefined)
    await deps.table.update(keys.erasure(id), { set: { finishedAt: instantOf(deps) } }, rowThere);
}
