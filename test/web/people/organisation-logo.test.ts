import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { district, street } from '../../furong.ts';
import { portrait } from '../../paper-reading.ts';
import { openPublished, type Published } from '../honour/published.ts';
import { type Browser, openBrowser } from './account-browser.ts';

let shown: Published;
let administrator: Browser;
const path = `/organisations/${district}/logo`;
const picture = () => new File([Uint8Array.from(portrait)], '徽标.jpg');
const logoIn = (html: string) => /<img class="header-logo" src="([^"]+)"/.exec(html)?.[1];
const notice = () => `/notices/${encodeURIComponent(shown.notice)}`;
const used = async (file: string) => (await shown.world.deps.table.get(keys.file(file)))?.used;
const fileNow = async () => (await getOrganisation(shown.world.deps.table, district)).logo?.file;

beforeAll(async () => {
  shown = await openPublished(['罗步芳家庭']);
  await shown.post();
  administrator = openBrowser(shown.world.deps);
  await administrator.signIn(await shown.world.as('administrator', district));
});
afterAll(() => shown.world.close());

describe('the seal or logo of a federation', () => {
  it('stands in the head of its public pages, and of no other federation', async () => {
    const visitor = openBrowser(shown.world.deps);
    expect(logoIn((await visitor.get(notice())).html)).toBeUndefined();
    expect((await administrator.get(`/organisations/${district}`)).html).toContain(`href="${path}"`);
    const sent = await administrator.post(path, { logo: picture() });
    expect([sent.status, sent.to.split('?')[0]]).toEqual([303, path]);
    const logo = logoIn((await visitor.get(notice())).html)!;
    expect(logo).toMatch(new RegExp(`^/logos/${district}\\?v=`));
    const head = await visitor.get(logo);
    expect([head.status, head.headers.get('content-type'), head.headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'public, max-age=31536000',
    ]);
    expect(logoIn((await visitor.get('/notices')).html)).toBeUndefined();
  });

  it('stays when the organisation is edited, and the one before goes when another is sent', async () => {
    const before = await fileNow();
    const { version } = await getOrganisation(shown.world.deps.table, district);
    const edited = await administrator.post(`/organisations/${district}/edit`, {
      version: String(version),
      name: '芙蓉区妇女联合会',
      region: district,
      order: '2',
    });
    expect([edited.status, await fileNow()]).toEqual([303, before]);
    await administrator.post(path, { logo: picture() });
    const after = await fileNow();
    expect([before === after, await used(before!), await used(after!)]).toEqual([false, 0, 1]);
  });

  it('is refused beside its field where it is no picture, is missing or comes from another organisation', async () => {
    const before = await fileNow();
    const disguised = new File([new TextEncoder().encode('MZ program')], 'logo.png', { type: 'image/png' });
    for (const sent of [{ logo: disguised }, { _: 'x' }]) {
      const answer = await administrator.post(path, sent);
      expect([answer.status, answer.html.includes('id="f-logo-error"')]).toEqual([422, true]);
    }
    const clerk = openBrowser(shown.world.deps);
    await clerk.signIn(await shown.world.as('clerk', street(1)));
    expect((await clerk.post(path, { logo: picture() })).status).toBe(403);
    expect(await fileNow()).toBe(before);
  });

  it('is taken away again', async () => {
    const before = await fileNow();
    expect((await administrator.post(`${path}/remove`)).status).toBe(303);
    expect([await fileNow(), await used(before!)]).toEqual([undefined, 0]);
    expect((await administrator.get(`/logos/${district}`)).status).toBe(404);
  });
});
