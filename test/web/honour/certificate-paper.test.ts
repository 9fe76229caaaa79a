import { afterAll, beforeAll, expect, it } from 'vitest';
import { getRound } from '#store/reads.ts';
import { district, street } from '../../furong.ts';
import { portrait, readPdf } from '../../paper-reading.ts';
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

it('its look is set by round: paper, places and the federation’s own picture, drawn before they are saved', async () => {
  const browser = await browserOf('administrator', district);
  const { round, deps } = published.world;
  const path = `/rounds/${round}/certificate`;
  const places = {
    ...{ titleX: '148.5', titleY: '52', titleSize: '44', nameX: '60', nameY: '90', nameSize: '26' },
    ...{ textX: '60', textY: '110', textSize: '20', codeX: '30', codeY: '150', codeSize: '9' },
    ...{ signX: '220', signY: '160', signSize: '16' },
  };
  const { version } = await getRound(deps.table, round);
  const sent = { paper: 'A3', version: String(version), ...places };
  const drawn = (await browser.get(path)).html;
  expect(drawn).toMatch(/<svg class="certificate-sheet" viewBox="0 0 841\.88\d* 595\.27\d*"/);
  expect(drawn.match(/<g data-part="\w+">/g)).toHaveLength(5);
  expect(drawn).not.toContain('certificate-faults');
  const moved = await browser.post(`${path}/preview`, { ...sent, nameX: '77', signX: '290', textY: '92' });
  expect([moved.status, moved.html.includes('name="nameX"'), moved.html.includes('value="77"')]).toEqual([
    ...[200, true, true],
  ]);
  expect(moved.text).toMatch(/落款超出纸张\s+姓名与正文重叠/);
  expect((await getRound(deps.table, round)).look).toBeUndefined();
  const off = await browser.post(path, { ...sent, nameX: '400' });
  expect([off.status, off.text.includes('姓名：距左边（毫米）')]).toEqual([422, true]);
  const text = new File(['<html>'], '底图.jpg');
  expect((await browser.post(path, { ...sent, background: text })).status).toBe(422);
  const picture = new File([Uint8Array.from(portrait)], '底图.jpg');
  expect((await browser.post(path, { ...sent, background: picture })).to).toContain(`${path}?done=saved`);
  const { bytes } = await browser.get('/certificates/430102-ZMJT-2021-0001/certificate.pdf');
  const { pages, size } = await readPdf(bytes);
  expect(size).toEqual([420, 297]);
  expect([pages[0]!.includes('罗步芳家庭：'), pages[0]!.includes('荣誉证书')]).toEqual([true, false]);
  const other = await browserOf('clerk', street(1));
  expect((await other.get(path)).status).toBe(404);
});

const upright = {
  ...{ titleX: 148.5, titleY: 52, titleSize: 44, nameX: 48, nameY: 82, nameSize: 24, textX: 48, textY: 100 },
  ...{ textSize: 21, codeX: 48, codeY: 146, codeSize: 9, signX: 208, signY: 158, signSize: 17 },
};

it('a sheet is turned: parts that nobody moved go to the places of its new side, and the seal is printed where it is asked for', async () => {
  const browser = await browserOf('administrator', district);
  const { round, deps } = published.world;
  const path = `/rounds/${round}/certificate`;
  expect((await browser.get(path)).html).not.toContain('name="emblemX"');
  const logo = new File([Uint8Array.from(portrait)], '会徽.jpg');
  expect((await browser.post(`/organisations/${district}/logo`, { logo })).status).toBe(303);
  expect((await browser.get(path)).html).toContain('name="emblemX"');
  const { version } = await getRound(deps.table, round);
  const sent = Object.fromEntries(
    Object.entries({ paper: 'A4', lies: 'upright', version, plain: true, ...upright }).map(
      ([name, value]) => [name, String(value)],
    ),
  );
  const turned = await browser.post(`${path}/preview`, sent);
  expect(turned.html).toContain('class="certificate-sheet certificate-upright"');
  expect(turned.text).toContain('A4 竖放（210×297 毫米）');
  expect(turned.html).toMatch(/name="nameX"[^>]*value="30"|value="30"[^>]*name="nameX"/);
  expect(turned.html).not.toContain('certificate-faults');
  // A place of the other side is off this one.
  const off = await browser.post(path, { ...sent, signX: '230' });
  expect([off.status, off.text.includes('须在纸张之内（宽210、高297毫米）')]).toEqual([422, true]);
  const printed = async () =>
    (await browser.get('/certificates/430102-ZMJT-2021-0001/certificate.pdf')).bytes;
  const pictures = (bytes: Uint8Array) =>
    Buffer.from(bytes).toString('latin1').split('/Subtype /Image').length - 1;
  expect((await browser.post(path, sent)).to).toContain('done=saved');
  expect([(await readPdf(await printed())).size, pictures(await printed())]).toEqual([[210, 297], 0]);
  const again = { ...sent, emblem: 'true', version: String((await getRound(deps.table, round)).version) };
  const preview = await browser.post(`${path}/preview`, again);
  expect(preview.html).toMatch(/<g data-part="emblem"><image href="\/logos\//);
  expect((await browser.post(path, again)).to).toContain('done=saved');
  expect(pictures(await printed())).toBe(1);
});
