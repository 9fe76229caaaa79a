import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { getDraft } from '#actions/nomination/drafts.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Answers } from '#domain/programme/form.ts';
import { street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { workbook } from '../../workbook.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

let world: World;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
});
afterAll(() => world.close());

/** What the sweeper does until no job is left. */
const runJobs = () => sweep(world.deps);

const sheet = async (rows: readonly (readonly string[])[]) =>
  new File(
    [Uint8Array.from(await writeExcelFile(rows.map((row) => row.map((value) => ({ value })))).toBuffer())],
    '申报.xlsx',
  );
const send = (file: File) => clerk.post('/import', { org: street(1), programme: world.programme, file });

it('gives a template with the columns of the form, which goes in again as it came', async () => {
  const page = await clerk.get('/import');
  expect(page.html).toContain(`/import/template?programme=${world.programme}`);
  const template = await serveApp({ deps: world.deps, root: '430000' }).request(
    `/import/template?programme=${world.programme}`,
    {
      headers: { cookie: [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    },
  );
  const bytes = Buffer.from(await template.arrayBuffer());
  const [formats, header] = await readSheet(bytes);
  expect(formats).toContain('必填；文字，最多 30 字');
  expect(header).toContain('家庭称谓*');
  expect(header).toContain('家庭成员1姓名*');
  const empty = await send(new File([Uint8Array.from(bytes)], 'x.xlsx'));
  expect([empty.status, empty.text.includes('表中没有可导入的行')]).toEqual([422, true]);
});

it('checks all rows first: nothing is imported while one is wrong, the good rows alone by choice, nothing twice', async () => {
  const rows = [
    ['家庭称谓', '家庭代表姓名', '在本区居住年数'],
    ['甲家庭', '甲', '8'],
    ['乙家庭', '乙', '很久'],
    ['', '丙', '3'],
    ['甲家庭', '甲', '8'],
  ];
  const first = await send(await sheet(rows));
  expect([first.status, first.text.includes('2 行有错误，1 行可以导入；还没有导入任何一行')]).toEqual([
    200,
    true,
  ]);
  expect(first.text).toMatch(/3 在本区居住年数/);
  expect(first.text).toMatch(/4 家庭称谓/);
  expect((await clerk.get('/nominations')).text).not.toContain('甲家庭');
  const start = /action="(\/import\/[^"]+\/start)"/.exec(first.html)![1]!;
  const open = await clerk.get(start.replace('/start', ''));
  expect(open.text).toContain('还没有导入。有 1 行可以导入');
  const started = await clerk.post(start);
  expect([started.status, started.to]).toEqual([303, start.replace('/start', '')]);
  await runJobs();
  const result = await clerk.follow(started);
  expect(result.text).toContain('导入 1 行，1 行此前已导入，2 行有错误');
  expect(result.text).toMatch(/2 甲家庭 已导入为草稿/);
  expect(result.text).toContain('与表中前面的行重复');
  expect((await clerk.get('/nominations')).text).toContain('甲家庭');
  // Pressed again it is the same job.
  expect((await clerk.post(start)).to).toBe(started.to);
  const other = openBrowser(world.deps);
  await other.signIn(await world.as('clerk', street(2)));
  expect((await other.get(started.to)).status).toBe(404);
});

it('imports a sheet without errors at once, and tells rows that were there already', async () => {
  const rows = [
    ['家庭称谓', '家庭代表姓名'],
    ['甲家庭', '甲'],
    ['丁家庭', '丁'],
  ];
  const once = await send(await sheet(rows));
  expect(once.status).toBe(303);
  await runJobs();
  expect((await clerk.follow(once)).text).toContain('导入 2 行，0 行此前已导入，0 行有错误');
  const twice = await send(await sheet(rows));
  await runJobs();
  const result = await clerk.follow(twice);
  expect(result.text).toContain('导入 0 行，2 行此前已导入，0 行有错误');
  expect(result.headers.get('refresh')).toBeNull();
});

it('refuses strange columns, other files and nothing at all, with words', async () => {
  const strange = await send(
    await sheet([
      ['家庭称谓', '不存在的列'],
      ['甲家庭', 'x'],
    ]),
  );
  expect([strange.status, strange.text.includes('不存在的列')]).toEqual([422, true]);
  const other = await send(new File(['not a sheet'], 'x.xlsx'));
  expect([other.status, other.text.includes('没有找到表头')]).toEqual([422, true]);
  const none = await clerk.post('/import', { org: street(1), programme: world.programme });
  expect([none.status, none.html.includes('id="f-file-error"')]).toEqual([422, true]);
});

/** What an import made of a sheet: the answers of its drafts by name. */
async function importedOf(file: File): Promise<Record<string, Answers>> {
  const started = await send(file);
  expect([started.status, started.text.includes('需要改正')]).toEqual([303, false]);
  await runJobs();
  const result = await clerk.follow(started);
  const ids = [...result.html.matchAll(/href="\/nominations\/([^/"]+)\/edit"/g)].map(([, id]) => id!);
  const actor = await world.as('clerk', street(1));
  const drafts = await Promise.all(ids.map((id) => getDraft(world.deps, actor, id)));
  return Object.fromEntries(drafts.map(({ draft, answers }) => [draft.name, answers]));
}

describe('a sheet as people keep it', () => {
  it('has a title, a column of numbers, a first sheet of instructions: its header is found', async () => {
    const file = workbook({
      填表说明: { rows: [['请逐行填写'], ['联系电话要填手机']] },
      汇总: {
        rows: [
          ['附件2：推荐汇总表'],
          ['序号', '家庭称谓*', '家庭代表姓名', '联系电话（手机）'],
          [1, '说明家庭一', '甲', 13800138000],
          [2, '说明家庭二', '乙', '13800138001'],
          [3, '', '', ''],
          ['合计', 2, '', ''],
          ['合计：2 户', '', '', ''],
        ],
        merged: ['A1:D1'],
      },
    });
    const made = await importedOf(file);
    expect(Object.keys(made)).toHaveLength(2);
    expect(made).toMatchObject({
      说明家庭一: { representative: '甲', phone: '13800138000' },
      说明家庭二: { representative: '乙', phone: '13800138001' },
    });
  });

  it('holds merged cells, a repeated header and days in every form: all of it comes in', async () => {
    const file = workbook({
      表: {
        rows: [
          ['家庭称谓', '联系电话', '联系电话', '所在社区（村）', '家庭成员1姓名', '家庭成员1出生日期'],
          ['合并家庭一', '13800138000', '', '文艺社区', '甲', '19800101'],
          ['合并家庭二', '', '13800138001', '', '乙', '1980-01-01 00:00:00'],
          ['合并家庭三', '13800138002', '13800138002', '', '丙', 29221],
          ['合并家庭四', '', '', '', '丁', '<c s="1"><v>29221</v></c>'],
        ],
        merged: ['D2:D5'],
      },
    });
    const made = await importedOf(file);
    expect(Object.values(made).map(({ community }) => community)).toEqual(Array(4).fill('文艺社区'));
    expect(Object.values(made).map(({ phone }) => phone)).toEqual([
      '13800138000',
      '13800138001',
      '13800138002',
      undefined,
    ]);
    const born = Object.values(made).map(({ members }) => (members as Answers[])[0]?.birthDate);
    expect(born).toEqual(Array(4).fill('1980-01-01'));
  });

  it('names every cell that it could not read, by the line of the sheet', async () => {
    const file = workbook({
      表: {
        rows: [
          ['题目'],
          ['家庭称谓', '联系电话', '联系电话', '所在社区（村）'],
          ['错格家庭一', '<c t="e"><v>#N/A</v></c>', '', '文艺社区'],
          ['错格家庭二', '13800138000', '13800138001', '文艺社区'],
          ['错格家庭三', '', '', '<c><f>VLOOKUP(A5,B:B,1)</f></c>'],
          ['错格家庭四', '', '', '', '没有列名的备注'],
        ],
      },
    });
    const { status, text } = await send(file);
    expect(status).toBe(200);
    for (const said of ['B3', '#N/A', 'B4 和 C4', 'D5', 'E6']) expect(text).toContain(said);
    expect(text).toContain('4 行有错误，0 行可以导入');
  });

  it('holds rows on two sheets, or no header at all: said, and nothing comes in', async () => {
    const rows = [['家庭称谓'], ['两表家庭']];
    expect((await send(workbook({ 甲: { rows }, 乙: { rows } }))).text).toContain(
      '2 张工作表都有数据（甲、乙）',
    );
    const none = await send(workbook({ 甲: { rows: [['张三'], ['李四']] } }));
    expect([none.status, none.text.includes('没有找到表头')]).toEqual([422, true]);
  });
});
