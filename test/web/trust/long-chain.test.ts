/** A long chain is checked part by part: each request reads so many events, and says no more than it looked at (docs/architecture.md#audit). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyHead } from '#domain/empty-head.ts';
import { chainPartition, eventOp, headKey, nextEvent } from '#store/chain.ts';
import { padded } from '#store/keys.ts';
import { type Office, openOffice } from '../../actions/office.ts';
import { readBy } from '../../reading.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

const count = 1_050;
let office: Office;
let browser: Browser;
let aggregate: string;
beforeAll(async () => {
  office = await openOffice();
  office.test.use({ site: { url: 'http://localhost' } });
  const { table } = office.deps;
  aggregate = `round:${office.round}`;
  let head = emptyHead;
  for (let n = 0; n < count; n++) {
    const at = new Date(Date.parse('2022-02-01T01:00:00Z') + n * 1_000).toISOString();
    const next = nextEvent(head, aggregate, {
      ...{ at, actor: office.admin.id, via: 'session', action: 'round.chunk', details: {} },
    });
    head = next.head;
    const op = eventOp(next.event);
    if ('put' in op) await table.put(op.put);
  }
  await table.update(headKey(aggregate)!, { set: { head } });
  browser = openBrowser(office.deps);
  await browser.signIn(office.admin);
});
afterAll(() => office.test.embedded.close());

const check = async (from: number): Promise<string> => {
  let said = '';
  const read = await readBy(office.deps, async () => {
    const page = await browser.get(`/audit/${encodeURIComponent(aggregate)}?verify=${from}`);
    expect(page.status).toBe(200);
    said = page.text;
  });
  expect(read.rows).toBeLessThan(600);
  return said;
};

test('each part follows the one before, and only the last speaks of the end', async () => {
  expect(await check(1)).toContain('第 1 至 500 条没有改动或缺失，后面还有。');
  expect(await check(1)).toContain('从第 501 条继续核验');
  expect(await check(501)).toContain('第 501 至 1000 条没有改动或缺失');
  const last = await check(1_001);
  expect(last).toContain('第 1001 条至末尾 50 条，没有改动、缺失或截去。');
  expect(last).not.toContain('继续核验');
});

test('what was done to a chain is found in the part where it was done', async () => {
  const { table } = office.deps;
  const key = (seq: number) => ({ pk: chainPartition(aggregate), sk: padded(seq, 10) });
  const [edited, gone] = [await table.get(key(500)), await table.get(key(700))];
  // The last of the first part, so that the second begins after it.
  await table.put({ ...edited!, actor: 'somebody' });
  await table.remove(key(700));
  expect(await check(1)).toContain('第 500 条操作记录被改动');
  const second = await check(501);
  expect(second).toContain('缺少第 700 条操作记录');
  expect(second).not.toContain('第 501 条操作记录被改动');
  await table.put(gone!);
  await table.put({ ...edited!, hash: '0'.repeat(64) });
  expect(await check(501)).toContain('第 501 条操作记录被改动');
  await table.put(edited!);
  await table.remove(key(count));
  expect(await check(1_001)).toContain(`第 ${count} 条起的操作记录被截去`);
  expect(await check(1)).toContain('第 1 至 500 条没有改动或缺失');
});
