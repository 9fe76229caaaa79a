/** What follows when an honour ends: its candidacy says so, and who nominated, who holds it and the units on the way are told. */
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { tellHolder, tellingOps } from './telling.ts';

/** Writes that `addEnded` adds at most: the candidacy with its event, the row for the level below, and what is told. */
export const endedOps = 3 + tellingOps;

/** Adds to the write that ends an honour; nothing for one that goes on. */
export async function addEnded(deps: Deps, write: Writing, honour: HonourRecord): Promise<void> {
  const { status: ended, number, nomination: id } = honour;
  if (ended !== 'revoked' && ended !== 'annulled') return;
  const candidacy = await find<Candidacy>(deps.table, keys.candidacy(honour.round, id));
  if (candidacy?.honour?.number === number)
    write.save(
      'candidacy',
      candidacy,
      { honour: { ...candidacy.honour, ended } },
      ended === 'revoked' ? 'honour.revoke' : 'honour.annul',
      { number },
    );
  // The level below says so too.
  write.due(write.now, deps.id('res'), { due: 'result', round: honour.round, nomination: id });
  const ruling = honour.history.findLast(({ from, to }) => to === ended && from !== ended);
  await tellHolder(deps, write, honour, {
    template: 'honourEnded',
    event: ended,
    params: {
      title: honour.title,
      number,
      decision: ruling?.decision ?? '',
      date: ruling?.decidedOn ?? '',
      how: ended,
    },
  });
}
