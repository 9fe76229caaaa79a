import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { sweep } from '#actions/running/sweep.ts';
import { makeApp } from '#web/app.tsx';
import { street } from '../../furong.ts';
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
  const template = await makeApp({ deps: world.deps, root: '430000' }).request(
    `/import/template?programme=${world.programme}`,
    {
      headers: { cookie: [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    },
  );
  const bytes = Buffer.from(await template.arrayBuffer());
  const [header] = await readSheet(bytes);
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
  expect((await other.get(started.to)).status).toBe(403);
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
  const strange = await send(await sheet([['不存在的列'], ['x']]));
  expect([strange.status, strange.text.includes('不存在的列')]).toEqual([422, true]);
  const other = await send(new File(['not a sheet'], 'x.xlsx'));
  expect([other.status, other.text.includes('不是可读的 Excel')]).toEqual([422, true]);
  const none = await clerk.post('/import', { org: street(1), programme: world.programme });
  expect([none.status, none.html.includes('id="f-file-error"')]).toEqual([422, true]);
});
