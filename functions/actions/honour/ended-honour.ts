/** What follows when an honour ends: its candidacy says so, and who nominated and who holds it are told. */
import { letterToOwner } from '#actions/candidacy/moving.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';

/** Writes that `addEnded` adds at most: the candidacy with its event, two letters with their due rows, the row for the level below. */
export const endedOps = 7;

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
  const nomination = await findNomination(deps.table, id);
  if (nomination === undefined) return;
  const ruling = honour.history.findLast(({ from, to }) => to === ended && from !== ended);
  const letter = letterToOwner(deps, nomination, 'honourEnded', number, {
    title: honour.title,
    number,
    decision: ruling?.decision ?? '',
    date: ruling?.decidedOn ?? '',
    how: ended,
  });
  write.letter(letter);
  const { consent, owner } = nomination;
  if (consent?.state !== 'given' || consent.by === owner) return;
  const opens = { kind: 'page', scope: `/honours/${encodeURIComponent(honour.list)}` } as const;
  write.letter({ ...letter, key: `honourEnded-${consent.by}-${id}-${number}`, to: consent.by, opens });
}
