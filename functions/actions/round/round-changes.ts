/** Keeps a change of a round with its reason, and has those concerned told: nominators, those asked, and units with places. */
import { queueJob } from '#actions/job.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { changeWords, type RoundChange } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import { canonicalJson, saltedDigest } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { listPage } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';

const told = ['nominators', 'asked', 'below'] as const;
const longestParam = 200;
const short = (words: string): string => {
  const characters = [...words];
  return characters.length <= longestParam ? words : `${characters.slice(0, longestParam - 1).join('')}…`;
};

/** The digest by which the history proves a reason without telling it. */
export const reasonDigest = (change: Pick<RoundChange, 'at' | 'reason'>): string =>
  saltedDigest(change.at, canonicalJson(change.reason));

/** Adds a change to the write that makes it. The letters are a job in the same write, one for each kind of those concerned. */
export function keepChange(
  deps: Deps,
  write: Writing,
  actor: Actor,
  round: Round,
  made: Pick<RoundChange, 'kind' | 'reason' | 'changes'>,
): void {
  const change: RoundChange = { ...made, round: round.id, at: write.now, by: actor.id };
  write.op({ put: { ...change, ...keys.roundChange(round.id, write.now) } });
  if (round.status === 'planned') return;
  const words = changeWords(change);
  const params = {
    reason: short(change.reason),
    whatZh: short(words.map(({ zh }) => zh).join('；')),
    whatEn: short(words.map(({ en }) => en).join('; ')),
  };
  const template = made.kind === 'cancel' ? 'roundCancelled' : 'roundChanged';
  for (const kind of told)
    queueJob(write, actor, 'bulk-mail', {
      id: deps.id('job'),
      org: round.org,
      params: { round: round.id, audience: { kind }, template, params },
    });
}

/** Every change of a round, the newest first. */
export const changesOf = async (deps: Pick<Deps, 'table'>, round: string): Promise<readonly RoundChange[]> =>
  (
    await listPage<RoundChange>(deps.table, {
      pk: keys.round(round).pk,
      prefix: keys.roundChangePrefix,
      limit: 200,
    })
  ).items.toReversed();
