import { afterAll, beforeAll, expect, it } from 'vitest';
import { district, street } from '../../furong.ts';
import { readPdf } from '../../paper-reading.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';
import { openPublished, type Published } from './published.ts';

let published: Published;
beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭']);
  await published.post();
  await published.publish();
});
afterAll(() => published.world.close());

async function browserOf(role: string, org: string): Promise<Browser> {
  const browser = openBrowser(published.world.deps);
  await browser.signIn(await published.world.as(role, org));
  return browser;
}

it('a certificate is a PDF for who granted it and for who nominated, with the words of the printed page', async () => {
  for (const browser of [await browserOf('administrator', district), await browserOf('clerk', street(1))]) {
    const path = '/certificates/430102-ZMJT-2021-0001';
    const { status, headers, bytes } = await browser.get(`${path}/certificate.pdf`);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const { pages } = await readPdf(bytes);
    const printed = (await browser.get(`${path}/print`)).text;
    for (const words of [
      '罗步芳家庭：',
      '被推选为2021年“最美家庭”，特发此证。',
      '430102-ZMJT-2021-0001',
      '芙蓉区妇女联合会',
      '2021年5月15日',
    ]) {
      expect(pages.join('')).toContain(words);
      expect(printed).toContain(words);
    }
  }
});

it('nobody else gets it', async () => {
  const other = await browserOf('clerk', street(2));
  expect((await other.get('/certificates/430102-ZMJT-2021-0001/certificate.pdf')).status).toBe(403);
});
