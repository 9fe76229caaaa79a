/** Shares a round's places: largest remainder, exact (docs/rules/quotas.md#shares). */
import { fraction, showExact } from '#domain/fraction.ts';
import { invalid } from '#domain/problem.ts';
import type { QuotaRule } from '#domain/programme/stage-rules.ts';

export interface ShareClaim {
  readonly id: string;
  /** Whole number that the share is by, e.g. communities or households. */
  readonly weight: number;
  /** Official order number; the smaller wins a tie. */
  readonly order: number;
}
export interface Share {
  readonly id: string;
  readonly places: number;
  /** The exact share by weight, two decimals, to be shown beside the places. */
  readonly due: string;
  /** What made the number: `base` and whole share alone, one more by `remainder`, one more (or not) by official `order`, or lifted to the `floor`. */
  readonly by: 'share' | 'remainder' | 'order' | 'floor';
}
/** Organisations with the same remainder of which only some could get one more place. */
export interface ShareTie {
  readonly remainder: string;
  readonly more: readonly string[];
  readonly fewer: readonly string[];
}
export interface Allocation {
  /** In official order. */
  readonly shares: readonly Share[];
  readonly ties: readonly ShareTie[];
}

const refuse = (code: string, zh: string, en: string): never => {
  throw invalid(code, zh, en);
};

function checkClaims(total: number, claims: readonly ShareClaim[], least: number): void {
  if (!Number.isSafeInteger(total) || total < 0)
    refuse(
      'places-not-whole',
      '名额总数须为不小于 0 的整数',
      'The number of places must be a whole number of 0 or more',
    );
  if (!Number.isSafeInteger(least) || least < 0)
    refuse(
      'least-not-whole',
      '每个单位的基数和保底数须为不小于 0 的整数',
      'What each gets first, and at least, must be a whole number of 0 or more',
    );
  const bad = claims.find(({ weight }) => !Number.isSafeInteger(weight) || weight < 0);
  if (bad !== undefined)
    refuse(
      'weight-not-whole',
      `「${bad.id}」的权数须为不小于 0 的整数`,
      `The weight of "${bad.id}" must be a whole number of 0 or more`,
    );
  if (new Set(claims.map(({ id }) => id)).size < claims.length)
    refuse('claim-twice', '同一单位不能列两次，请删去重复的', 'An organisation is listed twice; remove one');
  if (new Set(claims.map(({ order }) => order)).size < claims.length)
    refuse(
      'order-twice',
      '单位排序号重复，余数相同时无法判定，请更正排序号',
      'Two organisations have the same official order number, so a tie could not be decided; correct the numbers',
    );
  if (least * claims.length > total)
    refuse(
      'places-too-few',
      `每个单位至少 ${least} 个名额，共需 ${least * claims.length} 个，但只有 ${total} 个`,
      `At least ${least} for each needs ${least * claims.length} places, but there are ${total}`,
    );
  if (total > 0 && claims.length === 0)
    refuse(
      'nobody-to-share',
      '没有可分配名额的单位，请先添加',
      'There is no organisation to give places to; add one',
    );
}

interface Portion {
  readonly claim: ShareClaim;
  readonly places: number;
  readonly by: Share['by'];
}

/** Largest remainder: n·w/W each rounded down, what is left to the largest n·w mod W, ties by order. */
function divide(
  total: number,
  claims: readonly ShareClaim[],
): { portions: readonly Portion[]; ties: readonly ShareTie[] } {
  const sum = claims.reduce((all, { weight }) => all + BigInt(weight), 0n);
  if (sum === 0n) {
    if (total > 0)
      refuse(
        'no-weight',
        '各单位权数均为 0，无法按比例分配，请填写权数',
        'All weights are 0, so nothing can be shared by weight; fill them in',
      );
    return { portions: claims.map((claim) => ({ claim, places: 0, by: 'share' })), ties: [] };
  }
  const parts = claims.map((claim) => {
    const due = BigInt(total) * BigInt(claim.weight);
    return { claim, whole: Number(due / sum), remainder: due % sum };
  });
  const left = total - parts.reduce((all, { whole }) => all + whole, 0);
  const queue = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.claim.order - b.claim.order : a.remainder > b.remainder ? -1 : 1,
  );
  const cut =
    left > 0 && queue[left - 1]!.remainder === queue[left]?.remainder ? queue[left]!.remainder : undefined;
  const portions = queue.map(({ claim, whole, remainder }, position): Portion => {
    const more = position < left;
    return {
      claim,
      places: whole + (more ? 1 : 0),
      by: remainder === cut ? 'order' : more ? 'remainder' : 'share',
    };
  });
  if (cut === undefined) return { portions, ties: [] };
  const named = (from: number, to: number) =>
    queue
      .slice(from, to)
      .filter(({ remainder }) => remainder === cut)
      .map(({ claim }) => claim.id);
  const tie = {
    remainder: showExact(fraction(cut, sum)),
    more: named(0, left),
    fewer: named(left, queue.length),
  };
  return { portions, ties: [tie] };
}

/**
 * Shares `total` places by weight. `base` each first and the rest by share; with `floor` nobody ends
 * below it: who would is lifted to the floor and the others share what is left, until all are at it or
 * above. The places always add up to `total`. A tie of remainders goes to the smaller official order
 * number and is listed, so that a page can show that the rule decided.
 * Throws an `invalid` Problem when the numbers cannot be shared (too few places, doubled order numbers).
 */
export function shareOut(
  total: number,
  claims: readonly ShareClaim[],
  { base = 0, floor = 0 }: Partial<QuotaRule['share']> = {},
): Allocation {
  checkClaims(total, claims, Math.max(base, floor));
  const least = Math.max(0, floor - base);
  const lifted: Portion[] = [];
  let open = claims;
  let left = total - base * claims.length;
  let divided = divide(left, open);
  for (;;) {
    const short = divided.portions.filter(({ places }) => places < least);
    if (short.length === 0) break;
    lifted.push(...short.map(({ claim }): Portion => ({ claim, places: least, by: 'floor' })));
    const gone = new Set(lifted.map(({ claim }) => claim.id));
    open = claims.filter(({ id }) => !gone.has(id));
    left = total - base * claims.length - least * lifted.length;
    divided = divide(left, open);
  }
  const weights = claims.reduce((all, { weight }) => all + BigInt(weight), 0n);
  const byShare = BigInt(total - base * claims.length);
  const shares = [...lifted, ...divided.portions]
    .sort((a, b) => a.claim.order - b.claim.order)
    .map(({ claim, places, by }): Share => {
      const due = weights === 0n ? fraction(0n) : fraction(byShare * BigInt(claim.weight), weights);
      return {
        id: claim.id,
        places: places + base,
        due: showExact(fraction(due.n + BigInt(base) * due.d, due.d)),
        by,
      };
    });
  return { shares, ties: divided.ties };
}
