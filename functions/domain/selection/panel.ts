/** Panels 评审: scores or votes, conflicts, exact means (docs/rules/panel.md#scores). */
import { compareExact, exact, type Fraction, meanExact, showExact, writeExact } from '#domain/fraction.ts';
import { type Fault, fault } from '#domain/problem.ts';
import type { Step } from '#domain/programme/step.ts';
import { type Marks, markFaults, totalOf, understood } from './mark.ts';

export type PanelRules = Pick<
  Extract<Step, { kind: 'panel' }>,
  'min' | 'odd' | 'method' | 'criteria' | 'dropExtremes' | 'jointWith'
>;
export const panelVotes = ['for', 'against', 'abstain'] as const;
export type PanelVote = (typeof panelVotes)[number];

/** What one panellist said of one nominee: marks by criterion, or a vote. */
export interface Ballot {
  readonly panellist: string;
  readonly nominee: string;
  readonly scores?: Marks;
  readonly vote?: PanelVote;
}
/** A conflict of interest 回避 that a panellist declared about a nominee. */
export interface Conflict {
  readonly panellist: string;
  readonly nominee: string;
}
export interface Panel {
  readonly panellists: readonly string[];
  readonly nominees: readonly string[];
  readonly ballots: readonly Ballot[];
  readonly conflicts: readonly Conflict[];
  /** The co-hosts for which a panellist speaks (docs/rules/steps.md#joint-review). */
  readonly speaksFor?: Readonly<Record<string, readonly string[]>>;
}

export interface Tally {
  readonly nominee: string;
  /** Panellists whose ballot counts, and those left out for a declared conflict. */
  readonly counted: readonly string[];
  readonly leftOut: readonly string[];
  /** By score: the exact mean as "n/d" for ranking, and as shown with two decimals. */
  readonly mean?: { readonly exact: string; readonly shown: string };
  /** Exact means by criterion over the same ballots, as keys for ties. */
  readonly criteria?: Readonly<Record<string, string>>;
  /** By vote: passed with more than half of the panellists who may judge this nominee; abstaining is not a yes. */
  readonly votes?: Readonly<Record<PanelVote, number>> & { readonly passed: boolean };
}

const isBarred = (panel: Panel, nominee: string) => (panellist: string) =>
  panel.conflicts.some((one) => one.panellist === panellist && one.nominee === nominee);
const mayJudge = (panel: Panel, nominee: string): readonly string[] => {
  const barred = isBarred(panel, nominee);
  return panel.panellists.filter((panellist) => !barred(panellist));
};
/** The last ballot of each panellist who may judge the nominee, in the order of the panel. */
const ballotsOn = (panel: Panel, nominee: string): readonly Ballot[] =>
  mayJudge(panel, nominee).flatMap((panellist) => {
    const own = panel.ballots.filter(
      (ballot) => ballot.panellist === panellist && ballot.nominee === nominee,
    );
    return own.slice(-1);
  });

/** What is wrong with one ballot as sent, field by field; run it when the ballot comes in. */
export function ballotFaults(rules: PanelRules, panel: Panel, ballot: Ballot): readonly Fault[] {
  if (!panel.panellists.includes(ballot.panellist))
    return [fault('panellist', 'not-on-panel', '您不在本次评审的评委名单中', 'You are not on this panel')];
  if (!panel.nominees.includes(ballot.nominee))
    return [
      fault(
        'nominee',
        'not-before-panel',
        '该对象不在本次评审名单中，请刷新页面',
        'This nominee is not before the panel; reload the page',
      ),
    ];
  if (isBarred(panel, ballot.nominee)(ballot.panellist))
    return [
      fault(
        'panellist',
        'conflict',
        '您已申明回避，不能评审该对象',
        'You declared a conflict of interest, so you may not judge this nominee',
      ),
    ];
  if (rules.method === 'vote')
    return panelVotes.some((vote) => vote === ballot.vote)
      ? []
      : [fault('vote', 'required', '请选择：赞成、反对或弃权', 'Choose: for, against or abstain')];
  const sent = ballot.scores ?? {};
  const wrong = rules.criteria.flatMap((criterion) =>
    markFaults(criterion, Object.hasOwn(sent, criterion.id) ? sent[criterion.id] : undefined),
  );
  const strangers = Object.keys(sent).filter(
    (id) => !rules.criteria.some((criterion) => criterion.id === id),
  );
  return [
    ...wrong,
    ...strangers.map((id) =>
      fault(
        `scores.${id}`,
        'unknown-criterion',
        `没有评分项「${id}」，请删去`,
        `There is no criterion "${id}"; leave it out`,
      ),
    ),
  ];
}

/**
 * What keeps a panel from closing: too few panellists, an even number where it must be odd, too few left to
 * judge a nominee after conflicts, ballots missing or wrong.
 */
export function panelFaults(rules: PanelRules, panel: Panel): readonly Fault[] {
  const size = new Set(panel.panellists).size;
  const faults: Fault[] = [];
  if (size < rules.min)
    faults.push(
      fault(
        'panellists',
        'too-few',
        `评委至少 ${rules.min} 人，现有 ${size} 人，请增补`,
        `At least ${rules.min} panellists are needed and there are ${size}; add some`,
      ),
    );
  if (rules.odd && size % 2 === 0)
    faults.push(
      fault(
        'panellists',
        'even',
        `评委须为单数，现有 ${size} 人，请增减一人`,
        `The number of panellists must be odd and is ${size}; add or remove one`,
      ),
    );
  const spoken = new Set(panel.panellists.flatMap((panellist) => panel.speaksFor?.[panellist] ?? []));
  for (const coHost of rules.jointWith ?? [])
    if (!spoken.has(coHost))
      faults.push(
        fault(
          'panellists',
          'co-host-missing',
          `联合评审须有${coHost}的评委：请邀请同时有“评委”和“征求意见部门（${coHost}）”角色的人员`,
          `${coHost} judges with you and has nobody on the panel: invite somebody with the roles of panellist and of that department`,
        ),
      );
  for (const nominee of panel.nominees) {
    const able = mayJudge(panel, nominee);
    if (size >= rules.min && able.length < rules.min)
      faults.push(
        fault(
          `nominees.${nominee}`,
          'too-few-after-conflicts',
          `回避后只有 ${able.length} 名评委，至少须 ${rules.min} 名，请增补评委`,
          `After conflicts of interest only ${able.length} panellists are left and ${rules.min} are needed; add some`,
        ),
      );
    const sent = ballotsOn(panel, nominee);
    const missing = able.length - sent.length;
    if (missing > 0)
      faults.push(
        fault(
          `nominees.${nominee}`,
          'ballots-missing',
          `还有 ${missing} 名评委未评，请催办`,
          `${missing} panellists have not judged this nominee yet; remind them`,
        ),
      );
    for (const ballot of sent)
      faults.push(
        ...ballotFaults(rules, panel, ballot).map((one) => ({
          ...one,
          field: `nominees.${nominee}.${ballot.panellist}.${one.field}`,
        })),
      );
  }
  return faults;
}

const ballotTotal = (rules: PanelRules, { scores = {} }: Ballot): Fraction =>
  totalOf(rules.criteria, understood(scores));

/** Leaves out one highest and one lowest total 去掉一个最高分和一个最低分; with fewer than three ballots, none. */
function withoutExtremes(rules: PanelRules, ballots: readonly Ballot[]): readonly Ballot[] {
  if (!rules.dropExtremes || ballots.length < 3) return ballots;
  return [...ballots].sort((a, b) => compareExact(ballotTotal(rules, a), ballotTotal(rules, b))).slice(1, -1);
}

/**
 * The tally of each nominee, in the order of the panel's list. Ballots of panellists with a conflict are
 * left out, and so are incomplete ones (`panelFaults` names them). The mean is exact; only what is shown is
 * rounded, halves up.
 */
export function tallyPanel(rules: PanelRules, panel: Panel): readonly Tally[] {
  return panel.nominees.map((nominee): Tally => {
    const leftOut = panel.panellists.filter(isBarred(panel, nominee));
    const ballots = ballotsOn(panel, nominee).filter((one) => ballotFaults(rules, panel, one).length === 0);
    const counted = ballots.map(({ panellist }) => panellist);
    if (rules.method === 'vote') {
      const count = (vote: PanelVote) => ballots.filter((ballot) => ballot.vote === vote).length;
      const yes = count('for');
      const passed = 2 * yes > mayJudge(panel, nominee).length;
      return {
        nominee,
        counted,
        leftOut,
        votes: { for: yes, against: count('against'), abstain: count('abstain'), passed },
      };
    }
    const used = withoutExtremes(rules, ballots);
    if (used.length === 0) return { nominee, counted, leftOut };
    const mean = meanExact(used.map((ballot) => ballotTotal(rules, ballot)));
    const criteria = rules.criteria.map(({ id }) => [
      id,
      writeExact(meanExact(used.map(({ scores = {} }) => exact(understood(scores)[id] ?? 0)))),
    ]);
    return {
      nominee,
      counted,
      leftOut,
      mean: { exact: writeExact(mean), shown: showExact(mean) },
      criteria: Object.fromEntries(criteria),
    };
  });
}
