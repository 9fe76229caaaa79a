import { afterAll, beforeAll, expect, it } from 'vitest';
import { addStepFile, photoRule, readStepFile } from '#actions/files/step-files.ts';
import { withdraw } from '#actions/nomination/withdraw.ts';
import { linkFor } from '#actions/people/links.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { sweep } from '#actions/running/sweep.ts';
import { invitePanel } from '#actions/selection/panel.ts';
import { eraseOnRequest } from '#actions/trust/erasure.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { keys } from '#store/keys.ts';
import { getRevision, listPage } from '#store/reads.ts';
import { openBucket, sendFile } from '../../bucket.ts';
import { district, family, jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';
import { hiddenIn, openBrowser } from '../people/account-browser.ts';

/** 最美家庭 with a visit after the review: two lines, one of them free, and two photographs. */
let world: World;
let nomination: Nomination;
let task: string;
let unused: string;
beforeAll(async () => {
  world = await makeWorld({
    adjust: (programme) => ({
      ...programme,
      stages: programme.stages.map((stage) => ({
        ...stage,
        steps: stage.steps.map((step) =>
          step.kind === 'opinions'
            ? {
                kind: 'visit',
                days: 5,
                visitors: 1,
                checklist: ['家风展示', { label: '邻里走访', required: false }],
                photos: true,
                minPhotos: 2,
              }
            : step,
        ),
      })),
    }),
  });
  const clerk = await world.as('clerk', street(1));
  const made = await world.nominate(clerk, { answers: family(1) });
  nomination = made.nomination;
  expect((await world.decide(made.candidacy, 'approve')).state).toBe('visit');
  await askCandidacy(world.deps, {
    round: world.round,
    nomination: nomination.id,
    phase: 0,
    token: 'v-1',
    step: 'visit',
  });
  const [asked] = (await world.candidacy(nomination)).asked;
  const link = await linkFor(world.deps, {
    member: asked!.member,
    scope: `${world.round}#visit#`,
    kind: 'worklist',
  });
  task = `${link}/${world.round}/visit/${nomination.id}`;
});
afterAll(() => world.close());

const picture = (n: number) => new File([Uint8Array.from(jpeg(n))], `现场${n}.jpg`, { type: 'image/jpeg' });

it('leaves nothing of a photograph that was never sent with a visit: it goes after thirty days', async () => {
  const { asked } = await world.candidacy(nomination);
  const visitor = { id: asked[0]!.member, grants: [], via: 'session' } as unknown as Actor;
  const ref = { round: world.round, step: 'visit', nomination: nomination.id };
  const before = world.stored.size;
  const { id } = await addStepFile(world.deps, visitor, ref, photoRule, jpeg(7), '未用.jpg');
  const cut = {
    ...world.deps,
    handOver: async () => {},
    table: { ...world.deps.table, together: async () => Promise.reject(new Error('the process ends here')) },
  };
  await expect(addStepFile(cut, visitor, ref, photoRule, jpeg(8), '中断.jpg')).rejects.toThrow('ends here');
  expect(world.stored.size).toBe(before + 2);
  world.at('2021-04-03T02:00:00.000Z');
  await sweep(world.deps);
  expect([world.stored.size, world.stored.has(id)]).toEqual([before + 1, true]); // the one that was cut off
  world.at('2021-04-02T01:00:00.000Z');
  unused = id;
});

it('in the cloud sends its photographs one by one to the store, and one with the form where no script runs', async () => {
  const bucket = await openBucket();
  try {
    const browser = openBrowser({ ...world.deps, files: bucket.files });
    const page = await browser.get(task);
    const input = /<input type="file"[^>]*>/.exec(page.html)![0];
    expect(input).toContain(`data-direct="${task}/uploads"`);
    expect(input).toContain('name="attachments.photos"');
    expect(input).not.toMatch(/\smultiple/);
    const json = { accept: 'application/json' };
    const ids: string[] = [];
    for (const n of [1, 2]) {
      const name = `现场${n}.jpg`;
      const slot = JSON.parse((await browser.post(`${task}/uploads`, { rule: 'photos', name }, json)).html);
      expect((await sendFile(slot, jpeg(n), name)).status).toBe(201);
      const confirm = `${task}/uploads/${slot.id}/confirm`;
      const taken = await browser.post(confirm, { name }, json);
      expect([taken.status, JSON.parse(taken.html).name]).toEqual([201, name]);
      // Pressed again it is the same file.
      expect(JSON.parse((await browser.post(confirm, { name }, json)).html).id).toBe(
        JSON.parse(taken.html).id,
      );
      ids.push(JSON.parse(taken.html).id);
    }
    const before = await browser.post(task, {
      _photos: ids[0]!,
      _more: '1',
      'attachments.photos': picture(3),
    });
    expect([before.status, before.text.includes('现场3.jpg'), before.text.includes('请逐项选择')]).toEqual([
      200,
      true,
      false,
    ]);
    const said = { outcome: 'approve', 'checklist.0': 'yes', _photos: ids };
    const confirm = await browser.post(task, said);
    expect([confirm.status, confirm.text.includes('现场1.jpg、现场2.jpg')]).toEqual([200, true]);
    expect((await world.candidacy(nomination)).state).toBe('visit');
  } finally {
    await bucket.close();
  }
});

it('is refused incomplete, keeps its photographs, and is recorded as data', async () => {
  const browser = openBrowser(world.deps);
  const page = await browser.get(task);
  expect(page.text).toContain('家风展示');
  const first = await browser.post(task, { outcome: 'approve', 'attachments.photos': picture(1) });
  expect(first.status).toBe(422);
  expect(first.text).toContain('请逐项选择：家风展示');
  expect(first.text).toContain('至少 2 张，现有 1 张');
  expect(first.text).not.toContain('请逐项选择：邻里走访');
  const one = hiddenIn(first.html)._photos!;
  const confirm = await browser.post(task, {
    outcome: 'approve',
    'checklist.0': 'yes',
    _photos: one,
    'attachments.photos': picture(2),
  });
  expect([confirm.status, confirm.text.includes('现场1.jpg、现场2.jpg')]).toEqual([200, true]);
  expect((await world.candidacy(nomination)).state).toBe('visit');
  const done = await browser.post(`${task}/confirm`, hiddenIn(confirm.html));
  expect([done.status, (await browser.follow(done)).text.includes('已提交')]).toEqual([303, true]);
  expect((await world.candidacy(nomination)).state).toBe('waiting');
});

it('is shown to the administrator with its files, to the panel by link, and to nobody else', async () => {
  const admin = openBrowser(world.deps);
  await admin.signIn(await world.as('administrator', district));
  const page = await admin.get(`/rounds/${world.round}/nominations/${nomination.id}`);
  const files = [...page.html.matchAll(/acts\/([0-9a-f]{40})/g)].map(([, id]) => id!);
  expect([page.text.includes('✓ 符合 家风展示'), files.length]).toEqual([true, 2]);
  expect((await admin.get(`/nominations/${nomination.id}/acts/${files[0]}`)).status).toBe(200);
  const clerk = await world.as('clerk', street(1));
  expect(await codeOf(readStepFile(world.deps, clerk, nomination.id, files[0]!))).toBe('file-missing');
  const panellist = await world.as('panellist', district);
  expect(await codeOf(readStepFile(world.deps, panellist, nomination.id, files[0]!))).toBe('not-found');
  const administrator = await world.as('administrator', district);
  const members = await Promise.all([1, 2, 3, 4, 5].map((n) => world.as('panellist', district, n)));
  await invitePanel(
    world.deps,
    administrator,
    world.round,
    members.map(({ id }) => id),
  );
  const opened = await readStepFile(world.deps, panellist, nomination.id, files[1]!);
  expect(opened.attachment.name).toBe('现场2.jpg');
  const elsewhere = { ...panellist, via: 'link' as const, link: { scope: 'other.2.x#panel#' } };
  expect(await codeOf(readStepFile(world.deps, elsewhere, nomination.id, files[1]!))).not.toBeUndefined();
});

it('takes no visit from the API without its checklist and photographs', async () => {
  const clerk = await world.as('clerk', street(1));
  const made = await world.nominate(clerk, { answers: family(2) });
  await world.decide(made.candidacy, 'approve');
  await askCandidacy(world.deps, {
    round: world.round,
    nomination: made.nomination.id,
    phase: 0,
    token: 'v-2',
    step: 'visit',
  });
  const [asked] = (await world.candidacy(made.nomination)).asked;
  const visitor = { id: asked!.member, name: '', grants: [], via: 'session' as const };
  const said = {
    round: world.round,
    nomination: made.nomination.id,
    step: 'visit',
    outcome: 'reject',
    reason: '门前脏乱',
  };
  expect(await codeOf(decideReview(world.deps, visitor, said))).not.toBeUndefined();
  expect((await world.candidacy(made.nomination)).state).toBe('visit');
});

it('keeps the photographs of the visit when the unused one is removed', async () => {
  const acts = await listPage<ActRecord>(world.deps.table, {
    pk: keys.nomination(nomination.id).pk,
    prefix: keys.reviewPrefix,
  });
  const used = acts.items.flatMap((act) => act.files ?? []).map(({ id }) => id);
  expect(used).toHaveLength(2);
  world.at('2021-05-04T02:00:00.000Z');
  await sweep(world.deps);
  expect([unused, ...used].map((id) => world.stored.has(id))).toEqual([false, true, true]);
});

it('loses its photographs and its words when the nomination is erased', async () => {
  const acts = () =>
    listPage<ActRecord>(world.deps.table, {
      pk: keys.nomination(nomination.id).pk,
      prefix: keys.reviewPrefix,
    });
  const form = await getRevision(world.deps.table, nomination.id, 1);
  const files = [...(await acts()).items.flatMap((act) => act.files ?? []), ...form.attachments];
  expect(files.map(({ id }) => world.stored.has(id))).toEqual([true, true, true, true]);
  await withdraw(world.deps, await world.as('clerk', street(1)), { id: nomination.id, reason: '本人要求' });
  const admin = await world.as('administrator', district);
  await eraseOnRequest(world.deps, admin, { nomination: nomination.id, reason: 'request' });
  const { items } = await acts();
  const visit = items.find((act) => act.kind === 'visit')!;
  expect([visit.outcome, visit.reason, visit.files, visit.checklist]).toEqual([
    'approve',
    '',
    undefined,
    undefined,
  ]);
  expect(files.filter(({ id }) => world.stored.has(id))).toEqual([]);
});
