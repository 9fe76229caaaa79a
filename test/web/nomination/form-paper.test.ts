import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePaper } from '#papers';
import type { PaperRequest } from '#ports';
import { getRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { district, street } from '../../furong.ts';
import { portrait, readDocx, readPdf } from '../../paper-reading.ts';
import { openPublished, type Published } from '../honour/published.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

let published: Published;
const browsers = new Map<string, Browser>();
beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭']);
  const { deps, stored } = published.world;
  for (const name of stored.keys()) stored.set(name, portrait);
  const revision = await getRevision(deps.table, published.nominations[0]!.id, 1);
  const more = { motto: '𠮷人天相，𪚥不在字库', deeds: '多年照顾邻里独居老人。'.repeat(60) };
  await deps.table.put(rows.revision({ ...revision, open: { ...revision.open, ...more } }));
  await published.post();
  await published.publish();
});
afterAll(() => published.world.close());

/** A paper as somebody gets it; with LOOK=folder it is kept there, to be looked at. */
async function paper(role: string, org: string, format: 'docx' | 'pdf', pressed = false) {
  const { deps } = published.world;
  const who = `${role} ${org}`;
  const browser = browsers.get(who) ?? openBrowser(deps);
  if (!browsers.has(who)) await browser.signIn(await published.world.as(role, org));
  browsers.set(who, browser);
  const path = `/nominations/${published.nominations[0]!.id}/form.${format}`;
  const { status, headers, bytes } = pressed ? await browser.post(path) : await browser.get(path);
  if (process.env.LOOK !== undefined) writeFileSync(`${process.env.LOOK}/form-${role}.${format}`, bytes);
  const name = decodeURIComponent(headers.get('content-disposition') ?? '');
  return { status, name, bytes };
}

describe('推荐审批表', () => {
  it('is a PDF of A4 with every answer, a box for each level, its decision, and rare characters shown or named', async () => {
    const got = await paper('clerk', street(1), 'pdf');
    expect([got.status, got.name]).toEqual([
      200,
      expect.stringContaining('2021年最美家庭推荐审批表 ZMJT-2021-0001.pdf'),
    ]);
    const { pages, size, title } = await readPdf(got.bytes);
    const text = pages.join('').replaceAll(' ', '');
    expect([size, title]).toEqual([[210, 297], '2021年最美家庭推荐审批表（ZMJT-2021-0001）']);
    for (const words of [
      '推荐单位：文艺路街道妇联',
      '家庭住址芙蓉区示例路1号',
      '430102196003050026',
      '𠮷人天相，〓不在字库',
      '〓处的字〓（U+2A6A5）',
      '社区核实盖章意见',
      '（盖章）年月日',
    ])
      expect(text).toContain(words);
    // Who nominates does not read what the level decided.
    expect(text).not.toContain('经党组会审定');
  });

  it('is masked for who runs the round, with the decision in its box; in full after a press that is recorded', async () => {
    const masked = (await readPdf((await paper('administrator', district, 'pdf')).bytes)).pages
      .join('')
      .replaceAll(' ', '');
    expect(masked).toContain('经党组会审定，同意（会议纪要：芙妇党组〔2021〕5号）。');
    expect(masked).toContain('个人信息已隐去部分内容。');
    for (const secret of ['430102196003050026', '示例路1号', '13900000001'])
      expect(masked).not.toContain(secret);
    const full = await paper('administrator', district, 'pdf', true);
    expect((await readPdf(full.bytes)).pages.join('')).toContain('430102196003050026');
    expect(published.world.logged.filter(({ code }) => code === 'personal-opened')).toHaveLength(1);
  });

  it('is a Word file with photograph, tables, named types and margins for both sides', async () => {
    const read = readDocx((await paper('administrator', district, 'docx')).bytes);
    expect(read.paragraphs[0]).toBe('2021年最美家庭推荐审批表');
    const table = (head: string) => read.tables.find(([row]) => row?.[0] === head);
    expect(table('家庭成员')?.[0]).toEqual([
      '家庭成员',
      '称谓',
      '姓名',
      '出生日期',
      '证件号码',
      '工作单位及职务',
    ]);
    expect(table('家庭成员')?.[1]?.[4]).toBe('**************0026');
    expect(table('承诺')?.map(([label]) => label)).toEqual([
      '承诺',
      '社区核实盖章意见',
      '街道推荐意见',
      '芙蓉区妇女联合会资格审查意见',
      '区县公安意见',
      '区县文明办意见',
      '芙蓉区妇女联合会审定意见',
      '市级意见',
      '省级意见',
      '全国意见',
    ]);
    expect(read.pictures).toBe(1);
    for (const name of ['方正小标宋简体', '仿宋_GB2312', 'SimSun']) expect(read.fonts).toContain(name);
    expect(read.settings).toContain('<w:mirrorMargins/>');
  });

  it('shows a character that our fonts lack from the font of whoever runs the server', async () => {
    const { deps } = published.world;
    const own = { ...deps, ownFonts: () => ['test/fixtures/hanamin-rare.ttf'] };
    const papers = { ...deps.papers, make: (request: PaperRequest) => makePaper(own, request) };
    const browser = openBrowser({ ...own, papers });
    await browser.signIn(await published.world.as('clerk', street(1)));
    const { bytes } = await browser.get(`/nominations/${published.nominations[0]!.id}/form.pdf`);
    const text = (await readPdf(bytes)).pages.join('').replaceAll(' ', '');
    expect(text).toContain('𠮷人天相，𪚥不在字库');
    expect(text).not.toContain('〓');
    expect(text).toContain('𪚥（U+2A6A5）由其他字库显示，请核对字形。');
  });

  it('is not for who may not read the nomination', async () => {
    expect((await paper('clerk', street(2), 'pdf')).status).toBe(404);
  });
});
