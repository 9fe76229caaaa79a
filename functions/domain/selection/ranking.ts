/** Ranks nominees by score, with ties broken only by declared rules, and says which rule decided. */
import { compareExact, type Exact, exact } from '#domain/fraction.ts';

/** A declared rule for equal scores, e.g. the higher mark in the first criterion, then the official order number. */
export interface TieKey {
  readonly key: string;
  readonly wins: 'higher' | 'lower';
}
export interface Scored {
  readonly id: string;
  readonly score: Exact;
  /** Values of the tie keys; one without a value comes after those with one. */
  readonly keys?: Readonly<Record<string, Exact>>;
}
export interface Ranked {
  readonly id: string;
  /** Shared by equal scores: 1, 1, 3. */
  readonly rank: number;
  /** 1 to n. Meaningless among the `undecided`, which stand in the order of their ids. */
  readonly position: number;
  /** What set the nominee apart from its neighbours: the score, the last tie key needed, or nothing declared. */
  readonly decidedBy: 'score' | 'undecided' | { readonly key: string };
}

/** Index of the deciding rule (0 = score) and who goes first; undefined when no rule tells the two apart. */
function compareScored(
  a: Scored,
  b: Scored,
  tieKeys: readonly TieKey[],
): { rule: number; sign: number } | undefined {
  const byScore = compareExact(exact(b.score), exact(a.score));
  if (byScore !== 0) return { rule: 0, sign: byScore };
  for (const [index, { key, wins }] of tieKeys.entries()) {
    const [left, right] = [keyValue(a, key), keyValue(b, key)];
    if (left === undefined && right === undefined) continue;
    if (left === undefined || right === undefined)
      return { rule: index + 1, sign: left === undefined ? 1 : -1 };
    const sign = compareExact(exact(left), exact(right)) * (wins === 'higher' ? -1 : 1);
    if (sign !== 0) return { rule: index + 1, sign };
  }
  return undefined;
}
const keyValue = ({ keys = {} }: Scored, key: string): Exact | undefined =>
  Object.hasOwn(keys, key) ? keys[key] : undefined;

/**
 * Best first. Scores are compared exactly, not as shown with two decimals. Equal scores share their
 * rank; among them the tie keys decide in the declared order, and nothing else does: who remains equal is
 * `undecided`, for the organisation to settle.
 */
export function rankByScore(entries: readonly Scored[], tieKeys: readonly TieKey[]): readonly Ranked[] {
  const sorted = [...entries].sort(
    (a, b) => compareScored(a, b, tieKeys)?.sign ?? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  let rank = 0;
  return sorted.map((entry, index): Ranked => {
    const neighbours = [sorted[index - 1], sorted[index + 1]].filter((one) => one !== undefined);
    const rules = neighbours.map((one) => compareScored(entry, one, tieKeys)?.rule);
    const before = sorted[index - 1];
    if (before === undefined || compareExact(exact(before.score), exact(entry.score)) !== 0) rank = index + 1;
    const last = rules.includes(undefined) ? undefined : Math.max(0, ...rules.map((rule) => rule ?? 0));
    const decidedBy =
      last === undefined ? 'undecided' : last === 0 ? 'score' : { key: tieKeys[last - 1]!.key };
    return { id: entry.id, rank, position: index + 1, decidedBy };
  });
}

/** Decimals of a mean that are told apart: means of 25 panellists' marks with ten decimals differ by more. */
const decimals = 24n;
const top = 10n ** 36n;

/** A text by which scores sort, the best first. */
export function bestFirst(score: Exact): string {
  const { n, d } = exact(score);
  return String(top - (n * 10n ** decimals) / d).padStart(37, '0');
}

/** How far a ranking has come: the place and rank of the last, and her score. */
export interface RankedSoFar {
  readonly position: number;
  readonly rank: number;
  readonly score?: string;
}

/**
 * Goes on with a ranking by the next scores, which come best first in lowest terms: 1, 1, 3. Who shares a score is tied
 * (docs/rules/panel.md#ties). `following` is the score after them.
 */
export function rankOn(
  before: RankedSoFar,
  scores: readonly string[],
  following: string | undefined,
): {
  readonly ranked: readonly { readonly rank: number; readonly tied?: true }[];
  readonly last: RankedSoFar;
} {
  let last = before;
  const ranked = scores.map((score, i) => {
    const position = last.position + 1;
    const isShared = score === last.score;
    last = { position, rank: isShared ? last.rank : position, score };
    const isTied = isShared || score === (i + 1 < scores.length ? scores[i + 1] : following);
    return { rank: last.rank, ...(isTied && { tied: true as const }) };
  });
  return {
    ranked,
    last: {
      position: last.position,
      rank: last.rank,
      ...(last.score !== undefined && { score: last.score }),
    },
  };
}

/** How far the ranking of each group has come, by the group. */
export type GroupsSoFar = Readonly<Record<string, RankedSoFar>>;

/** Goes on with the rankings of groups by the next scores of all, best first: each one's rank among those of her group, 1, 1, 3. */
export function rankGroupsOn(
  before: GroupsSoFar,
  entries: readonly { readonly group: string | undefined; readonly score: string }[],
): { readonly ranks: readonly (number | undefined)[]; readonly groups: GroupsSoFar } {
  const groups = new Map(Object.entries(before));
  const ranks = entries.map(({ group, score }) => {
    if (group === undefined) return undefined;
    const { last } = rankOn(groups.get(group) ?? { position: 0, rank: 0 }, [score], undefined);
    groups.set(group, last);
    return last.rank;
  });
  return { ranks, groups: Object.fromEntries(groups) };
}
