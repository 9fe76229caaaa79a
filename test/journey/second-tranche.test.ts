/**
 * Further tranches 批次 (docs/rules/objections.md#hold): a nominee cleared after a hold, one kept out of the
 * grant, and reserves with a notice of their own.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { family } from '../furong.ts';
import {
  answerAll,
  candidaciesOf,
  done,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
} from './client.ts';
import {
  decide,
  honoursOf,
  openProgramme,
  openRound,
  preset,
  publish,
  submit,
  withoutPictures,
  withStages,
} from './driver.ts';

const bodies = ['深圳市龙华区妇联', '中共龙华区委政法委'];
let journey: Journey;
let desk: Person;
let clerk: Person;
let visitor: Person;
let round = '';
/** In the order of the list: one clean, one held, one out, one corrected, one objected to by letter; and two reserves. */
let clean = '';
let held = '';
let fallen = '';
let corrected = '';
let late = '';
let firstReserve = '';
let secondReserve = '';

const chosenNames = [1, 2, 3, 4, 5].map((n) => `罗步芳${n}家庭`);
const stateOf = async (nomination: string) =>
  (await done(desk.get(`/api/rounds/${round}/candidacies/${nomination}`))).state;
const tranche = (n: number) => done(desk.get(`/api/rounds/${round}/tranches/${n}`));
async function form(...nominations: readonly string[]) {
  const { version } = (await done(desk.get(`/api/rounds/${round}`))).round;
  return desk.post(`/api/rounds/${round}/tranches`, { nominations, version });
}
async function object(nomination: string, notice = `${round}.n1`) {
  const objection = {
    nomination,
    by: 'person',
    name: '钱多多',
    contact: '13800001111',
    body: '与事实不符。',
  };
  return done(visitor.post(`/api/notices/${notice}/objections`, objection));
}
async function settle(id: string, outcome: string, more = {}) {
  const { objection } = await done(desk.get(`/api/objections/${id}`));
  const said = { outcome, finding: '经核查，情况如下。', version: objection.version, ...more };
  return done(desk.post(`/api/objections/${id}/settle`, said));
}

/** The nominator is asked to put her community right, does so, and the case is settled as corrected. */
async function correct(id: string) {
  expect(
    await refusal(clerk.post(`/api/nominations/${corrected}/amendments`, { answers: {}, version: 1 })),
  ).toBe('409 not-returned');
  const ask = async (note: string) => {
    const { version } = (await done(desk.get(`/api/objections/${id}`))).objection;
    return desk.post(`/api/objections/${id}/correction`, { note, version });
  };
  expect(await refusal(ask(' '))).toBe('422 note-needed');
  await done(ask('请核对所在社区。'));
  const awaited = desk.get(`/api/objections/${id}`);
  const { version } = (await done(awaited)).objection;
  const early = { outcome: 'corrected', finding: '社区有误。', version };
  expect(await refusal(desk.post(`/api/objections/${id}/settle`, early))).toBe('409 correction-awaited');
  const told = await journey.letters('2022-05-18', '观湖填报员');
  expect(told.filter((each) => each.key.startsWith('returned-'))).toHaveLength(1);
  const seen = await done(clerk.get(`/api/nominations/${corrected}`));
  const answers = family(4, { warningLetter: '否', tags: ['无纠纷'], community: '更正社区' });
  const amended = { answers, version: seen.version, note: '已更正' };
  expect((await done(clerk.post(`/api/nominations/${corrected}/amendments`, amended))).revision).toBe(2);
  // Once is what was asked for; and she is still held, on the form that was on notice.
  expect(await stateOf(corrected)).toBe('held');
  expect(await refusal(clerk.post(`/api/nominations/${corrected}/amendments`, amended))).toBe(
    '409 not-returned',
  );
  const dismissed = { outcome: 'dismissed', finding: '无误。', version };
  expect(await refusal(desk.post(`/api/objections/${id}/settle`, dismissed))).toBe('409 correction-made');
  const { settled } = await settle(id, 'corrected');
  expect(settled.newNotice).toBe(true);
}

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  await journey.organisation({
    id: 'longhua',
    name: '深圳市龙华区妇联',
    level: 'district',
    region: '440309',
  });
  await journey.organisation({
    id: 'guanhu',
    name: '观湖街道妇联',
    level: 'street',
    region: '440309',
    parent: 'longhua',
  });
  desk = await journey.person('longhua', 'administrator', '龙华区管理员');
  clerk = await (await journey.person('guanhu', 'clerk', '观湖填报员')).program('write');
  visitor = await journey.visitor();
  const document = withStages(withoutPictures(preset('pajt', '2022')), {
    district: { without: ['joint-recheck', 'opinions', 'panel'] },
  });
  await openProgramme(desk, 'longhua', 'pajt-2022', document);
  round = await openRound(desk, 'pajt-2022', 'longhua', ['2022-05-09', '2022-05-13'], { places: 5 });
});
afterAll(() => journey.close());

const made: string[] = [];
test('seven are nominated and reviewed; five are chosen and two stand by', async () => {
  await journey.clock('2022-05-09', '10:00');
  for (const n of [1, 2, 3, 4, 5, 6, 7]) {
    const answers = family(n, { warningLetter: '否', tags: ['无纠纷'] });
    made.push((await done(submit(clerk, 'pajt-2022', 'guanhu', answers, `longhua-family-${n}`))).id);
  }
  [clean = '', held = '', fallen = '', corrected = '', late = '', firstReserve = '', secondReserve = ''] =
    made;
  // The office has no reviewer, so its administrator is asked.
  expect(await answerAll(desk, round)).toBe(7);
  await journey.clock('2022-05-16');
  await shortlist(desk, round, made.slice(0, 5), made.slice(5));
  const notice = await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  expect([notice.start, notice.end]).toEqual(['2022-05-16', '2022-05-20']);
  const { items } = await done(visitor.get(`/api/notices/${round}.n1/nominees`));
  expect(items.map((each: { name: string }) => each.name)).toEqual(chosenNames);
  // While the notice runs nobody is free, and there is no vacancy.
  expect(await refusal(form(firstReserve))).toBe('422 over-places');
});

let holding = '';
test('an objection holds its nominee alone; upheld, she is out; corrected in what was shown, she waits for a new notice', async () => {
  await journey.clock('2022-05-18', '10:00');
  holding = (await object(held)).id;
  const upheld = await object(fallen);
  const mended = await object(corrected);
  await settle(upheld.id, 'upheld');
  await correct(mended.id);
  expect(await Promise.all([clean, held, fallen, corrected, late].map(stateOf))).toEqual([
    'notice',
    'held',
    'out',
    'held',
    'notice',
  ]);
});

test('the first tranche goes on without them; whoever is still held is not free', async () => {
  await journey.clock('2022-05-20', '17:31');
  expect(await refusal(decide(desk, round, '2022-05-20'))).toBe('409 notice-running');
  await journey.clock('2022-05-23');
  expect((await tranche(1)).entries).toEqual([clean, late]);
  expect(await refusal(form(held))).toBe('409 not-free');
  expect(await refusal(form(fallen))).toBe('409 not-free');
  await done(decide(desk, round, '2022-05-23'));
  expect(await Promise.all([clean, held, late].map(stateOf))).toEqual(['approved', 'held', 'approved']);
});

test('a letter that came in time and is entered after the decision keeps its nominee out of the list', async () => {
  const letter = { notice: `${round}.n1`, channel: 'letter', arrivalPostmark: '2022-05-20', by: 'person' };
  const entered = await done(
    desk.post('/api/objections', {
      ...letter,
      nomination: late,
      name: '李某',
      contact: '13800002222',
      body: '有邻里纠纷。',
    }),
  );
  expect(entered.status).toBe('accepted');
  const list = await done(publish(desk, round, '2022-05-23', bodies));
  const honours = await honoursOf(visitor, list.id);
  expect(honours.map((each) => [each.number, each.name])).toEqual([
    ['T-440309-PAJT-2022-0001', chosenNames[0]],
  ]);
  // Nor is a number taken for her: list, count and open data have one.
  expect((await tranche(1)).entries).toEqual([clean]);
  expect((await done(visitor.get(`/honours/${list.id}.json`))).list.count).toBe(1);
  expect(await refusal(form(late))).toBe('409 not-free');
  await journey.clock('2022-05-24');
  await settle(entered.id, 'dismissed');
});

test('the held one, cleared, is decided in a second tranche without another notice', async () => {
  await settle(holding, 'dismissed');
  expect(await stateOf(held)).toBe('cleared');
  expect(await refusal(form(held, firstReserve))).toBe('422 mixed-tranche');
  const second = await done(form(held));
  expect([second.n, second.entries]).toEqual([2, [held]]);
  expect(await refusal(onTranche(desk, round, 'notice', { start: '2022-05-24' }, 2))).toBe(
    '409 not-noticing',
  );
  await done(decide(desk, round, '2022-05-24', 2));
  const list = await done(publish(desk, round, '2022-05-24', bodies, 2));
  expect((await honoursOf(visitor, list.id)).map((each) => [each.number, each.name])).toEqual([
    ['T-440309-PAJT-2022-0002', chosenNames[1]],
  ]);
});

test('the one kept out of the grant, cleared, goes on to a list of her own', async () => {
  const page = plainText((await desk.get(`/rounds/${round}/tranches/new`)).body);
  expect(page).toMatch(/审定后异议已解除，未列入名单.*罗步芳5家庭/);
  const third = await done(form(late));
  expect(third.n).toBe(3);
  const list = await done(publish(desk, round, '2022-05-24', bodies, 3));
  expect((await honoursOf(visitor, list.id)).map((each) => [each.number, each.name])).toEqual([
    ['T-440309-PAJT-2022-0003', chosenNames[4]],
  ]);
});

test('a promoted reserve and the corrected one get a notice of their own; then the places are used up', async () => {
  const fourth = await done(form(corrected, firstReserve));
  expect([fourth.n, fourth.entries]).toEqual([4, [corrected, firstReserve]]);
  expect(await refusal(decide(desk, round, '2022-05-24', 4))).toBe('409 not-deciding');
  const preview = await done(desk.get(`/api/rounds/${round}/tranches/4/notice-preview?start=2022-05-25`));
  expect([preview.end, preview.strictEnd]).toEqual(['2022-05-31', '2022-06-01']);
  await done(onTranche(desk, round, 'notice', { start: '2022-05-25' }, 4));
  const before = await visitor.get(`/notices/${round}.n4`);
  expect(before.status).toBe(404);
  await journey.clock('2022-05-25');
  const page = plainText((await visitor.get(`/notices/${round}.n4`)).body);
  expect([page.includes('罗步芳4家庭'), page.includes('罗步芳6家庭')]).toEqual([true, true]);
  expect(page).toContain('更正社区');
  for (const n of [1, 2, 3, 5, 7]) expect(page).not.toContain(`罗步芳${n}家庭`);
  expect(await refusal(decide(desk, round, '2022-05-25', 4))).toBe('409 notice-running');
  expect(await refusal(form(secondReserve))).toBe('422 over-places');
  await journey.clock('2022-06-01');
  await done(decide(desk, round, '2022-06-01', 4));
  const list = await done(publish(desk, round, '2022-06-01', bodies, 4));
  expect((await honoursOf(visitor, list.id)).map((each) => [each.number, each.name])).toEqual([
    ['T-440309-PAJT-2022-0004', '罗步芳4家庭'],
    ['T-440309-PAJT-2022-0005', '罗步芳6家庭'],
  ]);
  const { totals, paragraph } = await done(desk.get('/api/organisations/longhua/report/2022'));
  expect([totals.total, paragraph.includes('区级平安家庭5户')]).toEqual([5, true]);
  const states = (await candidaciesOf(desk, round)).map((each) => [each.name, each.state]);
  expect(Object.fromEntries(states)).toEqual({
    罗步芳1家庭: 'done',
    罗步芳2家庭: 'done',
    罗步芳3家庭: 'out',
    罗步芳4家庭: 'done',
    罗步芳5家庭: 'done',
    罗步芳6家庭: 'done',
    // The places are used up: the round has ended, and who stood by to the last is passed over and told.
    罗步芳7家庭: 'out',
  });
  const letters = await journey.letters('2022-06-01', '观湖填报员');
  expect(letters.filter((each) => each.key.startsWith('honoured-'))).toHaveLength(2);
  const passed = letters.filter(
    (each) => each.key === `out-${each.key.split('-')[1]}-${secondReserve}-0-result`,
  );
  expect(passed).toHaveLength(1);
  expect((await done(desk.get(`/api/rounds/${round}`))).round.endedAt).toBeDefined();
  expect(plainText((await desk.get(`/rounds/${round}`)).body)).toContain('本轮已结束');
  expect(journey.logged).toEqual([]);
});
