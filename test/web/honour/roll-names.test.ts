import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correctHonour } from '#actions/honour/revocations.ts';
import { findOnRoll } from '#actions/honour/roll-names.ts';
import { eraseOnRequest } from '#actions/trust/erasure.ts';
import { begin } from '#actions/write.ts';
import { systemActor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { find, getRound } from '#store/reads.ts';
import { district, street } from '../../furong.ts';
import { readBy } from '../../reading.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';
import { openPublished, type Published } from './published.ts';

let shown: Published;
let browser: Browser;
let clerk: Browser;
const names = ['𠮷田秀英家庭', '阿依古丽·买买提家庭', '王小红家庭', '王小红家庭', '不愿意家庭', '刘后悔家庭'];

interface Found {
  readonly number: string;
  readonly name: string;
  readonly holder?: string;
}
const api = async (path: string) => JSON.parse((await browser.get(path)).html);
const found = async (name: string): Promise<readonly Found[]> =>
  (await api(`/api/honours/names?name=${encodeURIComponent(name)}`)).items;
const namesOf = (all: readonly Found[]) => all.map((each) => each.name);
const choose = (n: number, agree: boolean) =>
  clerk.post(`/nominations/${shown.nominations[n]!.id}/roll`, { agree: String(agree) });
const numberOf = (n: number) => `430102-ZMJT-2021-${String(n + 1).padStart(4, '0')}`;

beforeAll(async () => {
  shown = await openPublished(names);
  browser = openBrowser(shown.world.deps);
  clerk = openBrowser(shown.world.deps);
  const signIn = async () => clerk.signIn(await shown.world.as('clerk', street(1)));
  await shown.post();
  await signIn();
  // The first before the list is published, the others after it.
  expect((await choose(0, true)).status).toBe(303);
  await shown.publish();
  await signIn();
  for (const n of [1, 2, 3, 5]) expect((await choose(n, true)).status).toBe(303);
});
afterAll(() => shown.world.close());

describe('the roll of honour by name', () => {
  it('finds who agreed, before or after the award, in any width, with any dot and with pasted spaces', async () => {
    for (const [typed, name] of [
      ['𠮷田', names[0]],
      [' 𠮷 田秀\n英 ', names[0]],
      ['阿依古丽•买买提', names[1]],
      ['阿依古丽．买买提家庭', names[1]],
      ['　阿依 古丽 ', names[1]],
    ])
      expect([typed, namesOf(await found(typed!))]).toEqual([typed, [name]]);
    const page = await browser.get(`/honours/names?name=${encodeURIComponent('阿依古丽')}`);
    expect([
      page.status,
      page.text.includes(names[1]!),
      page.text.includes('2021年芙蓉区“最美家庭”'),
    ]).toEqual([200, true, true]);
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
  });

  it('finds neither the middle of a name, nor who did not agree; the list shows her still', async () => {
    for (const typed of ['不愿意', '不愿意家庭', '小红', '古丽']) expect(await found(typed)).toEqual([]);
    expect((await browser.get(`/honours/names?name=${encodeURIComponent('不愿意')}`)).text).toContain(
      '没有查到',
    );
    expect((await browser.get(`/honours/${encodeURIComponent(shown.list)}`)).text).toContain('不愿意');
  });

  it('asks for two characters at least, beside the field', async () => {
    const page = await browser.get(`/honours/names?name=${encodeURIComponent('王')}`);
    expect([page.status, page.html.includes('id="f-name-error"')]).toEqual([422, true]);
    expect((await browser.get(`/api/honours/names?name=${encodeURIComponent('王')}`)).status).toBe(422);
  });

  it('never takes two of one name for one: each has a page of her own', async () => {
    const both = await found('王小红');
    expect(namesOf(both)).toEqual([names[2], names[3]]);
    expect(new Set(both.map(({ holder }) => holder)).size).toBe(2);
    for (const { holder, number } of both) {
      const { items } = await api(`/api/honours/holders/${holder}`);
      expect(items.map((each: Found) => each.number)).toEqual([number]);
      const page = await browser.get(`/honours/of/${holder}`);
      expect(page.text).toContain('王小红家庭的荣誉');
      expect(page.html).not.toContain(both.find((each) => each.number !== number)!.number);
    }
  });

  it('reads what a page shows and no more: the row, its list, its honour and its nomination', async () => {
    const { deps } = shown.world;
    const asked = { name: '王小红', address: 'reading' };
    const one = await readBy(deps, () => findOnRoll(deps, { ...asked, limit: 1 }));
    const both = await readBy(deps, () => findOnRoll(deps, asked));
    expect([one.rows, both.rows - one.rows]).toEqual([5, 4]);
  });

  it('gives long answers by pages', async () => {
    const path = `/api/honours/names?name=${encodeURIComponent('王小红')}&limit=1`;
    const first = await api(path);
    const second = await api(`${path}&cursor=${first.cursor}`);
    expect([...first.items, ...second.items].map((each: Found) => each.number)).toEqual([
      numberOf(2),
      numberOf(3),
    ]);
  });

  it('is left at once: neither the name nor the page is there, which answers like one that never was', async () => {
    const [{ holder }] = (await found('刘后悔')) as [Found];
    expect((await browser.get(`/honours/of/${holder}`)).status).toBe(200);
    expect((await choose(5, false)).status).toBe(303);
    expect(await found('刘后悔')).toEqual([]);
    const [gone, never] = [
      await browser.get(`/honours/of/${holder}`),
      await browser.get(`/honours/of/${'0'.repeat(32)}`),
    ];
    // Every answer has an id of its own.
    const said = ({ text }: { readonly text: string }) => text.replace(/编号 [\da-f-]{36}/, '');
    expect([gone.status, said(gone)]).toEqual([404, said(never)]);
    expect((await clerk.get(`/nominations/${shown.nominations[5]!.id}`)).text).toMatch(/荣誉榜公开\s*已撤回/);
  });

  it('is chosen by the nominating side alone, and over the API in the same way', async () => {
    const stranger = openBrowser(shown.world.deps);
    await stranger.signIn(await shown.world.as('panellist', district));
    const path = `/nominations/${shown.nominations[4]!.id}/roll`;
    expect((await stranger.post(path, { agree: 'true' })).status).toBe(404);
    expect(await found('不愿意')).toEqual([]);
  });

  it('follows a correction of the name', async () => {
    const administrator = await shown.world.as('administrator', district);
    const place = await find(shown.world.deps.table, keys.certificate(numberOf(1)));
    const honour = await find(shown.world.deps.table, keys.listEntry(place!.list, place!.position));
    await correctHonour(shown.world.deps, administrator, {
      number: numberOf(1),
      field: 'name',
      text: '帕提古丽·买买提家庭',
      reason: '录入笔误',
      version: Number(honour!.version),
    });
    expect(await found('阿依古丽')).toEqual([]);
    expect(namesOf(await found('帕提古丽'))).toEqual(['帕提古丽·买买提家庭']);
  });

  it('is left by an erasure, and holds nothing of it any more', async () => {
    shown.world.at('2023-05-12T02:00:00.000Z');
    const [{ holder }] = (await found('𠮷田')) as [Found];
    const { deps, round } = shown.world;
    const write = begin(deps, systemActor);
    write.save('round', await getRound(deps.table, round), { endedAt: write.now }, 'round.end');
    await write.commit();
    await eraseOnRequest(deps, await shown.world.as('administrator', district), {
      nomination: shown.nominations[0]!.id,
      reason: 'request',
    });
    expect(await found('𠮷田')).toEqual([]);
    expect((await browser.get(`/honours/of/${holder}`)).status).toBe(404);
    for (const pk of [keys.rollNames('𠮷田'), keys.heldByPartition(holder!)])
      expect((await shown.world.deps.table.query({ pk })).items).toEqual([]);
  });

  it('offers the honours of the year and the places to choose from, by page and API', async () => {
    const { honours, way, below } = await api('/api/honours/choices?year=2021');
    expect(honours).toEqual([{ code: 'ZMJT', title: '最美家庭' }]);
    expect([way, below.length > 0]).toEqual([[], true]);
    const narrowed = await api(`/api/honours/choices?year=2021&area=${district}`);
    expect(narrowed.way.at(-1)).toMatchObject({ area: district, name: expect.stringContaining('芙蓉区') });
    const page = await browser.get(`/honours?year=2021&area=${district}&code=ZMJT`);
    expect(page.html).toMatch(/<option value="ZMJT" selected[^>]*>最美家庭（ZMJT）/);
    expect(page.text).toContain('2021年芙蓉区“最美家庭”');
    const lists = await api('/api/honours/lists?year=2021&code=SBQS');
    expect(lists.items).toEqual([]);
  });
});
