import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Ballot,
  ballotFaults,
  type Panel,
  type PanelRules,
  panelFaults,
  tallyPanel,
} from '#domain/selection/panel.ts';

const rules = (over: Partial<PanelRules> = {}): PanelRules => ({
  min: 3,
  odd: true,
  method: 'score',
  criteria: [{ id: 'overall', title: '综合评分', max: 100 }],
  dropExtremes: false,
  ...over,
});
const names = ['a', 'b', 'c', 'd', 'e'];
const panel = (scores: readonly (number | string)[], over: Partial<Panel> = {}): Panel => ({
  panellists: names.slice(0, scores.length),
  nominees: ['n'],
  ballots: scores.map((overall, index) => ({ panellist: names[index]!, nominee: 'n', scores: { overall } })),
  conflicts: [],
  ...over,
});
const meanOf = (scores: readonly (number | string)[], over: Partial<PanelRules> = {}) =>
  tallyPanel(rules(over), panel(scores))[0]?.mean;

describe('scores', () => {
  it('the mean is exact and shown with two decimals, halves up', () => {
    expect(meanOf([87, 87, 88])).toEqual({ exact: '262/3', shown: '87.33' });
    expect(meanOf([90, 90, 90, '90.05', 90])).toEqual({ exact: '9001/100', shown: '90.01' });
    expect(meanOf(['90.01', '90.00'])?.shown).toBe('90.01');
  });
  it('drops one highest and one lowest, where three ballots or more are in', () => {
    expect(meanOf([100, 60, 80, 81, 0], { dropExtremes: true })?.shown).toBe('73.67');
    expect(meanOf([100, 100, 80], { dropExtremes: true })?.shown).toBe('100.00');
    expect(meanOf([100, 80], { dropExtremes: true })?.shown).toBe('90.00');
  });
  it('adds the criteria and gives their means as keys for ties', () => {
    const two = rules({
      criteria: [
        { id: 'deeds', title: '事迹', max: 60 },
        { id: 'report', title: '陈述', max: 40 },
      ],
    });
    const ballots = names
      .slice(0, 3)
      .map((panellist, index) => ({ panellist, nominee: 'n', scores: { deeds: 50 + index, report: 30 } }));
    expect(tallyPanel(two, panel([0, 0, 0], { ballots }))[0]).toMatchObject({
      mean: { exact: '81/1', shown: '81.00' },
      criteria: { deeds: '51/1', report: '30/1' },
    });
  });
  it('lies between the lowest and the highest score', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (scores, dropExtremes) => {
          const shown = Number(meanOf(scores, { dropExtremes })?.shown);
          expect(shown).toBeGreaterThanOrEqual(Math.min(...scores));
          expect(shown).toBeLessThanOrEqual(Math.max(...scores));
        },
      ),
    );
  });
});

describe('conflicts of interest', () => {
  const conflicts = [{ panellist: 'a', nominee: 'n' }];
  it('a panellist who declared one is left out, whatever she sent', () => {
    expect(tallyPanel(rules(), panel([0, 80, 80, 80], { conflicts }))[0]).toMatchObject({
      counted: ['b', 'c', 'd'],
      leftOut: ['a'],
      mean: { shown: '80.00' },
    });
  });
  it('and judges the others', () => {
    const both = panel([0, 80, 80], {
      conflicts,
      nominees: ['n', 'm'],
      ballots: names.slice(0, 3).map((panellist) => ({ panellist, nominee: 'm', scores: { overall: 70 } })),
    });
    expect(tallyPanel(rules(), both)[1]).toMatchObject({ counted: ['a', 'b', 'c'], leftOut: [] });
  });
  it('too few left is a fault, and so is her ballot', () => {
    const left = panel([0, 80, 80], { conflicts });
    expect(panelFaults(rules(), left).map(({ code }) => code)).toEqual(['too-few-after-conflicts']);
    expect(ballotFaults(rules(), left, left.ballots[0]!)).toMatchObject([{ code: 'conflict' }]);
  });
});

describe('votes', () => {
  const votes = (list: readonly Ballot['vote'][], over: Partial<Panel> = {}) =>
    tallyPanel(
      rules({ method: 'vote' }),
      panel(
        list.map(() => 0),
        {
          ballots: list.flatMap((vote, index) =>
            vote === undefined ? [] : [{ panellist: names[index]!, nominee: 'n', vote }],
          ),
          ...over,
        },
      ),
    )[0]?.votes;
  it('pass with more than half of those who may judge; abstaining is not a yes', () => {
    expect(votes(['for', 'for', 'for', 'against', 'abstain'])).toEqual({
      for: 3,
      against: 1,
      abstain: 1,
      passed: true,
    });
    expect(votes(['for', 'for', 'abstain', 'abstain', 'abstain'])?.passed).toBe(false);
    expect(votes(['for', 'for', 'against', 'against'])?.passed).toBe(false);
    expect(votes(['for', 'for', undefined, undefined])?.passed).toBe(false);
  });
  it('a conflict takes the panellist out of the half', () => {
    expect(
      votes(['against', 'for', 'for', 'against'], { conflicts: [{ panellist: 'a', nominee: 'n' }] }),
    ).toEqual({ for: 2, against: 1, abstain: 0, passed: true });
  });
});

describe('what keeps a panel from closing', () => {
  const codes = (over: Partial<PanelRules>, given: Panel) =>
    panelFaults(rules(over), given).map(({ code }) => code);
  it('a good one closes', () => {
    expect(codes({}, panel([80, 81, 82]))).toEqual([]);
  });
  it('too few and an even number', () => {
    expect(codes({}, panel([80]))).toEqual(['too-few']);
    expect(codes({}, panel([80, 80, 80, 80]))).toEqual(['even']);
    expect(codes({ odd: false }, panel([80, 80, 80, 80]))).toEqual([]);
  });
  it('missing ballots', () => {
    expect(codes({}, panel([80, 80, 80], { ballots: [] }))).toEqual(['ballots-missing']);
  });
  it.each([
    ['required', {}],
    ['required', { overall: ' ' }],
    ['malformed', { overall: 'viel' }],
    ['malformed', { overall: '90%' }],
    ['malformed', { overall: '９０/100' }],
    ['out-of-range', { overall: '100.01' }],
    ['out-of-range', { overall: -1 }],
    ['unknown-criterion', { overall: 100, charm: 3 }],
  ])('%s in a ballot', (code, scores) => {
    const ballots = [
      ...panel([80, 80, 80]).ballots.slice(1),
      { panellist: 'a', nominee: 'n', scores },
    ] as Ballot[];
    const given = panel([80, 80, 80], { ballots });
    expect(codes({}, given)).toEqual([code]);
    expect(panelFaults(rules(), given)[0]?.field).toMatch(/^nominees\.n\.a\.scores\./);
  });
  it('marks are read as people write them: full width, with 分', () => {
    expect(meanOf(['９０', '90分', ' 90.00 '])?.exact).toBe('90/1');
    expect(codes({}, panel(['９０．５分', '1,00', 80]))).toEqual(['malformed']);
  });
  it('a stranger, a nominee not before the panel, a vote not chosen', () => {
    const given = panel([80, 80, 80]);
    expect(ballotFaults(rules(), given, { panellist: 'z', nominee: 'n' })).toMatchObject([
      { code: 'not-on-panel' },
    ]);
    expect(ballotFaults(rules(), given, { panellist: 'a', nominee: 'z' })).toMatchObject([
      { code: 'not-before-panel' },
    ]);
    expect(ballotFaults(rules({ method: 'vote' }), given, { panellist: 'a', nominee: 'n' })).toMatchObject([
      { field: 'vote', code: 'required' },
    ]);
  });
});
