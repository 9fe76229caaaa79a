import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getTranche } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { city, district, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';
import { openPublished, type Published } from './published.ts';

let published: Published;
let browser: Browser;
const base = () => `/rounds/${published.world.round}/papers`;
beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭', '陈玉梅家庭']);
  await published.post();
  browser = openBrowser(published.world.deps);
  await browser.signIn(await published.world.as('administrator', district));
});
afterAll(() => published.world.close());

async function sheet(query: string): Promise<readonly (readonly unknown[])[]> {
  const app = serveApp({ deps: published.world.deps, root: '430000' });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await app.request(`${base()}/summary.xlsx?${query}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return readSheet(Buffer.from(await answer.arrayBuffer()));
}
const namesIn = (read: readonly (readonly unknown[])[]) => read.slice(3, -1).map((row) => row[1]);

describe('the summary list 汇总表', () => {
  it('has title, organisation and date, and one row for each of the tranche, with personal fields masked', async () => {
    const read = await sheet('of=tranche&tranche=1');
    expect(read[0]?.[0]).toBe('2021年最美家庭拟推选对象汇总表');
    expect(read[1]?.[0]).toMatch(/芙蓉区妇女联合会.*2021年5月6日/);
    expect(read[2]?.slice(0, 5)).toEqual([
      '序号',
      '家庭称谓',
      '家庭特色',
      '在本区居住年数',
      '所在社区（村）',
    ]);
    expect(namesIn(read)).toEqual(['罗步芳家庭', '周雅兰家庭', '陈玉梅家庭']);
    // The number of years is marked to be summed; a whole column of nothing else is.
    expect(read.at(-1)?.slice(0, 5)).toEqual(['合计', '3', null, 24, null]);
    const text = JSON.stringify(read);
    expect(text).toContain('139****0001');
    for (const secret of ['13900000001', '示例路 1 号', '4301021']) expect(text).not.toContain(secret);
    expect(read[2]?.slice(-2)).toEqual(['推荐单位', '授予物']);
    expect(read[3]?.slice(-2)).toEqual(['文艺路街道妇联', '证书、家庭牌']);
  });

  it('of what goes up has exactly the recommended ones', async () => {
    const { deps, round } = published.world;
    const tranche = await getTranche(deps.table, round, 1);
    const recommended = [published.nominations[2]!.id, published.nominations[0]!.id];
    await deps.table.put(rows.tranche({ ...tranche, recommended }));
    expect(namesIn(await sheet('of=recommended'))).toEqual(['陈玉梅家庭', '罗步芳家庭']);
    await deps.table.put(rows.tranche(tranche));
    expect(namesIn(await sheet('of=recommended'))).toEqual([]);
  });

  it('of the inbox has everything that came in', async () => {
    expect(namesIn(await sheet('of=inbox'))).toHaveLength(3);
  });
});

describe('the texts', () => {
  it('notice: basis, names, period with the counting rule, how and where to object', async () => {
    const { text } = await browser.get(`${base()}/notice.txt?tranche=1`);
    for (const words of [
      '关于芙蓉区2021年最美家庭拟推选对象的公示',
      '经申报、逐级推荐、资格审查、征求意见、评审，现将2021年最美家庭拟推选对象予以公示',
      '一、公示对象（共3户）',
      '1．罗步芳家庭（家庭特色：孝老爱亲，在本区居住年数：8 年，所在社区（村）：示例社区）',
      '2021年5月6日（星期四）至2021年5月11日（星期二）17:30，共5个工作日（含调休上班日），发布当日计入；若发布当日不计入，则至2021年5月12日（星期三）止。',
      '请加盖公章',
      '联系电话：0731-84683000',
      `http://localhost/notices/${published.notice}`,
    ])
      expect(text).toContain(words);
    expect((await browser.get(`${base()}/notice?tranche=1`)).html).toContain('class="paper"');
  });

  it('decision: refused before it is made; then body, day, minutes, list and bodies', async () => {
    expect((await browser.get(`${base()}/approval.txt?tranche=1`)).status).toBe(409);
    await published.publish();
    await browser.signIn(await published.world.as('administrator', district));
    const { text } = await browser.get(`${base()}/approval.txt?tranche=1`);
    for (const words of [
      '芙妇〔2021〕8号',
      '2021年5月12日经党组会审定（会议纪要：芙妇党组〔2021〕5号），决定推选罗步芳家庭等3户为“2021年最美家庭”',
      '关于公布2021年最美家庭推选结果的决定',
      '3．陈玉梅家庭',
      '芙蓉区妇女联合会 芙蓉区文明办 2021年5月15日',
    ])
      expect(text).toContain(words);
  });

  it('are opened by administrators of the organisation and of those above, and by nobody else', async () => {
    const statuses: number[] = [];
    for (const [role, org] of [
      ['administrator', city],
      ['auditor', district],
      ['clerk', street(1)],
      ['panellist', district],
    ] as const) {
      const other = openBrowser(published.world.deps);
      await other.signIn(await published.world.as(role, org));
      statuses.push((await other.get(base())).status);
    }
    expect(statuses).toEqual([200, 200, 404, 403]);
    expect((await openBrowser(published.world.deps).get(`${base()}/notice.txt`)).status).toBe(401);
  });
});
