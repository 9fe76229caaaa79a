import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { done, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { drawn } from './drawn.ts';

/** 福田 2019 as its report has it (docs/rules/scenarios.md#futian-ledger). */
const entries = [
  {
    code: 'JGWMG',
    title: '巾帼文明岗',
    level: 'nation',
    category: 'post',
    count: 1,
    bodies: ['全国妇联'],
  },
  {
    code: 'JGBB',
    title: '巾帼建功标兵',
    level: 'nation',
    category: 'individual',
    count: 1,
    bodies: ['全国妇联'],
  },
  {
    code: 'JGWMG',
    title: '巾帼文明岗',
    level: 'province',
    category: 'post',
    count: 1,
    bodies: ['广东省妇联'],
  },
  {
    code: 'SBQS',
    title: '三八红旗手',
    level: 'city',
    category: 'individual',
    count: 5,
    bodies: ['深圳市妇联'],
  },
  {
    code: 'SBJT',
    title: '三八红旗集体',
    level: 'city',
    category: 'collective',
    count: 2,
    bodies: ['深圳市妇联'],
  },
  {
    code: 'SBQS',
    title: '三八红旗手',
    level: 'province',
    category: 'individual',
    count: 1,
    bodies: ['广东省妇联'],
  },
  {
    code: 'ZMJT',
    title: '最美家庭',
    level: 'nation',
    category: 'family',
    names: ['姚晓英家庭'],
    bodies: ['全国妇联'],
  },
  {
    code: 'ZMJT',
    title: '百户最美家庭',
    level: 'province',
    category: 'family',
    names: ['叶松生家庭'],
    bodies: ['广东省妇联', '中共广东省委宣传部', '省文明办'],
  },
] as const;

const ledger = '/api/organisations/futian/ledger';
let journey: Journey;
let administrator: Person;
/** Her program, which may write and read but not administer. */
let program: Person;

beforeAll(async () => {
  journey = await openJourney('2020-01-06 09:00');
  await journey.organisation({ id: 'shenzhen', name: '深圳市妇联', level: 'city', region: '440300' });
  await journey.organisation({
    id: 'futian',
    name: '深圳市福田区妇联',
    level: 'district',
    region: '440304',
    parent: 'shenzhen',
  });
  administrator = await journey.person('futian', 'administrator', '福田区管理员');
  program = await administrator.program('write');
});
afterAll(() => journey.close());

test('the eight lines of 福田 2019 are recorded one by one, each once however often it is sent', async () => {
  // Keeping the ledger is 推荐上报's counterpart: it wants a signed-in person.
  expect(await refusal(program.post(ledger, { ...entries[0], year: 2019 }))).toBe('403 session-needed');
  for (const [n, entry] of entries.entries()) {
    const key = { 'idempotency-key': `futian-2019-${n}` };
    const first = await done(administrator.call('POST', ledger, { ...entry, year: 2019 }, key));
    const again = await done(administrator.call('POST', ledger, { ...entry, year: 2019 }, key));
    expect([first.count, first.source, first.status, again.id]).toEqual([
      'count' in entry ? entry.count : 1,
      'form',
      'valid',
      first.id,
    ]);
  }
  const page = await done(program.get(`${ledger}/2019`));
  expect(page.items.length).toBe(8);
  const joint = page.items.find((each: { names: string[] }) => each.names[0] === '叶松生家庭');
  expect([joint.title, joint.bodies]).toEqual([
    '百户最美家庭',
    ['广东省妇联', '中共广东省委宣传部', '省文明办'],
  ]);
});

test('they add up to 13: 11 for posts, people and collectives, 2 families; 全国 3, 省 3, 市 7', async () => {
  const { totals, paragraph, cut } = await done(program.get('/api/organisations/futian/report/2019'));
  expect([totals.total, totals.others, totals.families, cut]).toEqual([13, 11, 2, false]);
  expect(totals.byLevel).toEqual([
    { level: 'nation', count: 3 },
    { level: 'province', count: 3 },
    { level: 'city', count: 7 },
  ]);
  const byCategory = Object.fromEntries(
    totals.byCategory.map((each: { category: string; count: number }) => [each.category, each.count]),
  );
  expect(byCategory).toEqual({ post: 2, individual: 7, collective: 2, family: 2 } satisfies Record<
    string,
    number
  >);
  for (const words of [
    '2019年，深圳市福田区妇联共有各级荣誉13项，其中全国3项、省级3项、市级7项；',
    '岗位、个人、集体等11个，家庭2户。',
    '全国巾帼文明岗1个',
    '全国巾帼建功标兵1名',
    '省级巾帼文明岗1个',
    '市级三八红旗手5名',
    '市级三八红旗集体2个',
    '省级三八红旗手1名',
    '全国最美家庭1户',
    '叶松生家庭被广东省妇联、中共广东省委宣传部、省文明办授予2019年省级百户最美家庭荣誉称号。',
  ])
    expect(paragraph).toContain(words);
});

test('an entry recorded by mistake is struck out with the reason, kept and not counted', async () => {
  const wrong = { ...entries[3], count: 6, note: '重复' };
  const made = await done(administrator.post(ledger, { ...wrong, year: 2019 }));
  expect((await done(program.get('/api/organisations/futian/report/2019'))).totals.total).toBe(19);
  const strike = { id: made.id, version: made.version };
  expect(await refusal(administrator.post(`${ledger}/2019/strike`, { ...strike, reason: ' ' }))).toBe(
    '422 reason-needed',
  );
  await done(administrator.post(`${ledger}/2019/strike`, { ...strike, reason: '重复登记' }));
  const page = await done(program.get(`${ledger}/2019`));
  expect(page.items.find((each: { id: string }) => each.id === made.id)).toMatchObject({
    status: 'annulled',
    struck: '重复登记',
  });
  expect((await done(program.get('/api/organisations/futian/report/2019'))).totals.total).toBe(13);
});

test('rows of a sheet come in by their columns; a faulty row is named, the others are kept', async () => {
  const rows = [
    {
      荣誉代码: 'ZMJT',
      荣誉名称: '最美家庭',
      级别: '市级',
      类别: '家庭',
      获奖对象: '王芳家庭、李敏家庭',
      授予单位: '深圳市妇联',
      年份: 2018,
    },
    {
      荣誉代码: 'ZMJT',
      荣誉名称: '最美家庭',
      级别: '星级',
      类别: '家庭',
      授予单位: '深圳市妇联',
      年份: 2018,
    },
  ];
  const come = async () => {
    const { id } = await done(administrator.post(`${ledger}/import`, { rows }));
    const { faulty } = await done(program.get(`/api/ledger-imports/${id}`));
    const { items } = await done(program.get(`/api/ledger-imports/${id}/rows`));
    const sum = (of: string) => items.flatMap((each: Record<string, unknown[]>) => each[of]);
    return { faulty, bad: sum('faulty'), known: sum('known') };
  };
  expect(await come()).toMatchObject({
    faulty: 1,
    bad: [{ row: 3, faults: [{ field: 'level' }] }],
    known: [],
  });
  expect((await come()).known).toEqual([{ row: 2, held: false }]);
  const { totals } = await done(program.get('/api/organisations/futian/report/2018'));
  expect([totals.total, totals.families]).toEqual([2, 2]);
});

test('what is looked for is shown, paged and exported alike, as xlsx and CSV; the CSV comes in again without a second line', async () => {
  const items = async (query: string) => (await done(program.get(`${ledger}/2019?${query}`))).items;
  expect((await items('level=city')).map(({ code }: { code: string }) => code).toSorted()).toEqual([
    'SBJT',
    'SBQS',
    'SBQS',
  ]);
  expect(await items('level=city&code=sbqs&outcome=granted')).toHaveLength(2);
  expect(await items(`name=${encodeURIComponent('叶松生')}&category=family`)).toHaveLength(1);
  expect(await refusal(program.get(`${ledger}/2019?level=moon`))).toMatch(/^422 /);
  const shown = plainText((await administrator.get('/ledger/futian/2019?category=family')).body);
  expect([shown.includes('叶松生家庭'), shown.includes('巾帼建功标兵')]).toEqual([true, false]);
  const file = await administrator.get('/ledger/futian/2019/export.xlsx?category=family');
  const [sheet] = await readXlsxFile(Buffer.from(file.body));
  expect(sheet!.data.map((row) => row[6])).toEqual(['获奖对象', expect.any(String), expect.any(String)]);
  const csv = (await administrator.get('/ledger/futian/2019/export.csv?category=family')).body as string;
  expect(csv.trim().split('\r\n')).toHaveLength(3);
  expect(csv).toContain('广东省妇联、中共广东省委宣传部、省文明办');
  const form = new FormData();
  form.set('sheet', new File([csv], '导出.csv'));
  const again = await administrator.call('POST', '/ledger/futian/import', form);
  const { faulty, rows, unknown } = await done(
    program.get(`/api/ledger-imports/${again.location.split('/').at(-1)}`),
  );
  expect([faulty, rows, unknown]).toEqual([0, 2, ['名单', '名单内类别', '等次起始日', '状态', '来源']]);
  expect((await done(program.get('/api/organisations/futian/report/2019'))).totals.families).toBe(2);
});

test('nobody else keeps or reads it, and the pages show the same', async () => {
  await journey.organisation({
    id: 'luohu',
    name: '深圳市罗湖区妇联',
    level: 'district',
    region: '440303',
    parent: 'shenzhen',
    order: 2,
  });
  const neighbour = await journey.person('luohu', 'administrator', '罗湖区管理员');
  const visitor = await journey.visitor();
  expect(await refusal(neighbour.get(`${ledger}/2019`))).toBe('403 not-allowed');
  expect(await refusal(neighbour.post(ledger, { ...entries[0], year: 2019 }))).toBe('403 not-allowed');
  expect(await refusal(visitor.get('/api/organisations/futian/report/2019'))).toBe('401 sign-in-first');
  const page = await administrator.get('/ledger/futian/2019');
  expect([page.status, plainText(page.body).includes('叶松生家庭')]).toEqual([200, true]);
  await drawn(administrator, '/ledger/futian/2019', 'ledger');
  const report = await administrator.get('/reports/futian/2019');
  expect(plainText(report.body)).toContain('其中全国3项、省级3项、市级7项');
  expect(journey.logged).toEqual([]);
});
