/** Counters of published lists are counted again, named when they are off, and set to what stands. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkReceipts } from '#local/commands/counters.ts';
import { checkLists } from '#local/commands/list-counters.ts';
import { mendCounters } from '#local/commands/mending.ts';
import { keys } from '#store/keys.ts';
import { district } from '../../furong.ts';
import { openPublished, type Published } from '../../web/honour/published.ts';

let published: Published;
beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭']);
  await published.post();
  await published.publish();
});
afterAll(() => published.world.close());

it('the numbers of a series, the batches and the holders of grades', async () => {
  const { table } = published.world.deps;
  const check = () => checkLists(table, [published.list]);
  const counters = [
    keys.series('430102', 'ZMJT', '2021', 'district'),
    keys.batches(district, 'ZMJT', 'district'),
    keys.gradeHolders(published.world.round),
  ] as const;
  expect(await check()).toEqual([]);
  const first = { id: 'first', title: { zh: '一等奖', en: 'First prize' }, places: 2 };
  await table.update(keys.list(published.list), { set: { batch: 2, grades: [first] } });
  await table.update(counters[0], { set: { last: 1 } });
  await table.update(counters[1], { set: { last: 5 } });
  await table.update(counters[2], { add: { g_first: 1 } });
  const off = await check();
  expect(off.map(({ text }) => text.en)).toEqual([
    `${published.list}: its block ends at 2, but the series only at 1`,
    `ZMJT of ${district}: batches counted as 5, but published up to 2`,
    `${published.world.round}: 1 counted as holders of first, but there are 0`,
  ]);
  await mendCounters({ table, running: false }, off);
  expect(await check()).toEqual([]);
  expect((await table.get(counters[1]))?.last).toBe(2);
});

it('the receipt numbers of a programme: none in use lies beyond the last that was given', async () => {
  const { table } = published.world.deps;
  const { programme } = (await table.get(keys.round(published.world.round)))!;
  const key = keys.receipts(String(programme));
  const { last } = (await table.get(key))!;
  const check = () => checkReceipts(table, published.world.round);
  expect(await check()).toEqual([]);
  await table.update(key, { set: { last: Number(last) - 1 } });
  const off = await check();
  expect(off.map(({ text }) => text.en)).toEqual([
    `${programme}: receipts are numbered up to ${last}, but counted up to ${Number(last) - 1}`,
  ]);
  await mendCounters({ table, running: false }, off);
  expect((await table.get(key))?.last).toBe(last);
});
