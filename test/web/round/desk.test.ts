import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectionReceipt } from '#actions/objection/objection-reading.ts';
import { raiseObjection } from '#actions/objection/objections.ts';
import { readEvents } from '#store/chain.ts';
import { getCandidacy, getRound, getTranche } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import { district } from '../../furong.ts';
import { bySession } from '../api/api-caller.ts';
import { type Browser, type DeskWorld, openDesk, street } from './desk-world.ts';

const programme = `zmjt-2021-${district}`;
const round = `${programme}.2.${district}`;
const path = `/rounds/${encodeURIComponent(round)}`;

describe('the district runs its round on the desk, from preset to recommendation', () => {
  let world: DeskWorld;
  let admin: Browser;
  const nominations: string[] = [];
  const at = (instant: string) => world.home.advanceClock!(instant);
  const tables = () => world.home.deps.table;
  beforeAll(async () => {
    world = await openDesk();
    admin = await world.browser('administrator', district);
  });
  afterAll(() => world.close());

  test('a programme comes from a preset, is read, published with its warnings, and a round is set up', async () => {
    expect((await admin.get('/programmes/new')).status).toBe(200);
    const made = await admin.post('/programmes/new', { from: 'preset', preset: 'zmjt', edition: '2021' });
    expect([made.status, made.location]).toEqual([303, `/programmes/${programme}?done=created`]);
    const shown = await admin.get(`/programmes/${programme}`);
    expect(shown.text).toContain('在本区居住满 1 年');
    expect(shown.text).toContain('没有记录依据');
    const version = await admin.hidden(`/programmes/${programme}`, 'version');
    expect((await admin.post(`/programmes/${programme}/publish`, { version })).status).toBe(303);
    expect((await admin.get(`/programmes/${programme}/rounds/new?org=${district}`)).text).toContain(
      '没有记录依据',
    );
    const wrong = await admin.post(`/programmes/${programme}/rounds/new?org=${district}`, {
      opensAt: '2021-04-01 09:00',
      closesAt: '四月底',
      places: '4',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="四月底"');
    const set = await admin.post(`/programmes/${programme}/rounds/new?org=${district}`, {
      opensAt: '2021-04-01 09:00',
      closesAt: '2021-04-20 17:30',
      'phaseEnds.review': '2021-04-26',
      places: '3',
      ceremony: '2021-05-15',
      'contact.office': '家儿部',
      'notice.days': '5',
      'notice.mode': 'working',
      'notice.countPostingDay': 'true',
      'notice.closesAt': '17:30',
    });
    expect([set.status, set.location]).toEqual([303, `${path}?done=setup`]);
    expect((await admin.get('/rounds')).text).toContain('未开始');
    expect((await admin.get(path)).text).toContain('2021-04-01 09:00 开始申报');
  });

  test('places are shared out by weight with the tie explained, then saved', async () => {
    const weights = Array.from({ length: 14 }, (_, i) => `w.${street(i + 1)}=${i < 3 ? 10 : ''}`).join('&');
    const preview = await admin.get(`${path}/intake?places=4&base=0&floor=0&${weights}`);
    expect(preview.text).toContain('余数相同');
    expect(preview.text).toContain('文艺路街道妇联 多得 1 个');
    const version = await admin.hidden(`${path}/intake`, 'version');
    const refused = await admin.post(`${path}/intake`, { version, [`share.${street(1)}`]: '两个' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="两个"');
    const saved = await admin.post(`${path}/intake`, {
      version,
      [`share.${street(1)}`]: '3',
      [`share.${street(2)}`]: '2',
      [`share.${street(3)}`]: '2',
    });
    expect(saved.status).toBe(303);
    expect((await getRound(tables(), round)).settings.shares).toHaveLength(3);
  });

  test('a stale change of the settings keeps what was typed and shows what changed', async () => {
    const stale = await admin.post(`${path}/settings`, {
      version: '1',
      opensAt: '2021-04-01 09:00',
      closesAt: '2021-04-21 17:30',
      places: '3',
    });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('value="2021-04-21 17:30"');
    expect(stale.text).toContain('刚才发生的变化');
    expect(stale.text).toContain('更改设置');
  });

  test('nominations come in and are found by state and by the beginning of the name', async () => {
    await at('2021-04-02T01:00:00.000Z');
    for (const [n, org] of [
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 3],
    ] as const)
      nominations.push((await world.nominate(programme, street(org), n)).id);
    const inbox = await admin.get(`${path}/inbox?state=review`);
    expect(inbox.text).toContain('罗步芳1家庭');
    expect(inbox.text).toContain('reviewer');
    expect((await admin.get(`${path}/inbox?q=${encodeURIComponent('罗步芳4')}`)).text).not.toContain(
      '罗步芳1家庭',
    );
    const one = await admin.get(`${path}/nominations/${nominations[0]}`);
    expect(one.text).toContain('「家庭成员无违法违纪');
    expect(one.text).not.toMatch(/430102\d{11}/);
    expect((await admin.get(`${path}/intake`)).text).toContain('文艺路街道妇联');
  });

  test('a second nomination of the same family waits as a pair, and is merged on the page', async () => {
    const second = await world.nominate(programme, street(2), 1);
    expect((await getCandidacy(tables(), round, second.id)).state).toBe('checking');
    const page = await admin.get(`${path}/pairs`);
    expect(page.text).toContain('后到，等待判断');
    const pair = await admin.hidden(`${path}/pairs`, 'pair');
    const form = `pair-${pair}`;
    const refused = await admin.post(`${path}/pairs`, {
      pair,
      _scoped: form,
      [`${form}.keep`]: nominations[0]!,
      [`${form}.reason`]: ' ',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`href="#f-${form.replaceAll('.', '-')}-reason"`);
    const settled = await admin.post(`${path}/pairs`, { pair, keep: nominations[0]!, reason: '同一家庭' });
    expect(settled.status).toBe(303);
    expect((await getCandidacy(tables(), round, second.id)).outcome?.reason).toBe('merged');
  });

  test('the tasks of one reviewer go to another, and the inbox names her', async () => {
    const [from, to] = await Promise.all([1, 2].map((n) => world.browser('reviewer', district, n)));
    const moved = await admin.post(`${path}/reassign`, { from: from!.actor.id, to: to!.actor.id });
    expect([200, 303]).toContain(moved.status);
    expect((await admin.get(`${path}/inbox?state=review`)).text).not.toContain('reviewer 1，');
    expect((await admin.post(`${path}/reassign`, { from: to!.actor.id, to: to!.actor.id })).status).toBe(422);
  });

  test('who reads the round cannot run it', async () => {
    const auditor = await world.browser('auditor', district);
    const page = await auditor.get(`${path}/settings`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('保存设置');
    expect((await auditor.post(`${path}/cancel`, { reason: '不办了' })).status).toBe(403);
    const stranger = await world.browser('clerk', street(5));
    expect((await stranger.get(path)).status).toBe(404);
  });

  test('the phase is closed after its last day, with the stragglers named', async () => {
    await at('2021-04-20T10:00:00.000Z');
    await world.approve(round, nominations.slice(0, 3));
    await at('2021-04-22T01:00:00.000Z');
    const early = await admin.post(`${path}/stragglers`, {
      [`fate.${nominations[3]}`]: 'out',
      reason: '逾期',
      version: String((await getRound(tables(), round)).version),
    });
    expect(early.status).toBe(409);
    await at('2021-04-27T01:00:00.000Z');
    expect((await admin.get(path)).text).toContain('还有 2 名未办结');
    const version = await admin.hidden(`${path}/stragglers`, 'version');
    const fates = { [`fate.${nominations[3]}`]: 'out', [`fate.${nominations[4]}`]: 'carry' };
    // One that cannot be settled changes nothing for the others; a list names each nominee once.
    const through = await admin.post(`${path}/stragglers`, {
      ...{ ...fates, [`fate.${nominations[0]}`]: 'out', reason: '逾期', version },
    });
    expect(through.status).toBe(422);
    expect(through.text).toContain('已不在未办结之列');
    expect(through.text).toContain(`href="#f-fate-${nominations[0]}"`);
    const api = await bySession(world.app, world.home.deps, admin.actor);
    const closing = (...stragglers: readonly (readonly [string | undefined, string])[]) =>
      api.post(`/api/rounds/${round}/close-phase`, {
        stragglers: stragglers.map(([nomination, fate]) => ({ nomination, fate })),
        reason: '逾期',
        version: Number(version),
      });
    const [, , , fourth, fifth] = nominations;
    for (const [bad, field] of [
      [await closing([fourth, 'out'], ['nobody', 'out']), 'stragglers.1'],
      [await closing([fourth, 'out'], [fifth, 'carry'], [fourth, 'carry']), 'stragglers.2'],
      [await closing([fourth, 'out'], [nominations[1], 'carry']), 'stragglers.1'],
    ] as const) {
      expect(bad.status).toBe(422);
      expect(bad.body.faults.map((each: { field: string }) => each.field)).toEqual([field]);
    }
    expect((await getCandidacy(tables(), round, fourth!)).outcome).toBeUndefined();
    expect((await getRound(tables(), round)).version).toBe(Number(version));
    const nameless = await admin.post(`${path}/stragglers`, { ...fates, version });
    expect(nameless.status).toBe(422);
    expect(nameless.text).toMatch(/value="carry" checked/);
    expect(
      (await admin.post(`${path}/stragglers`, { ...fates, reason: '部门意见未到', version })).status,
    ).toBe(303);
    expect((await getCandidacy(tables(), round, nominations[3]!)).outcome?.reason).toBe('straggler');
    expect((await getRound(tables(), round)).phase).toBe(1);
  });

  test('the panel is invited, judged and closed', async () => {
    const members = await Promise.all(
      [1, 2, 3, 4, 5].map(async (n) => (await world.browser('panellist', district, n)).actor.id),
    );
    expect((await admin.post(`${path}/panel/invite`, { member: members })).status).toBe(303);
    const open = await admin.post(`${path}/panel/close`);
    expect(open.status).toBe(422);
    expect(open.text).toContain('名评委未评');
    await world.judge(round, new Map(nominations.slice(0, 3).map((id, i) => [id, [45, 40, 40][i]!])));
    expect((await admin.post(`${path}/panel/close`)).status).toBe(303);
    expect((await getCandidacy(tables(), round, nominations[0]!)).score?.rank).toBe(1);
  });

  test('the shortlist is built by buttons, shows ties, refuses a stale press and is confirmed with a vacancy', async () => {
    const page = await admin.get(`${path}/shortlist`);
    expect(page.text).toContain('并列');
    const chosen = await admin.post(`${path}/shortlist`, {
      press: 'choose',
      ticked: [nominations[1]!, nominations[0]!],
      version: '0',
    });
    expect(chosen.status).toBe(303);
    expect(
      (await admin.post(`${path}/shortlist`, { press: `choose:${nominations[2]}`, version: '0' })).status,
    ).toBe(409);
    const up = await admin.post(`${path}/shortlist`, { press: `up:${nominations[0]}`, version: '1' });
    expect(up.location).toBe(`${path}/shortlist?done=saved#at-${nominations[0]}`);
    const order = async () => (await findShortlist(tables(), round))?.chosen.map((each) => each.nomination);
    expect(await order()).toEqual([nominations[0], nominations[1]]);
    // Dragged, or moved by a key: the same act by its own input; what is on no list changes nothing.
    const shown = await admin.get(`${path}/shortlist`);
    expect(shown.text).toContain(`data-item="${nominations[0]}"`);
    expect(shown.text).toContain('data-sort="moved"');
    await admin.post(`${path}/shortlist`, { moved: `${nominations[0]}.${nominations[1]}`, version: '2' });
    expect(await order()).toEqual([nominations[1], nominations[0]]);
    await admin.post(`${path}/shortlist`, { moved: `${nominations[1]}.${nominations[0]}`, version: '3' });
    await admin.post(`${path}/shortlist`, { moved: `nobody.${nominations[0]}`, version: '4' });
    expect(await order()).toEqual([nominations[0], nominations[1]]);
    const { version: last } = (await findShortlist(tables(), round))!;
    expect((await admin.post(`${path}/shortlist/confirm`, { version: String(last) })).status).toBe(422);
    expect(
      (
        await admin.post(`${path}/shortlist/confirm`, {
          version: String(last),
          leaveVacant: 'true',
          reason: '合格对象不足',
        })
      ).status,
    ).toBe(303);
    expect((await getTranche(tables(), round, 1)).entries).toEqual([nominations[0], nominations[1]]);
    // The machine carries it out; the history of the nominee names who confirmed.
    const { events } = await readEvents(tables(), `candidacy:${round}:${nominations[0]}`);
    expect(events.find(({ action }) => action === 'shortlist.choose')?.actor).toBe(admin.actor.id);
    // An act over many takes each once.
    const api = await bySession(world.app, world.home.deps, admin.actor);
    const twice = await api.post(`/api/rounds/${round}/tranches`, {
      nominations: [nominations[2], nominations[2]],
      version: (await getRound(tables(), round)).version,
    });
    expect([twice.status, twice.body.faults?.[0]?.field]).toEqual([422, 'nominations.1']);
  });

  test('the notice is previewed with both dates and warnings for any day, then posted', async () => {
    await at('2021-05-06T01:00:00.000Z');
    const preview = await admin.get(`${path}/tranches/1?start=2021-05-06`);
    expect(preview.text).toContain('2021-05-11');
    expect(preview.text).toContain('2021-05-12');
    expect((await admin.get(`${path}/tranches/1?start=2021-05-12`)).text).toContain('在 2021-05-15 仪式之后');
    expect((await admin.get(`${path}/tranches/1?start=2039-05-12`)).text).toContain('尚未载入');
    const { version } = await getTranche(tables(), round, 1);
    expect(
      (await admin.post(`${path}/tranches/1/post`, { start: '2021-05-05', version: String(version) })).status,
    ).toBe(422);
    expect(
      (await admin.post(`${path}/tranches/1/post`, { start: '2021-05-06', version: String(version) })).status,
    ).toBe(303);
    expect((await admin.get(`${path}/tranches/1`)).text).toContain(
      '最早可审定</dt><dd><time>2021-05-12 00:00',
    );
  });

  test('a letter is entered by its handler, holds the nominee, and gives a receipt to print', async () => {
    const here = `${path}/tranches/1/objection`;
    expect((await admin.get(`${path}/tranches/1`)).text).toContain(here);
    const page = await admin.get(here);
    expect(page.text).toContain('罗步芳2家庭');
    const letter = {
      channel: 'letter',
      receivedOn: '2021-05-06',
      receivedTime: '上午9：00',
      arrivalPostmark: '2021-05-06',
      nomination: nominations[1]!,
      content: '信中反映其家庭矛盾突出。',
      by: 'person',
      name: '孙兰',
      contact: '13700002222',
      key: 'letter-1',
    };
    const wrong = await admin.post(here, { ...letter, receivedTime: '25:00', content: '', channel: '' });
    expect([wrong.status, wrong.text.includes('请选择收到方式'), wrong.text.includes('孙兰')]).toEqual([
      422,
      true,
      true,
    ]);
    const future = await admin.post(here, { ...letter, receivedOn: '2021-06-30' });
    expect([future.status, future.text.includes('收到时间不能晚于现在')]).toEqual([422, true]);
    const receipt = await admin.post(here, letter);
    const code = /[2-9A-Z]{5}(?:-[2-9A-Z]{5}){3}/.exec(receipt.text)?.[0];
    expect([receipt.status, code]).toEqual([200, expect.any(String)]);
    expect(receipt.text).not.toContain('孙兰');
    await world.home.settled();
    expect((await getCandidacy(tables(), round, nominations[1]!)).state).toBe('held');
    expect((await admin.post(here, letter)).text).toContain(code);
    expect(await objectionReceipt(world.home.deps, code!, 'a')).toMatchObject({ status: 'accepted' });
    const listed = await admin.get(`/objections?org=${district}`);
    const id = /\/objections\/(obj[\w-]+)/.exec(listed.text)![1]!;
    const version = await admin.hidden(`/objections/${id}`, 'version');
    const said = { outcome: 'dismissed', finding: '经核查，不属实。', version };
    const unread = await admin.post(`/objections/${id}/settle`, said);
    expect([unread.status, unread.text.includes('还没有打开过')]).toEqual([409, true]);
    expect((await admin.get(`/objections/${id}`)).text).not.toContain(`/objections/${id}/settle`);
    await admin.post(`/objections/${id}/open`);
    expect((await admin.get(`/objections/${id}`)).text).toContain(`/objections/${id}/settle`);
    const settled = await admin.post(`/objections/${id}/settle`, said);
    // A letter on paper, without an address: nobody was written to, and nobody says so.
    expect([settled.status, settled.location.includes('done=settled-page')]).toEqual([303, true]);
    const reviewer = await world.browser('reviewer', district);
    expect((await reviewer.get(here)).status).toBe(403);
    expect((await reviewer.post(here, { ...letter, key: 'letter-2' })).status).toBe(403);
    const english = await world.browser('administrator', district, 1, 'en');
    expect((await english.get(here)).text).toContain('Enter an objection');
    expect((await getCandidacy(tables(), round, nominations[1]!)).state).toBe('notice');
  });

  test('an objection is listed without its secret, opened by its handler on a press, and settled', async () => {
    const { id } = await raiseObjection(world.home.deps, undefined, {
      notice: `${round}.n1`,
      nomination: nominations[0]!,
      by: 'person',
      name: '赵敏',
      contact: '13900001111',
      channel: 'web',
      body: '该家庭并不居住在本社区。',
    });
    await world.home.settled();
    expect((await getCandidacy(tables(), round, nominations[0]!)).state).toBe('held');
    expect((await admin.get(`${path}/tranches/1`)).text).toContain('1 名因异议暂缓');
    const list = await admin.get(`/objections?org=${district}`);
    expect(list.text).toContain('罗步芳1家庭');
    const shut = await admin.get(`/objections/${id}`);
    expect(shut.text).not.toContain('赵敏');
    const open = await admin.post(`/objections/${id}/open`);
    expect(open.text).toContain('赵敏');
    expect(open.text).toContain('该家庭并不居住在本社区');
    const reviewer = await world.browser('reviewer', district);
    expect((await reviewer.post(`/objections/${id}/open`)).status).toBe(404);
    const version = await admin.hidden(`/objections/${id}`, 'version');
    const without = await admin.post(`/objections/${id}/settle`, {
      _scoped: 'settle',
      'settle.outcome': 'dismissed',
      'settle.finding': '',
      version,
    });
    expect(without.status).toBe(422);
    const settled = await admin.post(`/objections/${id}/settle`, {
      outcome: 'dismissed',
      finding: '经核查，居住满八年。',
      version,
    });
    expect(settled.status).toBe(303);
    expect((await getCandidacy(tables(), round, nominations[0]!)).state).toBe('notice');
  });

  test('a decision, the list and the recommendations are recorded when their time has come', async () => {
    await at('2021-05-12T01:00:00.000Z');
    const here = `${path}/tranches/1`;
    const decision = { body: '党组会', date: '2021-05-12', minutes: '芙妇纪〔2021〕5号' };
    const version = async () => String((await getTranche(tables(), round, 1)).version);
    const without = await admin.post(`${here}/decide`, {
      ...decision,
      minutes: '',
      version: await version(),
    });
    expect(without.status).toBe(422);
    expect(without.text).toContain('会议纪要');
    const decided = await admin.post(`${here}/decide`, { ...decision, version: await version() });
    expect(decided.status).toBe(303);
    const incomplete = await admin.post(`${here}/publish`, {
      title: '名单',
      documentNumber: '',
      date: '2021-05-13',
      bodies: '芙蓉区妇女联合会',
      version: await version(),
    });
    expect([incomplete.status, incomplete.text.includes('没有记录依据')]).toEqual([422, true]);
    expect(
      (
        await admin.post(`${here}/publish`, {
          title: '2021年芙蓉区最美家庭名单',
          documentNumber: '芙妇〔2021〕3号',
          date: '2021-05-13',
          bodies: '芙蓉区妇女联合会\n芙蓉区文明办',
          version: await version(),
        })
      ).status,
    ).toBe(303);
    expect((await admin.get(here)).text).toContain('T-430102-ZMJT-2021-0001');
    expect((await admin.get(here)).text).toContain('上级妇联还没有设置本次评选的时间');
    // Nobody ticked is not yet "nobody goes up": that is confirmed by itself, for it ends the tranche.
    const silent = await admin.post(`${here}/recommend`, { version: await version() });
    expect([silent.status, silent.text.includes('没有选择上报的对象')]).toEqual([422, true]);
    expect((await getTranche(tables(), round, 1)).recommended).toBeUndefined();
    expect((await admin.post(`${here}/recommend`, { nobody: 'true', version: await version() })).status).toBe(
      303,
    );
    expect((await getTranche(tables(), round, 1)).state).toBe('done');
  });

  test('the one carried goes on after the first tranche, and into a further one', async () => {
    const carried = nominations[4]!;
    const here = `${path}/nominations/${carried}`;
    expect((await admin.get(`${path}/tranches/new`)).text).toContain('罗步芳5家庭');
    expect((await admin.post(`${here}/resume`)).status).toBe(303);
    await world.approve(round, [carried]);
    expect((await getCandidacy(tables(), round, carried)).state).toBe('waiting');
    expect((await admin.post(`${here}/stand-by`)).status).toBe(303);
    const version = await admin.hidden(`${path}/tranches/new`, 'version');
    const formed = await admin.post(`${path}/tranches/new`, { nomination: carried, version });
    expect([formed.status, formed.location]).toEqual([303, `${path}/tranches/2?done=formed`]);
  });

  test('every page speaks English too, and no defect was logged', async () => {
    const english = await world.browser('administrator', district, 1, 'en');
    for (const page of [
      '',
      '/inbox',
      '/intake',
      '/pairs',
      '/panel',
      '/shortlist',
      '/tranches/1',
      '/tranches/2',
      '/tranches/new',
      '/settings',
      '/stragglers',
      '/reassign',
    ]) {
      const answer = await english.get(`${path}${page}`);
      expect([page, answer.status]).toEqual([page, 200]);
      expect(answer.text).toContain('<html lang="en">');
    }
    expect((await english.get(path)).text).toContain('Round desk');
    expect(world.logged).toEqual([]);
  });
});
