/** Honours held before: from our ledger, or typed in the form (docs/rules/eligibility.md#earlier-honour). */

import { wholeMonths } from '#domain/age.ts';
import { type Level, levelRank, levels } from '#domain/level.ts';

/** What the rules look at in an honour of the ledger. */
export interface EarlierHonour {
  readonly code: string;
  readonly level: Level;
  readonly year: number;
  /** Day of the award; without it whole calendar years are counted. */
  readonly date?: string;
  readonly status: 'valid' | 'underReview' | 'rectifying' | 'revoked' | 'annulled' | 'expired';
}

/** A revoked or annulled honour counts as never held; one that ran out of its term was held. */
export const isHeld = (honour: EarlierHonour): boolean =>
  honour.status !== 'revoked' && honour.status !== 'annulled';

/** Whole years from the award until a day. */
export const yearsSince = (honour: EarlierHonour, asOf: string): number =>
  Math.floor((wholeMonths(honour.date ?? String(honour.year), asOf) ?? 0) / 12);

const levelWordings: readonly (readonly [RegExp, Level])[] = [
  [/^(全国|国家)/u, 'nation'],
  [/^(省|自治区|直辖市)/u, 'province'],
  [/^(市|地市|州)/u, 'city'],
  [/^(区|县)/u, 'district'],
  [/^(街道|乡|镇)/u, 'street'],
  [/^(社区|村)/u, 'community'],
  [/^单位/u, 'unit'],
];
const cellOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
const readLevel = (typed: string): Level | undefined =>
  levels.find((level) => level === typed) ?? levelWordings.find(([pattern]) => pattern.test(typed))?.[1];

/**
 * The rows of an honours table {title, level, year} as honours of one of `codes`. A row counts when its
 * title is the code or ends with the code's title ("长沙市三八红旗手" but not "三八红旗手标兵");
 * rows without a readable level or year are left out.
 */
export function typedHonours(
  rows: unknown,
  codes: readonly string[],
  titles: Readonly<Record<string, string>>,
): readonly EarlierHonour[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown): EarlierHonour[] => {
    if (typeof row !== 'object' || row === null) return [];
    const { title, level, year } = row as Record<string, unknown>;
    const named = cellOf(title).replace(/(荣誉)?称号$/u, '');
    const code = codes.find(
      (candidate) =>
        named === candidate || (Object.hasOwn(titles, candidate) && named.endsWith(titles[candidate]!)),
    );
    const at = readLevel(cellOf(level));
    const since = Number(cellOf(year).slice(0, 4));
    if (code === undefined || at === undefined || !Number.isInteger(since) || since < 1900) return [];
    return [{ code, level: at, year: since, status: 'valid' }];
  });
}

/** Whether a level satisfies one named in a rule; 'lower' is the level just below the stage. */
export function levelCounts(level: Level, named: Level | 'lower' | 'lowerOrHigher', stage: Level): boolean {
  const lower = levelRank(stage) - 1;
  if (named === 'lower') return levelRank(level) === lower;
  if (named === 'lowerOrHigher') return levelRank(level) >= lower;
  return level === named;
}
