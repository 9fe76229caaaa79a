/** Organisations from the tables that offices keep: any encoding, their own titles, faults by the line they stand in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOrganisation } from '#store/people.ts';
import { community, district, street } from '../../furong.ts';
import { workbook } from '../../workbook.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from './account-browser.ts';

let world: World;
let desk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  desk = openBrowser(world.deps);
  await desk.signIn(await world.as('administrator', district));
});
afterAll(() => world.close());

/** A text in GBK, which Node reads but does not write: the pairs of bytes that it reads as each character. */
function gbk(text: string): Uint8Array {
  const read = new TextDecoder('gb18030');
  const pairs = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++)
      if (trail !== 0x7f) pairs.set(read.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Uint8Array.from([...text].flatMap((each) => pairs.get(each) ?? [each.charCodeAt(0)]));
}
const send = (content: string | Uint8Array | File, browser = desk) =>
  browser.post('/organisations/import', {
    file: content instanceof File ? content : new File([content as BlobPart], '单位.csv'),
  });
const nameOf = async (id: string) => (await findOrganisation(world.deps.table, id))?.name;

describe('a table of organisations', () => {
  it.each([
    ['GBK with titles of its own', gbk, '单位编号*,单位名称,单位层级,上级单位编号,行政区划代码'],
    ['UTF-8', (text: string) => new TextEncoder().encode(text), '编号,名称,层级,上级编号,区划代码'],
  ])('is read: %s', async (_, encode, head) => {
    const id = head.startsWith('单位') ? 'gbk1' : 'utf1';
    const row = `${id},"社区妇联（筹备，试点）",村（社区）,${street(1)},４３０１０２`;
    const sent = await send(encode(`附件1：单位名册,,,,\n${head}\n${row}\n`));
    expect([sent.status, sent.to]).toEqual([303, '/organisations?done=imported']);
    expect(await findOrganisation(world.deps.table, id)).toMatchObject({
      name: '社区妇联（筹备，试点）',
      level: 'community',
      region: '430102',
    });
  });

  it('may be a workbook with merged cells', async () => {
    const file = workbook({
      名册: {
        rows: [
          ['序号', '编号', '名称', '层级', '上级编号', '区划代码'],
          [1, 'm1', '合并一社区', '社区', street(2), 430102],
          [2, 'm2', '合并二社区', '社区', '', ''],
        ],
        merged: ['E2:E3', 'F2:F3'],
      },
    });
    expect((await send(file)).status).toBe(303);
    expect([await nameOf('m1'), await nameOf('m2')]).toEqual(['合并一社区', '合并二社区']);
  });

  it('says what is wrong in words and by the line of the sheet', async () => {
    const bad = await send(
      `编号,名称,层级,上级编号,区划代码\n"x 1","两行的\n名称",社区,${street(1)},430102\n\nx2,乙,小区,${street(1)},43\nx3,丙,社区,没有这个,430102\n`,
    );
    expect(bad.status).toBe(422);
    expect(bad.text).toMatch(/第 4 行： 层级请写：单位、社区/);
    expect(bad.text).toMatch(/第 4 行： 区划代码：.*6 位数字/);
    expect(bad.text).not.toMatch(/\^|\\d|region|level/);
    expect(await nameOf('x2')).toBeUndefined();
  });

  it('without a column or a cell for the organisation above says so', async () => {
    const column = await send('编号,名称,层级,区划代码\nx9,甲,社区,430102\n');
    expect([column.status, column.text.includes('缺少这些列：上级编号')]).toEqual([422, true]);
    const cell = await send('编号,名称,层级,上级编号,区划代码\nx9,甲,社区,,430102\n');
    expect([cell.status, cell.text.includes('第 2 行： 请填写上级编号')]).toEqual([422, true]);
  });

  it('is not even read for who may create none', async () => {
    const clerk = openBrowser(world.deps);
    await clerk.signIn(await world.as('clerk', community(1)));
    expect((await send('PK', clerk)).status).toBe(403);
  });
});
