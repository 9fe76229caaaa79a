/** Honours held before: from our ledger, or typed in the form (docs/rules/eligibility.md#earlier-honour). */

import { wholeMonths } from '#domain/age.ts';
import { readAwardDate } from '#domain/award-date.ts';
import { readHonourTitle } from '#domain/honour-title.ts';
import { type HonourNames, honourName } from '#domain/known-honours.ts';
import { type Level, levelRank, levels, levelWords } from '#domain/level.ts';
import { readPlaceWords } from '#domain/place-words.ts';
import { type Text, text } from '#domain/problem.ts';
import { type Doubt, honourDoubtId } from './doubt.ts';

/** What the rules look at in an honour of the ledger. */
export interface EarlierHonour {
  readonly code: string;
  readonly level: Level;
  readonly year: number;
  /** Day of the award; without it whole calendar years are counted. */
  readonly date?: string;
  readonly status: 'valid' | 'underReview' | 'rectifying' | 'revoked' | 'annulled' | 'expired';
}

/** A typed honour whose title only resembles the one asked for: a person says whether it is. */
export interface HonourDoubt extends Doubt {
  readonly honour: EarlierHonour;
}

/** A revoked or annulled honour counts as never held; one that ran out of its term was held. */
export const isHeld = (honour: EarlierHonour): boolean =>
  honour.status !== 'revoked' && honour.status !== 'annulled';

/** Whole years from the award until a day. */
export const yearsSince = (honour: EarlierHonour, asOf: string): number =>
  Math.floor((wholeMonths(honour.date ?? String(honour.year), asOf) ?? 0) / 12);

/** When it was awarded, as exactly as it is known. */
export const awardedOn = (honour: EarlierHonour): Text =>
  honour.date === undefined ? text(`${honour.year} 年`, String(honour.year)) : text(honour.date, honour.date);

const cellOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).normalize('NFKC').trim() : '';

/** The levels that a level cell may mean: the level's own name, or words such as 省级, 全国, 湖南省. */
function levelsSaid(typed: string): readonly Level[] | undefined {
  const level = levels.find((one) => one === typed);
  if (level !== undefined) return [level];
  if (/^单位/u.test(typed)) return ['unit'];
  return readPlaceWords(typed.replace(/\s/gu, '')).levels;
}

/** The level of a row by its title's place words and its level cell; undefined when they contradict or say nothing. */
function levelOf(
  inTitle: readonly Level[] | undefined,
  cell: readonly Level[] | undefined,
): Level | undefined {
  const both =
    cell === undefined ? inTitle : inTitle === undefined ? cell : cell.filter((one) => inTitle.includes(one));
  return both?.length === 1 ? both[0] : undefined;
}

export interface TypedHonours {
  readonly held: readonly EarlierHonour[];
  readonly doubts: readonly HonourDoubt[];
  /** Rows of the honours asked for whose level or year cannot be told: what to mend. */
  readonly unreadable: readonly Text[];
}

function unreadableWords(n: number, title: string, what: 'level' | 'year'): Text {
  return what === 'level'
    ? text(
        `第 ${n} 行“${title}”的级别没有写明，或与名称中的地区不一致，请更正`,
        `the level of row ${n}, "${title}", is not said or contradicts the place in its title; correct it`,
      )
    : text(
        `第 ${n} 行“${title}”的年份无法识别，请填写如 2019`,
        `the year of row ${n}, "${title}", cannot be read; write one such as 2019`,
      );
}

/**
 * The rows of an honours table {title, level, year} that are, or may be, honours of one of `codes`, as
 * `readHonourTitle` recognises them. `answers` are a reviewer's yes or no by the ids of doubts: yes makes a row held,
 * no leaves it out.
 */
export function typedHonours(
  rows: unknown,
  codes: readonly string[],
  names: readonly HonourNames[],
  answers: Readonly<Record<string, boolean>>,
): TypedHonours {
  const held: EarlierHonour[] = [];
  const doubts: HonourDoubt[] = [];
  const unreadable: Text[] = [];
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [];
  for (const [n, row] of list.entries()) {
    if (typeof row !== 'object' || row === null) continue;
    const cells: Readonly<Record<string, unknown>> = { ...row };
    const title = cellOf(cells.title);
    const reading = title === '' ? undefined : readHonourTitle(title, codes, names);
    if (reading === undefined || reading.kind === 'other') continue;
    const level = levelOf(reading.levels, levelsSaid(cellOf(cells.level)));
    const since = readAwardDate(cellOf(cells.year));
    if (level === undefined || since === undefined) {
      unreadable.push(unreadableWords(n + 1, title, level === undefined ? 'level' : 'year'));
      continue;
    }
    const honour: EarlierHonour = { code: reading.code, level, ...since, status: 'valid' };
    const id = honourDoubtId(honour, title);
    const answer = reading.kind === 'is' ? true : answers[id];
    if (answer === true) held.push(honour);
    if (answer !== undefined) continue;
    const name = honourName(reading.code, names);
    doubts.push({
      id,
      honour,
      question: text(
        `申报表所填“${title}”（${since.year} 年，${levelWords[level].zh}级）是否就是${levelWords[level].zh}级“${name}”？`,
        `Is "${title}" (${since.year}, ${levelWords[level].en}) in the form the "${name}" of that level?`,
      ),
    });
  }
  return { held, doubts, unreadable };
}

/** A title of a ledger whose holder has the nominee's name; nothing else says that she is the same. */
export interface NamedHonour {
  readonly honour: EarlierHonour;
  readonly title: string;
  readonly name: string;
  readonly unit?: string;
}

/** Titles that may be the nominee's by name: held where a reviewer said yes, asked about until she says it (docs/rules/honours.md#earlier-titles). */
export function namedHonours(
  named: readonly NamedHonour[],
  codes: readonly string[],
  answers: Readonly<Record<string, boolean>>,
): Pick<TypedHonours, 'held' | 'doubts'> {
  const held: EarlierHonour[] = [];
  const doubts: HonourDoubt[] = [];
  for (const { honour, title, name, unit } of named) {
    if (!codes.includes(honour.code) || !isHeld(honour)) continue;
    const who = unit === undefined ? name : `${name}，${unit}`;
    const id = honourDoubtId(honour, `${title}（台账：${who}）`);
    if (answers[id] === true) held.push(honour);
    if (answers[id] !== undefined) continue;
    const { zh, en } = levelWords[honour.level];
    doubts.push({
      id,
      honour,
      question: text(
        `台账中 ${honour.year} 年${zh}级“${title}”的获得者“${who}”是否就是本次申报对象？`,
        `Is "${who}", who holds "${title}" (${honour.year}, ${en}) in the ledger, this nominee?`,
      ),
    });
  }
  return { held, doubts };
}

/** Whether a level satisfies one named in a rule; 'lower' is the level just below the stage. */
export function levelCounts(level: Level, named: Level | 'lower' | 'lowerOrHigher', stage: Level): boolean {
  const lower = levelRank(stage) - 1;
  if (named === 'lower') return levelRank(level) === lower;
  if (named === 'lowerOrHigher') return levelRank(level) >= lower;
  return level === named;
}
