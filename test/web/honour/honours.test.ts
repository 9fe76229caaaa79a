import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { inOrder } from '#actions/honour/honour-roll.ts';
import { sweep } from '#actions/running/sweep.ts';
import { ledgerColumns } from '#domain/honour/ledger-row.ts';
import { city, district, street } from '../../furong.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';
import { openPublished, type Published } from './published.ts';

let published: Published;
let browser: Browser;
let visitor: Browser;
const list = () => `/honours/${encodeURIComponent(published.list)}`;
const one = (n: number) => `${list()}/manage/430102-ZMJT-2021-000${n}`;
const versionIn = (html: string) => /name="version" value="(\d+)"/.exec(html)![1]!;
const ruling = {
  grounds: '获奖后被判处刑罚',
  decisionNumber: '芙妇〔2021〕20号',
  date: '2021-05-20',
  body: '党组会',
};

beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭']);
  await published.post();
  await published.publish();
  published.world.at('2021-06-02T02:00:00.000Z');
  visitor = openBrowser(published.world.deps);
  browser = openBrowser(published.world.deps);
  await browser.signIn(await published.world.as('administrator', district));
});
afterAll(() => published.world.close());

it.each(['/rechecks', '/revocations', '/bars', '/jobs'])(
  '%s without an organisation is that of the reader',
  async (path) => {
    const { status, text } = await browser.get(path);
    expect([status, text.includes('芙蓉区妇女联合会')]).toEqual([200, true]);
  },
);

describe('the desk of published honours', () => {
  it('is for administrators of the organisation, who find it from the list', async () => {
    expect((await browser.get(list())).html).toContain(`${list()}/manage`);
    expect((await visitor.get(list())).html).not.toContain(`${list()}/manage`);
    expect((await visitor.get(`${list()}/manage`)).status).toBe(401);
    const other = openBrowser(published.world.deps);
    await other.signIn(await published.world.as('administrator', street(1)));
    expect((await other.get(one(1))).status).toBe(403);
    expect((await other.post(`${one(1)}/revoke`, { ...ruling, sure: 'true', version: '1' })).status).toBe(
      403,
    );
  });

  it('revokes only when the box is ticked and everything is given, and keeps what was typed', async () => {
    const page = await browser.get(one(1));
    const form = { ...ruling, version: versionIn(page.html) };
    const unsure = await browser.post(`${one(1)}/revoke`, form);
    expect([unsure.status, unsure.html.includes('芙妇〔2021〕20号')]).toEqual([422, true]);
    const short = await browser.post(`${one(1)}/revoke`, { ...form, sure: 'true', body: '' });
    expect([short.status, short.html.includes('id="f-revoke-body-error"')]).toEqual([422, true]);
    expect((await visitor.get('/certificates/430102-ZMJT-2021-0001')).text).toContain('此证书真实有效');
    const done = await browser.post(`${one(1)}/revoke`, { ...form, sure: 'true' });
    expect(done.status).toBe(303);
    const shown = await browser.follow(done);
    expect(shown.text).toContain('撤销待确认');
    const titles = ['430102-ZMJT-2021-0001'];
    const alone = await browser.post(`/revocations/confirm?org=${district}`, { titles });
    expect([alone.status, alone.text.includes('撤销荣誉须由两人办理')]).toEqual([409, true]);
    expect((await visitor.get('/certificates/430102-ZMJT-2021-0001')).text).toContain('此证书真实有效');
    const other = openBrowser(published.world.deps);
    await other.signIn(await published.world.as('administrator', city));
    expect((await other.get(`/revocations?org=${district}`)).text).toContain('芙妇〔2021〕20号');
    const none = await other.post(`/revocations/confirm?org=${district}`, {});
    expect([none.status, none.text.includes('称号：不能为空')]).toEqual([422, true]);
    expect((await other.post(`/revocations/confirm?org=${district}`, { titles })).status).toBe(303);
    expect((await browser.get(one(1))).text).toContain('有效 → 已撤销');
  });

  it('the public sees it at once on the list and by the certificate, with the decision', async () => {
    for (const path of [list(), '/certificates/430102-ZMJT-2021-0001']) {
      const { text } = await visitor.get(path);
      expect(text).toContain('已撤销');
      expect(text).toContain('芙妇〔2021〕20号');
    }
    expect((await browser.get('/certificates/430102-ZMJT-2021-0001/print')).status).toBe(409);
  });

  it('shows the fields in the order of the programme, in pages and open data', async () => {
    const labels = ['家庭特色', '在本区居住年数', '所在社区（村）'];
    const order = (text: string) => labels.map((label) => text.indexOf(label));
    for (const path of [one(2), `${list()}.csv`]) {
      const at = order((await browser.get(path)).text);
      expect([at.every((each) => each >= 0), at]).toEqual([true, at.toSorted((a, b) => a - b)]);
    }
    // A store of documents keeps no order of a map.
    const shown = { 丙: '3', 甲: '1', 乙: '2' };
    expect(Object.keys(inOrder(shown, ['甲', '乙', '丙', '丁']))).toEqual(['甲', '乙', '丙']);
  });

  it('corrects a name and shows the old one in its history alone', async () => {
    const { html } = await browser.get(one(2));
    const form = { field: 'name', text: '周雅岚家庭', reason: '笔误', version: versionIn(html) };
    const shown = await browser.follow(await browser.post(`${one(2)}/correct`, form));
    expect(shown.text).toContain('更正（原文：周雅兰家庭）');
    const { text } = await visitor.get(list());
    expect([text.includes('周雅岚家庭'), text.includes('周雅兰')]).toEqual([true, false]);
    expect((await browser.post(`${one(2)}/correct`, { ...form, text: '又一名' })).status).toBe(409);
  });

  it('puts under review and back', async () => {
    const act = async (to: string) => {
      const { html } = await browser.get(one(2));
      return browser.post(`${one(2)}/status`, { to, reason: '接到反映', version: versionIn(html) });
    };
    expect((await act('')).status).toBe(422);
    expect((await act('underReview')).status).toBe(303);
    expect((await visitor.get('/certificates/430102-ZMJT-2021-0002')).text).toContain('复核中');
    expect((await act('valid')).status).toBe(303);
  });

  it('records certificates and plaques of the ticked ones; of a revoked one they are to be returned by themselves', async () => {
    const titles = ['430102-ZMJT-2021-0001', '430102-ZMJT-2021-0002'];
    const at = `${list()}/manage/handed`;
    expect((await browser.get(`${list()}/manage`)).text).toMatch(
      /证书 待收回；家庭牌 待收回.*证书 已发；家庭牌 已发/s,
    );
    expect((await browser.post(at, { titles })).status).toBe(422);
    const refused = await browser.post(at, { titles, to: 'issued' });
    expect([refused.status, refused.text.includes('不能再登记为已发')]).toEqual([409, true]);
    expect((await browser.post(at, { titles, award: '家庭牌', to: 'returned' })).status).toBe(303);
    expect((await browser.get(`${list()}/manage`)).text).toMatch(
      /证书 待收回；家庭牌 已收回.*证书 已发；家庭牌 已收回/s,
    );
  });

  it('proposes to annul a whole edition only with everything given', async () => {
    const at = `${list()}/manage/annul-edition`;
    const form = { ...ruling, decisionNumber: '芙妇〔2021〕21号' };
    expect((await browser.post(at, form)).status).toBe(422);
    const early = await browser.post(at, { ...form, sure: 'true', date: '2021-05-14' });
    expect([early.status, early.text.includes('决定日期不能早于授予日期')]).toEqual([422, true]);
    expect((await visitor.get(list())).text).not.toContain('本名单已整体作废');
  });

  it('annuls the whole list by two persons: until the second confirms, nothing has changed', async () => {
    const { html } = await browser.get(`${list()}/manage`);
    const form = { ...ruling, decisionNumber: '芙妇〔2021〕21号', version: versionIn(html) };
    expect((await browser.post(`${list()}/manage/annul`, form)).status).toBe(422);
    const done = await browser.follow(
      await browser.post(`${list()}/manage/annul`, { ...form, sure: 'true' }),
    );
    expect(done.text).toContain('作废已提出，等待另一名管理员确认');
    expect(done.text).toContain('作废待确认');
    expect((await visitor.get(list())).text).not.toContain('本名单已整体作废');
    const waiting = `/revocations?org=${district}`;
    expect((await browser.get(waiting)).text).toContain('整份名单作废');
    const titles = [`list:${published.list}`];
    const alone = await browser.post(`/revocations/confirm?org=${district}`, { titles });
    expect([alone.status, alone.text.includes('作废荣誉须由两人办理')]).toEqual([409, true]);
    const other = openBrowser(published.world.deps);
    await other.signIn(await published.world.as('administrator', city));
    expect((await other.post(`/revocations/confirm?org=${district}`, { titles })).status).toBe(303);
    const { text } = await visitor.get(list());
    for (const words of ['本名单已整体作废', '芙妇〔2021〕21号', '芙妇〔2021〕20号'])
      expect(text).toContain(words);
    expect((await visitor.get('/honours?year=2021')).text).toContain('已作废');
    expect((await browser.get(`${list()}/manage`)).text).toContain('本名单已整体作废');
  });
});

describe('the pages of the ledger', () => {
  const path = `/ledger/${district}/2019`;

  it('take one entry by form, once per press, and say what is missing', async () => {
    const entry = {
      title: '百户最美家庭',
      code: 'ZMJT',
      level: 'province',
      category: 'family',
      names: '叶松生家庭',
      bodies: '广东省妇联、中共广东省委宣传部、省文明办',
      _idem: 'press',
    };
    const bad = await browser.post(path, { ...entry, bodies: '' });
    expect([bad.status, bad.html.includes('id="f-bodies-error"'), bad.html.includes('百户最美家庭')]).toEqual(
      [422, true, true],
    );
    for (let press = 0; press < 2; press++) expect((await browser.post(path, entry)).status).toBe(303);
    const report = await browser.get(`/reports/${district}/2019`);
    expect(report.text).toContain('共 1 项');
    expect(report.text).toContain(
      '叶松生家庭被广东省妇联、中共广东省委宣传部、省文明办授予2019年省级百户最美家庭荣誉称号',
    );
  });

  it('lead from an older title of this level to its revocation, by two persons', async () => {
    const old = { ...{ title: '芙蓉好母亲', code: 'HMQ', level: 'district', category: 'individual' } };
    const entry = { ...old, names: '刘玉芳', bodies: '芙蓉区妇联', _idem: 'older' };
    expect((await browser.post(`/ledger/${district}/2018`, entry)).status).toBe(303);
    const { html } = await browser.get(`/ledger/${district}/2018`);
    const [, at = ''] = /href="(\/revocations\?[^"]*title=[^"#]*)/.exec(html) ?? [];
    const [address] = at.replaceAll('&amp;', '&').split('#');
    const asked = await browser.get(address!);
    expect(asked.text).toContain('刘玉芳：芙蓉好母亲');
    const titles = decodeURIComponent(/title=([^&]*)/.exec(address!)![1]!);
    const action = address!.replace('/revocations?', '/revocations/propose?');
    expect((await browser.post(action, { ...ruling, titles, decisionNumber: '' })).status).toBe(422);
    expect((await browser.post(action, { ...ruling, titles, date: '2021-06-01' })).status).toBe(303);
    const other = openBrowser(published.world.deps);
    await other.signIn(await published.world.as('administrator', city));
    expect((await other.post(`/revocations/confirm?org=${district}`, { titles })).status).toBe(303);
    expect((await browser.get(`/ledger/${district}/2018`)).text).toContain('已撤销 芙妇〔2021〕20号');
  });

  it('take a sheet, naming its bad rows', async () => {
    const row = (title: string, category: string) =>
      ['SBQS', title, '市级', category, '', 5, '市妇联', 2019].map((value) => ({ value }));
    const bytes = await writeXlsxFile([
      ledgerColumns.slice(0, 8).map(([, value]) => ({ value })),
      row('三八红旗手', '个人'),
      row('三八红旗手', '公司'),
    ]).toBuffer();
    const sheet = new File([new Uint8Array(bytes)], 'ledger.xlsx');
    const begun = await browser.post(`/ledger/${district}/import`, { sheet });
    expect(begun.status).toBe(303);
    await sweep(published.world.deps);
    const done = await browser.follow(begun);
    expect(done.text).toContain('可导入 1 行，表内重复 0 行，有误 1 行');
    expect(done.text).toMatch(/3 请选择类别/);
    expect((await browser.get(`/reports/${district}/2019`)).text).toContain('共 6 项');
  });

  it('count no title twice that was granted in this system, whatever the sheet says', async () => {
    const line = '最美家庭,区级,罗步芳家庭,芙蓉区妇联,2021';
    const sheet = new File([`荣誉名称,级别,姓名,授予单位,年度\r\n${line}\r\n`], '旧台账.csv');
    const before = (await browser.get(`/ledger/${district}/2021`)).text.split('罗步芳家庭').length;
    const begun = await browser.post(`/ledger/${district}/import`, { sheet });
    await sweep(published.world.deps);
    expect((await browser.follow(begun)).text).toContain('同一对象的同一荣誉已在系统中，没有重复计入');
    expect((await browser.get(`/ledger/${district}/2021`)).text.split('罗步芳家庭')).toHaveLength(before);
  });

  it('are closed to visitors', async () => {
    for (const each of [path, `/reports/${district}/2019`, `/ledger/${district}/template.xlsx`])
      expect((await visitor.get(each)).status).toBe(401);
  });
});
