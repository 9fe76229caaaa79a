import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAttachment } from '#actions/files/attachments.ts';
import { getDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { importOutcomes, prepareImport } from '#actions/nomination/import-job.ts';
import { submitImported } from '#actions/nomination/submit-job.ts';
import { runJob } from '#actions/running/jobs.ts';
import { sweep } from '#actions/running/sweep.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { findNomination } from '#store/reads.ts';
import { family, jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

let world: World;
let actor: Actor;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  actor = await world.as('clerk', street(1));
  clerk = openBrowser(world.deps);
  await clerk.signIn(actor);
});
afterAll(() => world.close());

const consents = { consentText: consentVersion, sensitive: 'true' };

/** Imports families and completes the form of each; gives the import and the drafts in the order of the sheet. */
async function imported(numbers: readonly number[]): Promise<{ from: string; drafts: readonly string[] }> {
  const { id: from } = await prepareImport(world.deps, actor, {
    programme: world.programme,
    org: street(1),
    rows: numbers.map((n) => ({ 家庭称谓: `导入${n}家庭`, 家庭代表姓名: `代表${n}` })),
  });
  await sweep(world.deps);
  const { items } = await importOutcomes(world.deps, actor, from);
  const drafts = items.flatMap(({ saved }) => saved).map(({ id }) => id);
  for (const [i, id] of drafts.entries()) {
    const { draft } = await getDraft(world.deps, actor, id);
    await saveDraft(world.deps, actor, {
      id,
      programme: world.programme,
      org: street(1),
      answers: family(numbers[i]!),
      version: draft.version,
    });
  }
  return { from, drafts };
}
const photos = async (id: string, n: number) => {
  for (const file of [n, n + 1])
    await addAttachment(world.deps, actor, id, 'photos', jpeg(file), `照片${file}.jpg`);
};

it('submits all that are complete in one press; one that lacks something stays a draft with its reason, and goes with the next press', async () => {
  const { from, drafts } = await imported([41, 42, 43]);
  await photos(drafts[0]!, 1);
  await photos(drafts[1]!, 3);
  expect((await clerk.get(`/import/${from}`)).html).toContain(`/import/${from}/submit`);
  const bare = await clerk.post(`/import/${from}/submit`, { consentText: consentVersion });
  expect([bare.status, bare.html.includes('id="f-sensitive-error"')]).toEqual([422, true]);
  const unknown = submitImported(world.deps, actor, { import: from, consentText: '1999', sensitive: true });
  expect(await codeOf(unknown)).toBe('privacy-consent');
  // The roll of honour is asked once for all of them, and may be left.
  expect((await clerk.get(`/import/${from}/submit`)).html).toMatch(/name="roll" value="true"(?! checked)/);
  const pressed = await clerk.post(`/import/${from}/submit`, { ...consents, roll: 'true' });
  expect(pressed.status).toBe(303);
  await sweep(world.deps);
  const result = await clerk.follow(pressed);
  expect(result.text).toContain('已提交 2 份，1 份没有提交');
  expect(result.html).toContain(`/nominations/${drafts[2]}/edit`);
  expect(result.text).toContain('「生活照（含全家福）」至少 2 个文件');
  const there = await Promise.all(drafts.map((id) => findNomination(world.deps.table, id)));
  expect(there.map((one) => one?.owner)).toEqual([actor.id, actor.id, undefined]);
  const kept = { textVersion: consentVersion, sensitive: true };
  expect(there.slice(0, 2).map((one) => one?.privacy)).toMatchObject([kept, kept]);
  const agreed = { agreed: true, by: actor.id, textVersion: consentVersion };
  expect(there.slice(0, 2).map((one) => one?.roll)).toMatchObject([agreed, agreed]);

  await photos(drafts[2]!, 5);
  const again = await clerk.post(`/import/${from}/submit`, consents);
  expect(again.to).not.toBe(pressed.to);
  await sweep(world.deps);
  expect((await clerk.follow(again)).text).toContain('已提交 3 份，0 份没有提交');
  expect((await findNomination(world.deps.table, drafts[2]!))?.roll).toBeUndefined();
});

it('a chunk that was cut off and runs again submits nothing twice, and two presses in one moment are one job', async () => {
  const { from, drafts } = await imported([44, 45]);
  for (const [i, id] of drafts.entries()) await photos(id, 10 + 2 * i);
  const sent = { import: from, consentText: consentVersion, sensitive: true };
  const [one, other] = await Promise.all([
    submitImported(world.deps, actor, sent),
    submitImported(world.deps, actor, sent),
  ]);
  expect(one.id).toBe(other.id);
  const before = await world.deps.table.get(keys.job(one.id), { consistent: true });
  await runJob(world.deps, one.id).catch(() => undefined);
  await world.deps.table.put({ ...before!, ...keys.job(one.id) });
  await sweep(world.deps);
  const result = await clerk.get(`/import/${from}/submitted/${one.id}`);
  expect(result.text).toContain('已提交 2 份，0 份没有提交');
});

it('is in time by the press, asks the right of her who pressed, and is shown to her organisation only', async () => {
  const { from, drafts } = await imported([46]);
  await photos(drafts[0]!, 20);
  const sent = { import: from, consentText: consentVersion, sensitive: true };
  const stranger = await world.as('clerk', street(2));
  expect(await codeOf(submitImported(world.deps, stranger, sent))).toBe('import-unknown');
  const late = await submitImported(world.deps, actor, { ...sent, receivedAt: '2021-05-06T09:30:00.001Z' });
  await sweep(world.deps);
  const result = await clerk.get(`/import/${from}/submitted/${late.id}`);
  expect(result.text).toContain('0 份，1 份没有提交');
  expect(result.text).toContain('截止');
  const other = openBrowser(world.deps);
  await other.signIn(stranger);
  expect((await other.get(`/import/${from}/submitted/${late.id}`)).status).toBe(404);
});
