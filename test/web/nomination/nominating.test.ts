import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, fields, hiddenIn, openBrowser, photo, type Sent } from '../people/account-browser.ts';

let world: World;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
});
afterAll(() => world.close());

/** Starts a nomination as a person would; gives the id of its draft. */
async function start(browser: Browser, org = street(1), channel = 'organisation'): Promise<string> {
  const page = await browser.get(`/nominations/new?programme=${world.programme}&org=${org}`);
  const begun = await browser.post('/nominations/new', { ...hiddenIn(page.html), org, channel });
  expect(begun.status).toBe(303);
  return /\/nominations\/([^/]+)\/edit/.exec(begun.to)![1]!;
}
const version = async (browser: Browser, id: string) =>
  hiddenIn((await browser.get(`/nominations/${id}/edit`)).html)._version!;
const save = async (browser: Browser, id: string, sent: Sent) =>
  browser.post(`/nominations/${id}/edit/attachments`, { _version: await version(browser, id), ...sent });

describe('starting a nomination', () => {
  it('offers what is open with its deadline, and begins a draft once however often it is pressed', async () => {
    const open = await clerk.get('/programmes/open');
    expect(open.text).toContain('最美家庭');
    expect(open.text).toContain('2021年5月6日（星期四）17:30');
    expect(open.text).toContain('还剩 34 天');
    const page = await clerk.get(`/nominations/new?programme=${world.programme}&org=${street(1)}`);
    const sent = { ...hiddenIn(page.html), org: street(1), channel: 'organisation' };
    const [first, second] = [
      await clerk.post('/nominations/new', sent),
      await clerk.post('/nominations/new', sent),
    ];
    expect(second.to).toBe(first.to);
  });

  it('wants an organisation and a channel that are open to her', async () => {
    const page = await clerk.get(`/nominations/new?programme=${world.programme}`);
    const bad = await clerk.post('/nominations/new', {
      ...hiddenIn(page.html),
      org: street(2),
      channel: 'organisation',
    });
    expect(bad.status).toBe(422);
    expect(bad.html).toContain('id="f-channel-error"');
    expect(
      (await clerk.post('/nominations/new', { ...hiddenIn(page.html), org: '', channel: '' })).status,
    ).toBe(422);
  });

  it('sends a visitor to confirm her address first, and back', async () => {
    const visitor = openBrowser(world.deps);
    // where one stands above all, the choice begins below it
    const start = await visitor.get('/programmes/open');
    expect(start.text).toContain('湖南省妇女联合会');
    const below = [...start.html.matchAll(/<li>\s*<a href="\/programmes\/open\?org=[^"]+">([^<]+)</g)].map(
      ([, name]) => name,
    );
    expect(below).toContain('长沙市妇女联合会');
    expect(below).not.toContain('湖南省妇女联合会');
    expect(start.text).not.toContain('现在没有开放的评选活动');
    expect((await visitor.get(`/programmes/open?org=${street(1)}`)).text).toContain('自荐');
    const asked = await visitor.get(`/nominations/new?programme=${world.programme}&org=${street(1)}`);
    expect(asked.to).toMatch(/^\/sign-in\?for=nominate&next=%2Fnominations%2Fnew/);
    expect((await visitor.get(asked.to)).text).toContain('确认您的邮箱');
  });
});

describe('a link that names organisation and channel', () => {
  const begin = async () => {
    const query = new URLSearchParams({
      programme: world.programme,
      org: street(1),
      channel: 'organisation',
    });
    const { html } = await clerk.get(`/nominations/new?${query}`);
    const [, action = '', id = ''] = /action="(\/nominations\/([^/"]+)\/edit[^"]*)"/.exec(html) ?? [];
    return { id, html, action: action.replaceAll('&amp;', '&'), query };
  };

  it('opens the form at once; its first save makes the draft, also beside an earlier page', async () => {
    const { id, html, action } = await begin();
    expect(await findDraft(world.deps.table, id)).toBeUndefined();
    const saved = await clerk.post(action, { ...hiddenIn(html), familyName: '径直家庭', _go: 'preview' });
    expect([saved.status, saved.to]).toEqual([303, `/nominations/${id}/preview`]);
    expect((await findDraft(world.deps.table, id))?.name).toBe('径直家庭');
    const twice = await clerk.post(action, { ...hiddenIn(html), familyName: '又一家庭', _go: 'preview' });
    expect(twice.status).toBe(409);
  });

  it('takes a file that the script sends before anything is saved, and what is typed after it', async () => {
    const { id, html, action, query } = await begin();
    const sent = await clerk.post(`/nominations/${id}/attachments?${query}`, {
      rule: 'photos',
      file: photo(1),
    });
    expect(sent.status).toBe(201);
    // Time goes on while files are sent.
    world.at('2021-04-02T01:00:07.000Z');
    const more = { rule: 'photos', file: photo(2) };
    expect((await clerk.post(`/nominations/${id}/attachments?${query}`, more)).status).toBe(201);
    const saved = await clerk.post(action, { ...hiddenIn(html), familyName: '照片在先家庭', _go: 'save' });
    world.at('2021-04-02T01:00:00.000Z');
    expect(saved.status).toBe(303);
    expect(await findDraft(world.deps.table, id)).toMatchObject({
      name: '照片在先家庭',
      attachments: [{ name: '照片1.jpg' }, { name: '照片2.jpg' }],
    });
  });

  it('asks first where the channel is not hers', async () => {
    const query = `programme=${world.programme}&org=${street(2)}&channel=organisation`;
    const page = await clerk.get(`/nominations/new?${query}`);
    expect(page.html).toContain('action="/nominations/new"');
    const refused = await clerk.post(`/nominations/nomstranger/edit/attachments?${query}`, {
      familyName: '甲',
    });
    expect(refused.status).toBe(403);
  });
});

describe('the form without script', () => {
  it('keeps what is typed with every press, adds and removes rows of a table', async () => {
    const id = await start(clerk);
    const added = await save(clerk, id, {
      familyName: '甲家庭',
      'members.0.name': '甲',
      'members.1.name': '乙',
      _addRow: 'members',
    });
    expect([added.status, added.to]).toEqual([303, `/nominations/${id}/edit?row=members#f-members`]);
    const three = await clerk.get(added.to);
    expect(three.html).toContain('name="members.2.name"');
    expect(three.html).toContain('value="甲家庭"');
    const removed = await save(clerk, id, {
      familyName: '甲家庭',
      'members.0.name': '甲',
      'members.1.name': '乙',
      _removeRow: 'members.0',
    });
    const left = await clerk.follow(removed);
    expect(left.html).toMatch(/name="members\.0\.name"[^>]*value="乙"/);
    expect(left.html).not.toContain('name="members.1.name"');
  });

  it('takes files with the form, removes them, and says beside the field what is wrong with one', async () => {
    const id = await start(clerk);
    const kept = await save(clerk, id, { familyName: '乙家庭', 'attachments.photos': photo(1), _go: 'save' });
    expect(kept.status).toBe(303);
    const page = await clerk.get(`/nominations/${id}/edit`);
    expect(page.text).toContain('照片1.jpg');
    const text = new File(['hello'], 'note.jpg', { type: 'image/jpeg' });
    const bad = await save(clerk, id, { familyName: '乙家庭改', 'attachments.photos': text });
    expect([
      bad.status,
      bad.html.includes('id="f-attachments-photos-error"'),
      bad.html.includes('value="乙家庭改"'),
    ]).toEqual([422, true, true]);
    const file = /name="_removeFile" value="(\w+)"/.exec(page.html)![1]!;
    const download = await clerk.get(`/nominations/${id}/files/${file}`);
    expect(download.headers.get('content-disposition')).toMatch(/^attachment/);
    await save(clerk, id, { familyName: '乙家庭', _removeFile: file });
    expect((await clerk.get(`/nominations/${id}/edit`)).text).not.toContain('照片1.jpg');
  });

  it('gives the text back when somebody saved meanwhile, marks what differs, and saves on the next press', async () => {
    const id = await start(clerk);
    const stale = await version(clerk, id);
    await save(clerk, id, { familyName: '先到家庭' });
    const late = await clerk.post(`/nominations/${id}/edit/attachments`, {
      _version: stale,
      familyName: '后到家庭',
    });
    expect(late.status).toBe(409);
    expect(late.html).toContain('value="后到家庭"');
    expect(late.html).toContain('id="f-familyName-error"');
    const again = await clerk.post(`/nominations/${id}/edit/attachments`, {
      ...hiddenIn(late.html),
      familyName: '后到家庭',
    });
    expect(again.status).toBe(303);
    expect((await findDraft(world.deps.table, id))!.name).toBe('后到家庭');
  });
});

describe('autosave', () => {
  const json = { accept: 'application/json' };
  it('answers when it was saved, and a file added beside the form does not make it stale', async () => {
    const id = await start(clerk);
    const first = await clerk.post(
      `/nominations/${id}/draft`,
      { _version: await version(clerk, id), familyName: '自动家庭' },
      json,
    );
    expect(first.status).toBe(200);
    const saved = JSON.parse(first.html) as { savedAt: string; version: string };
    expect(saved.savedAt).toBe('2021-04-02T01:00:00.000Z');
    const uploaded = await clerk.post(
      `/nominations/${id}/attachments`,
      { rule: 'photos', file: photo(1) },
      json,
    );
    expect(uploaded.status).toBe(201);
    const second = await clerk.post(
      `/nominations/${id}/draft`,
      { _version: saved.version, familyName: '自动家庭二' },
      json,
    );
    expect(second.status).toBe(200);
    const draft = (await findDraft(world.deps.table, id))!;
    expect([draft.name, draft.attachments.length]).toEqual(['自动家庭二', 1]);
    const stale = await clerk.post(
      `/nominations/${id}/draft`,
      { _version: saved.version, familyName: '旧' },
      json,
    );
    expect([stale.status, stale.headers.get('content-type')]).toEqual([
      409,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('is refused for another person’s draft and without the page’s token', async () => {
    const id = await start(clerk);
    const other = openBrowser(world.deps);
    await other.signIn(await world.as('clerk', street(2)));
    expect((await other.post(`/nominations/${id}/draft`, { familyName: 'x' }, json)).status).toBe(409);
    expect((await other.get(`/nominations/${id}/edit`)).status).toBe(404);
    const kept = clerk.cookies.get('csrf')!;
    clerk.cookies.set('csrf', 'A'.repeat(24));
    const forged = await clerk.post(`/nominations/${id}/draft`, { _csrf: 'B'.repeat(24) }, json);
    clerk.cookies.set('csrf', kept);
    expect(forged.status).toBe(403);
  });
});

describe('submitting', () => {
  const consents = { consentText: consentVersion, sensitive: 'true' };

  it('twice is one nomination; the preview shows what becomes public before', async () => {
    const id = await start(clerk);
    await save(clerk, id, { ...fields(family(11)), 'attachments.photos': photo(1) });
    await save(clerk, id, { ...fields(family(11)), 'attachments.photos': photo(2) });
    const preview = await clerk.get(`/nominations/${id}/preview`);
    expect(preview.text).toContain('公示时公开的内容');
    expect(preview.text).toContain('罗步芳11家庭');
    expect(preview.text).not.toContain('提交前还需要完善');
    const results = [
      await clerk.post(`/nominations/${id}/submit`, consents),
      await clerk.post(`/nominations/${id}/submit`, consents),
    ];
    expect(results.map((one) => [one.status, one.to])).toEqual(
      Array(2).fill([303, `/nominations/${id}/submitted`]),
    );
    const record = await clerk.get(results[0]!.to);
    expect(record.text).toContain('申报已提交');
    expect((await find<Nomination>(world.deps.table, keys.nomination(id)))!.revision).toBe(1);
    expect((await clerk.get('/nominations')).text).toContain('审查中');
  });

  it('with every field empty names each at its place and keeps the draft', async () => {
    const id = await start(clerk);
    const preview = await clerk.get(`/nominations/${id}/preview`);
    expect(preview.text).toContain('提交前还需要完善');
    const bad = await clerk.post(`/nominations/${id}/submit`, consents);
    expect(bad.status).toBe(422);
    for (const field of [
      'familyName',
      'representative',
      'community',
      'address',
      'phone',
      'members',
      'attachments-photos',
    ])
      expect(bad.html).toContain(`id="f-${field}-error"`);
    expect(await findDraft(world.deps.table, id)).toBeDefined();
  });

  it('with every field too long says so beside each, and shows all that was typed', async () => {
    const id = await start(clerk);
    const long = '长'.repeat(600);
    const typed = { familyName: long, representative: long, community: long, address: long, motto: long };
    await save(clerk, id, { ...fields(family(12)), ...typed });
    const bad = await clerk.post(`/nominations/${id}/submit`, consents);
    expect(bad.status).toBe(422);
    for (const field of Object.keys(typed)) expect(bad.html).toContain(`id="f-${field}-error"`);
    expect(bad.html.split(long).length - 1).toBe(Object.keys(typed).length);
  });

  it('with a birth date that the ID number denies is refused at that member', async () => {
    const id = await start(clerk);
    const form = family(15);
    const [first, ...others] = form.members as readonly Record<string, unknown>[];
    const typed = { ...form, members: [{ ...first, birthDate: '1990-01-01' }, ...others] };
    await save(clerk, id, { ...fields(typed), 'attachments.photos': photo(1) });
    expect((await clerk.get(`/nominations/${id}/preview`)).text).toContain(
      '「本人的出生日期」与「本人的证件号码」中的出生日期',
    );
    const bad = await clerk.post(`/nominations/${id}/submit`, consents);
    expect([bad.status, bad.html.includes('id="f-members-0-birthDate-error"')]).toEqual([422, true]);
  });

  it('wants the privacy notice and the separate consent', async () => {
    const id = await start(clerk);
    await save(clerk, id, { ...fields(family(13)) });
    const bad = await clerk.post(`/nominations/${id}/submit`, {});
    expect(bad.status).toBe(422);
    expect(bad.html).toContain('id="f-consentText-error"');
    expect(bad.html).toContain('id="f-sensitive-error"');
  });

  it('after the deadline is refused and keeps the text', async () => {
    const id = await start(clerk);
    await save(clerk, id, { ...fields(family(14)), 'attachments.photos': photo(1) });
    await save(clerk, id, { ...fields(family(14)), 'attachments.photos': photo(2) });
    world.at('2021-05-06T10:00:00.000Z');
    const again = openBrowser(world.deps);
    await again.signIn(await world.as('clerk', street(1)));
    const late = await again.post(`/nominations/${id}/submit`, consents);
    world.at('2021-04-02T01:00:00.000Z');
    expect([
      late.status,
      late.text.includes('截止'),
      (await findDraft(world.deps.table, id)) !== undefined,
    ]).toEqual([409, true, true]);
  });

  it('after the deadline its pages say 未提交 and offer no submission', async () => {
    const id = await start(clerk);
    await save(clerk, id, { ...fields(family(15)) });
    const seen = async (now: string) => {
      world.at(now);
      const browser = openBrowser(world.deps);
      await browser.signIn(await world.as('clerk', street(1)));
      const [list, form, preview] = [
        await browser.get('/nominations'),
        await browser.get(`/nominations/${id}/edit`),
        await browser.get(`/nominations/${id}/preview`),
      ];
      world.at('2021-04-02T01:00:00.000Z');
      return [
        list.text.includes('未提交，已截止'),
        form.text.includes('申报已于 2021-05-06 17:30 截止') && !form.text.includes('预览并提交'),
        preview.text.includes('未提交') && !preview.html.includes(`action="/nominations/${id}/submit"`),
      ];
    };
    expect(await seen('2021-05-06T09:30:00.001Z')).toEqual([true, true, true]);
    expect(await seen('2021-05-06T09:30:00.000Z')).toEqual([false, false, false]);
  });
});
