/** 巾帼文明岗 named before this system, looked at again after two years (docs/rules/recheck.md). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { done, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { drawn } from './drawn.ts';
import { openProgramme, preset } from './driver.ts';

const org = 'longhua';
let journey: Journey;
let administrator: Person;
let second: Person;
let reviewers: readonly Person[];
/** Her program: a verdict may come from one. */
let program: Person;
let id: string;

const [passed, basic, failed] = [82, 65, 59];
const post = (n: number): string => `第${n}岗`;
const names = Array.from({ length: passed + basic + failed + 1 }, (_, n) => post(n + 1));
const row = (name: string, more: object = {}) => ({
  荣誉代码: 'JGWMG',
  荣誉名称: '巾帼文明岗',
  级别: '区级',
  类别: '岗位',
  获奖对象: name,
  授予单位: '龙华区妇联',
  年份: 2024,
  授予日期: '2024-11-28',
  文号: '龙妇〔2024〕9号',
  ...more,
});

interface Item {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly member: string;
  readonly failures: number;
  readonly rectifyBy?: string;
}
async function titles(state: string, member?: string): Promise<readonly Item[]> {
  const found: Item[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      state,
      ...(member !== undefined && { member }),
      ...(cursor !== undefined && { cursor }),
    });
    const page = await done(administrator.get(`/api/rechecks/${id}/titles?${query}`));
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
const recheck = async () => done(administrator.get(`/api/rechecks/${id}`));
/** The same points for many, a hundred at a time. */
async function judge(items: readonly Item[], sent: object): Promise<void> {
  for (let n = 0; n < items.length; n += 100) {
    let part = items.slice(n, n + 100).map((item) => item.id);
    // What the answer says could not be written for now is sent again.
    while (part.length > 0) {
      const came = await done(program.post(`/api/rechecks/${id}/verdicts`, { titles: part, ...sent }));
      const again: { code: string; title: string }[] = came.refused;
      expect(again.filter(({ code }) => code !== 'database-unavailable')).toEqual([]);
      expect(came.done).toBe(part.length - again.length);
      part = again.map(({ title }) => title);
    }
  }
}
const points = (basic: number, social: number, economic: number, talent: number) => ({
  basic,
  social,
  economic,
  talent,
});

beforeAll(async () => {
  journey = await openJourney('2026-11-28 09:00');
  await journey.organisation({ id: org, name: '深圳市龙华区妇联', level: 'district', region: '440309' });
  administrator = await journey.person(org, 'administrator', '龙华区管理员');
  second = await journey.person(org, 'administrator', '第二管理员');
  reviewers = [
    await journey.person(org, 'reviewer', '复查员甲'),
    await journey.person(org, 'reviewer', '复查员乙'),
  ];
  program = await administrator.program('write');
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test('titles older than the system come from the ledger; a line of several names, one only counted, one too young', async () => {
  const rows = [
    ...names.slice(3).map((name) => row(name)),
    row(names.slice(0, 3).join('、'), { 数量: 5 }),
    row('新岗', { 年份: 2025, 授予日期: '2025-03-08' }),
    row('上级的岗', { 级别: '市级', 授予单位: '深圳市妇联' }),
  ];
  const came = await done(administrator.post(`/api/organisations/${org}/ledger/import`, { rows }));
  const { job, ...checked } = await done(administrator.get(`/api/ledger-imports/${came.id}`));
  expect([checked.rows, checked.faulty, checked.doubled]).toEqual([rows.length, 0, 0]);
  expect([job.state, job.done]).toEqual(['done', rows.length]);
});

test('it begins only where the programme has a re-check, with reviewers of the organisation', async () => {
  const start = `/api/organisations/${org}/rechecks`;
  await openProgramme(administrator, org, 'pajt-2026', preset('pajt', '2026'));
  await openProgramme(administrator, org, 'jgwmg-2026', preset('jgwmg', '2026'));
  expect((await administrator.post(start, { programme: 'pajt-2026' })).body.faults[0].code).toBe(
    'recheck-none',
  );
  const stranger = { programme: 'jgwmg-2026', reviewers: ['m0000'] };
  expect((await administrator.post(start, stranger)).body.faults[0].code).toBe('reviewer-unknown');
  expect(await refusal(reviewers[0]!.post(start, { programme: 'jgwmg-2026' }))).toBe('403 not-allowed');
  await journey.indexed();
  const page = await administrator.get(`/rechecks?org=${org}`);
  expect(plainText(page.body)).toContain('巾帼文明岗（2026）');
  const begun = await administrator.press(`/rechecks?org=${org}`, {
    programme: 'jgwmg-2026',
    dueOn: '2026-12-28',
  });
  expect(begun.status).toBe(303);
  id = begun.location.split('/').at(-1)!;
  expect(await refusal(administrator.post(start, { programme: 'jgwmg-2026' }))).toBe('409 recheck-open');
});

test('each title of this level that is due has one task, dealt out in turn, and each reviewer one letter', async () => {
  const found = await recheck();
  expect([found.status, found.counts.open, found.left]).toEqual([
    'open',
    207,
    { ended: 0, early: 1, unnamed: 2 },
  ]);
  const all = await titles('open');
  expect(all.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  const dealt = await Promise.all(reviewers.map(({ id: member }) => titles('open', member)));
  expect(dealt.map((own) => own.length).toSorted()).toEqual([103, 104]);
  const letters = await journey.letters('2026-11-28', undefined, '复查任务');
  const said = letters.map(({ page }) => /请复查(\d+)个/.exec(plainText(page))?.[1]);
  expect(said.toSorted()).toEqual(['103', '104']);
  // The year's report counts as before: a line that was split adds up to the same.
  expect((await done(administrator.get(`/api/organisations/${org}/report/2024`))).totals.total).toBe(210);
});

test('a reviewer judges what was given to her, on the page, with points as people type them', async () => {
  const [first] = await titles('open', reviewers[0]!.id);
  const page = await reviewers[0]!.get(`/rechecks/${id}`);
  expect(plainText(page.body)).toContain('合格（80 分及以上）、基本合格（60 分及以上）、不合格');
  await drawn(reviewers[0]!, `/rechecks/${id}`, 'recheck');
  const form = {
    titles: first!.id,
    'scores.basic': '４０',
    'scores.social': '25 分',
    'scores.economic': '20分',
    note: '',
  };
  const short = await reviewers[0]!.press(`/rechecks/${id}/judge`, form);
  expect([short.status, short.body.includes('请给“人才效益”评分'), short.body.includes('25 分')]).toEqual([
    422,
    true,
    true,
  ]);
  const wrong = await reviewers[1]!.press(`/rechecks/${id}/judge`, { ...form, 'scores.talent': '10' });
  expect(wrong.status).toBe(403);
  const none = { ...form, titles: [], 'scores.talent': '10' };
  expect(plainText((await reviewers[0]!.press(`/rechecks/${id}/judge`, none)).body)).toContain(
    '复查对象：不能为空',
  );
  const judged = await reviewers[0]!.press(`/rechecks/${id}/judge`, { ...form, 'scores.talent': '10' });
  expect(judged.status).toBe(303);
  const [kept] = await titles('kept');
  expect(kept).toMatchObject({ id: first!.id, verdicts: [{ total: 95, band: '合格' }] });
});

test('a veto overrides 95 points; 82 are 合格, 65 基本合格, 59 are put right within 30 days', async () => {
  const [first, ...rest] = await titles('open');
  const vetoed = { titles: [first!.id], scores: points(38, 24, 19, 14), vetoes: ['安全责任事故'] };
  expect((await program.post(`/api/rechecks/${id}/verdicts`, vetoed)).body.faults[0].code).toBe(
    'recheck-note',
  );
  await judge([first!], { ...vetoed, note: '2026年3月发生安全责任事故' });
  await judge(rest.slice(0, passed - 1), { scores: points(32, 20, 16, 12) });
  await judge(rest.slice(passed - 1, passed - 1 + basic), { scores: points(24, 15, 12, 9) });
  const low = rest.slice(passed - 1 + basic);
  const fail = { titles: low.slice(0, 1).map((item) => item.id), scores: points(20, 15, 12, 12.9) };
  expect((await program.post(`/api/rechecks/${id}/verdicts`, fail)).body.faults[0].code).toBe('recheck-note');
  await judge(low, { scores: points(20, 15, 12, 12.9), note: '台账不全，志愿服务未开展' });
  const { counts } = await recheck();
  expect(counts).toEqual({
    open: 0,
    kept: passed + basic,
    raised: 0,
    lowered: 0,
    rectifying: failed,
    proposed: 1,
    revoked: 0,
    over: 0,
  });
  const bands = Map.groupBy(
    await titles('kept'),
    (item) => (item as unknown as { verdicts: { band: string }[] }).verdicts[0]!.band,
  );
  expect([bands.get('合格')?.length, bands.get('基本合格')?.length]).toEqual([passed, basic]);
  expect((await titles('rectifying'))[0]).toMatchObject({ rectifyBy: '2026-12-28', failures: 1 });
});

test('the ledger says so: 限期整改, 复核中, and the day and band of the last look', async () => {
  const { items } = await done(administrator.get(`/api/organisations/${org}/ledger/2024`));
  const by = (status: string) => items.filter((entry: { status: string }) => entry.status === status).length;
  // One page holds 100 of the 208 lines.
  expect(by('valid') + by('rectifying') + by('underReview')).toBe(100);
  const page = await administrator.get(`/ledger/${org}/2024`);
  expect(plainText(page.body)).toContain('复查 2026-11-28');
});

test('while the time runs nobody fails again, though one may be found put right; when it is over the reviewers are told', async () => {
  const rectifying = await titles('rectifying');
  const again = { titles: [rectifying[0]!.id], scores: points(10, 10, 10, 10), note: '没有整改' };
  await journey.clock('2026-12-28', '10:00');
  expect(await refusal(program.post(`/api/rechecks/${id}/verdicts`, again))).toBe('409 rectify-running');
  await judge([rectifying[0]!], { scores: points(40, 20, 15, 10) });
  await journey.clock('2026-12-29', '10:00');
  await journey.settle();
  const told = await journey.letters('2026-12-29', undefined, '整改期满');
  expect(told.length).toBe(failed - 1);
  await judge(rectifying.slice(1), { scores: points(10, 10, 10, 10), note: '没有整改' });
  const { counts } = await recheck();
  expect(counts).toEqual({
    open: 0,
    kept: passed + basic + 1,
    raised: 0,
    lowered: 0,
    rectifying: 0,
    proposed: failed,
    revoked: 0,
    over: 0,
  });
});

test('those that fail again are revoked by two persons, by one decision: neither alone can', async () => {
  const wanting = await titles('proposed');
  const page = await administrator.get(`/revocations?org=${org}&recheck=${id}`);
  expect(plainText(page.body)).toContain('复查不合格，拟撤销');
  const ruling = {
    grounds: '复查不合格，整改后仍不合格',
    decisionNumber: '龙妇〔2026〕31号',
    body: '龙华区妇联党组',
    date: '2026-12-29',
  };
  const propose = `/revocations/propose?org=${org}&recheck=${id}`;
  const ids = wanting.map((item) => item.id);
  const short = await administrator.press(propose, { ...ruling, titles: ids, decisionNumber: ' ' });
  expect([short.status, plainText(short.body).includes('请填写决定文号')]).toEqual([422, true]);
  const at = `/api/organisations/${org}/revocations`;
  // What the page says could not be written for now is pressed again, alone.
  for (let left = ids; left.length > 0; ) {
    const { status } = await administrator.press(propose, { ...ruling, titles: left });
    const there: readonly { id: string }[] = (await done(second.get(at))).items;
    left = ids.filter((id) => !there.some((each) => each.id === id));
    expect(status).toBe(left.length === 0 ? 303 : 200);
  }
  expect((await done(second.get(at))).items.length).toBe(failed);
  const alone = await done(administrator.post(`${at}/confirm`, { titles: ids }));
  expect([alone.done, alone.refused.length, alone.refused[0].code]).toEqual([
    0,
    failed,
    'second-person-needed',
  ]);
  expect(await refusal(administrator.post(`${at}/confirm`, { titles: ids.slice(0, 1) }))).toBe(
    '409 second-person-needed',
  );
  expect(await refusal(program.post(`${at}/confirm`, { titles: ids }))).toBe('403 session-needed');
  const letters = await journey.letters('2026-12-29', undefined, '撤销、作废待确认');
  expect(letters.length).toBe(1);
  expect((await second.press(`/revocations/confirm?org=${org}`, { titles: ids })).status).toBe(303);
  expect((await recheck()).counts).toMatchObject({ proposed: 0, revoked: failed });
  // Kept in the ledger with the decision, and counted no more.
  const ledger = await second.get(`/ledger/${org}/2024`);
  expect(plainText(ledger.body)).toMatch(/已撤销 龙妇〔2026〕31号/);
  expect((await done(second.get(`/api/organisations/${org}/report/2024`))).totals.total).toBe(210 - failed);
});

test('a revoked title is not looked at again', async () => {
  const [gone] = await titles('revoked');
  const sent = { titles: [gone!.id], scores: points(40, 25, 20, 15) };
  expect(await refusal(program.post(`/api/rechecks/${id}/verdicts`, sent))).toBe('409 recheck-ended');
});

test('it is closed, and takes no verdict then', async () => {
  const { version } = await recheck();
  const [kept] = await titles('kept');
  expect(await refusal(administrator.post(`/api/rechecks/${id}/close`, { version: version - 1 }))).toBe(
    '409 recheck-changed',
  );
  expect((await administrator.press(`/rechecks/${id}/close`, { version: String(version) })).status).toBe(303);
  const late = { titles: [kept!.id], scores: points(40, 25, 20, 15) };
  expect(await refusal(program.post(`/api/rechecks/${id}/verdicts`, late))).toBe('409 recheck-over');
});

test('two years after the last look they are due again, and not before', async () => {
  const start = { programme: 'jgwmg-2026', asOf: '2028-11-27' };
  const early = await done(administrator.post(`/api/organisations/${org}/rechecks`, start));
  expect((await done(administrator.get(`/api/rechecks/${early.id}`))).counts.open).toBe(1);
  const { version } = await done(administrator.get(`/api/rechecks/${early.id}`));
  expect((await administrator.post(`/api/rechecks/${early.id}/close`, { version })).body.faults[0].code).toBe(
    'recheck-left',
  );
  await done(administrator.post(`/api/rechecks/${early.id}/close`, { version, reason: '按年度重排' }));
  const due = await done(
    administrator.post(`/api/organisations/${org}/rechecks`, { ...start, asOf: '2028-11-28' }),
  );
  expect((await done(administrator.get(`/api/rechecks/${due.id}`))).counts.open).toBe(
    // The young one, and those kept on that day: neither the one put right a month later, nor those revoked.
    1 + passed + basic,
  );
});
