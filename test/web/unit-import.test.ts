import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { makeApp } from '#web/app.tsx';
import { street } from '../furong.ts';
import { makeWorld, type World } from '../world.ts';
import { type Browser, openBrowser } from './account-browser.ts';

let world: World;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
});
afterAll(() => world.close());

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
  expect([empty.status, empty.text.includes('导入 0 行')]).toEqual([200, true]);
});

it('makes drafts of good rows, names errors by row and column, and brings nothing twice', async () => {
  const rows = [
    ['家庭称谓', '家庭代表姓名', '在本区居住年数'],
    ['甲家庭', '甲', '8'],
    ['乙家庭', '乙', '很久'],
    ['', '丙', '3'],
  ];
  const first = await send(await sheet(rows));
  expect(first.text).toContain('导入 1 行，0 行此前已导入，2 行有错误');
  expect(first.text).toMatch(/3 在本区居住年数/);
  expect(first.text).toMatch(/4 家庭称谓/);
  expect((await send(await sheet(rows))).text).toContain('导入 0 行，1 行此前已导入，2 行有错误');
  expect((await clerk.get('/nominations')).text).toContain('甲家庭');
});

it('refuses strange columns, other files and nothing at all, with words', async () => {
  const strange = await send(await sheet([['不存在的列'], ['x']]));
  expect([strange.status, strange.text.includes('不存在的列')]).toEqual([422, true]);
  const other = await send(new File(['not a sheet'], 'x.xlsx'));
  expect([other.status, other.text.includes('不是可读的 Excel')]).toEqual([422, true]);
  const none = await clerk.post('/import', { org: street(1), programme: world.programme });
  expect([none.status, none.html.includes('id="f-file-error"')]).toEqual([422, true]);
});
