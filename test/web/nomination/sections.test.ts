import { afterAll, beforeAll, expect, it } from 'vitest';
import { getDraft } from '#actions/nomination/drafts.ts';
import { family, province, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { bySession } from '../api/api-caller.ts';
import { type Browser, fields, hiddenIn, openBrowser, photo } from '../people/account-browser.ts';
import { walkerOf } from '../walker.ts';

let world: World;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
});
afterAll(() => world.close());

const answersOf = async (id: string) =>
  (await getDraft(world.deps, await world.as('clerk', street(1)), id)).answers;

it('a form may be filled in a section a page, from a list that says what each still lacks', async () => {
  const she = walkerOf(clerk);
  await she.open(
    `/nominations/new?${new URLSearchParams({ programme: world.programme, org: street(1), channel: 'organisation' })}`,
  );
  await she.submit(/edit\/attachments/, { familyName: '分步家庭', _go: 'sections' });
  const id = /\/nominations\/([^/]+)\/edit$/.exec(she.at)![1]!;
  expect(she.page.text).toMatch(
    /家庭情况 还差 5 项 .*家庭成员 还差 1 项 .*曾获荣誉 已完成 .*附件和承诺 还差 3 项/,
  );

  const all = fields(family(31));
  await she.link(/section=1$/);
  expect(she.page.html).toContain('value="分步家庭"');
  expect(she.page.html).not.toContain('name="deeds"');
  const first = Object.fromEntries(
    Object.entries(all).filter(([name]) => she.page.html.includes(`name="${name}"`)),
  );
  // On to the next, with a row added there: the page comes back to its own section.
  await she.submit(/edit\/attachments/, { ...first, _go: 'next' });
  expect(she.page.html).toContain('name="members.0.name"');
  await she.submit(/edit\/attachments/, { 'members.0.name': '甲', _addRow: 'members' });
  expect([she.at, she.page.html.includes('name="members.1.name"')]).toEqual([
    `/nominations/${id}/edit?section=2&row=members#f-members`,
    true,
  ]);
  const members = Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('members.')));
  await she.submit(/edit\/attachments/, { ...members, _go: 'list' });
  expect(she.page.text).toMatch(/家庭情况 已完成 .*家庭成员 已完成/);

  // What is saved by itself of one section leaves the others as they were; a table that was emptied is empty.
  const { _version } = hiddenIn((await clerk.get(`/nominations/${id}/edit?section=3`)).html);
  const saved = await clerk.post(
    `/nominations/${id}/draft`,
    { _version: _version!, _section: '3', brief: '一家三代', deeds: '事迹' },
    { accept: 'application/json' },
  );
  expect(saved.status).toBe(200);
  expect(await answersOf(id)).toMatchObject({
    familyName: family(31).familyName,
    brief: '一家三代',
    tags: ['孝老爱亲'],
  });
  // What the preview names leads into its section.
  const there = await clerk.get(`/nominations/${id}/edit?at=deeds`);
  expect([there.html.includes('name="deeds"'), there.html.includes('name="familyName"')]).toEqual([
    true,
    false,
  ]);
  const last = await clerk.get(`/nominations/${id}/edit?section=5`);
  expect(last.html).toContain('name="attachments.photos"');
  const done = await clerk.post(`/nominations/${id}/edit/attachments`, {
    ...hiddenIn(last.html),
    declarations: ['noNegative', 'truthful'],
    'attachments.photos': [photo(1), photo(2)],
    _go: 'preview',
  });
  expect((await clerk.follow(done)).html).toContain(`action="/nominations/${id}/submit"`);
  expect(await answersOf(id)).toMatchObject({ brief: '一家三代', declarations: ['noNegative', 'truthful'] });
});

it('keeps her choice for the next form, until she goes back to one page', async () => {
  const page = await clerk.get(`/nominations/new?programme=${world.programme}&org=${street(1)}`);
  const begun = await clerk.post('/nominations/new', {
    ...hiddenIn(page.html),
    org: street(1),
    channel: 'organisation',
  });
  expect((await clerk.follow(begun)).html).toContain('?section=1"');
  const back = await clerk.post(begun.to.replace(/$/, '/view'));
  expect([back.status, back.to]).toEqual([303, begun.to]);
  expect((await clerk.follow(back)).html).toContain('name="deeds"');
});

it('an amendment is written a section a page too, kept as it is typed, and sent from the last', async () => {
  const she = walkerOf(clerk);
  const { nomination, candidacy } = await world.nominate(await world.as('clerk', street(1)), {
    answers: family(41),
  });
  await world.decide(candidacy, 'return');
  const edit = `/nominations/${nomination.id}/edit`;
  // Her choice of the view, over the API as on the page.
  const api = await bySession(
    serveApp({ deps: world.deps, root: province }),
    world.deps,
    await world.as('clerk', street(1)),
  );
  await api.call('PUT', '/api/me/form-view', { view: 'whole' });
  await she.open(edit);
  expect(she.page.html).toContain('name="deeds"');
  await she.submit(/edit\/attachments/, { _go: 'sections' });
  expect(she.at).toBe(edit);
  expect((await api.get('/api/me/form-view')).body).toEqual({ view: 'sections' });
  expect(she.page.text).toMatch(/请补充事迹.*家庭情况 未修改 .*附件和承诺 未修改/);

  await she.link(/section=1$/);
  expect(she.page.text).toContain('请补充事迹');
  expect(she.page.html).not.toContain('name="deeds"');
  await she.submit(/edit\/attachments/, { phone: '13911112222', _go: 'list' });
  expect(she.page.text).toMatch(/家庭情况 已修改 1 项/);

  // Saved by itself, of one section: the others stay as they were typed.
  const third = await clerk.get(`${edit}?section=3`);
  const saved = await clerk.post(
    `/nominations/${nomination.id}/draft`,
    { _version: hiddenIn(third.html)._version!, _section: '3', brief: '一家三代', deeds: '补充的事迹' },
    { accept: 'application/json' },
  );
  expect([saved.status, JSON.parse(saved.html).savedAt]).toEqual([200, expect.any(String)]);
  const again = await clerk.get(`${edit}?section=3`);
  expect(again.html).toContain('补充的事迹');
  expect(again.text).toMatch(/已于 \d\d:\d\d 保存|已保存/);

  // A file that was taken away stays away, whatever section comes next.
  const last = Number(/section=(\d+)"[^>]*>核对并重新提交/.exec((await clerk.get(edit)).html)![1]);
  await she.open(`${edit}?section=${last}`);
  const files = [...she.page.html.matchAll(/name="_files" value="(\w+)"/g)].map((one) => one[1]!);
  await she.submit(/edit\/attachments/, { _removeFile: files[0]!, _go: '' });
  await she.open(edit);
  expect(she.page.text).toMatch(/附件和承诺 附件有改动/);
  const { html } = await clerk.get(`${edit}?section=${last}`);
  expect([...html.matchAll(/name="_files" value="(\w+)"/g)].map((one) => one[1])).toEqual(files.slice(1));

  // What is refused is shown whole, as a fault may stand in any section.
  await she.open(`${edit}?section=${last}`);
  const refused = await she.submit(/edit\/attachments/, { _go: 'send' });
  expect([
    refused.status,
    refused.html.includes('name="deeds"'),
    refused.text.includes('补充的事迹'),
  ]).toEqual([422, true, true]);
  const sent = await clerk.post(`${edit}/attachments`, {
    ...hiddenIn(html),
    _section: String(last),
    _files: files,
    declarations: family(41).declarations as string[],
    note: '补充了事迹',
    _go: 'send',
  });
  expect([sent.status, sent.to]).toEqual([303, `/nominations/${nomination.id}?done=amended`]);
  const after = (await clerk.get(`/nominations/${nomination.id}`)).text;
  expect(after).toContain('补充的事迹');
  expect(after).toContain('第 2 稿');
});
