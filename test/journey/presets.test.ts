/** Every preset runs over HTTP from nomination to the first published result on its way, or to the result from outside. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { levelRank } from '#domain/level.ts';
import { jointHosts } from '#domain/programme/joint-hosts.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { isPerCandidacy } from '#domain/programme/step.ts';
import { checklistOf } from '#domain/review/visit.ts';
import { jpeg } from '../furong.ts';
import {
  bestAnswers,
  done,
  type Journey,
  judge,
  nominate,
  onTranche,
  openJourney,
  type Person,
  refusal,
  shortlist,
  tasksOf,
} from './client.ts';
import { honoursOf } from './driver.ts';
import { filledForm } from './filled-form.ts';
import { openRound, plantFurong, preset, publish } from './furong.ts';

const names = readdirSync(new URL('../../workflows/programmes/', import.meta.url))
  .map((file) => file.replace('.yaml', ''))
  .toSorted();
const nominees = [0, 1] as const;
/** Where each level is run in this tree. */
const orgs = {
  unit: 'u1',
  community: 'c1',
  street: 's01',
  district: 'furong',
  city: 'changsha',
  province: 'hunan',
};
type Home = keyof typeof orgs;
const homes = Object.keys(orgs) as readonly Home[];
/** Last day of the window of each level that selects, and the days of its notice, decision and list. */
const days: Readonly<Record<string, readonly [string, string, string, string]>> = {
  district: ['2021-03-31', '2021-04-12', '2021-04-19', '2021-04-20'],
  city: ['2021-05-08', '2021-05-17', '2021-05-24', '2021-05-25'],
  province: ['2021-06-10', '2021-06-21', '2021-06-28', '2021-06-29'],
};

interface Run {
  readonly name: string;
  readonly id: string;
  readonly programme: Programme;
  /** The stage at which the journey ends: the first that grants, or the last that recommends outside. */
  readonly last: Stage;
  readonly ids: string[];
}
let journey: Journey;
let clerk: Person;
const staff: Record<
  string,
  { administrator: Person; everybody: readonly Person[]; panel: readonly Person[] }
> = {};
const runs: Run[] = [];

/** The co-hosts that take part in judging at a level. */
const stageHosts = (programme: Programme, stage: Stage): readonly string[] =>
  jointHosts({ ...stage, coHosts: stage.coHosts.length > 0 ? stage.coHosts : programme.coHosts });
const roundOf = (run: Run, level: Home): string =>
  `${run.id}.${run.programme.stages.findIndex((stage) => stage.level === level)}.${orgs[level]}`;
const stageOf = (run: Run, level: Home): Stage | undefined =>
  levelRank(level) <= levelRank(run.last.level)
    ? run.programme.stages.find((stage) => stage.level === level && !stage.external)
    : undefined;

async function plantStaff(level: Home, departments: readonly string[]): Promise<void> {
  const org = orgs[level];
  const many = async (count: number, role: 'reviewer' | 'panellist', word: string) => {
    const found: Person[] = [];
    for (let n = 1; n <= count; n++) found.push(await journey.person(org, role, `${org}${word}${n}`));
    return found;
  };
  const contact = departments.map((department) => ({ org, role: 'department' as const, department }));
  staff[level] = {
    administrator: await journey.person(org, 'administrator', `${org}管理员`),
    everybody: [
      ...(await many(2, 'reviewer', '审核员')),
      // Nobody speaks for two co-hosts on one nominee.
      ...(contact.length > 0
        ? [
            await journey.personOf(`${org}联络员`, contact),
            await journey.personOf(`${org}第二联络员`, contact),
          ]
        : []),
    ],
    panel: level in days ? await many(5, 'panellist', '评委') : [],
  };
}

async function stampAll(run: Run, stage: Stage): Promise<void> {
  if (!stage.steps.some((step) => step.kind === 'review' && step.requireStampedPage)) return;
  for (const nomination of run.ids) {
    const { code } = await done(clerk.post(`/api/nominations/${nomination}/stamped-code`, {}));
    const form = new FormData();
    form.set('file', new File([Uint8Array.from(jpeg(3))], `${code}.jpg`, { type: 'image/jpeg' }));
    await done(clerk.post('/api/stamped', form));
  }
}

/** One answer to one task: a review and an opinion as they are, a visit with its list and a photograph. */
async function answer(
  person: Person,
  task: Awaited<ReturnType<typeof tasksOf>>[number],
  stage: Stage,
): Promise<void> {
  const at = `/api/rounds/${task.round}/candidacies/${task.nomination}`;
  if (task.kind === 'opinions') {
    const owed = (await done(person.get(`${at}/questions`))).items;
    for (const department of task.departments ?? []) {
      const answers = bestAnswers(owed, department);
      const agreed = { step: task.step, department, outcome: 'agree', reason: '', answers };
      await done(person.post(`${at}/opinion`, agreed));
    }
    return;
  }
  if (task.kind === 'appraisal') {
    const form = new FormData();
    form.set('file', new File(['%PDF-1.4\n%%EOF\n'], '评议记录.pdf', { type: 'application/pdf' }));
    const { id: minutes } = await done(person.post(`${at}/steps/${task.step}/minutes`, form));
    const held = {
      heldOn: '2021-03-01',
      place: '会议室',
      present: 50,
      inFavour: 30,
      against: 15,
      abstained: 5,
    };
    await done(person.post(`${at}/appraisal`, { step: task.step, ...held, minutes }));
    return;
  }
  if (task.kind !== 'visit') {
    const { items } = await done(person.get(`${at}/eligibility`));
    expect(items.filter((each: { ok: boolean }) => !each.ok)).toEqual([]);
    await done(person.post(`${at}/review`, { step: task.step, outcome: 'approve', reason: '' }));
    return;
  }
  const step = stage.steps.find((each) => each.kind === 'visit');
  const form = new FormData();
  form.set('file', new File([Uint8Array.from(jpeg(4))], '现场.jpg', { type: 'image/jpeg' }));
  const bare = { step: task.step, outcome: 'approve', reason: '' };
  expect(await refusal(person.post(`${at}/visit`, bare))).toMatch(/^422 /);
  const photo = await done(person.post(`${at}/steps/${task.step}/photos`, form));
  const checklist = (step?.kind === 'visit' ? checklistOf(step) : []).map(({ label }) => ({
    item: label,
    ok: true,
  }));
  await done(person.post(`${at}/visit`, { ...bare, checklist, photos: [photo.id] }));
}

/** Everything that single candidacies are asked at a level, until nothing is left. */
async function passNomineeSteps(run: Run, level: Home): Promise<void> {
  const stage = stageOf(run, level)!;
  const { seats } = await done(clerk.get(`/api/nominations/${run.ids[0]}`));
  // A unit does not review what it submits itself: its nominations enter above it.
  if (!seats.some((seat: { round: string }) => seat.round === roundOf(run, level))) return;
  await stampAll(run, stage);
  for (let asked = 1; asked > 0; ) {
    asked = 0;
    for (const person of staff[level]!.everybody)
      for (const task of await tasksOf(person, roundOf(run, level))) {
        await answer(person, task, stage);
        asked++;
      }
  }
}

async function select(run: Run, level: Home): Promise<void> {
  const { administrator, panel } = staff[level]!;
  const stage = stageOf(run, level)!;
  const jury = stage.steps.find((step) => step.kind === 'panel');
  if (jury?.kind === 'panel')
    await judge(administrator, panel, roundOf(run, level), run.ids, (_, i) =>
      Object.fromEntries(jury.criteria.map(({ id, max }) => [id, String(Math.floor(max * (0.9 - i / 10)))])),
    );
  // Two nominees never take all the places of a table of prizes.
  const more = stage.grades.some(({ places }) => places !== 'open')
    ? { leaveVacant: true as const, reason: '宁缺毋滥' }
    : {};
  await shortlist(administrator, roundOf(run, level), run.ids, [], more);
}

beforeAll(async () => {
  journey = await openJourney('2021-03-01 08:00');
  await plantFurong(journey);
  await journey.organisation({
    id: 'c1',
    name: '第一社区妇联',
    level: 'community',
    parent: 's01',
    region: '430102',
  });
  await journey.organisation({
    id: 'u1',
    name: '示例单位妇委会',
    level: 'unit',
    parent: 'c1',
    region: '430102',
  });
  for (const name of names) {
    const programme = preset(name, '2021');
    const inside = programme.stages.filter((stage) => !stage.external);
    const last = inside.find((stage) => stage.honour) ?? inside.at(-1)!;
    runs.push({ name, id: `${name}-2021`, programme, last, ids: [] });
  }
  const departments = [
    ...new Set(
      runs.flatMap(({ programme }) => [
        ...programme.departments.flatMap((row) => row.departments),
        ...programme.stages.flatMap((stage) => stageHosts(programme, stage)),
      ]),
    ),
  ].map((name) => name.replace('+', ''));
  for (const level of homes) await plantStaff(level, level in days ? [...new Set(departments)] : []);
  clerk = await journey.person('u1', 'clerk', '单位填报员');
});
afterAll(() => journey.close());

test('the province publishes all of them, and every level that selects sets its round', async () => {
  for (const run of runs) {
    await publish(staff.province!.administrator, 'hunan', run.id, run.programme);
    for (const level of homes) {
      const window = days[level];
      const stage = stageOf(run, level);
      if (stage === undefined || window === undefined || stage.steps.every(isPerCandidacy)) continue;
      const [closes] = window;
      const settings = { opens: '2021-03-01 09:00', closes: `${closes} 17:30`, places: nominees.length };
      expect(await openRound(staff[level]!.administrator, run.id, orgs[level], settings)).toBe(
        roundOf(run, level),
      );
    }
  }
  await journey.clock('2021-03-01', '09:30');
});

test.each(names)('%s is nominated by a form that its own rules let through', async (name) => {
  const run = runs.find((each) => each.name === name)!;
  for (const n of nominees)
    run.ids.push(
      await nominate(clerk, {
        programme: run.id,
        org: 'u1',
        channel: run.programme.channels[0]!.id,
        answers: filledForm(run.programme, n + nominees.length * names.indexOf(name), run.last.level),
        pictures: run.programme.form.attachments.flatMap(({ id, min, types }) =>
          Array.from(
            { length: min },
            () => ({ rule: id, type: types.includes('jpg') ? 'jpg' : 'pdf' }) as const,
          ),
        ),
      }),
    );
});

for (const level of homes) {
  const here = names.filter((name) => {
    const { stages } = preset(name, '2021');
    return stages.some((stage) => stage.level === level && !stage.external);
  });
  test.each(here)(`${level}: %s passes what single candidacies are asked`, async (name) => {
    const run = runs.find((each) => each.name === name)!;
    if (stageOf(run, level) !== undefined) await passNomineeSteps(run, level);
  });
  const window = days[level];
  if (window === undefined) continue;
  const [closes, posted, decided, published] = window;
  const each = async (
    work: (run: Run, stage: Stage, round: string, administrator: Person) => Promise<void>,
  ) => {
    for (const run of runs) {
      const stage = stageOf(run, level);
      if (stage !== undefined && !stage.steps.every(isPerCandidacy))
        await work(run, stage, roundOf(run, level), staff[level]!.administrator);
    }
  };
  const has = (stage: Stage, kind: string): boolean => stage.steps.some((step) => step.kind === kind);

  test(`${level}: all are selected, noticed, decided, published or sent up`, async () => {
    await journey.clock(closes, '18:00');
    await each((run) => select(run, level));
    await journey.clock(posted);
    await each(async (_, stage, round, administrator) => {
      if (has(stage, 'notice')) await done(onTranche(administrator, round, 'notice', { start: posted }));
    });
    await journey.clock(decided);
    await each(async (_, stage, round, administrator) => {
      const decision = { body: '党组会', date: decided, minutes: `纪要${decided}` };
      if (has(stage, 'decision')) await done(onTranche(administrator, round, 'decision', decision));
    });
    await journey.clock(published, '08:00');
    await each(async (run, stage, round, administrator) => {
      if (has(stage, 'publish')) {
        const title = `${run.programme.title.zh}名单`;
        const exemption = '上级批准的试点';
        const list = await done(
          onTranche(administrator, round, 'list', {
            ...{ title, documentNumber: `妇〔2021〕${runs.indexOf(run) + 1}号`, date: published },
            ...{ bodies: ['妇女联合会', ...stageHosts(run.programme, stage)], exemption },
          }),
        );
        const honours = await honoursOf(await journey.visitor(), list.id);
        // The best grades in their order, as the panel ranked the two; and the first list of a count is its first batch.
        expect(honours.map(({ grades }) => grades?.map(({ id }: { id: string }) => id))).toEqual(
          run.ids.map((_, i) => (stage.grades.length === 0 ? undefined : [stage.grades[i]!.id])),
        );
        expect(honours.map(({ batch }) => batch)).toEqual(run.ids.map(() => (stage.batches ? 1 : undefined)));
        expect(honours.map((honour) => honour.number)).toEqual(
          run.ids.map((_, i) =>
            expect.stringMatching(new RegExp(`-${run.programme.code}-2021-000${i + 1}$`)),
          ),
        );
      } else await done(onTranche(administrator, round, 'recommendations', { nominations: run.ids }));
    });
    await journey.clock(published, '10:00');
  });
}

test('who goes outside has the result recorded as an honour of that level', async () => {
  const outside = runs.filter(({ last }) => !last.honour);
  expect(outside.map(({ name }) => name)).toEqual(['wqgr', 'wqjt']);
  for (const run of outside) {
    const { administrator } = staff[run.last.level as Home]!;
    for (const nomination of run.ids) {
      const at = `/api/rounds/${roundOf(run, run.last.level as Home)}/candidacies/${nomination}`;
      const granted = { bodies: ['全国妇联'], date: '2021-06-29', number: `W-${nomination.slice(-4)}` };
      await done(
        administrator.post(`${at}/external-result`, {
          state: 'honoured',
          source: '全国妇联公布',
          ...granted,
        }),
      );
    }
  }
});

test('the report of the year tells each, and the ledger holds what came from outside', async () => {
  const { administrator } = staff.province!;
  const { items } = await done(administrator.get('/api/organisations/hunan/ledger/2021?source=above'));
  expect(
    [...new Set(items.map((row: { code: string; level: string }) => `${row.code} ${row.level}`))].toSorted(),
  ).toEqual(['WQGR nation', 'WQJT nation']);
  for (const level of ['district', 'city', 'province'] as const) {
    const here = runs.filter(({ last }) => last.honour && last.level === level);
    const { paragraph } = await done(
      staff[level]!.administrator.get(`/api/organisations/${orgs[level]}/report/2021`),
    );
    expect(
      here.filter(({ programme }) => !paragraph.includes(programme.title.zh)).map(({ name }) => name),
    ).toEqual([]);
  }
  expect(journey.logged).toEqual([]);
});
