/** Lists counted in batches 首批, 第二批 …: never skipped, never repeated, each level for itself (docs/rules/numbers.md#batches). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditCheckCharacter } from '#domain/nomination/credit-code.ts';
import {
  answerAll,
  done,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
} from './client.ts';
import { openYuelu } from './contest.ts';
import { drawn } from './drawn.ts';
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

const codeBody = '91430104200000000';
const creditCode = codeBody + creditCheckCharacter(codeBody);
let journey: Journey;
let desk: Person;
let second: Person;
let clerk: Person;
let visitor: Person;
/** One round for each edition, decided on and ready to be published. */
const rounds: string[] = [];
const day = '2022-05-24';
const text = async (path: string, reader = visitor) => plainText((await reader.get(path)).body);
const list = (round: string, more: object = {}) => {
  const { title = '家教家风实践基地名单', ...sent } = more as { title?: string };
  return onTranche(desk, round, 'list', {
    ...{ title, documentNumber: `岳妇〔2022〕${rounds.indexOf(round) + 1}号`, date: day },
    ...{ bodies: ['岳麓区妇联'], exemption: '上级批准的试点', ...sent },
  });
};

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  visitor = await journey.visitor();
  const steps = { without: ['opinions', 'visit', 'joint-review', 'recommend'] };
  const base = withStages(withoutPictures(preset('jfjd', '2022')), {
    district: { ...steps, recommend: false },
  });
  for (const edition of ['2022', '2022-2', '2022-3', '2022-4']) {
    await openProgramme(desk, 'yuelu', `jfjd-${edition}`, { ...base, edition });
    rounds.push(
      await openRound(desk, `jfjd-${edition}`, 'yuelu', ['2022-05-09', '2022-05-13'], { places: 1 }),
    );
  }
  await journey.clock('2022-05-09', '10:00');
  for (const [n, round] of rounds.entries()) {
    const answers = {
      ...{ siteName: `望城坡家风馆${n}`, creditCode, community: '望城坡社区' },
      ...{
        area: 200,
        line: '家风馆',
        leaderName: '李某',
        leaderPosition: '馆长',
        contactPhone: '13800001111',
      },
      ...{ honours: [], brief: '家风展陈和家庭教育指导。', declarations: ['truthful'] },
    };
    const programme = round.slice(0, round.indexOf('.'));
    const { id } = await done(submit(clerk, programme, 'wangcheng', answers, `site-number-${n}`));
    await answerAll(desk, round);
    rounds[n] = `${round} ${id}`;
  }
  await journey.clock('2022-05-16');
  for (const [n, named] of rounds.entries()) {
    const [round = '', id = ''] = named.split(' ');
    rounds[n] = round;
    await shortlist(desk, round, [id]);
    await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  }
  const notice = await text(`/notices/${rounds[0]}.n1`);
  expect(notice).toContain('望城坡家风馆0');
  expect(notice).not.toMatch(/首批|第.批/);
  await journey.clock(day);
  for (const round of rounds) await done(decide(desk, round, day));
  second = await journey.person('yuelu', 'administrator', '岳麓区副管理员');
});
afterAll(() => journey.close());

test('before the first list the page asks how many batches there were, and a decision promises none', async () => {
  const page = await text(`/rounds/${rounds[0]}/tranches/1`, desk);
  expect(page).toContain('此前已发布的批数');
  const draft = plainText((await desk.get(`/rounds/${rounds[0]}/papers/approval?tranche=1`)).body);
  expect(draft).toContain('关于命名2022年家教家风实践基地的决定');
  expect(await refusal(list(rounds[0]!, { title: '第二批家教家风实践基地名单' }))).toBe('422 batch-title');
  expect(await refusal(list(rounds[0]!, { earlierBatches: 1, title: '首批基地名单' }))).toBe(
    '422 batch-title',
  );
});

test('two published at once are 首批 and 第二批, and the third on the page that of whoever is next', async () => {
  const both = await Promise.all([done(list(rounds[0]!)), done(list(rounds[1]!))]);
  expect(both.map(({ batch }) => batch).toSorted()).toEqual([1, 2]);
  const page = await desk.get(`/rounds/${rounds[2]}/tranches/1`);
  await drawn(desk, `/rounds/${rounds[2]}/tranches/1`, 'batches');
  expect(plainText(page.body)).toContain('本名单编为第三批。');
  expect(page.body).toContain('value="2022年区县级第三批家教家风实践基地名单"');
  expect(await refusal(list(rounds[2]!, { batch: 2 }))).toBe('409 batch-moved');
  expect(await refusal(list(rounds[2]!, { earlierBatches: 7 }))).toBe('422 batches-counted');
  const typed = {
    ...{ title: '第三批家教家风实践基地名单', documentNumber: '岳妇〔2022〕3号', date: day, batch: '3' },
    ...{
      bodies: '岳麓区妇联',
      exemption: '上级批准的试点',
      version: /name="version" value="(\d+)"/.exec(page.body)![1]!,
    },
  };
  expect((await desk.press(`/rounds/${rounds[2]}/tranches/1/publish`, typed)).status).toBe(303);
  await journey.settle();
  expect((await done(visitor.get(`/api/honours/lists/${rounds[2]}.h1`))).batch).toBe(3);
});

test('the number stands in title, decision, certificate and open data', async () => {
  const id = `${rounds[0]}.h1`;
  const { batch } = await done(visitor.get(`/api/honours/lists/${id}`));
  const said = batch === 1 ? '首批' : '第二批';
  expect(await text(`/honours/${id}`)).toContain(`家教家风实践基地名单（${said}）`);
  // A title that says it is left as it was typed.
  expect(await text(`/honours/${rounds[2]}.h1`)).not.toContain('（第三批）');
  const { lists } = (await visitor.get('/open-data/lists.json?year=2022')).body;
  expect(lists.find((one: { id: string }) => one.id === id).batchSaid.zh).toBe(said);
  expect(String((await visitor.get('/open-data/lists.csv?year=2022')).body)).toContain(`,${said},`);
  const [honour] = await honoursOf(visitor, id);
  expect(honour.batch).toBe(batch);
  expect(await text(`/certificates/${honour.number}`)).toContain(`批次 ${said}`);
  expect(await text(`/certificates/${honour.number}/print`, desk)).toContain(
    `被命名为2022年${said}“家教家风实践基地”，特发此证。`,
  );
  expect(plainText((await desk.get(`/rounds/${rounds[0]}/papers/approval?tranche=1`)).body)).toContain(
    `关于命名${said}2022年家教家风实践基地的决定`,
  );
});

const decided = { grounds: '程序有误', decisionNumber: '岳妇〔2022〕9号', date: day, body: '岳麓区妇联' };
const waiting = '/api/organisations/yuelu/revocations';

test('a list is annulled by two persons, keeps its number, and the next takes the one behind', async () => {
  const id = `${rounds[2]}.h1`;
  const { version } = await done(desk.get(`/api/honours/lists/${id}`));
  const ruled = { ...decided, version };
  const made = await done(desk.post(`/api/honours/lists/${id}/annul`, ruled));
  expect([made.whole, made.lists]).toEqual(['list', [id]]);
  expect((await done(visitor.get(`/api/honours/lists/${id}`))).annulled).toBeUndefined();
  expect(await refusal(desk.post(`${waiting}/confirm`, { titles: [made.id] }))).toBe(
    '409 second-person-needed',
  );
  await done(second.post(`${waiting}/confirm`, { titles: [made.id] }));
  expect((await done(list(rounds[3]!))).batch).toBe(4);
  const after = await done(visitor.get(`/api/honours/lists/${id}`));
  expect([after.batch, after.annulled.decision]).toEqual([3, '岳妇〔2022〕9号']);
  expect(await refusal(desk.post(`/api/honours/lists/${id}/annul`, ruled))).toBe('409 list-annulled');
  await journey.settle();
  // The row stays with status and number, and who nominated it is told.
  const [honour] = await honoursOf(visitor, id);
  expect([honour.status, honour.decision]).toEqual(['annulled', '岳妇〔2022〕9号']);
  expect((await journey.letters(day, undefined, '荣誉撤销或作废')).length).toBe(1);
});

test('a whole edition is annulled by two persons on the page: refused by one it stands, confirmed by the other it ends', async () => {
  const id = `${rounds[3]}.h1`;
  const at = `/honours/${encodeURIComponent(id)}/manage`;
  const asked = { ...decided, decisionNumber: '岳妇〔2022〕10号', sure: 'true' };
  expect((await desk.press(`${at}/annul-edition`, asked)).status).toBe(303);
  expect(await text(at, desk)).toContain('整届作废待确认');
  await drawn(second, '/revocations?org=yuelu', 'after');
  const titles = ['edition:JFJD:2022-4'];
  const alone = await desk.press('/revocations/confirm?org=yuelu', { titles });
  expect([alone.status, plainText(alone.body).includes('作废荣誉须由两人办理')]).toEqual([409, true]);
  const back = { titles, reason: '文号有误' };
  expect((await second.press('/revocations/withdraw?org=yuelu', back)).status).toBe(303);
  expect((await done(visitor.get(`/api/honours/lists/${id}`))).annulled).toBeUndefined();
  const again = { ...decided, decisionNumber: '岳妇〔2022〕11号', code: 'JFJD', edition: '2022-4' };
  await done(second.post('/api/organisations/yuelu/editions/annul', again));
  expect((await desk.press('/revocations/confirm?org=yuelu', { titles })).status).toBe(303);
  await journey.settle();
  expect(await text(`/honours/${id}`)).toContain('岳妇〔2022〕11号');
  const [honour] = await honoursOf(visitor, id);
  expect(await text(`/certificates/${honour.number}`)).toContain('已作废');
  expect(await refusal(desk.post('/api/organisations/yuelu/editions/annul', again))).toBe(
    '409 edition-annulled',
  );
});

test('the city counts by itself, from the batches that it had on paper', async () => {
  const document = withStages(withoutPictures(preset('jfjd', '2023')), {
    city: { without: ['visit'] },
  });
  await journey.organisation({ id: 'xiang', name: '湘市妇联', level: 'city', region: '430100' });
  await journey.organisation({
    ...{ id: 'lu', name: '湘江街道妇联', level: 'street', region: '430104', parent: 'xiang' },
  });
  const city = await journey.person('xiang', 'administrator', '湘市管理员');
  const unit = await (await journey.person('lu', 'clerk', '湘江填报员')).program('write');
  await openProgramme(city, 'xiang', 'jfjd-2023', document);
  const round = await openRound(city, 'jfjd-2023', 'xiang', ['2022-05-25', '2022-05-25'], { places: 1 });
  await journey.clock('2022-05-25', '10:00');
  const answers = {
    ...{ siteName: '湘江家风馆', creditCode, community: '湘江社区', area: 90 },
    ...{
      line: '家风馆',
      leaderName: '王某',
      leaderPosition: '馆长',
      contactPhone: '13800001111',
      honours: [],
    },
    ...{ brief: '家风展陈。', declarations: ['truthful'] },
  };
  const { id } = await done(submit(unit, 'jfjd-2023', 'lu', answers, 'city-site'));
  await answerAll(city, round);
  await journey.clock('2022-05-26');
  await shortlist(city, round, [id]);
  await done(onTranche(city, round, 'notice', { start: '2022-05-26' }));
  await journey.clock('2022-06-06');
  await done(decide(city, round, '2022-06-06'));
  const { batch } = await done(
    onTranche(city, round, 'list', {
      ...{ title: '第二批家教家风实践基地', documentNumber: '湘妇〔2022〕8号', date: '2022-06-06' },
      ...{ bodies: ['湘市妇联'], exemption: '上级批准的试点', earlierBatches: 1 },
    }),
  );
  expect(batch).toBe(2);
  expect(journey.logged).toEqual([]);
});
