/** Hundreds of nominees stored at once, for tests of what pages and machines read. */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { emptyHead } from '#domain/empty-head.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { getRound } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { standingOps } from '#store/standing.ts';
import type { Item } from '#store/table.ts';
import { enterOp } from '#store/tally.ts';
import type { Office } from './office.ts';

/** The id of the nth of them. */
export const manyId = (n: number) => `nom${String(n).padStart(5, '0')}`;

/** Stores many nominees who wait in the round, with their forms and counters; `patch` says what is theirs. */
export async function plantMany(
  { deps, round }: Office,
  count: number,
  patch: (n: number) => Partial<Candidacy> = () => ({}),
): Promise<void> {
  const at = '2022-02-25T01:00:00.000Z';
  const { programme } = await getRound(deps.table, round);
  const record = { version: 1, head: emptyHead, revision: 1, channel: 'organisation', programme } as const;
  const made: Item[] = [];
  for (let n = 1; n <= count; n++) {
    const name = `作品${n}`;
    const nomination: Nomination = {
      ...record,
      ...{ id: manyId(n), programmeRevision: 1, code: 'TEST', edition: '2022', category: 'individual', name },
      ...{ org: 'lane', owner: 'clerk', submittedAt: at, identities: [`mac-${n}`], seats: [round] },
    };
    const candidacy: Candidacy = {
      ...record,
      ...{ nomination: manyId(n), round, programmeRevision: 1, owner: 'clerk', org: 'east', stage: 0, name },
      ...{ level: 'district', actedBelow: [], from: 'lane', state: 'waiting', asked: [], facts: {} },
      ...{ receivedAt: at, openObjections: 0, ...patch(n) },
    };
    made.push(rows.nomination(nomination), rows.candidacy(candidacy));
    const revision = { nomination: manyId(n), n: 1, sealed: '', attachments: [], at, by: 'clerk' };
    made.push(rows.revision({ ...revision, open: { name, post: '工程师' } }));
    for (const op of [enterOp(round, manyId(n), 'waiting'), ...standingOps(undefined, candidacy)])
      if ('update' in op) await deps.table.update(op.update, op.change);
  }
  await deps.table.batchPut(made);
}
