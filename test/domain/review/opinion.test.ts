import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  departmentsFor,
  type OpinionOutcome,
  opinionFaults,
  opinionOutcomes,
  opinionsVerdict,
} from '#domain/review/opinion.ts';

/** As in docs/rules/programmes.md#sbqs. */
const rows = [
  { class: '机关干部', departments: ['组织人事', '纪检监察'] },
  { class: '企业负责人', departments: ['市场监管', '税务', '人社', '应急', '生态环境'] },
  { class: '国企负责人', departments: ['+审计', '+纪检监察'] },
  { class: '其他', departments: ['公安'] },
];
const due = '2022-02-18T09:30:00.000Z';
const asked = ['公安', '文明办'].map((department) => ({ department, due }));
const answer = (department: string, outcome: OpinionOutcome, at = '2022-02-17T02:00:00.000Z') => ({
  department,
  outcome,
  at,
});
const before = '2022-02-18T09:30:00.000Z';
const after = '2022-02-18T09:30:00.001Z';

describe('departments to ask', () => {
  it('a cadre goes to personnel and discipline', () => {
    expect(departmentsFor(rows, '机关干部')).toEqual(['组织人事', '纪检监察']);
  });
  it('the head of a state enterprise goes to all that an enterprise head does, and to audit and discipline', () => {
    expect(departmentsFor(rows, '国企负责人')).toEqual([
      '市场监管',
      '税务',
      '人社',
      '应急',
      '生态环境',
      '审计',
      '纪检监察',
    ]);
  });
  it('a class without a row goes to 其他', () => {
    expect(departmentsFor(rows, '一线')).toEqual(['公安']);
    expect(departmentsFor(rows)).toEqual(['公安']);
  });
  it('`all` is asked for every class, once', () => {
    const both = [{ class: 'all', departments: ['公安'] }, ...rows];
    expect(departmentsFor(both, '其他')).toEqual(['公安']);
    expect(departmentsFor(both, '机关干部')).toEqual(['公安', '组织人事', '纪检监察']);
    expect(
      departmentsFor(
        [
          { class: 'all', departments: ['公安'] },
          { class: '干部', departments: ['+纪检监察'] },
        ],
        '干部',
      ),
    ).toEqual(['公安', '纪检监察']);
    expect(departmentsFor([{ class: 'all', departments: ['公安'] }], '一线')).toEqual(['公安']);
    expect(departmentsFor([], '一线')).toEqual([]);
  });
});

describe('what the answers mean together', () => {
  it('is clear when all agree or have no opinion', () => {
    expect(opinionsVerdict(asked, [answer('公安', 'agree'), answer('文明办', 'none')], after).state).toBe(
      'clear',
    );
    expect(opinionsVerdict([], [], after).state).toBe('clear');
  });
  it('a 告诫书 vetoes, whoever else has not answered', () => {
    expect(opinionsVerdict(asked, [answer('公安', 'disagree')], before).state).toBe('vetoed');
    expect(opinionsVerdict(asked, [answer('公安', 'disagree')], after).state).toBe('vetoed');
  });
  it('silence waits until the deadline and is escalated after it, never consent', () => {
    expect(opinionsVerdict(asked, [answer('公安', 'agree')], before).state).toBe('waiting');
    const late = opinionsVerdict(asked, [answer('公安', 'agree')], after);
    expect(late.state).toBe('escalate');
    expect(late.rows[1]).toEqual({ department: '文明办', due, late: false, overdue: true });
  });
  it('what is to be verified waits for all the others, then for the organisation', () => {
    expect(opinionsVerdict(asked, [answer('公安', 'verify')], before).state).toBe('waiting');
    expect(opinionsVerdict(asked, [answer('公安', 'verify'), answer('文明办', 'agree')], before).state).toBe(
      'verify',
    );
  });
  it('an answer two days late counts and is recorded as late', () => {
    const reply = answer('文明办', 'agree', '2022-02-20T02:00:00.000Z');
    const verdict = opinionsVerdict(asked, [answer('公安', 'agree'), reply], '2022-02-21T00:00:00.000Z');
    expect(verdict.state).toBe('clear');
    expect(verdict.rows.map(({ late }) => late)).toEqual([false, true]);
  });
  it("counts a department's latest answer, and none from a department that was not asked", () => {
    const changed = [
      answer('公安', 'agree', '2022-02-17T03:00:00Z'),
      answer('公安', 'verify', '2022-02-17T02:00:00Z'),
    ];
    expect(
      opinionsVerdict(asked, [...changed, answer('文明办', 'agree'), answer('税务', 'disagree')], before)
        .state,
    ).toBe('clear');
  });
  it('is never clear while a department is silent or disagrees', () => {
    const said = fc.array(fc.option(fc.constantFrom(...opinionOutcomes), { nil: undefined }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(said, fc.boolean(), (outcomes, isAfter) => {
        const list = outcomes.map((_, index) => ({ department: `d${index}`, due }));
        const answers = outcomes.flatMap((outcome, index) =>
          outcome === undefined ? [] : [answer(`d${index}`, outcome)],
        );
        const { state } = opinionsVerdict(list, answers, isAfter ? after : before);
        expect(state === 'clear').toBe(outcomes.every((one) => one === 'agree' || one === 'none'));
        expect(state === 'vetoed').toBe(outcomes.includes('disagree'));
        if (state === 'waiting') expect(isAfter).toBe(false);
        if (state === 'escalate') expect(isAfter).toBe(true);
      }),
    );
  });
});

describe('an opinion as sent', () => {
  it('must be chosen, and 不同意 and 需核实 need a reason', () => {
    expect(opinionFaults({}).map(({ field }) => field)).toEqual(['outcome']);
    expect(opinionFaults({ outcome: 'ok' }).map(({ field }) => field)).toEqual(['outcome']);
    expect(opinionFaults({ outcome: 'agree' })).toEqual([]);
    expect(opinionFaults({ outcome: 'none' })).toEqual([]);
    expect(opinionFaults({ outcome: 'disagree', reason: ' ' }).map(({ field }) => field)).toEqual(['reason']);
    expect(opinionFaults({ outcome: 'verify' }).map(({ field }) => field)).toEqual(['reason']);
    expect(opinionFaults({ outcome: 'disagree', reason: '有告诫书' })).toEqual([]);
  });
});
