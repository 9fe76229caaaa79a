/** The overview of a round: steps with counts, pictures from the counters alone, what is brought to notice, letters reviewed first. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { type Office, openOffice } from '../../actions/office.ts';
import { readBy } from '../../reading.ts';
import { type Browser, hiddenIn, openBrowser } from '../people/account-browser.ts';

let office: Office;
let admin: Browser;
let path: string;
const score = (mean: string) => ({ score: { mean, count: 3, rank: 1 } });
beforeAll(async () => {
  office = await openOffice();
  office.test.use({ site: { url: 'http://localhost' } });
  path = `/rounds/${office.round}`;
  admin = openBrowser(office.deps);
  await office.plant('nom00001', 'waiting', score('881/10'));
  await office.plant('nom00002', 'waiting', score('88/1'));
  await office.plant('nom00003', 'waiting', score('93/1'));
  await office.plant('nom00004', 'out', {
    outcome: { reason: 'ineligible', at: '2022-02-25T01:00:00.000Z' },
  });
  await office.move({ status: 'selecting', phase: 1 });
  office.at('2022-03-07T01:00:00.000Z');
  await admin.signIn(office.admin);
});
afterAll(() => office.test.embedded.close());

it('says how many stand at which step, what came from whom, how long they wait and how scores spread', async () => {
  const { html, text } = await admin.get(path);
  expect(text).toMatch(/评审.{0,8} 3 名/);
  expect(html).toContain('<desc id="units-desc">1 项：收到共 4，其中占用名额 4。</desc>');
  expect(html).toContain('收到申报到办理中 3，收到申报到未通过、未入选 1。');
  expect(text).toMatch(/待评选（3 名） 10/);
  expect(html).toContain('共 3，最多的是 88，有 2。');
  const reviewer = openBrowser(office.deps);
  await reviewer.signIn(await office.member('reads@example.cn', 'reviewer'));
  expect((await reviewer.get(path)).html).not.toContain('id="way-desc"');
});

it('reads the counters, and never the round', async () => {
  const before = await readBy(office.deps, () => admin.get(path));
  for (let n = 10; n < 40; n++) await office.plant(`nom000${n}`, 'waiting', score('70/1'));
  const after = await readBy(office.deps, () => admin.get(path));
  expect(after.rows - before.rows).toBeLessThan(10);
});

it('brings to notice whose objection was settled after the decision on her tranche', async () => {
  await office.plant('nom00005', 'cleared');
  await office.move({ status: 'settled' });
  const { text, html } = await admin.get(path);
  expect(text).toContain('异议已排除、尚未列入批次：1 名');
  expect(html).toContain(`href="${path}/tranches/new"`);
  await office.move({ status: 'selecting' });
});

it('reminds those who have not answered in one press, after showing to whom, how many and what', async () => {
  const { id } = await office.member('slow@example.cn', 'reviewer');
  const asked = [{ member: id, due: '2022-03-05T09:30:00.000Z' }];
  await office.plant('nom00006', 'review', {
    step: { index: 0, id: 'review', kind: 'review', attempt: 1 },
    asked,
  } as never);
  await office.deps.table.put({ ...keys.askedOf(office.round, 'review', id), member: id, step: 'review' });
  await office.deps.table.put(
    rows.todo({
      ...{ member: id, kind: 'review', round: office.round, org: 'east', nomination: 'nom00006' },
      ...{ name: '作品6', step: 'review', attempt: 1, due: asked[0]!.due, createdAt: asked[0]!.due },
      title: { zh: '资格审查', en: 'Review' },
    }),
  );
  expect((await admin.get(`${path}/letters`)).html).toContain(`href="${path}/letters/send"`);
  const shown = await admin.get(`${path}/letters/send`);
  expect(shown.text).toMatch(/还没有发送.*尚未答复的审核人员.*数量 1 封 不发给 已答复.*【催办】/);
  expect(shown.text).not.toContain('0 项');
  const sent = await admin.post(`${path}/letters/send`, hiddenIn(shown.html));
  expect([sent.status, sent.to]).toEqual([303, expect.stringMatching(/^\/jobs\/job/)]);
  const job = await find(office.deps.table, keys.job(sent.to.slice('/jobs/'.length)));
  expect(job).toMatchObject({ kind: 'bulk-mail', total: 1 });
  const twice = await admin.post(`${path}/letters/send`, hiddenIn(shown.html));
  expect(twice.to).toBe(sent.to);
  const forged = { ...hiddenIn(shown.html), _confirmed: '{}' };
  expect((await admin.post(`${path}/letters/send`, forged)).status).toBe(422);
});

it('shows a letter of its own words before it goes, and refuses one without words at its field', async () => {
  const empty = await admin.post(`${path}/letters/count`, { _scoped: 'tell', 'tell.to': 'nominators' });
  expect([empty.status, empty.text.includes('通知事项')]).toEqual([422, true]);
  const shown = await admin.post(`${path}/letters/count`, {
    to: 'nominators',
    what: '补交照片',
    reason: '请于周五前补交。',
  });
  expect([shown.status, shown.text.includes('请于周五前补交。'), shown.text.includes('还没有发送')]).toEqual([
    200,
    true,
    true,
  ]);
});
