/** What is done to a round with a reason is kept beside its history, which holds but a digest of it (docs/rules/deadlines.md#changing-a-round). */
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { RoundChange } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import { canonicalJson, saltedDigest } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { listPage } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';

/** The digest by which the history proves a reason without telling it. */
export const reasonDigest = (change: Pick<RoundChange, 'at' | 'reason'>): string =>
  saltedDigest(change.at, canonicalJson(change.reason));

/** Adds a change to the write that makes it; `round` is as that write leaves it, whose last event is the change. */
export function keepChange(
  write: Writing,
  actor: Pick<Actor, 'id'>,
  round: Pick<Round, 'id' | 'head'>,
  made: Pick<RoundChange, 'kind' | 'reason' | 'changes'>,
): RoundChange {
  const { id, head } = round;
  const change: RoundChange = { ...made, round: id, seq: head.seq, at: write.now, by: actor.id };
  write.op({ put: { ...change, ...keys.roundChange(id, change.seq) } });
  return change;
}

/** The newest changes of a round, at most 200, the newest first. */
export const changesOf = async (deps: Pick<Deps, 'table'>, round: string): Promise<readonly RoundChange[]> =>
  (
    await listPage<RoundChange>(deps.table, {
      pk: keys.round(round).pk,
      prefix: keys.roundChangePrefix,
      limit: 200,
      descending: true,
    })
  ).items;
