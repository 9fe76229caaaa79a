/** Groups of a quota over whatever the form asks, set by the programme or by the round (docs/rules/quotas.md#shape). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerAll, done, type Journey, openJourney, type Person } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { type Document, openProgramme, openRound, submit } from './driver.ts';

const [stage] = contest.stages;
const withGroup = (group: object): Document => ({
  ...contest,
  stages: [{ ...stage!, quota: { groups: [group] } } as Document['stages'][number]],
});

let journey: Journey;
let desk: Person;
let clerk: Person;
let round = '';
const made: string[] = [];

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  await openProgramme(desk, 'yuelu', 'cxds-2022', contest);
});
afterAll(() => journey.close());

test('a group over personal data, or over several answers with floors that only seem too many, is judged when it is set', async () => {
  const faults = async (id: string, document: Document) => {
    const answer = await desk.post('/api/programmes', { org: 'yuelu', id, document });
    return answer.status === 201 ? [] : answer.body.faults.map((each: { code: string }) => each.code);
  };
  const nation = { title: '少数民族', field: 'nation', values: ['土家族'], atLeastCount: 1 };
  expect(await faults('cxds-a', withGroup(nation))).toEqual(['personal-field']);
  const areas = ['农业', '工业'].map((value) => ({
    ...{ title: value, field: 'area', values: [value] },
    atLeast: '60%',
  }));
  const both = {
    ...contest,
    stages: [{ ...stage!, quota: { groups: areas } } as Document['stages'][number]],
  };
  expect(await faults('cxds-b', both)).toEqual([]);
});

test('a share of places needs the places, and limits that no list can keep are refused when they are set', async () => {
  const set = async (settings: object) => {
    const window = { opensAt: '2022-05-09T01:00:00Z', closesAt: '2022-05-13T09:30:00Z' };
    const body = { programme: 'cxds-2022', org: 'yuelu', settings: { ...window, ...settings } };
    const answer = await desk.post('/api/rounds', body);
    return answer.body.faults.map((each: { field: string; code: string }) => `${each.field} ${each.code}`);
  };
  const teams = { title: '团队', field: 'size', values: ['团队'] };
  const groups = (more: object) => ({ quota: { groups: [{ ...teams, ...more }] } });
  expect(await set(groups({ atMost: '20%' }))).toEqual(['settings.places places-needed']);
  expect(await set({ quota: { mode: 'differential', ratio: 1.2 } })).toEqual([
    'settings.places places-needed',
  ]);
  expect(await set({ places: 4, ...groups({ atLeast: '20%', atMost: '20%' }) })).toEqual([
    'settings.places floor-above-cap',
  ]);
  expect(await set({ places: 2, ...groups({ atLeastCount: 3 }) })).toEqual([
    'settings.places floor-above-cap',
  ]);
});

test('a group over several answers and one that only the round has are both counted', async () => {
  round = await openRound(desk, 'cxds-2022', 'yuelu', ['2022-05-09', '2022-05-13'], {
    places: 3,
    quota: { groups: [{ title: '团队', field: 'size', values: ['团队'], atMostCount: 1 }] },
  });
  await journey.clock('2022-05-09', '10:00');
  const entrants = [
    { name: '王一', area: ['农业', '工业'], size: '团队' },
    { name: '王二', area: ['农业'], size: '个人' },
    { name: '王三', area: ['服务业'], size: '团队' },
    { name: '王四', area: [], size: '个人' },
  ];
  for (const [n, answers] of entrants.entries())
    made.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', answers, `entrant-${n}`))).id);
  expect(await answerAll(desk, round)).toBe(4);
  await journey.clock('2022-05-16');
  const list = async (...who: readonly number[]) => {
    const at = `/api/rounds/${round}/shortlist`;
    const chosen = who.map((n) => made[n - 1]);
    const answer = await desk.put(at, { chosen, reserves: [], version: 0 });
    return (answer.body.faults ?? []).map((each: { text: string }) => each.text);
  };
  expect(await list(1, 2, 4)).toEqual(['「涉农」最多 1 个，已列 2 个，请移出 1 个']);
  expect(await list(1, 3, 4)).toEqual(['「团队」最多 1 个，已列 2 个，请移出 1 个']);
  expect(await list(2, 3, 4)).toEqual([]);
});
