/**
 * Where personal data stand (docs/rules/privacy.md#where): after a whole round everything that is stored is searched for
 * what people typed. Each finding is at a place that `npm run personal-data` names; after an erasure nothing is found.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoredPlace, storedPlaces } from '#store/personal-places.ts';
import { rowKindOf } from '#store/row-kinds.ts';
import type { Item } from '#store/table.ts';
import { family } from '../furong.ts';
import {
  answerTask,
  done,
  type Journey,
  nominate,
  onTranche,
  openJourney,
  type Person,
  plainText,
  shortlist,
  tasksOf,
} from './client.ts';
import { openProgramme, openRound, preset, publish, withStages } from './driver.ts';

const [district, street] = ['longhua', 'guanhu'];
const kinds = ['甲', '乙', '丙'];
/** What is typed of the n-th nominee: hers in the open, and what is never to stand in clear. */
const formOf = (n: number) => {
  const own = kinds[n - 1]!;
  return family(n, {
    warningLetter: '否',
    tags: ['无纠纷'],
    familyName: `欧阳标${own}家庭`,
    deeds: `标${own}事迹：多年照顾邻里独居老人，带动居民参加社区志愿服务。`,
    address: `暗标${own}路 7 号`,
  });
};
const secretsOf = (n: number): readonly string[] => {
  const { phone, address, members } = formOf(n) as {
    phone: string;
    address: string;
    members: readonly { idNumber: string; name: string }[];
  };
  return [
    phone,
    address,
    ...members.map((each) => each.idNumber),
    ...members.slice(1).map((each) => each.name),
  ];
};
const objector = ['异标某', '13800002222', '异标内容：作品非本人完成'];
/** Words in which the n-th is named by somebody else. */
const saidOf = (n: number) => `说标${kinds[n - 1]}：`;

let journey: Journey;
let desk: Person;
let clerk: Person;
let reviewer: Person;
let round = '';
const made: string[] = [];
const places = storedPlaces();

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  await journey.organisation({ id: district, name: '深圳市龙华区妇联', level: 'district', region: '440309' });
  await journey.organisation({
    ...{ id: street, name: '观湖街道妇联', level: 'street', region: '440309' },
    parent: district,
  });
  desk = await journey.person(district, 'administrator', '管标员');
  reviewer = await journey.person(district, 'reviewer', '审标员');
  clerk = await journey.person(street, 'clerk', '填标员');
  const document = withStages(preset('pajt', '2022'), {
    district: { without: ['joint-recheck', 'opinions', 'panel'] },
  });
  await openProgramme(desk, district, 'pajt-2022', document);
  round = await openRound(desk, 'pajt-2022', district, ['2022-05-09', '2022-05-13'], { places: 2 });
  await journey.clock('2022-05-09', '10:00');
  for (const n of [1, 2, 3])
    made.push(
      await nominate(clerk, {
        ...{ programme: 'pajt-2022', org: street, answers: formOf(n) },
        pictures: ['photos'],
      }),
    );
  await done(
    clerk.post('/api/imports', {
      ...{ programme: 'pajt-2022', org: street },
      rows: [{ 家庭称谓: '欧阳标丁家庭' }],
    }),
  );
});
afterAll(() => journey.close());

/** Where a value stands in a row: paths as above, members of a map as `{}` as the schema has them. */
function pathsOf(value: unknown, holds: (text: string) => boolean, path = ''): readonly string[] {
  if (typeof value === 'string') return holds(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => pathsOf(each, holds, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(holds(name) ? [`${path}{}`] : []),
    ...pathsOf(member, holds, path === '' ? name : `${path}.${name}`),
  ]);
}

/** Whether a path of a row is at, or inside, a place that the report names. */
const isNamed = (places: readonly StoredPlace[], row: string, path: string): boolean =>
  places.some(
    (place) =>
      place.row === row &&
      (path === place.path ||
        path.startsWith(`${place.path}.`) ||
        path.startsWith(`${place.path}[`) ||
        path.startsWith(`${place.path}{`)),
  );

interface Found {
  readonly row: string;
  readonly path: string;
  readonly key: string;
}

/** Every place of both tables, of the log and of what lies beside them, where one of some texts stands. */
async function search(texts: readonly string[]): Promise<readonly Found[]> {
  const holds = (text: string) => texts.some((each) => text.includes(each));
  const found: Found[] = [];
  const { database } = journey.home;
  await database.settled();
  for (const table of ['main', 'keys'] as const)
    for await (const row of database.rows(table) as AsyncIterable<Item>) {
      const kind = rowKindOf(row);
      const name = kind === undefined ? row.pk : `${kind.pk} ${kind.sk}`;
      // What stands sealed or packed inside a text is looked at as JSON, too: inputs of executions, parts of jobs.
      for (const path of pathsOf(row, holds)) found.push({ row: name, path, key: `${row.pk} ${row.sk}` });
    }
  for (const line of journey.log) if (holds(line)) found.push({ row: 'log', path: '', key: line });
  for (const name of readdirSync(journey.data, { recursive: true, encoding: 'utf8' })) {
    const file = join(journey.data, name);
    // The database was read by its rows: its pages keep what was overwritten until it is tidied.
    if (!statSync(file).isFile() || name.startsWith('hongbang.sqlite')) continue;
    if (holds(readFileSync(file, 'utf8'))) found.push({ row: 'files', path: name, key: name });
  }
  return found;
}
const unnamed = (found: readonly Found[]) => found.filter(({ row, path }) => !isNamed(places, row, path));

test('a round is run to its list: one honoured, one refused in the decision after an objection, one rejected', async () => {
  const tasks = await tasksOf(reviewer, round);
  for (const task of tasks)
    await done(
      answerTask(reviewer, task, {
        outcome: task.nomination === made[2] ? 'reject' : 'approve',
        reason: `${saidOf(made.indexOf(task.nomination) + 1)}材料已核对`,
      }),
    );
  expect(tasks).toHaveLength(3);
  await journey.clock('2022-05-16');
  await shortlist(desk, round, made.slice(0, 2));
  await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  const [name, contact, body] = objector;
  const raised = await done(
    desk.post('/api/objections', {
      ...{ notice: `${round}.n1`, channel: 'letter', arrivalPostmark: '2022-05-16', by: 'person' },
      ...{ nomination: made[1], name, contact, body: `${body}。` },
    }),
  );
  const { objection } = await done(desk.get(`/api/objections/${raised.id}`));
  const settled = { outcome: 'dismissed', finding: `${saidOf(2)}查无实据。`, version: objection.version };
  await done(desk.post(`/api/objections/${raised.id}/settle`, settled));
  await journey.clock('2022-05-23');
  await done(
    onTranche(desk, round, 'decision', {
      ...{ body: '党组会', date: '2022-05-23', minutes: '纪要1' },
      refused: [{ nomination: made[1], reason: `${saidOf(2)}未予通过` }],
    }),
  );
  await done(publish(desk, round, '2022-05-23', ['深圳市龙华区妇联']));
  expect(journey.logged).toEqual([]);
});

test('what is personal stands nowhere in clear, and all else only where the report says', async () => {
  for (const n of [1, 2, 3]) expect(await search(secretsOf(n))).toEqual([]);
  expect(await search(objector)).toEqual([]);
  const open = await search([
    ...['欧阳标', '事迹：', '管标员', '审标员', '填标员', '说标'],
    ...[desk.email, reviewer.email, clerk.email],
  ]);
  expect(unnamed(open)).toEqual([]);
  // It looked where there is something to see.
  const rows = new Set(open.map(({ row }) => row));
  for (const row of [
    'NOM# META',
    'NOM# REV#',
    'NOM# ACT#',
    'RND# CAND#',
    'RND# SHORTLIST',
    'LIST# POS#',
    'LET# META',
    'MEM# META',
    'JOB# OUT#',
  ])
    expect([row, rows.has(row)]).toEqual([row, true]);
});

test('whoever was not honoured is nowhere after the erasure, and the receipt says what went', async () => {
  for (const n of [2, 3]) {
    const id = made[n - 1]!;
    expect((await desk.get(`/api/nominations/${id}/erasure`)).body.code).toBe('not-erased');
    await done(desk.post(`/api/nominations/${id}/erasure`, { reason: 'request', confirm: true }));
    const left = await search([`欧阳标${kinds[n - 1]}`, `标${kinds[n - 1]}事迹`, saidOf(n), ...secretsOf(n)]);
    expect(left).toEqual([]);
    const receipt = await done(desk.get(`/api/nominations/${id}/erasure`));
    expect(receipt).toMatchObject({
      nomination: id,
      reason: 'request',
      by: desk.id,
      forms: 1,
      files: 1,
      acts: 1,
    });
    expect(receipt.letters).toBeGreaterThan(0);
    expect(receipt.finishedAt).toBeDefined();
    const page = plainText((await desk.get(`/nominations/${id}/erase`)).body);
    for (const word of ['删除凭证', receipt.receipt, '附件 1', '审查记录 1']) expect(page).toContain(word);
    expect((await clerk.get(`/api/nominations/${id}/erasure`)).status).toBe(403);
  }
  // Who asked is told, without a name.
  const [told] = await journey.letters('2022-05-23', '填标员', '个人信息已删除');
  expect(plainText(told?.page ?? '')).toContain('欧**');
  // The honoured one is where an honour is kept, and nowhere else once erased.
  await done(desk.post(`/api/nominations/${made[0]}/erasure`, { reason: 'request', confirm: true }));
  expect(await search([...secretsOf(1), '标甲事迹', saidOf(1)])).toEqual([]);
  const kept = (await search(['欧阳标甲'])).map(({ row, path }) =>
    places.find((place) => isNamed([place], row, path)),
  );
  expect(new Set(kept.map((place) => place?.ends))).toEqual(new Set(['masked', 'honour']));
});
