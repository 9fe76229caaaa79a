import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteMember } from '#actions/people/people.ts';
import { systemActor } from '#domain/people/people.ts';
import { getOrganisation, listMembers } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { isPreset, presetNames } from '#web/programme/presets.ts';
import { lineOf } from '#web/programme/programme-text.ts';
import { community, district, province, street } from '../../furong.ts';
import { type Browser, type DeskWorld, openDesk } from '../round/desk-world.ts';

describe('an installation is set up on its pages', () => {
  let world: DeskWorld;
  let admin: Browser;
  beforeAll(async () => {
    world = await openDesk('2026-11-20T09:00:00+08:00');
    admin = await world.browser('administrator', district);
  });
  afterAll(() => world.close());

  test('an organisation is made below, edited, and a stale form keeps what was typed', async () => {
    expect((await admin.get('/organisations')).text).toContain('芙蓉区妇女联合会');
    expect((await admin.get(`/organisations/${district}`)).text).toContain('文艺路街道妇联');
    const fields = { id: 'park', name: '文创园妇联', level: 'street', region: district, order: '15' };
    const wrong = await admin.post(`/organisations/new?parent=${district}`, {
      ...fields,
      level: 'city',
      region: '43',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="文创园妇联"');
    expect((await admin.post(`/organisations/new?parent=${district}`, fields)).location).toBe(
      '/organisations/park?done=created',
    );
    const version = await admin.hidden('/organisations/park/edit', 'version');
    expect(
      (await admin.post('/organisations/park/edit', { ...fields, version, name: '文创园妇女联合会' })).status,
    ).toBe(303);
    const stale = await admin.post('/organisations/park/edit', { ...fields, version, name: '另一个名称' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('value="另一个名称"');
    expect(stale.text).toContain('修改单位');
    expect((await getOrganisation(world.home.deps.table, 'park')).name).toBe('文创园妇女联合会');
  });

  test('organisations come from a sheet: one wrong row imports nothing and is named by its line', async () => {
    const send = async (content: string) => {
      const form = new FormData();
      form.set('_csrf', 'csrf-token-of-24-letters');
      form.set('file', new File([content], '单位.csv', { type: 'text/csv' }));
      const headers = { cookie: `session=${world.cookies(admin)}; csrf=csrf-token-of-24-letters` };
      const answer = await world.app.request('http://localhost/organisations/import', {
        method: 'POST',
        body: form,
        headers,
      });
      return { status: answer.status, text: await answer.text() };
    };
    const head = '编号,名称,层级,上级编号,区划代码\n';
    const refused = await send(`${head}c1,第一社区,社区,park,430102\nc2,第二社区,市,park,430102\n`);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('第 3 行：</b>层级');
    expect(
      (await send(`${head}c1,第一社区,社区,park,430102\nc2,"第二,社区",社区,park,430102\n`)).status,
    ).toBe(303);
    expect((await getOrganisation(world.home.deps.table, 'c2')).name).toBe('第二,社区');
  });

  test('a member is invited with roles, changed, and leaves', async () => {
    const here = '/organisations/park/members';
    const lacking = await admin.post(here, { name: '李敏', email: 'li.min@example.org', role: 'department' });
    expect(lacking.status).toBe(422);
    expect(lacking.text).toContain('value="李敏"');
    expect(
      (
        await admin.post(here, {
          name: '李敏',
          email: 'li.min@example.org',
          role: ['reviewer', 'department'],
          departments: '公安、民政',
        })
      ).location,
    ).toBe(`${here}?done=invited`);
    const [member] = (await listMembers(world.home.deps.table, 'park')).items;
    expect(member?.grants.map((grant) => grant.department ?? grant.role)).toEqual([
      'reviewer',
      '公安',
      '民政',
    ]);
    const version = await admin.hidden(`${here}/${member!.id}`, 'version');
    expect((await admin.post(`${here}/${member!.id}`, { role: 'clerk', version })).status).toBe(303);
    expect((await admin.post(`${here}/${member!.id}`, { role: 'reviewer', version })).status).toBe(409);
    expect((await admin.post(`${here}/${member!.id}/leave`)).location).toBe(`${here}?done=leftAlone`);
    const clerk = await world.browser('clerk', street(1));
    expect((await clerk.get(here)).status).toBe(403);
  });

  test('every preset makes a programme that reads in words in both languages', async () => {
    expect(presetNames.every(isPreset)).toBe(true);
    const english = await world.browser('administrator', district, 1, 'en');
    for (const preset of presetNames) {
      const made = await admin.post('/programmes/new', { from: 'preset', preset, edition: '2027' });
      expect([preset, made.status]).toEqual([preset, 303]);
      const page = made.location.split('?')[0]!;
      expect((await english.get(page)).text).toContain('Conditions');
      expect((await admin.get(page)).text).toContain('申报表预览');
    }
    const clash = await admin.post('/programmes/new', { from: 'preset', preset: 'sbqs', edition: '2027' });
    expect(clash.status).toBe(409);
    expect((await admin.get('/programmes')).text).toContain('三八红旗手');
  });

  test('a programme is edited as YAML, its faults by line, its text never lost', async () => {
    const page = `/programmes/sbqs-2027-${district}`;
    const record = await getProgramme(world.home.deps.table, `sbqs-2027-${district}`);
    const form = await admin.get(`${page}/edit/yaml`);
    const shown = /<textarea[^>]*name="yaml"[^>]*>([\s\S]*?)<\/textarea>/.exec(form.text)![1]!;
    const yaml = shown
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .trim();
    const broken = yaml.replace('category: individual', 'category: persons');
    const line = broken.split('\n').indexOf('category: persons') + 1;
    const refused = await admin.post(`${page}/edit/yaml`, { yaml: broken, version: String(record.version) });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('category: persons');
    expect(refused.text).toMatch(new RegExp(`>${line}</td>`));
    const syntax = await admin.post(`${page}/edit/yaml`, {
      yaml: 'code: [',
      version: String(record.version),
    });
    expect(syntax.text).toContain('line.');
    const renamed = yaml.replace('zh: 三八红旗手', 'zh: 芙蓉区三八红旗手');
    expect(
      (await admin.post(`${page}/edit/yaml`, { yaml: renamed, version: String(record.version) })).location,
    ).toBe(`${page}?done=revised`);
    const stale = await admin.post(`${page}/edit/yaml`, { yaml, version: String(record.version) });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('现在的最新内容');
  });

  test('the line of a path is that of the value, or of the nearest group that is there', () => {
    const yaml = 'code: A\nstages:\n  - level: city\n    steps:\n      - kind: review\n';
    expect(lineOf(yaml, 'stages.0.steps.0.kind')).toBe(5);
    expect(lineOf(yaml, 'stages.0.notice.days')).toBe(3);
    expect(lineOf(yaml, 'line.2')).toBe(2);
    expect(lineOf(yaml, 'kind')).toBeUndefined();
  });

  test('the calendar warns of a missing year, refuses a wrong file beside its field, and loads a right one', async () => {
    const root = await world.browser('administrator', district);
    expect((await root.get('/calendar')).text).toContain('2027 年的放假安排尚未载入');
    expect(
      (await root.post('/calendar', { year: '2027', source: '国办', csv: '2027-01-01,休' })).status,
    ).toBe(403);
    await inviteMember(world.home.deps, systemActor, {
      email: `administrator1@o${province}.example.org`,
      name: '根管理员',
      grants: [{ org: province, role: 'administrator' }],
    });
    const top = await world.browser('administrator', province);
    const wrong = await top.post('/calendar', {
      year: '2027',
      source: '国办发明电〔2026〕7号',
      csv: '2027-01-01,假\n',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('2027-01-01,假');
    const days = [
      '01-01',
      '02-05',
      '02-06',
      '02-07',
      '02-08',
      '02-09',
      '02-10',
      '02-11',
      '04-05',
      '05-01',
      '05-03',
      '05-04',
      '05-05',
      '06-09',
      '09-15',
      '10-01',
      '10-02',
      '10-03',
      '10-04',
      '10-05',
      '10-06',
      '10-07',
    ];
    const csv = [
      ...days.map((day) => `2027-${day},休`),
      '2027-02-20,班',
      '2027-05-08,班',
      '2027-10-09,班',
    ].join('\n');
    const loaded = await top.post('/calendar', { year: '2027', source: '国办发明电〔2026〕7号', csv });
    expect(loaded.location).toBe('/calendar?done=loaded');
    expect((await top.get('/calendar')).text).toContain('国办发明电〔2026〕7号');
  });

  test('the rehearsal clock moves forward only, by page and by JSON, for administrators of the root', async () => {
    const top = await world.browser('administrator', province);
    expect((await admin.get('/rehearsal')).status).toBe(403);
    expect((await top.get('/rehearsal')).text).toContain('现在是 2026-11-20');
    const back = await top.post('/rehearsal', { now: '2026-11-01 09:00' });
    expect(back.status).toBe(422);
    expect(back.text).toContain('value="2026-11-01 09:00"');
    expect((await top.post('/rehearsal', { now: '2026-11-23 09:00' })).location).toBe(
      '/rehearsal?done=moved',
    );
    const clock = JSON.parse((await top.get('/api/rehearsal/clock')).text) as { now: string };
    expect(clock.now.slice(0, 16)).toBe('2026-11-23T01:00');
    const headers = {
      cookie: `session=${world.cookies(top)}; csrf=csrf-token-of-24-letters`,
      'x-csrf-token': 'csrf-token-of-24-letters',
      'content-type': 'application/json',
    };
    const moved = await world.app.request('http://localhost/api/rehearsal/clock', {
      method: 'POST',
      headers,
      body: JSON.stringify({ now: '2026-11-24T09:00:00+08:00' }),
    });
    expect([moved.status, ((await moved.json()) as { now: string }).now.slice(0, 16)]).toEqual([
      200,
      '2026-11-24T01:00',
    ]);
  });

  test('letters are listed by day and opened as their recipient sees them', async () => {
    const top = await world.browser('administrator', province);
    expect((await admin.get('/outbox')).status).toBe(403);
    await world.app.request('http://localhost/sign-in', {
      method: 'POST',
      headers: {
        cookie: 'csrf=csrf-token-of-24-letters',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        _csrf: 'csrf-token-of-24-letters',
        email: `reviewer1@o${district}.example.org`,
      }).toString(),
    });
    await world.home.settled();
    await world.home.sweep();
    const list = await top.get('/outbox?date=2026-11-24');
    const href = /href="(\/outbox\/letter\?key=[^"]+)"/.exec(list.text)?.[1]?.replaceAll('&amp;', '&');
    const letter = await top.get(href!);
    expect(letter.status).toBe(200);
    expect(letter.text).toContain('http://localhost/');
  });

  test('the policy table and the trail of a record are pages; strangers read no trail', async () => {
    expect((await admin.get('/policy')).text).toContain('确认拟推荐名单');
    const auditor = await world.browser('auditor', district);
    expect((await auditor.get('/audit')).text).toContain('芙蓉区妇女联合会');
    const trail = await auditor.get(`/audit/organisation:park?verify=1`);
    expect(trail.text).toContain('没有改动、缺失或截去');
    expect(trail.text).toContain('邀请人员');
    const reviewer = await world.browser('reviewer', community(1));
    expect((await reviewer.get('/audit/organisation:park')).status).toBe(404);
    expect((await auditor.get('/audit/nonsense')).status).toBe(404);
    expect(world.logged).toEqual([]);
  });
});
