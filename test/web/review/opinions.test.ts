import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeLetter } from '#actions/letter/letter-content.ts';
import { linkFor } from '#actions/people/links.ts';
import { editGrants } from '#actions/people/people.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { getMember } from '#store/people.ts';
import { listPage } from '#store/reads.ts';
import { district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { hiddenIn, openBrowser } from '../people/account-browser.ts';

let world: World;
/** The letter's link of the police, the table below it, and three families before it. */
let link: string;
let table: string;
const families: Nomination[] = [];
beforeAll(async () => {
  world = await makeWorld();
  const clerk = await world.as('clerk', street(1));
  for (const n of [1, 2, 3]) {
    const { nomination, candidacy } = await world.nominate(clerk, { answers: family(n) });
    const passed = await world.decide(candidacy, 'approve');
    expect(passed.state).toBe('opinions');
    const { id: step } = passed.step!;
    await askCandidacy(world.deps, {
      round: world.round,
      nomination: nomination.id,
      phase: 0,
      token: `o-${n}`,
      step,
    });
    families.push(nomination);
  }
  const police = await world.as('department:公安', district);
  link = await linkFor(world.deps, {
    member: police.id,
    scope: `${world.round}#opinions#`,
    kind: 'worklist',
  });
  table = `${link}/${world.round}/opinions`;
});
afterAll(() => world.close());

/** Names of the fields of a family's row. */
const rowOf = (html: string, n: number) =>
  new RegExp(`name="outcome\\.(${families[n]!.id}\\.\\d+)"`).exec(html)![1]!;

it('answers a whole table at once, each row by its own choice; rows left empty are not sent', async () => {
  const browser = openBrowser(world.deps);
  expect((await browser.get(link)).html).toContain(`href="${table}"`);
  const page = await browser.get(table);
  expect(page.html).not.toMatch(/type="radio"[^>]*checked/);
  const [first, second] = [rowOf(page.html, 0), rowOf(page.html, 1)];
  const empty = await browser.post(table, {});
  expect([empty.status, empty.text.includes('还没有选择任何意见')]).toEqual([422, true]);
  const bad = await browser.post(table, { [`outcome.${first}`]: 'agree', [`outcome.${second}`]: 'verify' });
  expect([bad.status, bad.html.includes(`id="f-reason-${second.replace('.', '-')}-error"`)]).toEqual([
    422,
    true,
  ]);
  expect(bad.html).toMatch(new RegExp(`name="outcome\\.${first}" value="agree" checked`));
  const reasonOnly = await browser.post(table, { [`reason.${second}`]: '有一次处罚记录' });
  expect([reasonOnly.status, reasonOnly.html.includes('有一次处罚记录')]).toEqual([422, true]);

  const confirm = await browser.post(table, {
    [`outcome.${first}`]: 'agree',
    [`outcome.${second}`]: 'verify',
    [`reason.${second}`]: '待核对同名人员',
  });
  expect([confirm.status, confirm.text.includes('待核对同名人员')]).toEqual([200, true]);
  const before = await world.candidacy(families[0]!);
  expect(before.asked.every((one) => one.department !== '公安' || one.answer === undefined)).toBe(true);
  const done = await browser.post(`${table}/confirm`, hiddenIn(confirm.html));
  expect([done.status, done.to]).toEqual([303, `${table}?done=2`]);
  const left = await browser.follow(done);
  expect(left.text).toContain('已提交 2 项意见');
  expect(left.text).toContain('罗步芳3家庭');
  expect(left.text).not.toContain('罗步芳1家庭');
  const answers = await Promise.all(
    families.map(
      async (one) => (await world.candidacy(one)).asked.find((each) => each.department === '公安')?.answer,
    ),
  );
  expect(answers).toEqual(['agree', 'verify', undefined]);
  // The same press again is the same answers.
  expect((await browser.post(`${table}/confirm`, hiddenIn(confirm.html))).status).toBe(303);
});

it('names every member to be checked, numbers masked behind the link; a contact who signs in opens them, which is recorded', async () => {
  const rows = family(3).members as readonly { readonly name: string; readonly idNumber: string }[];
  const [{ name, idNumber }] = [rows[0]!];
  const full = new RegExp(rows.map((row) => row.idNumber).join('|'));
  const reveals = async () =>
    (await readEvents(world.deps.table, `nomination:${families[2]!.id}`)).events.flatMap(
      ({ action, details }) => (action === 'nomination.reveal' ? [details.fields] : []),
    );
  const byLink = openBrowser(world.deps);
  const page = await byLink.get(table);
  for (const row of rows) expect(page.text).toContain(row.name);
  expect(page.text).toContain(`${'*'.repeat(14)}${idNumber.slice(-4)}`);
  expect(page.html).not.toMatch(full);
  // The link alone never shows them, whatever is pressed; it asks to sign in, on this page.
  const forced = await byLink.post(`${table}/numbers`, {});
  expect([forced.status, full.test(forced.html)]).toEqual([403, false]);
  expect(hiddenIn(page.html)).toMatchObject({ next: `/tasks/${world.round}/opinions` });
  expect(await reveals()).toEqual([]);

  const signedIn = openBrowser(world.deps);
  await signedIn.signIn(await world.as('department:公安', district));
  const here = `/tasks/${world.round}/opinions`;
  expect((await signedIn.get(here)).html).not.toMatch(full);
  const opened = await signedIn.post(`${here}/numbers`, {});
  expect([opened.status, opened.text.includes(name), opened.text.includes(idNumber)]).toEqual([
    200,
    true,
    true,
  ]);
  expect(await reveals()).toEqual([expect.arrayContaining(['members.idNumber'])]);
  const clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
  expect((await clerk.post(`${here}/numbers`, {})).html).not.toMatch(full);
});

it('shows one nominee with masked numbers beside the same choice, and says what was recorded after', async () => {
  const browser = openBrowser(world.deps);
  const task = `${table}/${families[2]!.id}`;
  const page = await browser.get(task);
  expect(page.text).toContain('罗步芳3家庭');
  expect(page.text).not.toContain(String(family(3).phone));
  const confirm = await browser.post(task, { [`outcome.${rowOf(page.html, 2)}`]: 'none' });
  await browser.post(`${table}/confirm`, hiddenIn(confirm.html));
  const recorded = await browser.get(task);
  expect([recorded.status, recorded.text.includes('无意见'), recorded.text.includes('公安')]).toEqual([
    200,
    true,
    true,
  ]);
  expect((await browser.get(table)).status).toBe(200);
});

it('refuses rows of others', async () => {
  const browser = openBrowser(world.deps);
  const civility = (await world.candidacy(families[0]!)).asked.findIndex(
    (one) => one.department === '文明办',
  );
  const stolen = await browser.post(table, {
    [`outcome.${families[0]!.id}.${civility}`]: 'disagree',
    [`reason.${families[0]!.id}.${civility}`]: 'x',
  });
  expect(stolen.status).toBe(422);
});

it('a contact of two departments sees both in her worklist, and answers for each', async () => {
  const administrator = await world.as('administrator', district);
  const [police, civility] = [
    await world.as('department:公安', district),
    await world.as('department:文明办', district),
  ];
  const [before, other] = await Promise.all([
    getMember(world.deps.table, police.id),
    getMember(world.deps.table, civility.id),
  ]);
  await editGrants(
    world.deps,
    administrator,
    { member: other.id, org: district },
    { version: other.version, grants: [] },
  );
  await editGrants(
    world.deps,
    administrator,
    { member: before.id, org: district },
    {
      version: before.version,
      grants: ['公安', '文明办'].map((department) => ({ role: 'department' as const, department })),
    },
  );
  const { nomination, candidacy } = await world.nominate(await world.as('clerk', street(1)), {
    answers: family(4),
  });
  const passed = await world.decide(candidacy, 'approve');
  const round = { round: world.round, nomination: nomination.id, phase: 0 };
  await askCandidacy(world.deps, { ...round, token: 'o-4', step: passed.step!.id });
  const todos = await world.todos(police.id);
  expect(todos.find((todo) => todo.nomination === nomination.id)?.departments).toEqual(['公安', '文明办']);
  const browser = openBrowser(world.deps);
  expect((await browser.get(link)).text).toContain('公安、文明办');
  // The letter that tells her of the work says for whom she is asked, too.
  const { items } = await listPage<StoredLetter>(world.deps.table, {
    ...{ pk: keys.lettersTo(police.id), index: 'gsi2' as const, limit: 50 },
  });
  const letter = items.find(({ template }) => template === 'worklist')!;
  const composed = await composeLetter(world.deps, letter);
  const written = composed.kind === 'letter' ? await composed.write() : undefined;
  expect(written?.rendered.text).toContain('（公安、文明办）');
  const rows = [
    ...(await browser.get(table)).html.matchAll(
      new RegExp(`name="(outcome\\.${nomination.id}\\.\\d+)"`, 'g'),
    ),
  ];
  expect(new Set(rows.map(([, name]) => name)).size).toBe(2);
});
