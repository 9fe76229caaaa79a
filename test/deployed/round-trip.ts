/** What the journey played in the cloud moves to one machine and on to a second, fresh deployment, by the commands of docs/operations.md. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { family, jpeg } from '../furong.ts';
import { download, until } from '../journey/anywhere.ts';
import {
  candidaciesOf,
  decideByLink,
  done,
  newPerson,
  type Person,
  plainText,
  tasksOf,
} from '../journey/client.ts';
import {
  honoursOf,
  openProgramme,
  openRound,
  preset,
  submit,
  withoutPictures,
  withStages,
} from '../journey/driver.ts';
import { run, type Served, serve } from './commands.ts';
import { deploy, stages } from './deploy.ts';
import { type Deployed, type Operator, operatorOf } from './operator.ts';
import { type Anywhere, openDeployed } from './stage.ts';

const [district, street] = ['longhua', 'guanhu'];
const certificate = 'T-440309-PAJT-2022-0001';
const day = '2022-05-24';
const from = inject('deployed');
let folder: string;
let data: string;
let first: Anywhere;
let second: Anywhere | undefined;
let served: Served | undefined;
const operators: Operator[] = [];
/** A candidacy that waits for its review while it moves, and the link in the letter that asks for it. */
let round = '';
let nomination = '';
let link = '';
let before: Awaited<ReturnType<typeof seen>>;

const operator = (deployed: Deployed): Operator => {
  operators.push(operatorOf(deployed));
  return operators.at(-1)!;
};
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Words of a page without its head, navigation and foot. */
const wordsOf = (page: string): string => plainText(/<main[\s\S]*<\/main>/.exec(page)?.[0] ?? '');
const stateOf = async (root: Person): Promise<string> =>
  (await candidaciesOf(root, round)).find((each) => each.nomination === nomination)?.state;

/** What must be the same in every home: the public pages, the forms with their sealed fields, the bytes of the pictures. */
async function seen(visitor: Person, root: Person) {
  const { items: lists } = await done(visitor.get(`/api/honours/lists?org=${district}`));
  const [list] = lists;
  const forms: unknown[] = [];
  const pictures: string[] = [];
  for (const { nomination: id } of await candidaciesOf(root, list.round)) {
    // Whoever is shown personal fields is noted in the record, which makes a version.
    const { version: _, ...form } = await done(root.get(`/api/nominations/${id}?personal=shown`));
    forms.push(form);
    for (const file of form.attachments)
      pictures.push(digest(await download(root, `/api/nominations/${id}/attachments/${file.id}`)));
  }
  return {
    lists,
    honours: await honoursOf(visitor, list.id),
    roll: wordsOf((await visitor.get(`/honours/${list.id}`)).body),
    checked: await done(visitor.get(`/api/honours/${certificate}`)),
    certificate: wordsOf((await visitor.get(`/certificates/${certificate}`)).body),
    forms,
    pictures,
  };
}

const asked = async (home: Pick<Anywhere, 'letters'>) => home.letters(day, '龙华区审核员', '待办通知');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-round-trip-'));
  data = join(folder, 'home');
  first = await openDeployed(from);
});
afterAll(async () => {
  // Whatever it says, the rest is closed too.
  const stopped = await Promise.allSettled([served?.stop()]);
  await Promise.all([first?.close(), second?.close()]);
  for (const each of operators) each.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  for (const each of stopped) if (each.status === 'rejected') throw each.reason;
});

test('beside the list that was published, a nomination waits for its review', async () => {
  const desk = await first.byCode('龙华区管理员', `administrator@${district}.example.org`);
  const document = withoutPictures(
    withStages(preset('pajt', '2023'), { district: { without: ['joint-recheck', 'opinions', 'panel'] } }),
  );
  await openProgramme(desk, district, 'pajt-2023', document);
  round = await openRound(desk, 'pajt-2023', district, [day, '2022-06-10'], { places: 2 });
  await first.clock(day, '10:00');
  const clerk = await first.byCode('观湖填报员', `clerk@${street}.example.org`);
  const answers = family(7, { warningLetter: '否', tags: ['无纠纷'] });
  // The tasks function is throttled meanwhile: one call at a time, and the sweeps take it.
  const calm = operator(from);
  await calm.limitTasks(1);
  nomination = (await done(submit(clerk, 'pajt-2023', street, answers, 'round-trip'))).id;
  const swept = await Promise.allSettled(Array.from({ length: 20 }, () => calm.sweep()));
  const refused = swept.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  expect(refused.filter((why) => /TooManyRequests|Rate Exceeded/.test(why)).length).toBeGreaterThan(0);
  await calm.limitTasks(undefined);
  [link = ''] = await until(
    async () => (await asked(first)).map((letter) => letter.link),
    (links) => links.length === 1 && links[0] !== '',
  );
  // The minute's rule makes the checkpoints of the days that the clock has passed; the journey may be faster than it.
  await operator(from).sweep();
  before = await seen(await first.visitor(), first.root);
  expect(before.lists).toHaveLength(1);
  expect(before.honours).toHaveLength(2);
  expect(before.certificate).toContain('编号相符');
  expect(JSON.stringify(before.forms)).toContain(family(1, {}).address);
  expect(before.pictures.toSorted()).toEqual([1, 2, 3].map((n) => digest(jpeg(n))).toSorted());
});

test('a deployment is exported while it is held, not while it runs', async () => {
  const file = join(folder, 'there.move');
  const exporting = () => run(from.endpoint, 'export', file, '--target', 'aws', '--stage', from.stage);
  const refused = await exporting();
  expect([refused.code, refused.said]).toEqual([
    1,
    expect.stringContaining(`--function-name hongbang-${from.stage}-web`),
  ]);
  await operator(from).hold();
  const made = await exporting();
  expect([made.code, made.said]).toEqual([0, expect.stringContaining('3 attachments')]);
});

test('on one machine its audit chains verify, and everything reads the same', async () => {
  const file = join(folder, 'there.move');
  const real = await run(from.endpoint, 'import', file, '--data', data);
  expect([real.code, real.said]).toEqual([1, expect.stringContaining('--rehearsal')]);
  const moved = await run(from.endpoint, 'import', file, '--data', data, '--rehearsal');
  expect([moved.code, moved.said]).toEqual([0, expect.stringContaining('executions go on')]);
  const doctor = await run(from.endpoint, 'doctor', '--data', data, '--full', '--json');
  expect([doctor.code, JSON.parse(doctor.said)]).toMatchObject([0, { healthy: true }]);
  const verified = await run(from.endpoint, 'audit-verify', '--data', data, '--json');
  expect([verified.code, JSON.parse(verified.said)]).toMatchObject([0, { faults: [] }]);
  expect(JSON.parse(verified.said).events).toBeGreaterThan(20);

  served = await serve(from.endpoint, data);
  const { place, root } = served;
  expect(await seen(newPerson(place, { name: '访客', email: '', id: '' }), root)).toEqual(before);
  expect(await stateOf(root)).toBe('review');
  await served.stop();
  served = undefined;
});

test('a fresh deployment takes the home of one machine, and the review goes on there by the link of the first letter', async () => {
  const to = await deploy(stages[1], from.endpoint, AbortSignal.timeout(240_000));
  const there = operator(to);
  const file = join(folder, 'on.move');
  const made = await run(from.endpoint, 'export', file, '--data', data);
  expect([made.code, made.said]).toEqual([0, expect.stringContaining('3 attachments')]);
  const importing = () => run(from.endpoint, 'import', file, '--target', 'aws', '--stage', to.stage);
  const refused = await importing();
  expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('put-function-concurrency')]);
  await there.hold();
  const moved = await importing();
  expect([moved.code, moved.said]).toEqual([0, expect.stringContaining('executions go on')]);
  // Repeated, it changes nothing.
  const again = await importing();
  expect([again.code, again.said]).toEqual([0, expect.stringContaining('nothing was changed')]);
  await there.letGo();
  await there.sweep();

  second = await openDeployed(to);
  expect(await seen(await second.visitor(), second.root)).toEqual(before);
  const machine = new RegExp(`^${nomination}-.*-m2$`);
  await until(
    () => there.executions('RUNNING'),
    (names) => names.some((name) => machine.test(name)),
  );
  const reviewer = await second.byCode('龙华区审核员', `reviewer@${district}.example.org`);
  expect((await tasksOf(reviewer, round)).map((task) => task.nomination)).toEqual([nomination]);
  // The tasks function is held: the decision is taken at once, its execution waits, and finishes when it is let go.
  await there.limitTasks(0);
  const { recorded } = await decideByLink(await second.visitor(), link, nomination, { outcome: 'approve' });
  expect(recorded.status).toBe(303);
  await new Promise((soon) => setTimeout(soon, 4_000));
  expect((await there.executions('RUNNING')).some((name) => machine.test(name))).toBe(true);
  await there.limitTasks(undefined);
  await until(
    () => there.executions('SUCCEEDED'),
    (names) => names.some((name) => machine.test(name)),
  );
  await until(
    () => stateOf(second!.root),
    (state) => state === 'waiting',
  );
  // Nobody was asked twice.
  expect(await asked(second)).toHaveLength(1);
  expect(await there.failures()).toEqual([]);
}, 300_000);
