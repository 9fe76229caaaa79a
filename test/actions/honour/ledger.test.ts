import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { recordLedgerEntry, strikeLedgerEntry } from '#actions/honour/ledger.ts';
import { importLedger, ledgerOutcomes, readLedgerImport } from '#actions/honour/ledger-import.ts';
import { readLedger, yearReport } from '#actions/honour/ledger-reading.ts';
import { sweep } from '#actions/running/sweep.ts';
import { ledgerColumns } from '#domain/honour/ledger-row.ts';
import type { Actor } from '#domain/people/people.ts';
import { readLedgerSheet } from '#papers/ledger-sheet.ts';
import { ledgerTemplate } from '#papers/ledger-template.ts';
import { city, district, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';

/** 福田 2019 as its report has it (docs/rules/scenarios.md#futian-ledger). */
const futian: readonly (readonly [string, string, string, string, string, number, string])[] = [
  ['JGWMG', '巾帼文明岗', '全国', '岗位', '', 1, '全国妇联'],
  ['JGBB', '巾帼建功标兵', '全国', '个人', '', 1, '全国妇联'],
  ['JGWMG', '巾帼文明岗', '省级', '岗位', '', 1, '广东省妇联'],
  ['SBQS', '三八红旗手', '市级', '个人', '', 5, '深圳市妇联'],
  ['SBJT', '三八红旗集体', '市级', '集体', '', 2, '深圳市妇联'],
  ['SBQS', '三八红旗手', '省级', '个人', '', 1, '广东省妇联'],
  ['ZMJT', '最美家庭', '全国', '家庭', '姚晓英家庭', 1, '全国妇联'],
  ['ZMJT', '百户最美家庭', '省', '家庭', '叶松生家庭', 1, '广东省妇联、中共广东省委宣传部、省文明办'],
];
const sheetOf = (lines: typeof futian) =>
  lines.map(([code, title, level, category, names, count, bodies]) => ({
    荣誉代码: code,
    荣誉名称: title,
    级别: level,
    类别: category,
    获奖对象: names,
    数量: count,
    授予单位: bodies,
    年份: 2019,
  }));

let world: World;
let administrator: Actor;
beforeAll(async () => {
  world = await makeWorld();
  administrator = await world.as('administrator', district);
});
afterAll(() => world.close());
/** Imports, and runs the job to its end. */
async function come(source: Parameters<typeof importLedger>[3]) {
  const { id } = await importLedger(world.deps, administrator, district, source);
  await sweep(world.deps);
  const { rows } = (await readLedgerImport(world.deps, administrator, id)).record;
  const { items } = await ledgerOutcomes(world.deps, administrator, id);
  return {
    rows,
    saved: items.reduce((all, { saved }) => all + saved, 0),
    known: items.flatMap(({ known }) => known.map(({ row }) => row)),
    doubles: items.flatMap(({ doubles }) => doubles),
    faulty: items.flatMap(({ faulty }) => faulty.map(({ row }) => row)),
  };
}
const report = (year = 2019) => yearReport(world.deps, administrator, district, year);

describe('福田 2019', () => {
  it('imports the sheet as it is written, once', async () => {
    const heads = ledgerColumns.map(([, title]) => title);
    const rows = sheetOf(futian) as readonly Readonly<Record<string, string | number>>[];
    const bytes = await writeXlsxFile([
      heads.map((value) => ({ value, type: String })),
      ...rows.map((row) =>
        heads.map((head) => {
          const value = row[head];
          return typeof value === 'number' ? { value, type: Number } : { value: value ?? '', type: String };
        }),
      ),
    ]).toBuffer();
    const none = { rows: 8, doubles: [], faulty: [] };
    expect(await come({ bytes })).toEqual({ ...none, saved: 8, known: [] });
    expect(await come({ bytes })).toEqual({ ...none, saved: 0, known: [2, 3, 4, 5, 6, 7, 8, 9] });
  });

  it('adds up to 13: 11 for posts, people and collectives, 2 families; 全国 3, 省 3, 市 7', async () => {
    const { totals } = await report();
    expect([totals.total, totals.others, totals.families]).toEqual([13, 11, 2]);
    expect(totals.byLevel).toEqual([
      { level: 'nation', count: 3 },
      { level: 'province', count: 3 },
      { level: 'city', count: 7 },
    ]);
  });

  it('says so in a paragraph with the numbers of the report, and the three bodies in their order', async () => {
    const { paragraph } = await report();
    for (const words of [
      '共有各级荣誉13项，其中全国3项、省级3项、市级7项',
      '岗位、个人、集体等11个，家庭2户',
      '全国巾帼文明岗1个',
      '全国巾帼建功标兵1名',
      '省级巾帼文明岗1个',
      '市级三八红旗手5名',
      '市级三八红旗集体2个',
      '省级三八红旗手1名',
      '叶松生家庭被广东省妇联、中共广东省委宣传部、省文明办授予2019年省级百户最美家庭荣誉称号',
    ])
      expect(paragraph).toContain(words);
    const page = await readLedger(world.deps, administrator, district, 2019);
    expect(page.items.find((entry) => entry.names[0] === '叶松生家庭')?.bodies).toEqual([
      '广东省妇联',
      '中共广东省委宣传部',
      '省文明办',
    ]);
  });
});

describe('the ledger', () => {
  const one = {
    year: 2020,
    level: 'city',
    code: 'zmjt',
    title: '最美家庭',
    category: 'family',
    names: ['罗步芳家庭'],
    bodies: ['长沙市妇联'],
  };

  it('takes an entry once per key, counts by its names, and holds it for this organisation alone', async () => {
    const first = await recordLedgerEntry(world.deps, administrator, district, one, 'press-1');
    const second = await recordLedgerEntry(world.deps, administrator, district, one, 'press-1');
    expect([first.id === second.id, first.count, first.code]).toEqual([true, 1, 'ZMJT']);
    expect((await report(2020)).totals.total).toBe(1);
    // The same press with another year is no second entry.
    const later = recordLedgerEntry(world.deps, administrator, district, { ...one, year: 2021 }, 'press-1');
    expect(await codeOf(later)).toBe('entry-recorded');
    expect((await report(2021)).totals.total).toBe(0);
    const above = await world.as('administrator', city);
    expect((await yearReport(world.deps, above, city, 2020)).totals.total).toBe(0);
  });

  it('says what is wrong beside each field, and by row of a sheet', async () => {
    const record = (change: object) =>
      codeOf(recordLedgerEntry(world.deps, administrator, district, { ...one, ...change }));
    expect(await record({ title: '' })).toBe('ledger-title');
    expect(await record({ bodies: [] })).toBe('ledger-bodies');
    expect(await record({ level: '市里' })).toBe('ledger-level');
    expect(await record({ count: 1, names: ['甲', '乙'] })).toBe('count-short');
    const [good] = sheetOf(futian);
    const imported = await come({
      rows: [
        { ...good!, 年份: '2018年' },
        { ...good!, 类别: '公司' },
      ],
    });
    expect([imported.saved, imported.faulty]).toEqual([1, [3]]);
  });

  it('keeps what was struck out, with the reason, and counts it no more', async () => {
    const { items } = await readLedger(world.deps, administrator, district, 2020);
    const [{ id, version }] = items as [(typeof items)[number]];
    const strike = (change: object) =>
      codeOf(
        strikeLedgerEntry(world.deps, administrator, {
          org: district,
          year: 2020,
          id,
          version,
          reason: '重复登记',
          ...change,
        }),
      );
    expect(await strike({ reason: ' ' })).toBe('reason-needed');
    expect(await strike({ version: 9 })).toBe('entry-changed');
    expect(await strike({})).toBeUndefined();
    expect((await report(2020)).totals.total).toBe(0);
    expect((await readLedger(world.deps, administrator, district, 2020)).items[0]?.struck).toBe('重复登记');
  });

  it('is kept by administrators of the organisation and read by those above', async () => {
    const clerk = await world.as('clerk', street(1));
    expect(await codeOf(recordLedgerEntry(world.deps, clerk, district, one))).toBe('not-allowed');
    expect(await codeOf(yearReport(world.deps, clerk, district, 2020))).toBe('not-allowed');
    const above = await world.as('administrator', city);
    expect(await codeOf(yearReport(world.deps, above, district, 2020))).toBeUndefined();
  });

  it('has a template that it reads itself, and refuses what is no sheet', async () => {
    const { rows, unknown } = await readLedgerSheet(await ledgerTemplate());
    expect([rows.map(({ cells }) => cells.title), unknown]).toEqual([['最美家庭'], []]);
    expect(await codeOf(readLedgerSheet(new TextEncoder().encode('a,b')))).toBe('no-header');
  });
});
