import { writeFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '#actions/running/sweep.ts';
import { getTranche } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { district } from '../../furong.ts';
import { portrait, readDocx, readPdf } from '../../paper-reading.ts';
import { openPublished, type Published } from '../honour/published.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

let published: Published;
let browser: Browser;
const base = () => `/rounds/${published.world.round}/papers`;
beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭', '陈玉梅家庭']);
  await published.post();
  await published.publish();
  const { deps, round } = published.world;
  const tranche = await getTranche(deps.table, round, 1);
  await deps.table.put(rows.tranche({ ...tranche, recommended: [published.nominations[0]!.id] }));
  browser = openBrowser(deps);
  await browser.signIn(await published.world.as('administrator', district));
});
afterAll(() => published.world.close());

async function file(key: string): Promise<Uint8Array> {
  const { status, bytes, headers } = await browser.get(`${base()}/file/${key}`);
  expect([key, status]).toEqual([key, 200]);
  const kind = decodeURIComponent(headers.get('content-disposition') ?? '')
    .split('.')
    .at(-1);
  if (process.env.LOOK !== undefined) writeFileSync(`${process.env.LOOK}/${key}.${kind}`, bytes);
  return bytes;
}

describe('papers of a round', () => {
  it('stand on its page, each with its formats', async () => {
    const { html } = await browser.get(base());
    for (const key of [
      'notice-1-docx',
      'approval-1-pdf',
      'report-1',
      'certificates-1',
      'tags-1',
      'labels-1',
      'ceremony-1',
      'merge-1',
    ])
      expect(html).toContain(`${base()}/file/${key}"`);
  });

  it('notice, decision and report are Word files and PDFs with the words of the text', async () => {
    const notice = readDocx(await file('notice-1-docx')).paragraphs;
    expect(notice[0]).toBe('关于芙蓉区2021年最美家庭拟推选对象的公示');
    expect(notice).toContain('二、公示时间');
    expect(notice.slice(-2)).toEqual(['芙蓉区妇女联合会、文明办', '2021年5月6日']);
    const decision = (await readPdf(await file('approval-1-pdf'))).pages.join('');
    for (const words of [
      '关于公布2021年最美家庭推选结果的决定',
      '罗步芳家庭',
      '芙蓉区妇女联合会',
      '2021年5月15日',
    ])
      expect(decision).toContain(words);
    const { html } = await browser.get(`${base()}/approval?tranche=1`);
    expect(html).toMatch(
      /<div class="paper-sign">.*2021年5月15日<\/p><\/div><p class="paper-annex">附件<\/p><h2>2021年最美家庭推选名单<\/h2><p>1．罗步芳家庭/s,
    );
    const report = readDocx(await file('report-1-docx')).paragraphs.join('');
    expect(report).toContain('推荐上报1户。');
  });

  it('certificates, name tags and address labels of the whole list are one PDF each', async () => {
    const { pages } = await readPdf(await file('certificates-1'));
    expect(pages).toHaveLength(3);
    expect(pages[2]).toContain('陈玉梅家庭：');
    const tags = (await readPdf(await file('tags-1'))).pages;
    expect(tags).toHaveLength(1);
    for (const name of ['罗步芳家庭', '周雅兰家庭', '陈玉梅家庭']) expect(tags[0]).toContain(name);
    const labels = (await readPdf(await file('labels-1'))).pages;
    expect(labels).toHaveLength(1);
    for (const words of ['文艺路街道妇联（收）', '内附：陈玉梅家庭 430102-ZMJT-2021-0003'])
      expect(labels[0]).toContain(words);
  });

  it('the ceremony has a line each with seat and attendance; a mail merge has its fields in the first row', async () => {
    const bytes = await file('ceremony-1');
    const ceremony = await readSheet(Buffer.from(bytes));
    expect(ceremony[0]?.[0]).toBe('2021年芙蓉区“最美家庭”颁奖仪式名单');
    expect(ceremony[2]?.slice(-3)).toEqual(['证书编号', '座位', '签到']);
    expect(ceremony.slice(3).map((row) => row.slice(0, 2))).toEqual([
      [1, '罗步芳家庭'],
      [2, '周雅兰家庭'],
      [3, '陈玉梅家庭'],
    ]);
    const workbook = strFromU8(unzipSync(bytes)['xl/workbook.xml']!);
    expect(workbook).toContain(`'仪式名单'!$A$1:$H$6`);
    expect(workbook).toContain(`'仪式名单'!$3:$3`);
    const [heads = [], first = []] = await readSheet(Buffer.from(await file('merge-1')));
    const of = (head: string) => first[heads.indexOf(head)];
    expect([of('姓名'), of('编号'), of('证书文字')]).toEqual([
      '罗步芳家庭',
      '430102-ZMJT-2021-0001',
      '被推选为2021年“最美家庭”，特发此证。',
    ]);
  });

  it('bear the seal or logo of whoever runs the round, once it was uploaded', async () => {
    expect(readDocx(await file('notice-1-docx')).pictures).toBe(0);
    const logo = new File([Uint8Array.from(portrait)], '会徽.jpg');
    expect((await browser.post(`/organisations/${district}/logo`, { logo })).status).toBe(303);
    for (const key of ['notice-1-docx', 'approval-1-docx', 'report-1-docx'])
      expect([key, readDocx(await file(key)).pictures]).toEqual([key, 1]);
  });

  it('all of them are one archive, made by a job', async () => {
    const { deps } = published.world;
    const making = await browser.post(`${base()}/archive`);
    expect(making.status).toBe(303);
    for (let n = 0; n < 40; n++) await sweep(deps);
    const files = unzipSync(await file('archive'));
    expect(Object.keys(files)).toEqual([
      '2021年最美家庭申报汇总表.xlsx',
      '2021年最美家庭推荐汇总表.xlsx',
      ...[
        '2021年最美家庭拟推选对象汇总表.xlsx',
        ...['公示', '审定', '推荐工作报告'].flatMap((text) => [`${text}.docx`, `${text}.pdf`]),
        ...['证书.pdf', '席卡.pdf', '地址标签.pdf', '颁奖仪式名单.xlsx', '邮件合并.xlsx'].map(
          (of) => `2021年芙蓉区“最美家庭”${of}`,
        ),
      ].map((name) => `第1批/${name}`),
    ]);
    const { pages } = await readPdf(files['第1批/2021年芙蓉区“最美家庭”证书.pdf']!);
    expect(pages).toHaveLength(3);
  });
});
