/** What follows the dropped key of an erased nomination: forms, files, free texts and the cases against it; step by step, each safe to repeat. */

import { lookNow } from '#actions/file-rows.ts';
import { stampedKey, stampedPagesOf } from '#actions/files/stamped-check.ts';
import { dropping } from '#actions/nomination/draft-removal.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { Attachment, Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { BallotRecord } from '#domain/selection/selection-records.ts';
import { everyOne } from '#store/every.ts';
import { lacks, rowThere, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, listPage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { sealer } from '#store/sealing.ts';
import type { Key, Op } from '#store/table.ts';

/** Files whose records go in one transaction. */
const filesTogether = 40;

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
    await dropFiles(deps, revision.attachments, [{ put: emptied, when: rowThere }]);
  }
  for await (const file of under<StoredFile>(deps, pk, keys.amendFilePrefix))
    await dropFiles(deps, [file], [{ remove: keys.amendFile(id, file.id) }]);
  await deps.table.remove(keys.uploads(id));
}

/** Lets go of files that came with an answer: a reply may serve for other nominees too, and stays while one has it. */
async function letGo(deps: Deps, files: readonly Attachment[], change: Op): Promise<void> {
  const there = await Promise.all(files.map((file) => find<StoredFile>(deps.table, keys.file(file.id))));
  const ids = there.flatMap((file) => (file === undefined ? [] : [file.id]));
  const look = ids.length === 0 ? undefined : lookNow(deps, ids);
  await deps.table.together([
    change,
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
    await letGo(deps, act.files ?? [], {
      update: act,
      change: {
        set: { reason: '', erased: true },
        remove: ['files', 'checklist', 'doubts', 'appraisal', 'answers'],
      },
      when: lacks('erased'),
    });
  }
  for (const page of await stampedPagesOf(deps, id))
    await letGo(deps, [page.file], {
      remove: stampedKey(id, page.round, page.revision),
      when: rowThere,
    });
}

/** Why a panellist declared a conflict. */
async function cleanBallots(deps: Deps, { id, seats }: Nomination): Promise<void> {
  for (const round of seats)
    for await (const ballot of under<BallotRecord>(deps, keys.ballotPartition(round), `${id}#`))
      if (ballot.conflict !== undefined && ballot.conflict.reason !== '')
        await deps.table.put(rows.ballot({ ...ballot, conflict: { reason: '' } }), versionIs(ballot.version));
}

/** Cases that were raised against it, with who raised them: none is open any more. */
async function cleanObjections(deps: Deps, { id, name, seats }: Nomination): Promise<void> {
  for (const round of seats) {
    const found = everyOne<ObjectionRecord>((cursor) =>
      listPage<ObjectionRecord>(deps.table, { pk: keys.objectionsOf(round, id), index: 'gsi2', cursor }),
    );
    for await (const { id: objection } of found) {
      const record = await find<ObjectionRecord>(deps.table, keys.objection(objection));
      if (record === undefined || record.status === 'accepted') continue;
      await deps.table.together([
        replaced(rows.objection, record, { name }),
        sealer(deps).eraseOp(objection),
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
        await deps.table.update(keys.letter(key), { set: { params: said } }, rowThere);
    }
  }
}

/**
 * Removes what an erased nomination left, wherever an earlier run ended. Cases against it go with its years only: while
 * they run, they are what the organisation can be asked about. Throws Conflict when it lost a race: the sweeper looks again.
 */
export async function cleanErased(deps: Deps, nomination: Nomination): Promise<void> {
  await cleanForms(deps, nomination);
  await cleanActs(deps, nomination);
  await cleanBallots(deps, nomination);
  await cleanLetters(deps, nomination);
  if (nomination.erased?.reason === 'retention') await cleanObjections(deps, nomination);
}
