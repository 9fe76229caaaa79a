/** In the cloud a sheet goes straight to the bucket, as one of fifty thousand lines is more than a request holds (docs/architecture.md#files-and-papers). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Deps } from '#deps';
import { findOrganisation } from '#store/people.ts';
import { atOnceMegabytes } from '#web/frame/uploads.ts';
import { type Bucket, openBucket, sendFile } from '../../bucket.ts';
import { district, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

let world: World;
let bucket: Bucket;
let deps: Deps;
let desk: Browser;
const json = { accept: 'application/json' };
beforeAll(async () => {
  [world, bucket] = await Promise.all([makeWorld(), openBucket()]);
  deps = { ...world.deps, files: bucket.files };
  desk = openBrowser(deps);
  await desk.signIn(await world.as('administrator', district));
});
afterAll(async () => {
  await bucket.close();
  await world.close();
});

async function slotOf(browser: Browser, name = '单位.csv') {
  const made = await browser.post('/sheets/uploads', { rule: 'undefined', name }, json);
  return { status: made.status, ...(JSON.parse(made.html) as { id: string; url: string; fields: object }) };
}

it('every form that takes a table says so, and leads to the slots', async () => {
  const { html } = await desk.get('/organisations/import');
  expect(html).toContain('data-direct="/sheets/uploads"');
  expect(html).toContain('data-keep="_sheet"');
  for (const page of [`/setup/members?org=${district}`, `/ledger/${district}/2021`])
    expect([page, (await desk.get(page)).html.includes('data-direct="/sheets/uploads"')]).toEqual([
      page,
      true,
    ]);
  const local = openBrowser(world.deps);
  await local.signIn(await world.as('administrator', district));
  expect((await local.get('/organisations/import')).html).not.toContain('data-direct');
  expect((await local.post('/sheets/uploads', { name: 'a.csv' }, json)).status).toBe(409);
});

it('a table of more than one request holds is imported from its slot, once it has arrived', async () => {
  const slot = await slotOf(desk);
  expect(slot.status).toBe(201);
  const confirm = `/sheets/uploads/${slot.id}/confirm`;
  expect((await desk.post(confirm, { name: '单位.csv' }, json)).status).toBe(409);
  const blanks = ' '.repeat((atOnceMegabytes + 1) * 1_048_576);
  const sheet = `编号,名称,层级,上级编号,区划代码\nbig1,"社区妇联${blanks}",社区,${street(1)},430102\n`;
  const bytes = new TextEncoder().encode(sheet);
  expect((await sendFile(slot as unknown as Parameters<typeof sendFile>[0], bytes)).status).toBe(201);
  const taken = await desk.post(confirm, { name: '单位.csv' }, json);
  expect([taken.status, JSON.parse(taken.html)]).toEqual([
    201,
    { id: slot.id, name: '单位.csv', bytes: bytes.length },
  ]);
  const other = openBrowser(deps);
  await other.signIn(await world.as('administrator', '430100'));
  expect((await other.post('/organisations/import', { _sheet: slot.id })).status).toBe(404);
  const sent = await desk.post('/organisations/import', { _sheet: slot.id });
  expect([sent.status, sent.to]).toEqual([303, '/organisations?done=imported']);
  expect((await findOrganisation(deps.table, 'big1'))?.name).toBe('社区妇联');
});

it('who works nowhere gets no slot', async () => {
  const browser = openBrowser(deps);
  await browser.signIn(await world.person('nobody@example.org'));
  expect((await browser.post('/sheets/uploads', { name: 'a.csv' }, json)).status).toBe(403);
});
