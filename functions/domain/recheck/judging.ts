/** What a re-check comes to: when a title is due, which band a verdict is, and what follows (docs/rules/recheck.md). */

import { addDays, addMonths, daysBetween } from '#domain/instant.ts';
import { conflict, type Fault, fault, refuseIf, type Text, text } from '#domain/problem.ts';
import { mostPoints, type RecheckRule, type RecheckStep } from '#domain/programme/recheck-rule.ts';
import { usualName } from '#domain/programme/usual-names.ts';

/** The day from which a title is due, counted from its award or from the last look at it (docs/rules/recheck.md#due). */
export const recheckDue = (rule: Pick<RecheckRule, 'everyMonths' | 'everyYears'>, since: string): string =>
  addMonths(since, rule.everyMonths ?? (rule.everyYears ?? 1) * 12);

/** What a reviewer says of one title. */
export interface Verdict {
  /** Points by item; none where nothing is scored. */
  readonly scores: Readonly<Record<string, number>>;
  /** The band, where nothing is scored. */
  readonly band?: string | undefined;
  readonly vetoes: readonly string[];
}

export interface Judged {
  /** Sum of the points, where something is scored. */
  readonly total?: number;
  readonly band: string;
  readonly bandTitle: string;
  readonly keeps: boolean;
  /** Whether it goes up by a grade. */
  readonly rises: boolean;
  readonly vetoed: boolean;
}

const cents = (n: number): number => Math.round(n * 100);

function scoreFaults({ items }: RecheckRule, scores: Verdict['scores']): Fault[] {
  const known = new Set(items.map(({ id }) => id));
  const faults = Object.keys(scores)
    .filter((id) => !known.has(id))
    .map((id) =>
      fault(`scores.${id}`, 'recheck-score', `没有“${id}”这项评分`, `There is no item "${id}" to score`),
    );
  for (const { id, title, max } of items) {
    const score = scores[id];
    if (score === undefined)
      faults.push(fault(`scores.${id}`, 'recheck-score', `请给“${title}”评分`, `Score "${title}"`));
    else if (!(score >= 0 && score <= max) || Math.abs(score * 100 - cents(score)) > 1e-6)
      faults.push(
        fault(
          `scores.${id}`,
          'recheck-score',
          `“${title}”应为 0 至 ${max} 分，最多两位小数`,
          `"${title}" takes 0 to ${max} points with at most two decimals`,
        ),
      );
  }
  return faults;
}

/**
 * The band of a verdict: by its points, thresholds inclusive, or as it was said; a veto overrides both and is the worst
 * band (docs/rules/recheck.md#verdict).
 * @throws Problem `invalid` with a fault beside each score, band or veto that cannot be.
 */
export function judge(rule: RecheckRule, { scores, band: said, vetoes }: Verdict): Judged {
  const isScored = rule.items.length > 0;
  const unknown = vetoes.filter((veto) => !rule.vetoes.includes(veto));
  const vetoed = vetoes.length > 0;
  // A veto needs no points: what follows from it does not depend on them.
  const skipsScores = vetoed && Object.keys(scores).length === 0;
  refuseIf([
    ...(skipsScores ? [] : scoreFaults(rule, scores)),
    ...unknown.map((veto) =>
      fault(
        'vetoes',
        'recheck-veto',
        `“${veto}”不在一票否决事项之列`,
        `"${veto}" is no veto of this programme`,
      ),
    ),
    ...(isScored && said !== undefined
      ? [fault('band', 'recheck-band', '等次由得分算出，不能另选', 'The band follows from the points')]
      : []),
    ...(!isScored && !vetoed && !rule.bands.some(({ id }) => id === said)
      ? [fault('band', 'recheck-band', '请选择复查等次', 'Choose the band')]
      : []),
  ]);
  const total = Object.values(scores).reduce((sum, score) => sum + cents(score), 0) / 100;
  const worst = rule.bands.at(-1)!;
  const reached = isScored
    ? rule.bands.find(({ atLeast = 0 }) => total >= atLeast)
    : rule.bands.find(({ id }) => id === said);
  const { id, title, keeps, upgrade } = vetoed ? worst : (reached ?? worst);
  return {
    ...(isScored && !skipsScores && { total }),
    ...{ band: id, bandTitle: title, keeps, rises: keeps && upgrade, vetoed },
  };
}

/** Where a title stands in a re-check. */
export const recheckStates = [
  'open',
  'kept',
  'raised',
  'lowered',
  'rectifying',
  'proposed',
  'revoked',
  'over',
] as const;
export type RecheckState = (typeof recheckStates)[number];

export interface Following {
  readonly state: Extract<RecheckState, 'kept' | 'raised' | 'lowered' | 'rectifying' | 'proposed'>;
  /** Failures one after the other, this one included; none once it is kept. */
  readonly failures: number;
  /** Last day to put it right. */
  readonly rectifyBy?: string;
}

const leadsTo: Readonly<Record<RecheckStep, Following['state']>> = {
  rectify: 'rectifying',
  downgrade: 'lowered',
  'propose-revocation': 'proposed',
};

/**
 * What follows from a verdict (docs/rules/recheck.md#following): kept; a grade up or down; to be put right by a day;
 * proposed for revocation. `before` is how often it failed until now, `rectifyBy` the day until which it may still be put
 * right, `higher` and `lower` whether there is a grade above with a place left, and one below.
 * @throws Problem conflict `rectify-running` for a failing verdict before that day is over; a veto needs no waiting.
 */
export function following(
  rule: RecheckRule,
  judged: Pick<Judged, 'keeps' | 'vetoed'> & Partial<Pick<Judged, 'rises'>>,
  {
    before,
    rectifyBy,
    today,
    higher = false,
    lower = false,
  }: {
    before: number;
    rectifyBy?: string | undefined;
    today: string;
    higher?: boolean;
    lower?: boolean;
  },
): Following {
  if (judged.keeps) return { state: judged.rises === true && higher ? 'raised' : 'kept', failures: 0 };
  if (!judged.vetoed && rectifyBy !== undefined && today <= rectifyBy)
    throw conflict(
      'rectify-running',
      `整改期限至 ${rectifyBy}，期满前不能作不合格结论；已整改到位的可以登记合格。`,
      `It may be put right until ${rectifyBy}; until then it cannot fail again, though it may be found put right.`,
    );
  const failures = before + 1;
  const step = judged.vetoed ? rule.vetoed : failures >= rule.failures ? rule.again : rule.failing;
  const state = leadsTo[step === 'downgrade' && !lower ? rule.atLowest : step];
  return {
    ...{ state, failures },
    ...(state === 'rectifying' && { rectifyBy: addDays(today, rule.rectifyDays) }),
  };
}

/** 合格 from 80, 基本合格 from 60, as the page says the bands in one line. */
export function bandsSaid({ bands, items }: Pick<RecheckRule, 'bands' | 'items'>): Text {
  const most =
    items.length === 0 ? [] : [text(`满分 ${mostPoints({ items })}`, `of ${mostPoints({ items })}`)];
  const said = bands.map(({ title, atLeast }) => {
    const { zh, en } = usualName(title);
    return atLeast === undefined || atLeast === 0
      ? text(zh, en)
      : text(`${zh}（${atLeast} 分及以上）`, `${en} (${atLeast} and above)`);
  });
  const all = [...said, ...most];
  return text(all.map(({ zh }) => zh).join('、'), all.map(({ en }) => en).join(', '));
}

/** Days before the end at which those who are late are told so, and between two reminders after it. */
const [early, between] = [3, 7];

/** Whether the reviewers are reminded on a day: once before the end, then each week (docs/rules/recheck.md#reminders). */
export function isReminderDue(
  { dueOn, remindedOn }: { readonly dueOn: string; readonly remindedOn?: string },
  today: string,
): boolean {
  if (daysBetween(today, dueOn) > early) return false;
  if (remindedOn === undefined) return true;
  if (today <= dueOn) return false;
  return remindedOn <= dueOn || daysBetween(remindedOn, today) >= between;
}

/** Days before the end at which a holder is told that the time to put it right runs out. */
const rectifyEarly = 5;
/** What a holder's time to put it right calls for on a day: a reminder to her, or another look. */
export const rectifyNews = (until: string, today: string): 'soon' | 'over' | undefined =>
  today > until ? 'over' : daysBetween(today, until) <= rectifyEarly ? 'soon' : undefined;
