import { afterAll, beforeAll, expect, it } from 'vitest';
import { linkFor } from '#actions/people/links.ts';
import { invitePanel } from '#actions/selection/panel.ts';
import type { BallotRecord } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { type Office, openOffice } from '../../actions/office.ts';
import { hiddenIn, openBrowser } from '../people/account-browser.ts';

let office: Office;
let member: string;
let board: string;
beforeAll(async () => {
  office = await openOffice();
  office.test.use({ site: { url: 'http://localhost' } });
  for (const id of ['nom00001', 'nom00002']) await office.plant(id, 'waiting');
  await office.move({ status: 'selecting', phase: 1 });
  const people = await Promise.all([1, 2, 3].map((n) => office.member(`judge${n}@example.cn`, 'panellist')));
  await invitePanel(
    office.deps,
    office.admin,
    office.round,
    people.map((one) => one.id),
  );
  member = people[0]!.id;
  const link = await linkFor(office.deps, { member, scope: `${office.round}#panel#`, kind: 'worklist' });
  board = `${link}/${office.round}/panel`;
});
afterAll(() => office.test.embedded.close());

const ballot = (nomination: string) =>
  find<BallotRecord>(office.deps.table, keys.scores(office.round, nomination, member));

it('wants the commitment first, then marks by criterion with a second press, changeable until it closes', async () => {
  const browser = openBrowser(office.deps);
  const promise = await browser.get(board);
  expect(promise.text).toContain('评审承诺书');
  expect((await browser.get(`${board}/nom00001`)).to).toBe(board);
  expect((await browser.post(`${board}/commit`, {})).status).toBe(422);
  const { commitment } = { commitment: /name="commitment" value="([^"]+)"/.exec(promise.html)![1]! };
  const sure = await browser.post(`${board}/commit`, { commitment });
  expect([sure.status, sure.text.includes('作出评审承诺？')]).toEqual([200, true]);
  expect((await browser.post(`${board}/commit`, hiddenIn(sure.html))).status).toBe(303);
  expect((await browser.get(board)).text).toContain('nominee nom00001');

  const task = `${board}/nom00001`;
  const bad = await browser.post(task, { _version: '0', 'scores.idea': '61', 'scores.use': '' });
  expect([
    bad.status,
    bad.html.includes('id="f-scores-idea-error"'),
    bad.html.includes('id="f-scores-use-error"'),
    bad.html.includes('value="61"'),
  ]).toEqual([422, true, true, true]);
  const confirm = await browser.post(task, { _version: '0', 'scores.idea': '55.5', 'scores.use': '38' });
  expect([confirm.status, await ballot('nom00001')]).toEqual([200, undefined]);
  const done = await browser.post(`${task}/confirm`, hiddenIn(confirm.html));
  expect([done.status, done.to]).toEqual([303, `${board}?done=ballot`]);
  expect((await ballot('nom00001'))!.scores).toEqual({ idea: '55.5', use: '38' });
  const shares = await browser.post(task, { _version: '1', 'scores.idea': '90%', 'scores.use': '38/40' });
  expect([
    shares.status,
    shares.html.match(/须填写分数本身/g)!.length >= 2,
    shares.html.includes('value="90%"'),
  ]).toEqual([422, true, true]);
  const wide = await browser.post(task, {
    _version: '1',
    'scores.idea': ' ５５．５分',
    'scores.use': '38 分',
  });
  expect(wide.text).toMatch(/创意（0 至 60 分） 55\.5 实效（0 至 40 分） 38 合计 93\.5/);
  await browser.post(`${task}/confirm`, hiddenIn(wide.html));
  expect((await ballot('nom00001'))!.scores).toEqual({ idea: '55.5', use: '38' });
  const again = await browser.get(task);
  expect(again.html).toContain('value="55.5"');
  const change = await browser.post(task, {
    ...hiddenIn(again.html),
    'scores.idea': '50',
    'scores.use': '38',
  });
  await browser.post(`${task}/confirm`, hiddenIn(change.html));
  expect((await ballot('nom00001'))!.scores).toEqual({ idea: '50', use: '38' });
});

it('takes a conflict of interest with its reason, after which there is nothing to judge', async () => {
  const browser = openBrowser(office.deps);
  const task = `${board}/nom00002`;
  expect((await browser.post(`${task}/conflict`, { reason: ' ' })).status).toBe(422);
  const sure = await browser.post(`${task}/conflict`, { reason: '同一单位' });
  expect([sure.status, await ballot('nom00002')]).toEqual([200, undefined]);
  expect((await browser.post(`${task}/conflict`, hiddenIn(sure.html))).status).toBe(303);
  expect((await ballot('nom00002'))!.conflict).toEqual({ reason: '同一单位' });
  const page = await browser.get(task);
  expect([page.text.includes('您已申明回避'), page.html.includes('name="scores.idea"')]).toEqual([
    true,
    false,
  ]);
});

it('is closed to those who do not sit on it', async () => {
  const reviewer = await office.member('other@example.cn', 'reviewer');
  const browser = openBrowser(office.deps);
  await browser.signIn(reviewer);
  expect((await browser.get(`/tasks/${office.round}/panel`)).status).toBe(403);
  expect((await browser.get(`/tasks/${office.round}/panel/nom00001`)).status).toBe(403);
});
