import { describe, expect, test } from 'vitest';
import { climbSentence, type ReportLine, yearTotals } from '#domain/honour/year-report.ts';

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
const families = (level: ReportLine['level'], from: number, to: number): readonly ReportLine[] =>
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
