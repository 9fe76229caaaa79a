import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCandidacy, getRound } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { district, street } from '../../furong.ts';
import { bySession, type Caller } from '../api/api-caller.ts';
import { openReviews, type ReviewWorld } from '../review/review-world.ts';

let at: ReviewWorld;
let api: Caller;
const first = 1;
const drafting = 5;
let waiting: string;
const path = () => `/rounds/${at.round}`;
const round = () => getRound(at.world.home.deps.table, at.round);
const nominate = (n: number) => at.world.nominate(at.programme, street(n), n);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
async function move(to: string) {
  await at.world.home.advanceClock!(to);
  await at.world.home.settled();
}
const settings = async (fields: Readonly<Record<string, string>>) =>
  at.admin.post(`${path()}/settings`, {
    'phaseEnds.review': '',
    ...fields,
    version: await at.admin.hidden(`${path()}/settings`, 'version'),
  });
/** Letters of a template, by whom they are for. */
async function told(template: string): Promise<readonly string[]> {
  await at.world.home.settled();
  const { items } = await at.world.home.deps.table.query({
    index: 'gsi1',
    pk: `LETTERS#${new Date(at.world.home.deps.clock() + 8 * 3_600_000).toISOString().slice(0, 10)}`,
  });
  return items.filter((each) => each.template === template).map((each) => String(each.to));
}

beforeAll(async () => {
  at = await openReviews(1);
  api = await bySession(at.world.app, at.world.home.deps, at.admin.actor);
  waiting = (await nominate(first)).id;
  await at.world.approve(at.round, [waiting]);
  for (const n of [first, drafting, drafting]) {
    const { actor } = await at.world.browser('clerk', street(n));
    const clerk = await bySession(at.world.app, at.world.home.deps, actor);
    const draft = { programme: at.programme, org: street(n), channel: 'organisation', answers: {} };
    expect((await clerk.call('POST', '/api/drafts', draft)).status).toBe(201);
  }
});
afterAll(() => at.world.close());

test('a closing time moved after the close opens the window again; who waits stays', async () => {
  await move('2021-04-10T17:40:00+08:00');
  expect((await round()).status).toBe('selecting');
  expect(await codeOf(nominate(2))).toBe('window-closed');
  const silent = await settings({ closesAt: '2021-04-12 17:30' });
  expect(silent.status).toBe(422);
  const late = await settings({ closesAt: '2021-04-12 17:30', reason: '汛期停电，延长两天' });
  expect(late.status).toBe(303);
  await at.world.home.settled();
  expect((await round()).status).toBe('open');
  expect((await nominate(2)).id).toBeTruthy();
  expect((await getCandidacy(at.world.home.deps.table, at.round, waiting)).state).toBe('waiting');
});

test('the change is told with its reason, and kept with old and new value', async () => {
  const shown = (await at.admin.get(`${path()}/settings`)).text;
  expect(shown).toContain('申报截止：2021-04-10 17:30 → 2021-04-12 17:30');
  expect(shown).toContain('汛期停电，延长两天');
  const desk = (await at.admin.get(path())).text;
  expect(desk).toMatch(
    /更改设置[\s\S]*申报截止：2021-04-10 17:30 → 2021-04-12 17:30[\s\S]*汛期停电，延长两天/,
  );
  const trail = await api.get(`/api/audit/round:${at.round}?newest=true`);
  const changed = trail.body.items.find((each: { action: string }) => each.action === 'round.change');
  expect(changed.shown).toMatchObject({
    who: { zh: at.admin.actor.name },
    reason: '汛期停电，延长两天',
    changes: [{ zh: '申报截止：2021-04-10 17:30 → 2021-04-12 17:30' }],
  });
  expect(JSON.stringify(changed.details)).not.toContain('汛期');
  const { body } = await api.get(`/api/rounds/${at.round}/changes`);
  expect(body.items).toMatchObject([
    { kind: 'change', reason: '汛期停电，延长两天', changes: [{ field: 'closesAt' }] },
  ]);
  const clerk = (await at.world.browser('clerk', street(first))).actor.id;
  expect(await told('roundChanged')).toContain(clerk);
});

test('whoever has only drafts is told too, and everybody once, however it concerns her', async () => {
  const letters = await told('roundChanged');
  const clerks = await Promise.all(
    [first, drafting].map(async (n) => (await at.world.browser('clerk', street(n))).actor.id),
  );
  const counted = (member: string) => letters.filter((to) => to === member).length;
  expect(clerks.map(counted)).toEqual([1, 1]);
  expect(letters).toHaveLength(new Set(letters).size);
  const other = (await at.world.browser('clerk', street(6))).actor.id;
  expect(letters).not.toContain(other);
});

test('one unit hands in after the window, as many as it was allowed, until its date', async () => {
  await move('2021-04-12T17:40:00+08:00');
  expect((await round()).status).toBe('selecting');
  const { version } = await round();
  const entry = { organisation: street(3), until: '2021-04-14 12:00', places: '1', reason: '系统故障' };
  const wrong = await at.admin.post(`${path()}/late`, { ...entry, until: '昨天', version: String(version) });
  expect(wrong.status).toBe(422);
  const given = await at.admin.post(`${path()}/late`, { ...entry, version: String(version) });
  expect([given.status, given.location]).toEqual([303, `${path()}/settings?done=late`]);
  expect(await codeOf(nominate(4))).toBe('window-closed');
  const clerk = await at.world.browser('clerk', street(3));
  expect(await told('lateEntry')).toContain(clerk.actor.id);
  const late = (await nominate(3)).id;
  expect(await getCandidacy(at.world.home.deps.table, at.round, late)).toMatchObject({
    state: 'review',
    late: true,
  });
  expect(await codeOf(at.world.nominate(at.programme, street(3), 33))).toBe('late-used-up');
  expect((await at.admin.get(`${path()}/settings`)).text).toMatch(
    /韭菜园街道妇联[\s\S]*1 \/ 1[\s\S]*系统故障/,
  );
  expect((await at.admin.get(path())).text).toMatch(
    /准予补报[\s\S]*韭菜园街道妇联补报：— → 至 2021-04-14 12:00，最多 1 份[\s\S]*系统故障/,
  );
  await at.world.approve(at.round, [late]);
  expect((await getCandidacy(at.world.home.deps.table, at.round, late)).state).toBe('waiting');
  expect((await readTally(at.world.home.deps.table, at.round)).open).toBeLessThanOrEqual(1);
});

test('a cancellation is told with its reason, and nothing changes after it', async () => {
  const stranger = await at.world.browser('reviewer', district);
  const denied = await stranger.post(`${path()}/cancel`, { reason: '不办了' });
  expect(denied.status).toBe(403);
  expect((await at.admin.post(`${path()}/cancel`, { reason: '经费调整，本年度停办' })).status).toBe(303);
  for (const n of [first, drafting]) {
    const clerk = (await at.world.browser('clerk', street(n))).actor.id;
    expect((await told('roundCancelled')).filter((to) => to === clerk)).toHaveLength(1);
  }
  for (const shown of [path(), `${path()}/settings`, `/audit/round:${at.round}`])
    expect((await at.admin.get(shown)).text).toContain('经费调整，本年度停办');
  const patch = { closesAt: '2021-05-01T17:30:00+08:00' };
  const { version } = await round();
  const after = await api.call('PATCH', `/api/rounds/${at.round}`, { patch, reason: '再延长', version });
  expect([after.status, after.body.code]).toEqual([409, 'round-cancelled']);
  expect(at.world.logged).toEqual([]);
});
