import { afterAll, beforeAll, expect, it } from 'vitest';
import { strikeLedgerEntry } from '#actions/honour/ledger.ts';
import { importLedger, ledgerOutcomes, readLedgerImport } from '#actions/honour/ledger-import.ts';
import { readLedger, yearReport } from '#actions/honour/ledger-reading.ts';
import { runJob } from '#actions/running/jobs.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Actor } from '#domain/people/people.ts';
import { sealer } from '#store/sealing.ts';
import { gbk } from '../../encoded.ts';
import { district, idNumber, street } from '../../furong.ts';
import { workbook } from '../../workbook.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';

let world: World;
let administrator: Actor;
beforeAll(async () => {
  world = await makeWorld();
  administrator = await world.as('administrator', district);
});
afterAll(() => world.close());

type Row = Readonly<Record<string, string | number>>;
const row = (n: number, more: Row = {}): Row => ({
  荣誉名称: '三八红旗手',
  级别: '区级',
  姓名: `台账${n}`,
  授予单位: '芙蓉区妇联',
  年度: '2015年',
  ...more,
});
const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

async function outcomesOf(id: string) {
  const found = {
    saved: 0,
    known: [] as number[],
    doubles: [] as object[],
    faulty: [] as (readonly [number, string[]])[],
  };
  let cursor: string | undefined;
  do {
    const page = await ledgerOutcomes(world.deps, administrator, id, cursor);
    for (const each of page.items) {
      found.saved += each.saved;
      found.known.push(...each.known.map((one) => one.row));
      found.doubles.push(...each.doubles);
      found.faulty.push(...each.faulty.map((one) => [one.row, one.faults.map(({ code }) => code)] as const));
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
async function come(source: Parameters<typeof importLedger>[3]) {
  const { id } = await importLedger(world.deps, administrator, district, source);
  await sweep(world.deps);
  return outcomesOf(id);
}
const total = async (year: number) =>
  (await yearReport(world.deps, administrator, district, year)).totals.total;

it('runs in chunks that may be cut off anywhere and run again: each line is recorded once, with one outcome', async () => {
  const rows = Array.from({ length: 600 }, (_, n) => row(n));
  const { id } = await importLedger(world.deps, administrator, district, { rows });
  // kill -9 after the lines of a chunk, before its place is written: the row is as it was before the chunk.
  const { pk, sk } = { pk: `JOB#${id}`, sk: 'META' };
  const before = await world.deps.table.get({ pk, sk }, { consistent: true });
  await runJob(world.deps, id).catch(() => undefined);
  await world.deps.table.put({ ...before!, pk, sk });
  await sweep(world.deps);
  const { job } = await readLedgerImport(world.deps, administrator, id);
  expect([job.state, job.done, job.total]).toEqual(['done', 600, 600]);
  expect(await outcomesOf(id)).toEqual({ saved: 600, known: [], doubles: [], faulty: [] });
  expect(await total(2015)).toBe(600);
  // Nothing of the sheet is left outside the ledger.
  expect(world.stored.size).toBe(0);
  expect((await sealer(world.deps).open(id, '')).kind).toBe('erased');
  // kill -9 after the lines were let go, before the job says so: it ends all the same, and records nothing twice.
  await world.deps.table.put({ ...before!, pk, sk });
  await runJob(world.deps, id);
  expect((await readLedgerImport(world.deps, administrator, id)).job).toMatchObject({
    state: 'done',
    done: 600,
  });
  expect(await total(2015)).toBe(600);
});

it('looks at the head alone before the job: what is wrong further down is told by the job, and nothing of it is taken', async () => {
  const line = (n: number) => `三八红旗手,区级,行${n},芙蓉区妇联,2003`;
  const csv = (heads: string, lines: readonly string[]) => Buffer.from([heads, ...lines].join('\r\n'));
  const heads = '荣誉名称,级别,姓名,表彰单位,年份';
  const send = (bytes: Uint8Array) => importLedger(world.deps, administrator, district, { bytes });
  expect(await codeOf(send(csv(heads, [])))).toBe('no-rows');
  expect(await codeOf(send(csv('荣誉名称,级别', [line(1)])))).toBe('columns-missing');
  expect(await codeOf(send(csv('甲,乙', [line(1)])))).toBe('no-header');
  // Nobody runs the job yet: what comes back knows no line.
  const waiting = { ...world.deps, handOver: async () => undefined };
  const many = csv(
    heads,
    Array.from({ length: 50_150 }, (_, n) => line(n)),
  );
  const begun = await importLedger(waiting, administrator, district, { bytes: many });
  expect([begun.rows, begun.faulty, begun.parts]).toEqual([undefined, undefined, []]);
  await sweep(world.deps);
  const { record, job } = await readLedgerImport(world.deps, administrator, begun.id);
  expect([record.refused?.code, record.rows, job.state, job.faults.map(({ code }) => code)]).toEqual([
    'sheet-too-large',
    undefined,
    'done',
    ['sheet-too-large'],
  ]);
  const two = await bytesOf(
    workbook({
      甲: { rows: [heads.split(','), ...Array.from({ length: 80 }, (_, n) => line(n).split(','))] },
      乙: { rows: [...Array(70).fill([]), heads.split(',')] },
    }),
  );
  const { id } = await send(two);
  await sweep(world.deps);
  expect((await readLedgerImport(world.deps, administrator, id)).record).toMatchObject({ rows: 80 });
  expect(world.stored.size).toBe(0);
});

it('keeps the lines sealed until they are recorded, and ID numbers as HMACs alone', async () => {
  const number = idNumber('1970-03-05', 7);
  // Nobody runs the job yet.
  const waiting = { ...world.deps, handOver: async () => undefined };
  const { id } = await importLedger(waiting, administrator, district, {
    rows: [
      row(1, { 年度: 2014, 身份证号: number, 姓名: '严封' }),
      ...Array.from({ length: 300 }, (_, n) => row(n, { 年度: 2005 })),
    ],
  });
  const stored = [...world.stored.values()].map((bytes) => Buffer.from(bytes).toString('utf8')).join('');
  expect([stored.length > 0, stored.includes(number), stored.includes('严封')]).toEqual([true, false, false]);
  await sweep(world.deps);
  expect((await outcomesOf(id)).saved).toBe(301);
  const { items } = await readLedger(world.deps, administrator, district, 2014);
  expect([items[0]?.names, items[0]?.identified]).toEqual([['严封'], true]);
  const row14 = await world.deps.table.query({ pk: `LEDGER#${district}#2014`, limit: 10 });
  expect(JSON.stringify(row14.items)).not.toContain(number);
});

it('tells doubled lines and does not count them: a remark or a day written otherwise makes no second award', async () => {
  const found = await come({
    rows: [
      row(1, { 年度: 2013, 备注: '第一次' }),
      row(1, { 年度: '2013年', 备注: '又抄了一遍', 授予日期: '2013.3.8' }),
      row(1, { 年度: 2013, 所在单位: '另一单位' }),
      // The same number under a name written otherwise.
      row(5, { 年度: 2013, 身份证号: idNumber('1970-03-05', 9) }),
      row(6, { 年度: 2013, 身份证号: idNumber('1970-03-05', 9) }),
      // Only counted, twice alike, and once more with another number.
      { ...row(0, { 年度: 2013, 人数: '5名' }), 姓名: '' },
      { ...row(0, { 年度: 2013, 人数: '5名' }), 姓名: '' },
      { ...row(0, { 年度: 2013, 人数: '6名' }), 姓名: '' },
    ],
  });
  expect(found).toMatchObject({
    saved: 5,
    doubles: [
      { row: 3, of: 2 },
      { row: 6, of: 5 },
      { row: 8, of: 7 },
    ],
  });
  expect(await total(2013)).toBe(3 + 5 + 6);
});

it('two of one name are two where their numbers differ; a later sheet that brings the number makes no second line', async () => {
  const [first, second] = [idNumber('1970-03-05', 21), idNumber('1971-03-05', 22)];
  const same = { 年度: 2012, 姓名: '王芳' };
  expect(
    await come({ rows: [row(0, { ...same, 身份证号: first }), row(0, { ...same, 身份证号: second })] }),
  ).toMatchObject({
    saved: 2,
    doubles: [],
  });
  expect(await come({ rows: [row(7, { 年度: 2011 })] })).toMatchObject({ saved: 1 });
  expect(await come({ rows: [row(7, { 年度: 2011, 身份证号: first })] })).toMatchObject({
    saved: 0,
    known: [2],
  });
  const { items } = await readLedger(world.deps, administrator, district, 2011);
  expect(items.map(({ identified }) => identified)).toEqual([true]);
});

it('takes a sheet as it is kept: a title above, merged cells, a serial column, GBK, days in any form', async () => {
  const heads = ['序号', '荣誉称号', '级别', '姓名', '颁奖单位', '获奖时间'];
  const days = [
    '2010.3.8',
    '2010年3月8日',
    '二〇一〇年三月八日',
    '20100308',
    40245,
    '2010-03-08 00:00:00',
    '2010/3',
  ];
  const rows = days.map((day, n) => [
    n + 1,
    n === 0 ? '三八红旗手' : '',
    '区级',
    `各式${n}`,
    n === 0 ? '芙蓉区妇联' : '',
    day,
  ]);
  const file = workbook({
    旧台账: { rows: [['芙蓉区历年荣誉'], heads, ...rows], merged: ['A1:F1', 'B3:B9', 'E3:E9'] },
  });
  expect(await come({ bytes: await bytesOf(file) })).toMatchObject({ saved: 7, faulty: [] });
  const { items } = await readLedger(world.deps, administrator, district, 2010);
  const dates = items.toSorted((a, b) => a.names[0]!.localeCompare(b.names[0]!)).map(({ date }) => date);
  expect(dates).toEqual([...Array(6).fill('2010-03-08'), undefined]);
  const csv = gbk('荣誉名称,级别,姓名,表彰单位,年份\r\n三八红旗手,区级,国标码,芙蓉区妇联,2009\r\n');
  expect(await come({ bytes: csv })).toMatchObject({ saved: 1 });
});

it('drops nothing but a line of sums without a word: cells, lines and columns that cannot be taken are told', async () => {
  const heads = ['荣誉名称', '级别', '姓名', '表彰单位', '年份', '身份证号', '血型'];
  const lines = [
    ['三八红旗手', '区级', '甲', '芙蓉区妇联', 2008, '', 'A'],
    ['三八红旗手', '区级', '<c t="e"><v>#N/A</v></c>', '芙蓉区妇联', 2008, '', ''],
    ['湖南省三八红旗手', '区级', '乙', '芙蓉区妇联', 2008, '', ''],
    ['三八红旗手', '区级', '丙', '芙蓉区妇联', 2008, '430102197003050000', ''],
    ['三八红旗手', '区级', '丁、戊', '芙蓉区妇联', 2008, idNumber('1970-03-05', 1), ''],
    ['合计', '', '', '', '', '', ''],
  ];
  const { id } = await importLedger(world.deps, administrator, district, {
    bytes: await bytesOf(workbook({ 台账: { rows: [heads, ...lines] } })),
  });
  await sweep(world.deps);
  const { record } = await readLedgerImport(world.deps, administrator, id);
  expect(record.unknown).toEqual(['血型']);
  const found = await outcomesOf(id);
  expect(found.saved).toBe(1);
  expect(found.faulty.map(([line, codes]) => [line, codes[0]])).toEqual([
    [3, 'unread-cell'],
    [4, 'ledger-level'],
    [5, 'document-check'],
    [6, 'identity-of-one'],
  ]);
});

it('a struck line stays struck when its sheet comes again, and the import is for those who keep or read the ledger', async () => {
  await come({ rows: [row(1, { 年度: 2007 })] });
  const { items } = await readLedger(world.deps, administrator, district, 2007);
  const [{ id, version }] = items as [(typeof items)[number]];
  await strikeLedgerEntry(world.deps, administrator, {
    org: district,
    year: 2007,
    id,
    version,
    reason: '误登',
  });
  expect(await come({ rows: [row(1, { 年度: 2007 })] })).toMatchObject({ saved: 0, known: [2] });
  expect(await total(2007)).toBe(0);
  const clerk = await world.as('clerk', street(1));
  expect(await codeOf(importLedger(world.deps, clerk, district, { rows: [row(1)] }))).toBe('not-allowed');
  expect(await codeOf(importLedger(world.deps, administrator, district, { rows: [{}] }))).toBe(
    'columns-missing',
  );
  expect(await codeOf(readLedgerImport(world.deps, administrator, 'job-none'))).toBe('import-unknown');
});

it('2,000 lines come in well under a minute, a page of the year reads a part of them, and the export is what is looked for', async () => {
  const began = performance.now();
  const rows = Array.from({ length: 2_000 }, (_, n) =>
    row(n, { 年度: 2006, 级别: n % 4 === 0 ? '市级' : '区级', 等次: n % 100 === 0 ? '一等奖' : '' }),
  );
  expect((await come({ rows })).saved).toBe(2_000);
  expect(performance.now() - began).toBeLessThan(30_000);
  const page = await readLedger(world.deps, administrator, district, 2006, {
    level: 'city',
    code: 'SBQS',
    limit: 50,
  });
  expect([page.items.length, page.items.every(({ level }) => level === 'city')]).toEqual([50, true]);
  // What is rare is found over many short pages, and none twice.
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const next = await readLedger(world.deps, administrator, district, 2006, {
      grade: '一等奖',
      limit: 5,
      cursor,
    });
    found.push(...next.items.map(({ id }) => id));
    cursor = next.cursor;
  } while (cursor !== undefined);
  expect([found.length, new Set(found).size]).toEqual([20, 20]);
});
