import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueCode, keepScan, matchScan } from '#actions/files/stamped-pages.ts';
import { amend } from '#actions/nomination/amend.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shownCode } from '#domain/files/stamped-code.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { getNomination, getRevision } from '#store/reads.ts';
import { openBucket, sendFile } from '../../bucket.ts';
import { community, family, jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, problemOf, seatId, type World } from '../../world.ts';
import { type Browser, hiddenIn, openBrowser } from '../people/account-browser.ts';

/** A community nominates to its street, whose review of 最美家庭 wants a stamped page. */
let world: World;
let clerk: Actor;
let browser: Browser;
const made: { nomination: Nomination; candidacy: Candidacy }[] = [];
beforeAll(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', community(1));
  for (const n of [1, 2, 3, 4])
    made.push(await world.nominate(clerk, { org: community(1), answers: family(n) }));
  browser = openBrowser(world.deps);
  await browser.signIn(clerk);
});
afterAll(() => world.close());

const scan = (name: string) => new File([Uint8Array.from(jpeg(4))], name, { type: 'image/jpeg' });
/** The code printed on the page of the n-th nomination. */
async function printed(n: number): Promise<string> {
  const at = `/nominations/${made[n]!.nomination.id}/print`;
  await browser.follow(await browser.post(at));
  const page = await browser.get(at);
  expect(page.html).toContain('<svg class="qr"');
  return /<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3})<\/code>/.exec(page.html)![1]!;
}
const upload = (files: readonly File[], more: Readonly<Record<string, string>> = {}) =>
  browser.post('/stamped', { ...more, 'attachments.stamped': files });

it('is needed before a nomination goes up, and the clerk and the reviewer read what is missing', async () => {
  expect(made[0]!.candidacy.round).toBe(seatId(world, 1, street(1)));
  const problem = await problemOf(world.decide(made[0]!.candidacy, 'approve'));
  expect([problem?.code, problem?.text.zh.includes('第 1 稿')]).toEqual(['stamped-page-missing', true]);
  expect((await world.candidacy(made[0]!.nomination)).state).toBe('review');
  expect((await browser.get(`/nominations/${made[0]!.nomination.id}`)).text).toContain(
    '缺少盖章页，不能上报',
  );
});

it('is printed with a code that a press makes and that stays the same', async () => {
  const at = `/nominations/${made[0]!.nomination.id}/print`;
  const before = await browser.get(at);
  expect([before.text.includes('生成编码'), before.html.includes('class="qr"')]).toEqual([true, false]);
  const code = await printed(0);
  expect(await printed(0)).toBe(code);
  expect(await printed(1)).not.toBe(code);
});

it('in the cloud goes to the store scan by scan, and is matched by the press that follows', async () => {
  const bucket = await openBucket();
  try {
    const cloud = openBrowser({ ...world.deps, files: bucket.files });
    await cloud.signIn(clerk);
    const page = await cloud.get('/stamped');
    expect(page.html).toContain('data-direct="/stamped/uploads"');
    expect(page.html).toContain('data-keep="_kept"');
    const json = { accept: 'application/json' };
    const name = `${await printed(3)}.jpg`;
    const slot = JSON.parse((await cloud.post('/stamped/uploads', { rule: 'stamped', name }, json)).html);
    expect((await sendFile(slot, jpeg(4), name)).status).toBe(201);
    const taken = await cloud.post(`/stamped/uploads/${slot.id}/confirm`, { name }, json);
    expect(taken.status).toBe(201);
    const matched = await cloud.post('/stamped', { _kept: JSON.parse(taken.html).id });
    expect([matched.status, matched.text.includes(`${name} →`)]).toEqual([200, true]);
    // Another kind of file is refused before anything is sent.
    const wrong = await cloud.post('/stamped/uploads', { rule: 'stamped', name: '扫描.txt' }, json);
    expect(wrong.status).toBe(422);
  } finally {
    await bucket.close();
  }
});

it('comes back several at once: matched by the name of the file, the others kept until their code is typed', async () => {
  const [first, second] = [await printed(0), await printed(1)];
  const unnamed = await upload([scan(`盖章_${first}.jpg`), scan('IMG_0001.jpg')]);
  expect([
    unnamed.status,
    unnamed.text.includes('.jpg → 罗步芳1家庭'),
    unnamed.text.includes('「IMG_0001.jpg」的编码'),
  ]).toEqual([422, true, true]);
  const { _kept: kept } = hiddenIn(unnamed.html);
  const typo = `${second.slice(0, -1)}${second.endsWith('0') ? '1' : '0'}`;
  const wrong = await browser.post('/stamped', { _kept: kept!, [`code.${kept}`]: typo });
  expect([wrong.status, wrong.text.includes('末位为校验位'), wrong.html.includes(typo)]).toEqual([
    422,
    true,
    true,
  ]);
  const done = await browser.post('/stamped', { _kept: kept!, [`code.${kept}`]: second.toLowerCase() });
  expect([done.status, done.text.includes('罗步芳2家庭')]).toEqual([200, true]);
  const page = await browser.get(`/nominations/${made[1]!.nomination.id}`);
  expect(page.text).toContain('已上传 IMG_0001.jpg');
  expect((await world.decide(made[0]!.candidacy, 'approve')).upward?.state).toBe('sent');
  const href = new RegExp(`/nominations/${made[1]!.nomination.id}/acts/[0-9a-f]{40}`).exec(page.html)![0];
  expect((await browser.get(href)).status).toBe(200);
  expect((await openBrowser(world.deps).get(href)).status).not.toBe(200);
});

it('of another revision is refused with the reason, and the page of the new one is wanted', async () => {
  const { nomination, candidacy } = made[1]!;
  const old = await printed(1);
  await world.decide(await world.candidacy(nomination), 'return');
  const now = await getNomination(world.deps.table, nomination.id);
  const revision = await getRevision(world.deps.table, nomination.id, 1);
  const { answers } = await openAnswers(world.deps, revision);
  await amend(world.deps, clerk, {
    id: nomination.id,
    answers: { ...answers, brief: '补充后的简介。' },
    attachments: revision.attachments,
    note: '补充',
    version: now.version,
  });
  expect((await browser.get(`/nominations/${nomination.id}`)).text).toContain('只有第 1 稿的盖章页');
  const refused = await upload([scan(`${old}.jpg`)]);
  expect([refused.status, refused.text.includes('第 1 稿的盖章页，申报表已修改为第 2 稿')]).toEqual([
    422,
    true,
  ]);
  const again = await world.candidacy(nomination);
  expect(await codeOf(world.decide(again, 'approve'))).toBe('stamped-page-missing');
  expect(await printed(1)).not.toBe(old);
  expect((await upload([scan(`${await printed(1)}.jpg`)])).status).toBe(200);
  expect((await world.decide(again, 'approve')).round).toBe(candidacy.round);
});

it('asks for right and code before anything is stored, and counts by nomination and day', async () => {
  const { id } = made[2]!.nomination;
  const { code } = await issueCode(world.deps, clerk, id);
  const [stranger, anybody] = [
    await world.as('clerk', community(2)),
    await world.person('nobody@example.com'),
  ];
  const stored = world.stored.size;
  const keep = (actor: Actor, sent: { name: string; code?: string }) =>
    codeOf(keepScan(world.deps, actor, jpeg(1), sent));
  expect(await keep(stranger, { name: `${code}.jpg` })).toBe('code-unknown');
  expect(await keep(stranger, { name: 'a.jpg', code })).toBe('code-unknown');
  expect(await keep(clerk, { name: 'a.jpg', code: '00000000000' })).toBe('code-unknown');
  expect(await keep(clerk, { name: 'a.jpg', code: '123' })).toBe('code-unreadable');
  expect(await keep(anybody, { name: 'a.jpg' })).toBe('code-first');
  expect(world.stored.size).toBe(stored);
  for (let n = 0; n < 40; n++) await keepScan(world.deps, clerk, jpeg(1), { name: 'a.jpg', code });
  expect(await keep(clerk, { name: 'a.jpg', code })).toBe('too-many-scans');
  world.at('2021-04-03T01:00:00.000Z');
  expect((await keepScan(world.deps, clerk, jpeg(1), { name: 'a.jpg', code })).code).toBe(
    code.replaceAll('-', ''),
  );
  world.at('2021-04-02T01:00:00.000Z');
});

it('refuses strangers, unknown codes, files of others and wrong files', async () => {
  const { id } = made[2]!.nomination;
  const { code } = await issueCode(world.deps, clerk, id);
  const stranger = await world.as('clerk', community(2));
  expect(await codeOf(issueCode(world.deps, stranger, id))).toBe('not-found');
  const { file: theirs } = await keepScan(world.deps, stranger, jpeg(1), { name: 'a.jpg' });
  expect(await codeOf(matchScan(world.deps, stranger, { file: theirs.id, code }))).toBe('code-unknown');
  expect(await codeOf(matchScan(world.deps, clerk, { file: theirs.id, code }))).toBe('file-missing');
  const { file: own } = await keepScan(world.deps, clerk, jpeg(1), { name: 'a.jpg' });
  expect(await codeOf(matchScan(world.deps, clerk, { file: own.id, code: '00000000000' }))).toBe(
    'code-unknown',
  );
  expect(await codeOf(matchScan(world.deps, clerk, { file: own.id }))).toBe('code-unreadable');
  const { page } = await matchScan(world.deps, clerk, { file: own.id, code: shownCode(code) });
  expect([page.nomination, page.revision]).toEqual([id, 1]);
  const bad = await upload([new File(['text'], 'x.pdf')]);
  expect([bad.status, bad.text.includes('只接受 PDF、JPG、PNG')]).toEqual([422, true]);
  expect((await browser.post('/stamped')).status).toBe(422);
});
