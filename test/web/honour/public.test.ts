import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suspendNotice } from '#actions/notice/notices.ts';
import { district } from '../../furong.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';
import { openPublished, type Published } from './published.ts';

let shown: Published;
let browser: Browser;
const names = ['罗步芳家庭', '周雅兰家庭', '=1+1家庭'];
const notice = () => `/notices/${encodeURIComponent(shown.notice)}`;
/** What a shared link shows of a page (Open Graph). */
const cardOf = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/<meta property="og:(\w+)" content="([^"]*)"/g)].map(([, name, said]) => [name, said]),
  );
const list = () => `/honours/${encodeURIComponent(shown.list)}`;

beforeAll(async () => {
  shown = await openPublished(names);
  browser = openBrowser(shown.world.deps);
});
afterAll(() => shown.world.close());

describe('a public notice', () => {
  it('is missing before its first day', async () => {
    expect((await browser.get(notice())).status).toBe(404);
  });

  it('shows the names and permitted fields, both ends of the period and the counting rule, and is not indexed', async () => {
    await shown.post();
    const page = await browser.get(notice());
    expect(page.status).toBe(200);
    for (const words of [
      '罗步芳家庭',
      '示例社区',
      '2021年5月6日（星期四）',
      '2021年5月11日（星期二） 17:30',
      '发布当日计入',
      '若发布当日不计入，则至2021年5月12日（星期三）止',
      '0731-84683000',
      'family@example.org',
      '工作日 8:30–17:30',
      '盖公章',
    ])
      expect(page.text).toContain(words);
    for (const secret of ['1390000', '430102196', '示例路', '周建国'])
      expect(page.html).not.toContain(secret);
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(page.headers.get('cache-control')).toBe('private, max-age=30');
    // the same for every visitor: without a cookie of her own, and not sent again to a browser that has it
    expect([page.headers.get('set-cookie'), page.headers.get('etag')]).toEqual([null, expect.any(String)]);
  });

  it('names its federation in head and foot, and its card tells a shared link no names', async () => {
    const { html, text } = await browser.get(notice());
    expect(html).toContain('<span class="header-publisher">芙蓉区妇女联合会</span>');
    expect(text).toMatch(/发布单位：\s*芙蓉区妇女联合会/);
    expect(cardOf(html)).toMatchObject({
      title: expect.stringContaining('的公示'),
      description: '芙蓉区妇女联合会，共 3 个，2021年5月6日（星期四）至2021年5月11日（星期二）',
      url: expect.stringMatching(/^https?:.*\/notices\//),
    });
    expect(Object.values(cardOf(html)).join()).not.toMatch(/罗步芳|周雅兰/);
  });

  it('may be framed by another site as it was made for that, and nothing else may', async () => {
    const path = `/embed/notices/${encodeURIComponent(shown.notice)}`;
    const framed = await browser.get(path);
    expect([framed.status, framed.text.includes('罗步芳家庭'), framed.html.includes('<form')]).toEqual([
      200,
      true,
      false,
    ]);
    expect(framed.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(framed.headers.get('x-frame-options')).toBeNull();
    expect(framed.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    for (const other of [notice(), `${path}/code`, '/embed/notices/none', '/sign-in', '/honours']) {
      const { headers } = await browser.get(other);
      expect([other, headers.get('x-frame-options')]).toEqual([other, 'DENY']);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
    const code = await browser.get(`${path}/code`);
    expect(code.text).toContain(`<iframe src="http://localhost${path}"`);
    expect((await browser.get(notice())).html).toContain(`href="${path}/code"`);
  });

  it('is listed for its area only', async () => {
    expect((await browser.get('/notices')).text).toContain('最美家庭');
    expect((await browser.get(`/notices?area=${district}`)).text).toContain('最美家庭');
    expect((await browser.get('/notices?area=440304')).text).toContain('目前没有正在进行的公示');
  });

  it('takes an objection, gives its receipt once, and tells how it stands by that receipt alone', async () => {
    const nomination = shown.nominations[0]!.id;
    const form = await browser.get(`${notice()}/object?nominee=${nomination}`);
    expect(form.html).toMatch(new RegExp(`<option value="${nomination}" selected`));
    expect(form.html).not.toMatch(/type="radio"[^>]*checked/);
    expect(form.text).toContain('2021年5月11日（星期二） 17:30');
    expect(form.html).toContain('<span class="header-publisher">芙蓉区妇女联合会</span>');
    const empty = await browser.post(`${notice()}/object`, {
      nomination,
      content: '不符合条件',
      by: 'person',
    });
    expect([
      empty.status,
      empty.html.includes('id="f-name-error"'),
      empty.html.includes('不符合条件'),
    ]).toEqual([422, true, true]);
    const sent = await browser.post(`${notice()}/object`, {
      nomination,
      content: '2020年受到行政处罚',
      by: 'person',
      name: '李某某',
      contact: '13900001111',
    });
    expect(sent.status).toBe(200);
    expect(sent.text).toContain('已受理');
    expect(sent.html).toContain('<span class="header-publisher">芙蓉区妇女联合会</span>');
    expect(sent.headers.get('cache-control')).toBe('no-store');
    const code = /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/.exec(sent.text)![0];
    const told = await browser.post('/objections/receipt', { code: code.toLowerCase().replaceAll('-', ' ') });
    expect(told.text).toContain('已受理');
    expect(told.text).toContain('2021年5月6日');
    expect(told.text).toMatch(/核查期限 2021年\d+月\d+日（星期[一二三四五六日]）/);
    expect(told.html).toContain('<span class="header-publisher">芙蓉区妇女联合会</span>');
    for (const secret of ['李某某', '罗步芳', '行政处罚']) expect(told.html).not.toContain(secret);
    expect((await browser.post('/objections/receipt', { code: 'AAAAA' })).status).toBe(404);
  });

  it('has a key of its own in the form, so that a double press is one objection', async () => {
    const page = await browser.get(`${notice()}/object`);
    const key = /name="key" value="([^"]+)"/.exec(page.html)![1]!;
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
    const sent = { nomination: shown.nominations[2]!.id, content: '无线索', by: 'anonymous', key };
    const codes = [
      await browser.post(`${notice()}/object`, sent),
      await browser.post(`${notice()}/object`, sent),
    ];
    const [first, second] = codes.map(({ text }) => /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/.exec(text)![0]);
    expect(second).toBe(first);
    const again = await browser.post(`${notice()}/object`, { ...sent, content: '' });
    expect(again.html).toContain(`name="key" value="${key}"`);
  });

  it('asks for the name where the notice is too long for a list, and tells what is near a slip', async () => {
    const long = openBrowser({ ...shown.world.deps, namesAtOnce: 2 });
    const form = await long.get(`${notice()}/object?nominee=${shown.nominations[1]!.id}`);
    expect(form.html).toMatch(/<input[^>]*name="nomination"[^>]*value="周雅兰家庭"/);
    expect(form.html).not.toMatch(/<option|罗步芳/);
    // The text is missing, so that nothing is kept: only what is said of the name counts here.
    const faultOf = async (nomination: string) => {
      const { status, html } = await long.post(`${notice()}/object`, { nomination, by: 'anonymous' });
      expect([status, html.includes('id="f-content-error"')]).toEqual([422, true]);
      return html.includes('id="f-nomination-error"') ? html : '';
    };
    for (const known of ['周雅兰', '２', '第3号', '芙蓉区妇女联合会', shown.nominations[0]!.id])
      expect([known, await faultOf(known)]).toEqual([known, '']);
    expect(await faultOf('周雅蓝')).toContain('相近的有：周雅兰家庭');
    expect(await faultOf(' ')).toContain('请选择反映对象');
  });

  it('asks the desk for the name in the same way', async () => {
    const desk = openBrowser({ ...shown.world.deps, namesAtOnce: 2 });
    await desk.signIn(await shown.world.as('administrator', district));
    const path = `/rounds/${shown.world.round}/tranches/1/objection`;
    const form = await desk.get(`${path}?nominee=${shown.nominations[1]!.id}`);
    expect(form.html).toMatch(/<input[^>]*name="nomination"[^>]*value="周雅兰家庭"/);
    const faultOf = async (nomination: string) => {
      const { status, html } = await desk.post(path, { nomination, channel: 'phone', by: 'anonymous' });
      expect([status, html.includes('id="f-content-error"')]).toEqual([422, true]);
      return html.includes('id="f-nomination-error"') ? html : '';
    };
    expect(await faultOf('周雅兰')).toBe('');
    expect(await faultOf('周雅蓝')).toContain('相近的有：周雅兰家庭');
  });

  it('answers a page mark made by hand with how to go on', async () => {
    const mark = Buffer.from(JSON.stringify({ pk: 'A', sk: 'B' })).toString('base64url');
    for (const cursor of [mark, 'x', Buffer.from('{}').toString('base64url')]) {
      const answer = await browser.get(`/notices?area=430102&cursor=${cursor}`);
      expect([answer.status, answer.text.includes('从第一页重新打开')]).toEqual([422, true]);
      expect(answer.html).toContain('href="/notices?area=430102"');
    }
  });

  it('refuses a sixth objection within the hour from one address', async () => {
    const nomination = shown.nominations[1]!.id;
    const anonymous = { nomination, content: '道听途说', by: 'anonymous' };
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) statuses.push((await browser.post(`${notice()}/object`, anonymous)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  it('says that it is suspended and why, without names', async () => {
    const administrator = await shown.world.as('administrator', district);
    const change = (resume: boolean) =>
      suspendNotice(shown.world.deps, administrator, shown.world.round, {
        tranche: 1,
        reason: '公示内容有误',
        resume,
      });
    await change(false);
    const page = await browser.get(notice());
    expect(page.text).toContain('公示内容有误');
    expect(page.text).not.toContain('周雅兰');
    expect((await browser.get(`${notice()}/object`)).status).toBe(409);
    await change(true);
    expect((await browser.get(notice())).text).toContain('周雅兰');
  });

  it('shows no name from the first instant after its last day, whether the machine came round or not', async () => {
    shown.world.at('2021-05-11T15:59:59.000Z');
    expect((await browser.get(notice())).text).toContain('周雅兰');
    shown.world.at('2021-05-11T16:00:00.000Z');
    for (const path of [notice(), `/embed/notices/${encodeURIComponent(shown.notice)}`]) {
      const page = await browser.get(path);
      expect(page.text).toContain('已撤下');
      expect(page.text).not.toContain('周雅兰');
    }
    expect((await browser.get('/notices')).text).toContain('目前没有正在进行的公示');
  });
});

describe('a published list', () => {
  it('is on the roll of its year, narrowed by honour, level and area', async () => {
    await shown.publish();
    for (const query of [
      'year=2021',
      'code=zmjt',
      'level=district',
      'area=430100',
      `year=2021&org=${district}`,
    ])
      expect((await browser.get(`/honours?${query}`)).text).toContain('2021年芙蓉区“最美家庭”');
    for (const query of ['year=2020', 'code=SBQS', 'level=city', 'area=440300', 'edition=2019'])
      expect((await browser.get(`/honours?${query}`)).text).not.toContain('2021年芙蓉区“最美家庭”');
  });

  it('prints document, bodies in their order, date and names; search engines may read it', async () => {
    const page = await browser.get(list());
    expect(page.text).toMatch(/芙蓉区妇女联合会\s*芙蓉区文明办/);
    for (const words of ['芙妇〔2021〕8号', '2021年5月15日', '周雅兰家庭', '430102-ZMJT-2021-0001'])
      expect(page.text).toContain(words);
    expect(page.headers.get('x-robots-tag')).toBe('all');
    expect((await browser.get(`/honours/lists/${encodeURIComponent(shown.list)}`)).to).toBe(list());
  });

  it('names its federation, and the cards of list and certificate tell no names', async () => {
    for (const path of [list(), '/certificates/430102-ZMJT-2021-0001']) {
      const { html } = await browser.get(path);
      expect(html).toContain('<span class="header-publisher">芙蓉区妇女联合会</span>');
      const card = cardOf(html);
      expect(card.description).toContain('芙蓉区妇女联合会');
      expect(Object.values(card).join()).not.toMatch(/罗步芳|周雅兰/);
    }
    expect(cardOf((await browser.get(list())).html).description).toContain('芙妇〔2021〕8号，共 2 个');
    expect((await browser.get('/sign-in')).html).not.toContain('og:');
    // Pages of no federation in particular are of the one whose installation it is.
    for (const path of [
      '/',
      '/notices',
      '/honours',
      '/honours/names',
      '/check',
      '/open-data',
      '/objections/receipt',
      '/programmes/open',
    ])
      expect([path, (await browser.get(path)).html.includes('header-publisher">湖南省妇女联合会')]).toEqual([
        path,
        true,
      ]);
  });

  it('may be framed with its code, and says whose it is', async () => {
    const path = `/embed/lists/${encodeURIComponent(shown.list)}`;
    const framed = await browser.get(path);
    expect(framed.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(framed.html).toMatch(/href="\/certificates\/[^"]+" target="_blank"/);
    for (const words of ['周雅兰家庭', '芙妇〔2021〕8号', '发布单位：芙蓉区妇女联合会'])
      expect(framed.text).toContain(words);
    expect((await browser.get(`${path}/code`)).text).toContain(`<a href="http://localhost${list()}">`);
    expect((await browser.get(list())).html).toContain(`href="${path}/code"`);
  });

  it('holds back whoever is under an objection', async () => {
    expect((await browser.get(list())).text).not.toContain('罗步芳');
  });

  it('gives its JSON to filter, with a tag that changes when the list does', async () => {
    const answer = await browser.get(`${list()}.json`);
    const { list: head, entries } = JSON.parse(answer.html);
    expect([head.count, entries.map((one: { number: string }) => one.number)]).toEqual([
      2,
      ['430102-ZMJT-2021-0001', '430102-ZMJT-2021-0002'],
    ]);
    expect(answer.html).not.toMatch(/identit|nomination|1390000/);
    const again = await browser.get(`${list()}.json`, { 'if-none-match': answer.headers.get('etag')! });
    expect(again.status).toBe(304);
  });

  it('gives CSV whose cells no spreadsheet takes for formulas', async () => {
    const csv = await browser.get(`${list()}.csv`);
    expect(csv.html).toContain("'=1+1家庭");
    const lists = await browser.get('/open-data/lists.csv?year=2021');
    expect(lists.html).toContain('芙蓉区妇女联合会、芙蓉区文明办');
    const json = JSON.parse((await browser.get('/open-data/lists.json?year=2021')).html);
    expect(json.lists.map((one: { entries: string }) => one.entries)).toEqual([`${list()}.json`]);
    expect(json.lists[0].orgName).toBe('芙蓉区妇女联合会');
  });

  it('stands in the feed, well formed and without names', async () => {
    const feed = await browser.get('/feed.xml');
    expect(feed.headers.get('content-type')).toContain('application/atom+xml');
    expect(feed.html).toContain('<title>2021年芙蓉区“最美家庭”</title>');
    expect(feed.html).toContain(`http://localhost${list()}`);
    expect(feed.html).toContain('<author><name>芙蓉区妇女联合会</name></author>');
    expect(feed.html).not.toContain('周雅兰');
  });
});

describe('a certificate', () => {
  const path = '/certificates/430102-ZMJT-2021-0001';

  it('says what is handed over and how long the title holds', async () => {
    const page = await browser.get(path);
    expect(page.text).toMatch(/有效期至\s*2024年5月14日/);
    expect(page.text).toMatch(/颁发\s*证书、家庭牌/);
    const api = JSON.parse((await browser.get('/api/honours/430102-ZMJT-2021-0001')).html);
    expect([api.awards, api.termEnds, api.status]).toEqual([['证书', '家庭牌'], '2024-05-14', 'valid']);
  });

  it('is found by its number in any width and case', async () => {
    const found = await browser.get(`/check?number=${encodeURIComponent('４３０１０２-zmjt-2021-0001')}`);
    expect([found.status, found.to]).toEqual([303, path]);
    expect((await browser.get('/check?number=abc')).status).toBe(422);
    expect((await browser.get('/certificates/430102-ZMJT-2021-9999')).status).toBe(404);
  });

  it('tells name, title, level, date and status, with a QR code of its absolute address', async () => {
    const page = await browser.get(path);
    for (const words of ['周雅兰家庭', '最美家庭', '区县', '2021年5月15日', '有效'])
      expect(page.text).toContain(words);
    expect(page.text).not.toContain('示例社区');
    expect(page.html).toMatch(/<svg class="qr"[^>]*role="img"/);
    expect(page.html).not.toMatch(/\sstyle=/);
  });

  it('is printed by who granted it or nominated, with the bodies in their order', async () => {
    expect((await browser.get(`${path}/print`)).status).toBe(401);
    const administrator = openBrowser(shown.world.deps);
    await administrator.signIn(await shown.world.as('administrator', district));
    const sheet = await administrator.get(`${path}/print`);
    expect(sheet.text).toMatch(/芙蓉区妇女联合会\s+芙蓉区文明办\s+2021年5月15日/);
    const stranger = openBrowser(shown.world.deps);
    await stranger.signIn(await shown.world.as('panellist', district));
    expect((await stranger.get(`${path}/print`)).status).toBe(403);
  });

  it('may be checked so many times from one address', async () => {
    let status = 200;
    for (let n = 0; n < 130 && status === 200; n++) status = (await browser.get(path)).status;
    expect(status).toBe(429);
  });
});
