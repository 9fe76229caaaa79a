/** The editor of programmes: every part has its page, a page saved as it was shown changes nothing, and each press has its twin in the API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '#domain/fault-path.ts';
import { fieldSchema } from '#domain/programme/form.ts';
import { programmeSchema, stageSchema } from '#domain/programme/programme.ts';
import { programmeChanges } from '#domain/programme/programme-changes.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { startingProgramme } from '#domain/programme/starting-programme.ts';
import { getProgramme } from '#store/reads.ts';
import { partAt } from '#web/programme/editor-places.ts';
import { district, street } from '../../furong.ts';
import { bySession } from '../api/api-caller.ts';
import { type Browser, type DeskWorld, openDesk } from '../round/desk-world.ts';

const decoded = (html: string): string =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decoded(found);
};

/** The fields of the form with an action, as a browser would send them untouched. */
function formOf(html: string, action: string): Record<string, string[]> | undefined {
  const body = [...html.matchAll(/<form [^>]*>([\s\S]*?)<\/form>/g)].find(
    ([whole]) => attribute(whole, 'action') === action,
  )?.[1];
  if (body === undefined) return undefined;
  const sent: Record<string, string[]> = {};
  const put = (name: string | undefined, value: string) => {
    if (name !== undefined && name !== '_csrf') sent[name] = [...(sent[name] ?? []), value];
  };
  for (const [tag] of body.matchAll(/<input [^>]*>/g))
    if (!/type="(checkbox|radio)"/.test(tag) || / checked(=""|[ />])/.test(tag))
      put(attribute(tag, 'name'), attribute(tag, 'value') ?? '');
  for (const [tag, inside = ''] of body.matchAll(/<textarea [^>]*>([\s\S]*?)<\/textarea>/g))
    put(attribute(tag, 'name'), decoded(inside).replace(/^\n/, ''));
  for (const [tag, inside = ''] of body.matchAll(/<select [^>]*>([\s\S]*?)<\/select>/g)) {
    const picked = [...inside.matchAll(/<option [^>]*>/g)].find(([each]) => / selected/.test(each));
    put(attribute(tag, 'name'), picked === undefined ? '' : (attribute(picked[0], 'value') ?? ''));
  }
  return sent;
}

const sample = () =>
  startingProgramme({
    title: '示例',
    code: 'SL',
    edition: '2027',
    category: 'individual',
    kind: 'seeking',
    levels: ['district'],
    honours: [],
  });

describe('the editor of a programme', () => {
  let world: DeskWorld;
  let admin: Browser;
  beforeAll(async () => {
    world = await openDesk('2026-11-30T09:00:00+08:00');
    admin = await world.browser('administrator', district);
  });
  afterAll(() => world.close());
  const stored = (id: string) => getProgramme(world.home.deps.table, id);
  const call = async (method: string, path: string, body: unknown) =>
    (await bySession(world.app, world.home.deps, admin.actor)).call(method, path, body);

  test.each(['sbqs', 'zmjt', 'jgwmg', 'yxzx', 'etjd'])(
    'every part of %s has its page, and saved as it is shown it stays the same revision',
    async (preset) => {
      await admin.post('/programmes/new', { from: 'preset', preset, edition: '2027' });
      const id = `${preset}-2027-${district}`;
      const open = [`/programmes/${id}/edit`];
      const seen = new Set(open);
      for (let path = open.pop(); path !== undefined; path = open.pop()) {
        const { status, text } = await admin.get(path);
        expect([path, status]).toEqual([path, 200]);
        for (const [, found = ''] of text.matchAll(/href="([^"]*)"/g)) {
          const href = decoded(found);
          if (!href.startsWith(`/programmes/${id}/edit`) || href.includes('#') || seen.has(href)) continue;
          seen.add(href);
          open.push(href);
        }
        const form = path.includes('/part?') ? formOf(text, path) : undefined;
        // A level without a re-check is offered one: to save that is no saving of what is there.
        const isOffer = path.endsWith('.recheck') && !text.includes('/edit/remove?');
        if (form === undefined || isOffer) continue;
        const saved = await admin.post(path, form);
        expect([path, saved.status, (await stored(id)).revision]).toEqual([path, 303, 1]);
      }
      expect(seen.size).toBeGreaterThan(60);
      expect((await admin.get(`/programmes/${id}/edit/yaml`)).text).toContain('# Marks such as');
      expect((await admin.get(`/programmes/${id}/edit/changes`)).text).toContain('共 0 处不同');
    },
  );

  test('a change keeps the comments of the YAML, and is told against the preset', async () => {
    const id = `zmjt-2027-${district}`;
    const page = `/programmes/${id}/edit/part?at=stages.2.steps.1`;
    const form = formOf((await admin.get(page)).text, page)!;
    const saved = await admin.post(page, { ...form, deadlineDays: '８' });
    // It holds a list of questions, so its page stays.
    expect(saved.location).toBe(`${page}&done=saved`);
    expect((await admin.get(`/programmes/${id}/edit/yaml`)).text).toContain('# Marks such as');
    expect((await admin.get(`/programmes/${id}/edit/changes`)).text).toContain('由“5”改为“8”');
    const stale = await admin.post(page, { ...form, deadlineDays: '9' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('value="9"');
  });

  test('a question to departments is added by its form, with an id of its own, and its lists may be emptied again', async () => {
    const id = `zmjt-2027-${district}`;
    const list = 'stages.2.steps.1.questions';
    const add = `/programmes/${id}/edit/add?at=${list}`;
    const form = formOf((await admin.get(add)).text, add)!;
    const typed = { label: '有无家庭暴力告诫书', options: '有\n无', required: 'true', departments: ['公安'] };
    expect((await admin.post(add, { ...form, ...typed })).status).toBe(303);
    const asked = async () => {
      const step = (await stored(id)).document.stages[2]!.steps[1]!;
      return step.kind === 'opinions' ? step.questions : [];
    };
    const question = { id: 'question', label: '有无家庭暴力告诫书', required: true };
    expect(await asked()).toEqual([{ ...question, options: ['有', '无'], departments: ['公安'] }]);
    const page = `/programmes/${id}/edit/part?at=${list}.0`;
    const { departments: _, ...rest } = formOf((await admin.get(page)).text, page)!;
    expect((await admin.post(page, { ...rest, options: '' })).status).toBe(303);
    expect(await asked()).toEqual([question]);
  });

  test.each([
    {
      setting: 'limits of systems',
      page: 'add?at=stages.2.systems',
      typed: { system: '高校', most: '１' },
      at: 'systems',
      saved: [{ system: '高校', most: 1 }],
    },
    {
      setting: 'channels that enter directly',
      page: 'part?at=stages.2',
      typed: { direct: ['organisation', 'other'] },
      at: 'direct',
      saved: ['organisation', 'other'],
    },
    {
      setting: 'nobody who enters directly',
      page: 'part?at=stages.2',
      typed: { direct: 'none' },
      at: 'direct',
      saved: [],
    },
    {
      setting: 'a grade with places in each group',
      preset: 'dar',
      page: 'add?at=stages.1.grades',
      typed: { 'title.zh': '一等奖', places: '２', perGroup: 'true' },
      at: 'grades',
      saved: [{ id: 'grade', title: { zh: '一等奖' }, places: 2, perGroup: true }],
    },
    {
      setting: 'a review taken jointly with a co-host',
      page: 'part?at=stages.2.steps.0',
      typed: { jointWith: '文明办' },
      at: 'steps.0.jointWith',
      saved: ['文明办'],
    },
    {
      setting: 'what a panel never sees',
      page: 'part?at=stages.2.steps.2',
      typed: { blind: ['familyName', 'representative'] },
      at: 'steps.2.blind',
      saved: ['familyName', 'representative'],
    },
  ])(
    '$setting: filled in by its form, stored and shown as it was typed',
    async ({ preset = 'zmjt', page: path, typed, at, saved }) => {
      const id = `${preset}-2027-${district}`;
      if (preset !== 'zmjt') await admin.post('/programmes/new', { from: 'preset', preset, edition: '2027' });
      const page = `/programmes/${id}/edit/${path}`;
      const form = formOf((await admin.get(page)).text, page)!;
      const pressed = await admin.post(page, { ...form, ...typed });
      expect(pressed.status).toBe(303);
      const [, stage] = /stages\.(\d)/.exec(path)!;
      expect(valueAt((await stored(id)).document.stages[Number(stage)], at.split('.'))).toMatchObject(saved);
      if (!path.startsWith('part')) return;
      const shown = formOf((await admin.get(page)).text, page)!;
      for (const [name, value] of Object.entries(typed)) expect(shown[name]).toEqual([value].flat());
    },
  );

  test('a fault stands beside its field with all that was typed; nothing is saved', async () => {
    const id = `zmjt-2027-${district}`;
    const before = await stored(id);
    const page = `/programmes/${id}/edit/part?at=stages.2.quota`;
    const form = formOf((await admin.get(page)).text, page)!;
    const refused = await admin.post(page, { ...form, mode: 'differential', ratio: '', reserves: '三' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="f-reserves-error"');
    expect(refused.text).toContain('value="三"');
    expect((await stored(id)).revision).toBe(before.revision);
  });

  test('a level without a re-check gets one by its form, and loses it again', async () => {
    const id = `zmjt-2027-${district}`;
    const page = `/programmes/${id}/edit/part?at=stages.2.recheck`;
    const form = formOf((await admin.get(page)).text, page)!;
    expect((await stored(id)).document.stages[2]!.recheck).toBeUndefined();
    expect((await admin.post(page, { ...form, everyYears: '３' })).status).toBe(303);
    expect((await stored(id)).document.stages[2]!.recheck).toMatchObject({ everyYears: 3, failures: 2 });
    const { version } = await stored(id);
    await admin.post(`/programmes/${id}/edit/remove?at=stages.2.recheck`, { version: String(version) });
    expect((await stored(id)).document.stages[2]!.recheck).toBeUndefined();
  });

  test('a field that a rule looks at cannot go before the rule, and says so', async () => {
    const id = `sbqs-2027-${district}`;
    const { document, version } = await stored(id);
    const gender = document.form.fields.findIndex((field) => field.id === 'gender');
    const refused = await admin.post(`/programmes/${id}/edit/remove?at=form.fields.${gender}`, {
      version: String(version),
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('gender');
  });

  test('made from nothing by the API, it is published at once; edits are data, judged whole', async () => {
    const made = await call('POST', '/api/programmes/start', {
      org: district,
      title: '最美\n巾帼奋斗者',
      code: 'ZMFDZ',
      edition: '2027',
      category: 'individual',
      kind: 'seeking',
      levels: ['district', 'community', 'street'],
    });
    expect(made.status).toBe(201);
    const id = `zmfdz-2027-${district}`;
    const { document, version } = await stored(id);
    expect(document.title.zh).toBe('最美 巾帼奋斗者');
    expect(document.stages.map(({ level }) => level)).toEqual(['community', 'street', 'district']);
    const path = `/api/programmes/${id}/edits`;
    const edited = await call('POST', path, {
      version,
      edits: [
        { do: 'add', at: 'form.fields', value: { label: { zh: '工作单位' }, type: 'text' } },
        { do: 'move', at: 'form.fields.7', to: 1 },
      ],
    });
    expect(edited.status).toBe(200);
    expect((await stored(id)).document.form.fields[1]).toMatchObject({ id: 'workUnit2', type: 'text' });
    expect((await call('POST', path, { version, edits: [{ do: 'remove', at: 'coHosts' }] })).status).toBe(
      409,
    );
    const wrong = await call('POST', path, {
      version: version + 1,
      edits: [{ do: 'set', at: 'stages.2.notice.days', value: 0 }],
    });
    expect([wrong.status, wrong.body.faults[0].field]).toEqual([422, 'stages.2.notice.days']);
    const nowhere = await call('POST', path, {
      version: version + 1,
      edits: [{ do: 'remove', at: 'form.fields.99' }],
    });
    expect([nowhere.status, nowhere.body.faults[0].code]).toEqual([422, 'not-there']);
  });

  test('last year’s edition is copied in one press, with its comments; pressed again it is there already', async () => {
    const id = `sbqs-2027-${district}`;
    const copied = await admin.post(`/programmes/${id}/copy`);
    expect(copied.location).toBe(`/programmes/sbqs-2028-${district}?done=copied`);
    const [old, next] = [await stored(id), await stored(`sbqs-2028-${district}`)];
    expect(programmeChanges(old.document, next.document).map(({ path }) => path.join('.'))).toEqual([
      'edition',
    ]);
    expect((await admin.get(`/programmes/sbqs-2028-${district}/edit/yaml`)).text).toContain(
      '# Marks such as',
    );
    expect((await admin.get(`/programmes/sbqs-2028-${district}/edit/changes`)).text).toContain(
      '由“2027”改为“2028”',
    );
    expect((await admin.post(`/programmes/${id}/copy`)).status).toBe(409);
    expect((await call('POST', `/api/programmes/${id}/copy`, { edition: '2029' })).status).toBe(201);
  });

  test('who may not edit sees no page of the editor and presses nothing', async () => {
    const clerk = await world.browser('clerk', street(1));
    const id = `sbqs-2027-${district}`;
    const { version } = await stored(id);
    for (const page of ['', '/part?at=form', '/yaml', '/preview', '/changes', '/add?at=form.fields'])
      expect([page, (await clerk.get(`/programmes/${id}/edit${page}`)).status]).toEqual([page, 404]);
    expect(
      (
        await clerk.post(`/programmes/${id}/edit/list?at=form.fields`, {
          version: String(version),
          move: '0.1',
        })
      ).status,
    ).toBe(404);
    expect((await clerk.post(`/programmes/${id}/copy`)).status).toBe(404);
    expect((await admin.get(`/programmes/${id}/edit/part?at=stages.9`)).status).toBe(404);
    expect((await admin.get(`/programmes/${id}/edit/part?at=constructor`)).status).toBe(404);
  });
});

test('no setting of a programme is without its place in the editor', () => {
  const placed = (value: object, at: string) => {
    const part = partAt(parseProgramme(sample()), at)!.part;
    return [
      ...part.blanks(value, parseProgramme(sample())).map((blank) => blank.at.split('.')[0]),
      ...part.lists(value).map((list) => list.at),
      ...(part.inner ?? []).map((inner) => inner.at),
    ];
  };
  const sections = ['form', 'eligibility', 'departments', 'stages'];
  const top = [...sections, ...placed({}, 'basics'), ...placed({}, 'other')];
  expect(Object.keys(programmeSchema.shape).filter((key) => !top.includes(key))).toEqual([]);
  const ofStage = placed({}, 'stages.0');
  // The level is what the stage is.
  expect(Object.keys(stageSchema.shape).filter((key) => !ofStage.includes(key))).toEqual(['level']);
  const fields = ['text', 'table', 'idDocument', 'creditCode'].flatMap((type) =>
    placed({ id: 'x', type }, 'form.fields.0'),
  );
  // Who sees it is one blank for two settings.
  expect(Object.keys(fieldSchema.shape).filter((key) => !fields.includes(key))).toEqual([
    'id',
    'personal',
    'sensitive',
  ]);
});

test('a round of the next edition begins with the last one’s settings, its dates moved on by working days', async () => {
  const world = await openDesk('2025-02-20T09:00:00+08:00');
  try {
    const admin = await world.browser('administrator', district);
    const publish = async (id: string) => {
      const version = await admin.hidden(`/programmes/${id}`, 'version');
      expect((await admin.post(`/programmes/${id}/publish`, { version })).status).toBe(303);
    };
    await admin.post('/programmes/new', { from: 'preset', preset: 'zmjt', edition: '2025' });
    await publish(`zmjt-2025-${district}`);
    const set = await admin.post(`/programmes/zmjt-2025-${district}/rounds/new?org=${district}`, {
      opensAt: '2025-03-03 09:00',
      closesAt: '2025-03-14 17:30',
      'phaseEnds.review': '2025-03-21',
      places: '7',
      ceremony: '2025-05-15',
      'notice.days': '6',
      'notice.mode': 'working',
      'notice.countPostingDay': 'true',
      'notice.closesAt': '17:30',
    });
    expect(set.status).toBe(303);
    await admin.post(`/programmes/zmjt-2025-${district}/copy`);
    await publish(`zmjt-2026-${district}`);
    const { text } = await admin.get(`/programmes/zmjt-2026-${district}/rounds/new?org=${district}`);
    // 3 March 2026 is a Tuesday: nine working days on is Monday the 16th, fourteen Monday the 23rd.
    for (const value of ['2026-03-03 09:00', '2026-03-16 17:30', '2026-03-23', '7', '2026-05-15', '6'])
      expect(text).toContain(`value="${value}"`);
    await admin.post(`/programmes/zmjt-2026-${district}/copy`);
    await publish(`zmjt-2027-${district}`);
    expect((await admin.get(`/programmes/zmjt-2027-${district}/rounds/new?org=${district}`)).status).toBe(
      200,
    );
  } finally {
    await world.close();
  }
});
