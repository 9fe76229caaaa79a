/** 优美庭院 by stars: published, lowered, raised and removed in the years after (docs/rules/regrade.md). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answerAll,
  done,
  type Journey,
  judge,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import {
  decide,
  honoursOf,
  openProgramme,
  openRound,
  preset,
  submit,
  withoutPictures,
  withStages,
} from './driver.ts';

let journey: Journey;
let desk: Person;
let second: Person;
let clerk: Person;
let street: Person;
let reviewer: Person;
let visitor: Person;
let round = '';
let list = '';
let recheck = '';
const number = (n: number) => `T-430104-YMTY-2026-000${n}`;
/** Two of five stars, one of four, two of three; five stars have two places. */
const houses = [
  ['李家', 19],
  ['王家', 18.4],
  ['𠮷家', 17],
  ['赵家', 14.8],
  ['周家', 14],
] as const;
const [li, wang, ji, zhao, zhou] = [1, 2, 3, 4, 5];

const page = async (path: string, reader = visitor) => plainText((await reader.get(path)).body);
const honour = (n: number) => done(visitor.get(`/api/honours/${number(n)}`));
const stars = async (n: number): Promise<string> =>
  (await honour(n)).grades.map(({ title }: { title: { zh: string } }) => title.zh).join('、');
const verdict = (n: number, points: number, note = '现场查看') =>
  reviewer.press(`/rechecks/${recheck}/judge`, {
    titles: number(n),
    ...Object.fromEntries(
      ['clean', 'green', 'sorting', 'ethos', 'lasting'].map((id) => [`scores.${id}`, `${points} 分`]),
    ),
    note,
  });
const counts = async () => (await done(desk.get(`/api/rechecks/${recheck}`))).counts;
const regrade = async (n: number, sent: object) =>
  desk.post(`/api/honours/${number(n)}/regrade`, {
    ...{ grounds: '庭院管护好', decisionNumber: '岳妇〔2027〕9号', body: '岳麓区妇联', date: '2027-07-01' },
    ...{ version: (await honour(n)).version, ...sent },
  });
const begin = async (programme: string) => {
  const begun = await done(
    desk.post('/api/organisations/yuelu/rechecks', { programme, reviewers: [reviewer.id] }),
  );
  recheck = begun.id;
};

beforeAll(async () => {
  journey = await openJourney('2026-03-01 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  second = await journey.person('yuelu', 'administrator', '第二管理员');
  street = await journey.person('wangcheng', 'administrator', '望城坡管理员');
  reviewer = await journey.person('yuelu', 'reviewer', '复查员');
  visitor = await journey.visitor();
  const whole = preset('ymty', '2026') as unknown as { stages: { level: string; grades: object[] }[] };
  const grades = whole.stages.find(({ level }) => level === 'district')!.grades;
  const document = withStages(withoutPictures(preset('ymty', '2026')), {
    district: {
      without: ['visit'],
      grades: grades.map((grade, i) => (i === 0 ? { ...grade, places: 2 } : grade)),
    },
  });
  await openProgramme(desk, 'yuelu', 'ymty-2026', document);
  round = await openRound(desk, 'ymty-2026', 'yuelu', ['2026-03-02', '2026-03-05'], { places: 5 });
  await journey.clock('2026-03-02', '10:00');
  const ids: string[] = [];
  for (const [n, [siteName]] of houses.entries()) {
    const answers = {
      ...{ siteName, line: '示范户', community: '望城坡社区', houseNumber: `${n}号`, registry: `WC-${n}` },
      ...{ phone: '13800001111', brief: '庭院整洁。', declarations: ['truthful'] },
    };
    ids.push((await done(submit(clerk, 'ymty-2026', 'wangcheng', answers, `house-number-${n}`))).id);
  }
  await answerAll(reviewer, round);
  await journey.clock('2026-03-09');
  const panel: Person[] = [];
  for (const n of [1, 2, 3]) panel.push(await journey.person('yuelu', 'panellist', `评委${n}`));
  await judge(desk, panel, round, ids, (_, i) =>
    Object.fromEntries(
      ['clean', 'green', 'sorting', 'ethos', 'lasting'].map((id) => [id, `${houses[i]![1]}`]),
    ),
  );
  await shortlist(desk, round, ids, []);
  await done(onTranche(desk, round, 'notice', { start: '2026-03-09' }));
  await journey.clock('2026-03-16');
  await done(decide(desk, round, '2026-03-16'));
  const sent = { title: '优美庭院示范户', documentNumber: '岳妇〔2026〕1号', date: '2026-03-16' };
  const published = { ...sent, bodies: ['岳麓区妇联'], exemption: '上级批准的试点' };
  ({ id: list } = await done(onTranche(desk, round, 'list', published)));
});
afterAll(() => journey.close());

test('it is published with stars', async () => {
  const honours = await honoursOf(visitor, list);
  expect(honours.map(({ name, grades }) => `${name} ${grades[0].title.zh}`)).toEqual([
    ...['李家 五星', '王家 五星', '𠮷家 四星', '赵家 三星', '周家 三星'],
  ]);
});

test('a year later, not before, each is due; one at the top stays there, one who would go up to a full grade is kept', async () => {
  await journey.clock('2027-03-15');
  await begin('ymty-2026');
  expect((await done(desk.get(`/api/rechecks/${recheck}`))).left.early).toBe(5);
  const { version } = await done(desk.get(`/api/rechecks/${recheck}`));
  await done(desk.post(`/api/rechecks/${recheck}/close`, { version, reason: '尚未到期' }));
  await journey.clock('2027-03-16');
  await begin('ymty-2026');
  expect((await counts()).open).toBe(5);
  expect((await verdict(wang, 19)).status).toBe(303);
  expect((await verdict(ji, 19)).status).toBe(303);
  expect([await stars(wang), await stars(ji)]).toEqual(['五星', '四星']);
  expect(await page(`/rechecks/${recheck}?state=kept`, desk)).toContain('上一等次名额已满，没有升级');
});

test('one that fails goes down by a star, at the lowest it is put right; one that does well goes up', async () => {
  expect((await verdict(li, 10, '庭院杂乱')).status).toBe(303);
  expect((await verdict(zhao, 19)).status).toBe(303);
  expect((await verdict(zhou, 10, '堆放杂物')).status).toBe(303);
  expect([await stars(li), await stars(zhao), await stars(zhou)]).toEqual(['四星', '四星', '三星']);
  expect(await counts()).toMatchObject({ open: 0, kept: 2, raised: 1, lowered: 1, rectifying: 1 });
  expect((await honour(li)).status).toBe('valid');
  expect((await honour(zhou)).status).toBe('rectifying');
  const again = { titles: [number(li)], scores: {}, vetoes: ['违法建设'], note: '再查' };
  expect(await refusal(reviewer.post(`/api/rechecks/${recheck}/verdicts`, again))).toBe(
    '409 recheck-regraded',
  );
});

test('list, certificate check, open data and report show the stars of today, since when and what they were', async () => {
  const shown = await page(`/honours/${list}`);
  // In the order and under the headings of the day it was published.
  expect(shown).toMatch(/五星 李家 四星 .* 2027-03-16 起四星（原五星） .* 王家 五星 .* 三星 赵家 四星/);
  expect(await page(`/certificates/${number(li)}`)).toContain('等次变动 2027-03-16 起四星（原五星）');
  expect(await honour(li)).toMatchObject({
    regraded: [{ from: [{ zh: '五星' }], to: [{ zh: '四星' }], on: '2027-03-16' }],
  });
  const csv = String((await visitor.get(`/honours/${list}.csv`)).body).split('\r\n');
  expect(csv[0]).toContain('等次,等次起始日,原等次,');
  expect(csv[1]).toContain('李家,四星,2027-03-16,五星,');
  expect(csv[2]).toContain('王家,五星,2026-03-16,,');
  const json = (await visitor.get(`/honours/${list}.json`)).body;
  expect(json.entries[3].regraded[0].on).toBe('2027-03-16');
  const { totals } = await done(desk.get('/api/organisations/yuelu/report/2026'));
  expect(totals.byTitle[0]).toMatchObject({
    grades: [
      { grade: '五星', count: 1 },
      { grade: '四星', count: 3 },
      { grade: '三星', count: 1 },
    ],
    regraded: 2,
  });
  expect(await page('/reports/yuelu/2026', desk)).toContain('（其中 2 个经升降级）');
  expect(await page('/ledger/wangcheng/2026', street)).toMatch(/李家 .*四星、2027-03-16 起/);
});

test('who nominated it and the street on the way are told', async () => {
  const told = await journey.letters('2027-03-16', undefined, '复查结果');
  const of = told.filter(({ page: letter }) => plainText(letter).includes('“李家”'));
  expect(new Set(of.map(({ to }) => to))).toEqual(new Set([clerk.name, street.name]));
  expect(plainText(of[0]!.page)).toMatch(/等次降低一级.*现等次：四星/);
});

test('by hand it takes a decision, one person, and a place; the same is one, another is refused', async () => {
  await journey.clock('2027-07-02');
  const form = {
    grade: 'five',
    grounds: '庭院管护好',
    decisionNumber: '岳妇〔2027〕９号',
    body: '岳麓区妇联',
    date: '2027-07-01',
  };
  const at = `/honours/${list}/manage/${number(ji)}`;
  expect(await page(at, desk)).toMatch(/五星（升级）.*三星（降级）/);
  const { version } = await honour(ji);
  const short = await desk.press(`${at}/regrade`, { ...form, decisionNumber: ' ', version: String(version) });
  expect([short.status, plainText(short.body).includes('请填写决定文号')]).toEqual([422, true]);
  expect((await desk.press(`${at}/regrade`, { ...form, version: String(version) })).status).toBe(303);
  expect(await stars(ji)).toBe('五星');
  const now = await honour(ji);
  expect((await desk.press(`${at}/regrade`, { ...form, version: String(version) })).status).toBe(303);
  expect((await honour(ji)).version).toBe(now.version);
  expect(await refusal(regrade(ji, { grade: 'five', decisionNumber: '岳妇〔2027〕10号' }))).toBe(
    '409 grade-same',
  );
  expect(await refusal(regrade(zhao, { grade: 'five' }))).toBe('409 grade-full');
  expect(await refusal(regrade(ji, { grade: 'four', date: '2027-06-30' }))).toBe('422 ruling-early');
  expect(await refusal(regrade(ji, { grade: 'gold' }))).toBe('422 grade-unknown');
  expect(
    await refusal(
      reviewer.post(`/api/honours/${number(ji)}/regrade`, {
        ...form,
        version: now.version,
      }),
    ),
  ).toMatch(/^403 /);
  expect(await page(at, desk)).toContain('2027-07-01 起五星（原四星）');
  const told = await journey.letters('2027-07-02', undefined, '升级或降级');
  expect(new Set(told.map(({ to }) => to))).toEqual(new Set([clerk.name, street.name]));
  const trail = await done(desk.get(`/api/audit/list:${list}`));
  expect(trail.items.filter(({ action }: { action: string }) => action === 'honour.regrade')).toHaveLength(3);
});

test('a correction of a grade is no move', async () => {
  const { version } = await honour(wang);
  const slip = { field: 'grades', text: '四星', reason: '录入有误', version };
  await done(desk.post(`/api/honours/${number(wang)}/correct`, slip));
  expect(await stars(wang)).toBe('四星');
  expect((await honour(wang)).regraded).toBeUndefined();
  // Its place is free again.
  await done(regrade(zhao, { grade: 'five' }));
  expect(await stars(zhao)).toBe('五星');
});

test('one that fails two years one after the other is removed, by two persons', async () => {
  await done(
    desk.post(`/api/rechecks/${recheck}/close`, {
      version: (await done(desk.get(`/api/rechecks/${recheck}`))).version,
      reason: '进入下一年',
    }),
  );
  await journey.clock('2028-03-16');
  await begin('ymty-2026');
  expect((await verdict(li, 11, '仍然杂乱')).status).toBe(303);
  expect(await counts()).toMatchObject({ lowered: 0, proposed: 1 });
  const ruling = {
    grounds: '连续两年不合格',
    decisionNumber: '岳妇〔2028〕2号',
    body: '岳麓区妇联',
    date: '2028-03-16',
  };
  const propose = `/revocations/propose?org=yuelu&recheck=${recheck}`;
  expect((await desk.press(propose, { ...ruling, titles: number(li) })).status).toBe(303);
  expect((await second.press('/revocations/confirm?org=yuelu', { titles: number(li) })).status).toBe(303);
  expect(await page(`/certificates/${number(li)}`)).toMatch(/已撤销.*岳妇〔2028〕2号/);
  expect(await refusal(regrade(li, { grade: 'five', date: '2028-03-16' }))).toBe('409 honour-over');
  expect(journey.logged).toEqual([]);
});

test('an older title with its stars as words goes down as well', async () => {
  const row = {
    ...{
      year: 2024,
      level: 'district',
      code: 'YMTY',
      title: '优美庭院',
      category: 'site',
      date: '2024-03-08',
    },
    ...{ names: ['老宅'], bodies: ['岳麓区妇联'], grades: ['五星'] },
  };
  const entry = await done(desk.post('/api/organisations/yuelu/ledger', row));
  const { version } = await done(desk.get(`/api/rechecks/${recheck}`));
  await done(desk.post(`/api/rechecks/${recheck}/close`, { version, reason: '重新分派' }));
  await begin('ymty-2026');
  const titles = [`2024:${entry.id}`];
  const scores = { clean: 5, green: 5, sorting: 5, ethos: 5, lasting: 5 };
  await done(reviewer.post(`/api/rechecks/${recheck}/verdicts`, { titles, scores, note: '荒废' }));
  expect(await page('/ledger/yuelu/2024', desk)).toMatch(/老宅.*四星、2028-03-16 起/);
});

test('steps by grade want grades', async () => {
  const [stage] = contest.stages;
  const document = {
    ...contest,
    code: 'WDJ',
    stages: [
      {
        ...stage,
        recheck: {
          everyYears: 1,
          failing: 'downgrade',
          bands: [
            { id: 'up', title: '优', keeps: true },
            { id: 'bad', title: '差', keeps: false, upgrade: true },
          ],
        },
      },
    ],
  };
  const refused = await desk.post('/api/programmes', { org: 'yuelu', id: 'wdj', document });
  expect(refused.body.faults.map(({ code }: { code: string }) => code)).toEqual([
    ...['recheck-grades', 'recheck-grades', 'recheck-upgrade'],
  ]);
});
