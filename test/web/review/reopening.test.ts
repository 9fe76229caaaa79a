import { afterAll, beforeAll, expect, test } from 'vitest';
import { keys } from '#store/keys.ts';
import { getCandidacy } from '#store/reads.ts';
import { district, street } from '../../furong.ts';
import { bySession } from '../api/api-caller.ts';
import { openReviews, type ReviewWorld } from './review-world.ts';

let at: ReviewWorld;
let nomination: string;
const candidacy = () => getCandidacy(at.world.home.deps.table, at.round, nomination);
const path = () => `/rounds/${at.round}/nominations/${nomination}`;

beforeAll(async () => {
  at = await openReviews(1);
  nomination = (await at.world.nominate(at.programme, street(1), 1)).id;
});
afterAll(() => at.world.close());

async function reject() {
  const { asked } = await candidacy();
  const reviewer = [
    await at.world.browser('reviewer', district, 1),
    await at.world.browser('reviewer', district, 2),
  ].find(({ actor }) => actor.id === asked[0]?.member)!;
  const api = await bySession(at.world.app, at.world.home.deps, reviewer.actor);
  const sent = { step: 'review', outcome: 'reject', reason: '看错了证件' };
  return api.post(`/api/rounds/${at.round}/candidacies/${nomination}/review`, sent);
}

test('a mistaken rejection is reopened with a reason: the step is asked anew and the nominator told', async () => {
  expect((await reject()).body.state).toBe('out');
  const before = await at.admin.get(path());
  expect(before.text).toContain('重新审查');
  const version = await at.admin.hidden(path(), 'version', `${path()}/reopen`);
  const silent = await at.admin.post(`${path()}/reopen`, { version, reason: ' ' });
  expect([silent.status, silent.text.includes('请写明原因')]).toEqual([422, true]);
  const stranger = await at.world.browser('reviewer', district);
  expect((await stranger.post(`${path()}/reopen`, { version, reason: '误选' })).status).toBe(403);
  const done = await at.admin.post(`${path()}/reopen`, { version, reason: '审核员误选了不通过' });
  expect([done.status, done.location]).toEqual([303, `${path()}?done=reopened`]);
  const after = await candidacy();
  expect(after).toMatchObject({
    state: 'review',
    step: { attempt: 2 },
    reopened: [{ reason: '审核员误选了不通过' }],
  });
  expect([after.outcome, after.closedAt, after.asked.length]).toEqual([undefined, undefined, 1]);
  const clerk = await at.world.browser('clerk', street(1));
  const letter = await at.world.home.deps.table.get(
    keys.letter(`reopened-${clerk.actor.id}-${nomination}-0-${version}`),
    { consistent: true },
  );
  expect(letter).toMatchObject({ template: 'reopened' });
  expect((await at.admin.get(path())).text).toMatch(
    /审核员误选了不通过[\s\S]*操作记录[\s\S]*重新审查[\s\S]*原因：审核员误选了不通过/,
  );
  const record = (await clerk.get(`/nominations/${nomination}`)).text;
  expect(record).toMatch(/重新审查[\s\S]*审核员误选了不通过/);
});

test('a decision on a form or a state that its sender has not seen is refused', async () => {
  const { version, revision, asked } = await candidacy();
  const reviewer = [
    await at.world.browser('reviewer', district, 1),
    await at.world.browser('reviewer', district, 2),
  ].find(({ actor }) => actor.id === asked[0]?.member)!;
  const api = await bySession(at.world.app, at.world.home.deps, reviewer.actor);
  const decide = (seen: object) =>
    api.post(`/api/rounds/${at.round}/candidacies/${nomination}/review`, {
      ...{ step: 'review', outcome: 'approve', reason: '' },
      ...seen,
    });
  for (const seen of [{ version: version - 1 }, { revision: revision + 1 }]) {
    const sent = await decide(seen);
    expect([sent.status, sent.body.code]).toEqual([409, 'candidacy-changed']);
  }
  const page = await reviewer.get(`/tasks/${at.round}/review/${nomination}`);
  expect(page.text).toContain(`name="revision" value="${revision}"`);
  expect((await candidacy()).version).toBe(version);
});

test('a header that holds no token leaves the cookie under the CSRF check', async () => {
  const sent = await at.world.app.request(`http://localhost${path()}/reopen`, {
    method: 'POST',
    headers: {
      cookie: `session=${at.world.cookies(at.admin)}`,
      authorization: 'Bearer a b',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'reason=x',
  });
  expect([sent.status, (await sent.text()).includes('页面已失效')]).toEqual([403, true]);
});

test('it goes on as any other, also when the round has gone further meanwhile, until the list is confirmed', async () => {
  expect((await reject()).body.state).toBe('out');
  await at.world.home.advanceClock!('2021-04-10T17:40:00+08:00');
  await at.world.home.settled();
  const api = await bySession(at.world.app, at.world.home.deps, at.admin.actor);
  const again = await api.post(`/api/rounds/${at.round}/candidacies/${nomination}/reopen`, {
    reason: '复核后符合条件',
    version: (await candidacy()).version,
  });
  expect([again.status, again.body.state]).toEqual([200, 'review']);
  await at.world.home.settled();
  await at.world.approve(at.round, [nomination]);
  expect((await candidacy()).state).toBe('waiting');
  const twice = await api.post(`/api/rounds/${at.round}/candidacies/${nomination}/reopen`, {
    reason: '再来一次',
    version: (await candidacy()).version,
  });
  expect([twice.status, twice.body.code]).toEqual([409, 'not-rejected']);
  expect(at.world.logged).toEqual([]);
});
