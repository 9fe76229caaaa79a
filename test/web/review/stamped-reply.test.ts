import { afterAll, beforeAll, expect, it } from 'vitest';
import { addStepFile, readStepFile, replyRule } from '#actions/files/step-files.ts';
import { linkFor } from '#actions/people/links.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import { answerOpinion } from '#actions/review/opinions.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { district, family, jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';
import { hiddenIn, openBrowser } from '../people/account-browser.ts';

/** 最美家庭 whose departments must attach their stamped reply. */
let world: World;
let table: string;
const families: Nomination[] = [];
beforeAll(async () => {
  world = await makeWorld({
    adjust: (programme) => ({
      ...programme,
      stages: programme.stages.map((stage) => ({
        ...stage,
        steps: stage.steps.map((step) =>
          step.kind === 'opinions' ? { ...step, requireStampedReply: true } : step,
        ),
      })),
    }),
  });
  const clerk = await world.as('clerk', street(1));
  for (const n of [1, 2, 3]) {
    const { nomination, candidacy } = await world.nominate(clerk, { answers: family(n) });
    const { step } = await world.decide(candidacy, 'approve');
    await askCandidacy(world.deps, {
      round: world.round,
      nomination: nomination.id,
      phase: 0,
      token: `o-${n}`,
      step: step!.id,
    });
    families.push(nomination);
  }
  const { id: member } = await world.as('department:公安', district);
  const link = await linkFor(world.deps, { member, scope: `${world.round}#opinions#`, kind: 'worklist' });
  table = `${link}/${world.round}/opinions`;
});
afterAll(() => world.close());

const scan = (name = '回函.jpg') => new File([Uint8Array.from(jpeg(5))], name, { type: 'image/jpeg' });
const rowOf = (html: string, n: number) =>
  new RegExp(`name="outcome\\.(${families[n]!.id}\\.\\d+)"`).exec(html)![1]!;
const answers = () =>
  Promise.all(
    families.map(
      async (one) => (await world.candidacy(one)).asked.find((each) => each.department === '公安')?.answer,
    ),
  );

it('refuses answers without the stamped reply and keeps what was chosen; a wrong file keeps it too', async () => {
  const browser = openBrowser(world.deps);
  const page = await browser.get(table);
  expect(page.html).toContain('name="attachments.reply"');
  const row = rowOf(page.html, 0);
  const bare = await browser.post(table, { [`outcome.${row}`]: 'agree' });
  expect([bare.status, bare.text.includes('请上传加盖公章的回函扫描件')]).toEqual([422, true]);
  expect(bare.html).toMatch(new RegExp(`name="outcome\\.${row}" value="agree" checked`));
  const wrong = await browser.post(table, {
    [`outcome.${row}`]: 'agree',
    'attachments.reply': new File(['plain text'], '回函.pdf'),
  });
  expect([wrong.status, wrong.text.includes('只接受 PDF、JPG、PNG')]).toEqual([422, true]);
  expect(await answers()).toEqual([undefined, undefined, undefined]);
});

it('keeps the file while another fault is mended, takes one file for all answers, and offers it for the next page', async () => {
  const browser = openBrowser(world.deps);
  const page = await browser.get(table);
  const [first, second] = [rowOf(page.html, 0), rowOf(page.html, 1)];
  const faulty = await browser.post(table, {
    [`outcome.${first}`]: 'verify',
    [`outcome.${second}`]: 'agree',
    'attachments.reply': scan(),
  });
  expect([faulty.status, faulty.text.includes('回函.jpg')]).toEqual([422, true]);
  const { _reply: reply } = hiddenIn(faulty.html);
  const confirm = await browser.post(table, {
    [`outcome.${first}`]: 'verify',
    [`reason.${first}`]: '同名待核',
    [`outcome.${second}`]: 'agree',
    _reply: reply!,
  });
  expect([confirm.status, confirm.text.includes('盖章回函：回函.jpg')]).toEqual([200, true]);
  const done = await browser.post(`${table}/confirm`, hiddenIn(confirm.html));
  expect(done.to).toBe(`${table}?done=2&reply=${reply}`);
  expect(hiddenIn((await browser.follow(done)).html)._reply).toBe(reply);
  expect(await answers()).toEqual(['verify', 'agree', undefined]);
  const removed = await browser.post(table, { _reply: reply!, _removeFile: reply! });
  expect([removed.status, hiddenIn(removed.html)._reply]).toEqual([200, undefined]);
});

it('is readable by the asking organisation, not by the nominating side, others or the public', async () => {
  const admin = openBrowser(world.deps);
  await admin.signIn(await world.as('administrator', district));
  const page = await admin.get(`/rounds/${world.round}/nominations/${families[0]!.id}`);
  const href = /\/nominations\/[^"]+\/acts\/[0-9a-f]{40}/.exec(page.html)![0];
  const file = await admin.get(href);
  expect([file.status, file.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([
    200,
    true,
  ]);
  expect((await admin.get(`/nominations/${families[0]!.id}`)).html).toContain(href);
  const clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
  expect((await clerk.get(href)).status).toBe(404);
  expect((await clerk.get(`/nominations/${families[0]!.id}`)).html).not.toContain('/acts/');
  const other = openBrowser(world.deps);
  await other.signIn(await world.as('clerk', street(2)));
  expect((await other.get(href)).status).toBe(404);
  expect((await openBrowser(world.deps).get(href)).status).not.toBe(200);
  // By another nomination's address it is not there either.
  expect((await admin.get(href.replace(families[0]!.id, families[2]!.id))).status).toBe(404);
});

it('refuses in the action itself: no reply, somebody else’s file, an uploader without a task', async () => {
  const police = await world.as('department:公安', district);
  const said = {
    round: world.round,
    nomination: families[2]!.id,
    step: 'opinions',
    department: '公安',
    outcome: 'agree',
    reason: '',
  };
  expect(await codeOf(answerOpinion(world.deps, police, said))).toBe('stamped-reply-required');
  expect(await codeOf(answerOpinion(world.deps, police, { ...said, reply: 'f'.repeat(40) }))).toBe(
    'stamped-reply-required',
  );
  const step = { round: world.round, step: 'opinions' };
  const civility = await world.as('department:文明办', district);
  const theirs = await addStepFile(world.deps, civility, step, replyRule, jpeg(1), 'a.jpg');
  expect(await codeOf(answerOpinion(world.deps, police, { ...said, reply: theirs.id }))).toBe(
    'stamped-reply-required',
  );
  const clerk = await world.as('clerk', street(1));
  expect(await codeOf(addStepFile(world.deps, clerk, step, replyRule, jpeg(1), 'a.jpg'))).toBe('task-gone');
  const own = await addStepFile(world.deps, police, step, replyRule, jpeg(2), '公安.jpg');
  // An uploaded file that no answer used belongs to no nomination.
  expect(await codeOf(readStepFile(world.deps, police, families[2]!.id, own.id))).toBe('file-missing');
  await answerOpinion(world.deps, police, { ...said, reply: own.id });
  expect((await readStepFile(world.deps, police, families[2]!.id, own.id)).attachment.name).toBe('公安.jpg');
});
