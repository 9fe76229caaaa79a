/** A file that a scanner has not judged yet, or found infected, says so where the record lists it; the trail says what was found. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '#actions/running/sweep.ts';
import type { Deps } from '#deps';
import type { StoreScanner } from '#ports';
import { readEvents } from '#store/chain.ts';
import { district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

let world: World;
let clerk: Browser;
let desk: Browser;
/** What the bucket's scanner says of each stored file; nothing of one that it has not judged. */
const verdicts = new Map<string, { readonly found?: string }>();
beforeAll(async () => {
  world = await makeWorld();
  const scanner: StoreScanner = { verdict: async (name) => verdicts.get(name) };
  // for all that the world does
  Object.assign(world.deps, { scanner } satisfies Pick<Deps, 'scanner'>);
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
  desk = openBrowser(world.deps);
  await desk.signIn(await world.as('administrator', district));
});
afterAll(() => world.close());

const later = async (minutes: number) => {
  world.at(new Date(world.deps.clock() + minutes * 60_000).toISOString());
  await sweep(world.deps);
};

test('waiting, then clean or infected: beside its name for unit and desk, by the API, on the trail', async () => {
  const { nomination } = await world.nominate(await world.as('clerk', street(1)));
  const id = nomination.id;
  const ofDesk = `/rounds/${encodeURIComponent(world.round)}/nominations/${id}`;
  const listed = async () => JSON.parse((await desk.get(`/api/nominations/${id}`)).html).attachments;
  const [first, second] = await listed();
  expect([first.scan, second.scan]).toEqual(['waiting', 'waiting']);
  for (const page of [await clerk.get(`/nominations/${id}`), await desk.get(ofDesk)]) {
    expect(page.status).toBe(200);
    expect(page.text.match(/照片\d\.jpg 正在检查病毒，暂不能打开/g)).toHaveLength(2);
    expect(page.html).not.toContain(`/files/${first.id}`);
  }
  expect((await clerk.get(`/nominations/${id}/files/${first.id}`)).status).toBe(503);
  // nothing said yet: it is looked at again, without a failure
  await later(2);
  expect((await listed())[0].scan).toBe('waiting');
  verdicts.set(`held-${first.id}`, {}).set(`held-${second.id}`, { found: 'GuardDuty' });
  await later(2);
  expect((await listed()).map((each: { scan?: string }) => each.scan)).toEqual([undefined, 'infected']);
  const page = await clerk.get(`/nominations/${id}`);
  expect(page.text).toContain('照片2.jpg 发现病毒，已删去');
  expect(page.html).toContain(`/nominations/${id}/files/${first.id}`);
  expect((await clerk.get(`/nominations/${id}/files/${first.id}`)).status).toBe(200);
  const { events } = await readEvents(world.deps.table, `nomination:${id}`, { limit: 100 });
  expect(events.at(-1)).toMatchObject({ action: 'file.infected', details: { file: second.id } });
  expect((await desk.get(`/audit/${encodeURIComponent(`nomination:${id}`)}`)).text).toContain(
    '附件中发现病毒',
  );
  expect(world.logged.filter(({ code }) => /failed/.test(code))).toEqual([]);
});

test('a scanner that says nothing for an hour is a failure that somebody sees', async () => {
  await world.prepared(await world.as('clerk', street(2)), { org: street(2), answers: family(2) });
  await later(30);
  expect(world.logged.filter(({ code }) => /failed/.test(code))).toEqual([]);
  await later(40);
  expect(world.logged.some(({ code }) => /failed/.test(code))).toBe(true);
});
