import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { getNomination } from '#store/reads.ts';
import { district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, fields, hiddenIn, openBrowser, photo } from '../people/account-browser.ts';

let world: World;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
});
afterAll(() => world.close());

describe('the record', () => {
  it('hides an outcome until its time, and takes a withdrawal with its reason', async () => {
    const { nomination, candidacy } = await world.nominate(await world.as('clerk', street(1)), {
      answers: family(21),
    });
    const page = await clerk.get(`/nominations/${nomination.id}`);
    expect(page.text).toContain('罗步芳21家庭');
    await world.deps.table.update(keys.candidacy(candidacy.round, nomination.id), {
      set: { state: 'chosen' },
    });
    const hidden = await clerk.get(`/nominations/${nomination.id}`);
    expect([hidden.text.includes('评选中'), hidden.text.includes('拟推荐 ')]).toEqual([true, false]);
    await world.deps.table.update(keys.candidacy(candidacy.round, nomination.id), {
      set: { state: candidacy.state },
    });
    const without = await clerk.post(`/nominations/${nomination.id}/withdraw`, { reason: '' });
    expect([without.status, without.text.includes('请写明撤回的原因')]).toEqual([422, true]);
    const done = await clerk.post(`/nominations/${nomination.id}/withdraw`, { reason: '家庭迁出本区' });
    expect(done.status).toBe(303);
    expect((await clerk.follow(done)).text).toContain('已撤回');
  });

  it('of a returned nomination shows the note; the same form is amended and sent again', async () => {
    const { nomination, candidacy } = await world.nominate(await world.as('clerk', street(1)), {
      answers: family(22),
    });
    await world.decide(candidacy, 'return');
    const record = await clerk.get(`/nominations/${nomination.id}`);
    expect(record.text).toContain('请补充事迹');
    const page = await clerk.get(`/nominations/${nomination.id}/edit`);
    expect(page.text).toContain('请补充事迹');
    const files = [...page.html.matchAll(/name="_files" value="(\w+)"/g)].map((one) => one[1]!);
    const typed = {
      ...fields(family(22)),
      deeds: '补充：连续八年照顾邻居。',
      _files: files,
      _version: hiddenIn(page.html)._version!,
    };
    const path = `/nominations/${nomination.id}/edit/attachments`;
    const same = await clerk.post(path, { ...typed, deeds: String(family(22).deeds), _go: 'send' });
    expect([same.status, same.text.includes('还没有修改任何内容')]).toEqual([422, true]);
    const checked = await clerk.post(path, { ...typed, _go: 'check' });
    expect([checked.status, checked.html.includes('href="#f-deeds"')]).toEqual([200, true]);
    const wrong = await clerk.post(path, { ...typed, representative: '', _go: 'send' });
    expect([wrong.status, wrong.html.includes('补充：连续八年')]).toEqual([422, true]);
    const sent = await clerk.post(path, { ...typed, note: '补充了事迹', _go: 'send' });
    expect([sent.status, sent.to]).toEqual([303, `/nominations/${nomination.id}?done=amended`]);
    expect((await clerk.follow(sent)).text).toContain('第 2 稿');
  });

  it('that is being amended is saved by itself, shown again, and gone once it is sent', async () => {
    const { nomination, candidacy } = await world.nominate(await world.as('clerk', street(1)), {
      answers: family(26),
    });
    await world.decide(candidacy, 'return');
    const path = `/nominations/${nomination.id}`;
    const page = await clerk.get(`${path}/edit`);
    expect(page.html).toContain(`data-autosave="${path}/draft"`);
    expect(page.html).not.toMatch(/id="f-note" name="note" required/);
    const typed = { ...fields(family(26)), deeds: '自动保存的事迹', _version: hiddenIn(page.html)._version! };
    const json = { accept: 'application/json' };
    const saved = await clerk.post(`${path}/draft`, { ...typed, note: '补充' }, json);
    expect([saved.status, JSON.parse(saved.html).faults]).toEqual([200, []]);
    const long = await clerk.post(`${path}/draft`, { ...typed, deeds: '长'.repeat(20_001) }, json);
    expect(JSON.parse(long.html).faults).toMatchObject([{ id: 'f-deeds' }]);
    const other = { ...typed, 'members.0.birthDate': '１９９０年1月1日' };
    const compared = await clerk.post(`${path}/draft`, other, json);
    expect(JSON.parse(compared.html)).toMatchObject({
      faults: [],
      compared: [{ id: 'f-members-0-birthDate' }],
    });
    const differs = await clerk.post(`${path}/edit/attachments`, { ...other, _go: 'send' });
    expect([differs.status, differs.html.includes('id="f-members-0-birthDate-error"')]).toEqual([422, true]);
    await clerk.post(`${path}/draft`, typed, json);
    const again = await clerk.get(`${path}/edit`);
    expect([
      again.html.includes('自动保存的事迹</textarea>'),
      again.html.includes('href="#f-deeds"'),
    ]).toEqual([true, true]);
    const files = [...again.html.matchAll(/name="_files" value="(\w+)"/g)].map((one) => one[1]!);
    const sent = await clerk.post(`${path}/edit/attachments`, { ...typed, _files: files, _go: 'send' });
    expect(sent.status).toBe(303);
    expect(await world.deps.table.get(keys.amending(nomination.id))).toBeUndefined();
    const late = await clerk.post(`${path}/draft`, typed, json);
    expect([late.status, JSON.parse(late.html).code]).toEqual([409, 'already-submitted']);
  });

  it('shows personal data to her side; to anybody else masked, and in full by a press that is logged', async () => {
    const { nomination } = await world.nominate(await world.as('clerk', street(1)), { answers: family(24) });
    const phone = String(family(24).phone);
    const path = `/nominations/${nomination.id}`;
    const reveals = async () =>
      (await readEvents(world.deps.table, `nomination:${nomination.id}`)).events.filter(
        ({ action }) => action === 'nomination.reveal',
      );
    expect((await clerk.get(path)).text).toContain(phone);
    expect((await clerk.get(path)).html).not.toContain(`${path}/reveal`);
    const desk = openBrowser(world.deps);
    const administrator = await world.as('administrator', district);
    await desk.signIn(administrator);
    const masked = await desk.get(path);
    expect([masked.text.includes(phone), masked.html.includes(`action="${path}/reveal"`)]).toEqual([
      false,
      true,
    ]);
    expect((await desk.get(`${path}/print`)).text).not.toContain(phone);
    expect(await reveals()).toEqual([]);
    const full = await desk.post(`${path}/reveal`);
    expect([full.status, full.text.includes(phone)]).toEqual([200, true]);
    expect((await reveals()).map(({ actor, details }) => [actor, details.fields])).toEqual([
      [administrator.id, expect.arrayContaining(['phone', 'members.idNumber'])],
    ]);
    expect((await desk.get(path)).text).not.toContain(phone); // for that view only
    const forged = await desk.post(`${path}/reveal`, { _csrf: 'x' });
    expect([forged.status, (await reveals()).length]).toEqual([403, 1]);
    const stranger = openBrowser(world.deps);
    await stranger.signIn(await world.as('clerk', street(2)));
    expect((await stranger.post(`${path}/reveal`)).status).toBe(404);
  });

  it('is not for strangers', async () => {
    const { nomination } = await world.nominate(await world.as('clerk', street(1)), { answers: family(23) });
    const stranger = openBrowser(world.deps);
    expect((await stranger.get(`/nominations/${nomination.id}`)).status).toBe(401);
    await stranger.signIn(await world.as('clerk', street(2)));
    expect((await stranger.get(`/nominations/${nomination.id}`)).status).toBe(404);
    expect((await stranger.get('/nominations/nothing')).status).toBe(404);
  });

  it('speaks English when asked', async () => {
    const english = openBrowser(world.deps);
    await english.signIn(await world.as('clerk', street(1)));
    await english.post('/language', { lang: 'en', back: '/nominations' });
    expect((await english.get('/nominations')).text).toContain('My nominations');
    expect((await english.get('/programmes/open')).text).toContain('Most Beautiful Family');
  });
});

it('lists by pages', async () => {
  const browser = openBrowser(world.deps);
  const actor = await world.as('clerk', street(3));
  await browser.signIn(actor);
  for (let n = 0; n < 27; n++) await world.prepared(actor, { org: street(3), answers: family(100 + n) });
  const first = await browser.get('/nominations');
  const next = /href="(\/nominations\?cursor=[^"]+)"/.exec(first.html)![1]!;
  const second = await browser.get(next.replaceAll('&amp;', '&'));
  expect((first.html.match(/\/edit"/g) ?? []).length).toBe(25);
  expect((second.html.match(/\/edit"/g) ?? []).length).toBe(2);
});

it('names nobody outside the district as the one to nominate from', async () => {
  const administrator = openBrowser(world.deps);
  await administrator.signIn(await world.as('administrator', district));
  expect((await administrator.get('/programmes/open')).status).toBe(200);
});

describe('anyone who confirmed an address', () => {
  const consents = { consentText: consentVersion, sensitive: 'true' };
  /** Starts, fills in and submits from a street; gives the answer to the submission. */
  const nominates = async (email: string, channel: string, n: number, more = {}) => {
    const browser = openBrowser(world.deps);
    await browser.signIn(await world.person(email));
    const page = await browser.get(`/nominations/new?programme=${world.programme}&org=${street(2)}`);
    expect(page.html).not.toContain('value="organisation"');
    const begun = await browser.post('/nominations/new', { ...hiddenIn(page.html), org: street(2), channel });
    const id = /\/nominations\/([^/]+)\/edit/.exec(begun.to)![1]!;
    for (const mark of [1, 2]) {
      const { _version = '' } = hiddenIn((await browser.get(begun.to)).html);
      const sent = { ...fields(family(n)), ...more, _version, 'attachments.photos': photo(mark) };
      expect((await browser.post(`/nominations/${id}/edit/attachments`, sent)).status).toBe(303);
    }
    return { browser, id, answer: await browser.post(`/nominations/${id}/submit`, consents) };
  };

  it('nominates herself and finds it in her list', async () => {
    const { browser, id, answer } = await nominates('self@example.org', 'self', 51);
    expect([answer.status, answer.to]).toEqual([303, `/nominations/${id}/submitted`]);
    expect((await browser.get('/nominations')).text).toContain('罗步芳51家庭');
  });

  it('nominates another with the address at which she is asked to agree', async () => {
    const without = await nominates('friend@example.org', 'other', 52);
    expect([without.answer.status, without.answer.html.includes('id="f-consentEmail-error"')]).toEqual([
      422,
      true,
    ]);
    const own = await nominates('friend2@example.org', 'other', 53, { consentEmail: 'friend2@example.org' });
    expect([own.answer.status, own.answer.html.includes('id="f-consentEmail-error"')]).toEqual([422, true]);
    const { id, answer } = await nominates('friend3@example.org', 'other', 54, {
      consentEmail: 'nominee@example.org',
    });
    expect(answer.status).toBe(303);
    expect((await getNomination(world.deps.table, id)).consent?.state).toBe('pending');
  });
});
