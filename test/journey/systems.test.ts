/** Systems beside the territory: so many through each, or none, told beforehand and refused at every door (docs/rules/quotas.md#systems). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  done,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
  trancheVersion,
} from './client.ts';
import { contest } from './contest.ts';
import { type Document, openProgramme, openRound, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
const clerks: Record<string, Person> = {};
let round: string;
const id = 'cxds-2022';
const stage = contest.stages[0]!;
const limited = (systems: readonly object[]): Document => ({
  ...contest,
  stages: [{ ...stage, level: 'city', quota: {}, systems } as never],
});
const places = {
  city: '长沙市妇联',
  kaifu: '开福区妇联',
  hnu: '湖南大学妇委会',
  csu: '中南大学妇委会',
  gzw: '市国资委',
};
const send = (org: string, key: string) =>
  submit(
    clerks[org]!,
    id,
    org,
    { name: `${key}创新项目`, area: ['农业'], size: '个人', nation: '汉族' },
    key,
  );
const open = async (org: string) =>
  (await done(clerks[org]!.get(`/api/programmes/open?org=${org}`))).items[0].systemPlaces;

beforeAll(async () => {
  journey = await openJourney('2022-03-01 09:00');
  const region = '430100';
  await journey.organisation({ id: 'city', name: places.city, level: 'city', region });
  await journey.organisation({ id: 'kaifu', name: places.kaifu, level: 'district', region, parent: 'city' });
  await journey.organisation({
    id: 'gx',
    name: '市教育工委',
    level: 'district',
    region,
    parent: 'city',
    branch: '高校',
  });
  for (const org of ['hnu', 'csu'] as const)
    await journey.organisation({ id: org, name: places[org], level: 'unit', region, parent: 'gx' });
  await journey.organisation({
    id: 'gzw',
    name: places.gzw,
    level: 'unit',
    region,
    parent: 'city',
    branch: '国资委',
  });
  desk = await journey.person('city', 'administrator', '市管理员');
  for (const org of ['kaifu', 'hnu', 'csu', 'gzw'])
    clerks[org] = await journey.person(org, 'clerk', `${org}填报员`);
});
afterAll(() => journey.close());

test('a programme that limits a system twice, or by a word, is refused in words', async () => {
  const twice = limited([
    { system: '高校', most: 1 },
    { system: ' 高校', most: 2 },
  ]);
  const refused = await desk.post('/api/programmes', { org: 'city', id, document: twice });
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([
    422,
    expect.stringContaining('“高校”系统写了两次'),
  ]);
  const word = await desk.post('/api/programmes', {
    org: 'city',
    id,
    document: limited([{ system: '高校', most: '一个' }]),
  });
  expect([word.status, JSON.stringify(word.body.faults)]).toEqual([422, expect.stringContaining('数字')]);
});

test('what a system may send is told before anybody fills in a form', async () => {
  await openProgramme(desk, 'city', id, limited([{ system: '高校', most: 1 }, { most: 0 }]));
  round = await openRound(desk, id, 'city', ['2022-03-02', '2022-03-10'], { places: 3 });
  await journey.clock('2022-03-02', '10:00');
  expect([await open('hnu'), await open('gzw'), await open('kaifu')]).toEqual([
    { system: '高校', most: 1, used: 0 },
    { system: '国资委', most: 0, used: 0 },
    undefined,
  ]);
  const page = plainText((await clerks.gzw!.get('/programmes/open')).body);
  expect(page).toContain('本级不受理国资委系统直接推荐，请经所在地妇联推荐');
});

test('one through the system of universities, none through another, any number from the territory', async () => {
  const first = await done(send('hnu', 'first-university'));
  const full = await send('csu', 'second-university');
  expect([full.status, full.body.code, full.body.detail]).toEqual([
    409,
    'system-full',
    '高校系统最多 1 个，已报 1 个，不能再报。请先撤回，或联系组织评选的妇联。',
  ]);
  expect(await refusal(send('gzw', 'state-owned'))).toBe('409 system-closed');
  for (const key of ['territory-one', 'territory-two']) await done(send('kaifu', key));
  expect((await done(desk.get(`/api/rounds/${round}/systems`))).items).toEqual([
    { system: '高校', most: 1, used: 1 },
  ]);
  expect(plainText((await desk.get(`/rounds/${round}/intake`)).body)).toContain(
    '高校系统最多 1 个，已报 1 个',
  );
  // Withdrawn, her place is free for another of the system, once.
  await done(clerks.hnu!.post(`/api/nominations/${first.id}/withdrawal`, { reason: '材料有误' }));
  await done(send('csu', 'second-university'));
  expect(await refusal(send('hnu', 'third-university'))).toBe('409 system-full');
});

test('a federation of the system sends up no more than its places, by the page and by the API', async () => {
  const next = 'cxds-two';
  const below = {
    ...{ level: 'district', honour: false, recommend: true, quota: {} },
    steps: [{ kind: 'shortlist' }, { kind: 'recommend' }],
  };
  const two = { ...limited([{ system: '高校', most: 1 }]), edition: '2023' };
  await openProgramme(desk, 'city', next, { ...two, stages: [below as never, ...two.stages] });
  const own = await journey.person('gx', 'administrator', '高校工委管理员');
  const window = ['2022-03-02', '2022-03-03'] as const;
  const district = await openRound(own, next, 'gx', window, { places: 2 });
  await openRound(desk, next, 'city', ['2022-03-02', '2022-03-20'], { places: 3 });
  const answers = (name: string) => ({ name, area: ['农业'], size: '个人', nation: '汉族' });
  const both: string[] = [];
  for (const org of ['hnu', 'csu'])
    both.push((await done(submit(clerks[org]!, next, org, answers(`${org}项目`), `two-stages-${org}`))).id);
  await journey.clock('2022-03-04', '10:00');
  await shortlist(own, district, both);
  const refused = await onTranche(own, district, 'recommendations', { nominations: both });
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    409,
    'system-full',
    expect.stringContaining('高校系统最多 1 个'),
  ]);
  const version = String(await trancheVersion(own, district));
  const pressed = await own.press(`/rounds/${district}/tranches/1/recommend`, { numbers: '１－2', version });
  expect([pressed.status, plainText(pressed.body).includes('高校系统最多 1 个')]).toEqual([409, true]);
  const [first] = both;
  await done(onTranche(own, district, 'recommendations', { nominations: [first] }));
});
