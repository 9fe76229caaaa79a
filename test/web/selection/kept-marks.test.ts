/** A panellist goes from nominee to nominee and confirms her marks together (docs/rules/panel.md#scores). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linkFor } from '#actions/people/links.ts';
import { invitePanel } from '#actions/selection/panel.ts';
import type { BallotRecord } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { type Office, openOffice, session } from '../../actions/office.ts';
import { type Browser, hiddenIn, openBrowser } from '../people/account-browser.ts';

const ids = Array.from({ length: 8 }, (_, n) => `nom0000${n + 1}`);
let office: Office;
let member: string;
let board: string;
let browser: Browser;
beforeAll(async () => {
  office = await openOffice();
  office.test.use({ site: { url: 'http://localhost' } });
  for (const id of ids) await office.plant(id, 'waiting', {});
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
  browser = openBrowser(office.deps);
  const promise = await browser.get(board);
  const commitment = /name="commitment" value="([^"]+)"/.exec(promise.html)![1]!;
  const sure = await browser.post(`${board}/commit`, { commitment });
  await browser.post(`${board}/commit`, hiddenIn(sure.html));
});
afterAll(() => office.test.embedded.close());

const ballot = (nomination: string) =>
  find<BallotRecord>(office.deps.table, keys.scores(office.round, nomination, member));
const marks = (n: number) => ({ 'scores.idea': String(40 + n), 'scores.use': `${30 + n}分` });

it('judges eight nominees on eight pages with one press each, and one more makes them count', async () => {
  const first = await browser.get(board);
  const links = [...first.html.matchAll(/href="([^"]+\/nom0000\d\?n=\d+)"/g)].map(([, href]) => href!);
  expect(links.length).toBe(8);
  let presses = 0;
  const places: string[] = [];
  let at = links[0]!;
  let page = await browser.get(at);
  for (let n = 1; n <= 8; n++) {
    places.push(/第 \d+ \/ \d+ 位/.exec(page.text)?.[0] ?? '');
    const sent = await browser.post(at, { _version: '0', ...marks(n), press: 'next' });
    presses += 1;
    expect([sent.status, await ballot(ids[n - 1]!)]).toEqual([303, undefined]);
    at = sent.to;
    page = await browser.get(at);
  }
  expect(places).toEqual(ids.map((_, n) => `第 ${n + 1} / 8 位`));
  expect(at).toBe(`${board}/marks`);
  expect(page.text).toMatch(/nominee nom00001 41 31 72 .*nominee nom00008 48 38 86/);
  expect((await browser.get(board)).text).toContain('有 8 位的评分已保存，还没有确认');
  const done = await browser.post(`${board}/marks`, hiddenIn(page.html));
  presses += 1;
  expect([done.status, done.to, presses]).toEqual([303, `${board}?done=ballots`, 9]);
  expect(await Promise.all(ids.map(async (id) => (await ballot(id))?.scores))).toEqual(
    ids.map((_, n) => ({ idea: String(41 + n), use: String(31 + n) })),
  );
  expect((await browser.get(board)).text).not.toContain('还没有确认');
  expect((await browser.get(`${board}/marks`)).to).toBe(board);
});

it('refuses a bad mark at its field, keeps none of it, and shows what is kept when it is opened again', async () => {
  const task = `${board}/nom00002`;
  const bad = await browser.post(task, {
    _version: '1',
    'scores.idea': '61',
    'scores.use': '5',
    press: 'next',
  });
  expect([bad.status, bad.html.includes('id="f-scores-idea-error"')]).toEqual([422, true]);
  expect((await browser.post(task, { _version: '1', ...marks(9), press: 'next' })).status).toBe(303);
  const again = await browser.get(task);
  expect([again.html.includes('value="49"'), again.text.includes('还没有确认')]).toEqual([true, true]);
  expect((await ballot('nom00002'))!.scores!.idea).toBe('42');
});

it('says which ballot was changed elsewhere, records the others, and takes no altered confirmation', async () => {
  await browser.post(`${board}/nom00003`, { _version: '1', ...marks(7), press: 'next' });
  const shown = await browser.get(`${board}/marks`);
  const fields = hiddenIn(shown.html);
  const forged = { ...fields, _confirmed: fields._confirmed!.replace('"49"', '"59"') };
  expect((await browser.post(`${board}/marks`, forged)).status).toBe(422);
  const change = await browser.post(`${board}/nom00003`, {
    _version: '1',
    'scores.idea': '1',
    'scores.use': '1',
  });
  await browser.post(`${board}/nom00003/confirm`, hiddenIn(change.html));
  const partly = await browser.post(`${board}/marks`, fields);
  expect([partly.status, partly.text.includes('nominee nom00003：')]).toEqual([409, true]);
  expect([(await ballot('nom00002'))!.scores!.idea, (await ballot('nom00003'))!.scores!.idea]).toEqual([
    '49',
    '1',
  ]);
  const back = await browser.post(`${board}/marks`, { ...hiddenIn(partly.html), _back: '1' });
  expect([back.status, back.to]).toEqual([303, board]);
});

it('compares the two that are ticked, field by field, and asks for two', async () => {
  const both = await browser.get(`${board}/compare?who=nom00001&who=nom00002`);
  expect(both.text).toMatch(/项目 nominee nom00001 nominee nom00002 姓名/);
  const one = await browser.follow(await browser.get(`${board}/compare?who=nom00001`));
  expect(one.text).toContain('请勾选两位再比较');
  expect((await browser.get(`${board}/compare?who=nom00001&who=nobody`)).status).toBe(404);
});

it('gives kept marks by the API to her own eyes alone', async () => {
  const app = openBrowser(office.deps);
  await app.signIn({ id: member });
  const api = `/api/rounds/${office.round}/panel/marks`;
  expect(
    JSON.parse((await app.get(api)).html).items.map((one: { nomination: string }) => one.nomination),
  ).toEqual(['nom00003']);
  const other = openBrowser(office.deps);
  await other.signIn(session(await office.member('judge2@example.cn', 'panellist')));
  expect(JSON.parse((await other.get(api)).html).items).toEqual([]);
});
