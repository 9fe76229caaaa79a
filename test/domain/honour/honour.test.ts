/** Numbers, states and texts of granted honours (docs/rules/honours.md#status). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  annulList,
  changeHonour,
  checkHonourStatus,
  correct,
  type HonourState,
  honourKey,
  honourNumber,
  honourTransitions,
  nextBlock,
  numberAt,
  parseHonourNumber,
  publicStatus,
  type Ruling,
  rulingLine,
  termEnds,
} from '#domain/honour/honour.ts';
import { type HonourStatus, honourStatuses } from '#domain/honour/honour-status.ts';
import { Problem } from '#domain/problem.ts';

const series = { region: '430102', code: 'ZMJT', edition: '2021', rehearsal: false };
const at = '2021-05-15T02:00:00.000Z';
const ruling = { grounds: '弄虚作假', decisionNumber: '芙妇〔2022〕9号', date: '2022-06-01', body: '党组会' };
const honour = (status: HonourStatus = 'valid') => ({
  number: '430102-ZMJT-2021-0001',
  status,
  name: '罗步芳家庭',
  shown: { community: '某社区' } as Readonly<Record<string, string>>,
  history: [] as HonourState['history'],
});

const revoke = <H extends HonourState>(honour: H, ruling: Ruling, at: string): H =>
  changeHonour(honour, 'revoked', { ...rulingLine(ruling), at });

describe('numbers', () => {
  test('have four digits at least, and T- in rehearsal', () => {
    expect(honourNumber(series, 1)).toBe('430102-ZMJT-2021-0001');
    expect(honourNumber(series, 12345)).toBe('430102-ZMJT-2021-12345');
    expect(honourNumber({ ...series, rehearsal: true }, 7)).toBe('T-430102-ZMJT-2021-0007');
  });

  test('twelve entries take 0001 to 0012', () => {
    const block = nextBlock(series, 0, 12);
    expect([numberAt(block, 0), numberAt(block, 11)]).toEqual([
      '430102-ZMJT-2021-0001',
      '430102-ZMJT-2021-0012',
    ]);
    for (const position of [-1, 12, 0.5]) {
      expect(() => numberAt(block, position)).toThrow(/honour-number-outside/);
    }
  });

  test('an empty list takes none', () => {
    expect(() => nextBlock(series, 5, 0)).toThrow(/honour-list-empty/);
  });

  test('no number is ever given twice, however many lists there are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }), (counts) => {
        let last = 0;
        const numbers = counts.flatMap((count) => {
          const block = nextBlock(series, last, count);
          last = block.to;
          return Array.from({ length: count }, (_, position) => numberAt(block, position));
        });
        expect(new Set(numbers).size).toBe(counts.reduce((sum, count) => sum + count, 0));
      }),
    );
  });

  test('are read back, also as people type them', () => {
    const anySeries = fc.record({
      region: fc.stringMatching(/^\d{6}$/),
      code: fc.stringMatching(/^[A-Z]{2,8}$/),
      edition: fc.stringMatching(/^20\d\d(-[1-9]\d?)?$/),
      rehearsal: fc.boolean(),
    });
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 1e6 }), (any, sequence) => {
        expect(parseHonourNumber(honourNumber(any, sequence))).toEqual({ ...any, sequence });
      }),
    );
    expect(parseHonourNumber(' 430102-zmjt-２０２１-0001 ')).toEqual({ ...series, sequence: 1 });
    expect(parseHonourNumber('430102-ZMJT-2021-001')).toBeUndefined();
    expect(parseHonourNumber('')).toBeUndefined();
  });
});

describe('states', () => {
  test('only the pairs of the table are moves', () => {
    for (const from of honourStatuses) {
      for (const to of honourStatuses) {
        if (honourTransitions[from].includes(to)) checkHonourStatus(from, to);
        else expect(() => checkHonourStatus(from, to)).toThrow(/honour-state/);
      }
    }
    expect(honourTransitions.revoked).toEqual([]);
    expect(honourTransitions.annulled).toEqual([]);
    expect(honourStatuses.some((status) => honourTransitions[status].includes(status))).toBe(false);
  });

  test('a review may end well', () => {
    const reviewed = changeHonour(
      changeHonour(honour(), 'underReview', { at, reason: '两年复核' }),
      'valid',
      { at, reason: '复核合格' },
    );
    expect(reviewed.status).toBe('valid');
    expect(reviewed.history.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'valid>underReview',
      'underReview>valid',
    ]);
  });

  test('revoked: the row stays, with grounds, decision, date and body', () => {
    const before = honour();
    const revoked = revoke(before, ruling, at);
    expect(revoked).toEqual({
      ...before,
      status: 'revoked',
      history: [
        {
          at,
          from: 'valid',
          to: 'revoked',
          reason: '弄虚作假',
          decision: '芙妇〔2022〕9号',
          decidedOn: '2022-06-01',
          body: '党组会',
        },
      ],
    });
    expect(before.status).toBe('valid');
    expect(() => revoke(revoked, ruling, at)).toThrow(/honour-state/);
  });

  test('a ruling must be whole', () => {
    const fieldsOf = (change: object) => {
      try {
        revoke(honour(), { ...ruling, ...change }, at);
      } catch (error) {
        if (error instanceof Problem) return [error.code, ...error.faults.map(({ field }) => field)];
      }
      return [];
    };
    expect(fieldsOf({ grounds: '', decisionNumber: ' ', body: '' })).toEqual([
      'ruling-incomplete',
      'grounds',
      'decisionNumber',
      'body',
    ]);
    expect(fieldsOf({ date: '2022-06-31' })).toEqual(['not-a-date']);
  });

  test('a whole list is annulled; what was revoked before keeps its own decision', () => {
    const revoked = revoke(honour(), { ...ruling, decisionNumber: '1号' }, at);
    const list = annulList([honour(), revoked, honour('expired')], ruling, at);
    expect(list.map(({ status }) => status)).toEqual(['annulled', 'revoked', 'annulled']);
    expect(list[1]).toBe(revoked);
    expect(annulList(list, ruling, at)).toEqual(list);
  });
});

describe('corrections', () => {
  test('of a grade name one of the list, and keep the old one (docs/rules/grades.md#shown)', () => {
    const [first, second, liked] = ['一等奖', '二等奖', '人气奖'].map((zh, i) => ({
      id: `g${i}`,
      title: { zh, en: zh },
    }));
    const held = { ...honour(), grades: [second!, liked!] };
    const mend = (text: string) =>
      correct(held, { field: 'grades', text, reason: '两人互换' }, at, [first!, second!, liked!]);
    expect(mend('一等奖、人气奖')).toMatchObject({
      grades: [first, liked],
      name: held.name,
      history: [{ field: 'grades', oldText: '二等奖、人气奖' }],
    });
    expect(() => mend('特等奖')).toThrow(/correct-grade/);
    expect(() => mend('二等奖、人气奖')).toThrow(/correct-nothing/);
    expect(() => correct(honour(), { field: 'grades', text: '一等奖', reason: '补' }, at)).toThrow(
      /correct-unknown/,
    );
  });

  test('keep the old text and the reason, and leave the status', () => {
    const corrected = correct(honour(), { field: 'name', text: '罗步方家庭', reason: '错字' }, at);
    expect(corrected.name).toBe('罗步方家庭');
    expect(corrected.history).toEqual([
      { at, from: 'valid', to: 'valid', reason: '错字', field: 'name', oldText: '罗步芳家庭' },
    ]);
    const again = correct(corrected, { field: 'community', text: '另一社区', reason: '更名' }, at);
    expect(again.shown).toEqual({ community: '另一社区' });
    expect(again.history.map(({ oldText }) => oldText)).toEqual(['罗步芳家庭', '某社区']);
  });

  test.each([
    [{ field: 'number', text: 'x', reason: '错字' }, /correct-unknown/],
    [{ field: 'toString', text: 'x', reason: '错字' }, /correct-unknown/],
    [{ field: 'name', text: '罗步芳家庭 ', reason: '错字' }, /correct-nothing/],
    [{ field: 'name', text: '', reason: '错字' }, /correct-nothing/],
    [{ field: 'name', text: '罗步方家庭', reason: ' ' }, /correct-reason/],
  ])('%j is refused', (correction, code) => {
    expect(() => correct(honour(), correction, at)).toThrow(code);
  });
});

describe('terms', () => {
  test.each([
    ['2021-05-15', 3, '2024-05-14'],
    ['2021-01-01', 2, '2022-12-31'],
    ['2021-05-15', undefined, undefined],
  ])('granted %s for %s years: until %s', (grantedOn, years, last) => {
    expect(termEnds(grantedOn, years)).toBe(last);
  });

  test('the public sees an ended term the day after, and a revocation before everything', () => {
    const withTerm = { ...honour(), termEnds: '2024-05-14' };
    expect(publicStatus(withTerm, '2024-05-14').status).toBe('valid');
    expect(publicStatus(withTerm, '2024-05-15')).toEqual({
      status: 'expired',
      words: { zh: '已过届期', en: 'Term ended' },
    });
    expect(publicStatus(revoke(withTerm, ruling, at), '2024-05-15')).toEqual({
      status: 'revoked',
      words: { zh: '已撤销', en: 'Revoked' },
      decision: '芙妇〔2022〕9号',
      date: '2022-06-01',
    });
  });

  test('a correction after the revocation does not hide its decision', () => {
    const corrected = correct(
      revoke(honour(), ruling, at),
      { field: 'name', text: '罗步方家庭', reason: '错字' },
      at,
    );
    expect(publicStatus(corrected, '2024-05-15').decision).toBe('芙妇〔2022〕9号');
  });
});

test('one honour per honour code, edition, level and identity', () => {
  const of = { code: 'ZMJT', edition: '2021', level: 'district', identity: 'abc' } as const;
  expect(honourKey(of)).toBe('ZMJT#2021#district#abc');
  expect(honourKey({ ...of, level: 'city' })).not.toBe(honourKey(of));
});
