import { describe, expect, test } from 'vitest';
import { distinct } from '#domain/honour/distinct-holders.ts';
import { climbSentence, yearParagraph } from '#domain/honour/year-paragraph.ts';
import { type ReportLine, yearTotals } from '#domain/honour/year-report.ts';
import type { Level } from '#domain/level.ts';

const honour = (change: Partial<ReportLine>): ReportLine => ({
  level: 'district',
  code: 'ZMJT',
  title: '最美家庭',
  category: 'family',
  count: 1,
  names: [],
  bodies: ['区妇联'],
  status: 'valid',
  year: 2021,
  ...change,
});
const families = (level: Level, from: number, to: number): readonly ReportLine[] =>
  Array.from({ length: to - from }, (_, n) =>
    honour({ level, nomination: `n${from + n}`, names: [`户${from + n}家庭`] }),
  );

describe('what became of an honour over the levels', () => {
  test('12 of the district, 6 of them the city’s', () => {
    expect(climbSentence([...families('district', 0, 12), ...families('city', 0, 6)])).toBe(
      '区级12户，其中6户获评市级',
    );
  });

  test('108 and 22 that are not known to be among them are said side by side', () => {
    const counted = [honour({ count: 108 }), honour({ level: 'city', count: 22 })];
    expect(climbSentence(counted)).toBe('区级108户，市级22户');
  });

  test('those partly among them are said so', () => {
    expect(climbSentence([...families('district', 0, 5), ...families('city', 3, 7)])).toBe(
      '区级5户，市级4户（2户同获区级）',
    );
  });

  test('names tell too, with or without 家庭', () => {
    const lines = [honour({ names: ['罗步芳家庭'] }), honour({ level: 'city', names: ['罗步芳'] })];
    expect(climbSentence(lines)).toBe('区级1户，其中1户获评市级');
  });

  test('three levels', () => {
    const lines = [...families('district', 0, 12), ...families('city', 0, 6), ...families('province', 0, 2)];
    expect(climbSentence(lines)).toBe('区级12户，其中6户获评市级，2户获评省级');
  });

  test('one level says nothing', () => {
    expect(climbSentence(families('district', 0, 2))).toBeUndefined();
  });

  test('a revoked one is not counted', () => {
    const lines = [...families('district', 0, 2), ...families('city', 0, 1), honour({ status: 'revoked' })];
    expect(climbSentence(lines)).toBe('区级2户，其中1户获评市级');
    expect(yearTotals(lines).total).toBe(3);
  });
});

describe('the totals of a year', () => {
  const held = (identities: readonly string[], change: Partial<ReportLine> = {}) =>
    honour({ identities, names: [`户${identities[0]}家庭`], ...change });

  test('a family honoured at two levels, or by two programmes, is one family', () => {
    const lines = [
      held(['a', 'b'], { nomination: 'n1' }),
      honour({ level: 'city', nomination: 'n1', names: ['户a家庭'] }),
      held(['b'], { code: 'LSJT', title: '绿色家庭', programme: 'lsjt' }),
      held(['c']),
    ];
    expect(yearTotals(lines)).toMatchObject({ total: 4, families: 2 });
  });

  test('two families of one name are two; a line recorded by hand is told by its name', () => {
    const same = { names: ['罗步芳家庭'] };
    expect(distinct([held(['a'], same), held(['b'], same)])).toBe(2);
    expect(distinct([held(['a'], same), honour({ ...same, level: 'city' })])).toBe(1);
    expect(distinct([honour({ count: 10 }), honour({ count: 3, names: ['甲家庭', '乙家庭'] })])).toBe(13);
  });

  test('two programmes of one code, and two lists of one programme, are told apart', () => {
    const lines = [
      honour({ programme: 'zmjt', list: '2021年最美家庭' }),
      honour({ programme: 'zmjt', list: '2021年抗疫最美家庭' }),
      honour({ programme: 'industry', title: '快递行业最美家庭', list: '快递行业最美家庭' }),
    ];
    expect(yearTotals(lines).byTitle.map(({ title, list, count }) => [title, list, count])).toEqual([
      ['快递行业最美家庭', '快递行业最美家庭', 1],
      ['最美家庭', '2021年最美家庭', 1],
      ['最美家庭', '2021年抗疫最美家庭', 1],
    ]);
  });

  test('no sentence borrows the title of another honour of the code', () => {
    const lines = [
      ...families('district', 0, 3),
      honour({ level: 'province', title: '百户最美家庭', nomination: 'n0', names: ['户0家庭'] }),
    ];
    const paragraph = yearParagraph('芙蓉区妇联', 2021, lines);
    expect(paragraph).not.toContain('最美家庭：区级3户');
    expect(paragraph).toContain('区级最美家庭3户');
    expect(paragraph).toContain('省级百户最美家庭1户');
  });

  test('what was handed over is counted by kind', () => {
    const lines = [held(['a'], { awards: ['证书', '奖牌'] }), held(['b'], { awards: ['证书'] })];
    expect(yearTotals(lines).byAward).toEqual([
      { award: '证书', count: 2 },
      { award: '奖牌', count: 1 },
    ]);
  });
});
