/** One programme feeds another: whom the district selects goes up to the city's own programme, and is asked about there. */
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '#local/commands/doctor.ts';
import { families } from '#local/demo/families.ts';
import { keyOf, nameInToken } from '#local/engine/executions.ts';
import { keys } from '#store/keys.ts';
import {
  answerAll,
  done,
  type Journey,
  nominate,
  onTranche,
  openJourney,
  type Person,
  shortlist,
  tasksOf,
} from './client.ts';
import { type Federation, openRound, plantFederation, plantFurong, preset, publish } from './furong.ts';

const [below, above] = ['below-2021.0.furong', 'above-2021.0.changsha'];
let journey: Journey;
let district: Federation;
let city: Federation;
let clerk: Person;
let nomination: string;

beforeAll(async () => {
  journey = await openJourney('2021-04-01 09:00');
  await plantFurong(journey);
  clerk = await journey.person('s01', 'clerk', '街道填报员');
  district = await plantFederation(journey, 'furong', '区', { departments: ['公安', '文明办'] });
  city = await plantFederation(journey, 'changsha', '市', { departments: ['公安', '文明办'] });
  const whole = preset('zmjt', '2021');
  const at = (level: string) => whole.stages.findIndex((stage) => stage.level === level);
  await publish(city.administrator, 'changsha', 'above-2021', {
    ...whole,
    stages: whole.stages.slice(at('city')),
  });
  await publish(district.administrator, 'furong', 'below-2021', {
    ...whole,
    kind: 'contest',
    stages: [
      {
        ...whole.stages[at('district')]!,
        honour: false,
        lowerHonourRequired: false,
        steps: [{ kind: 'review', days: 5, needed: 1 }, { kind: 'shortlist' }, { kind: 'recommend' }],
        upward: { programme: 'above-2021', level: 'city' },
      },
    ],
  } as never);
  const window = { opens: '2021-04-01 10:00', closes: '2021-04-10 17:30', places: 1 };
  await openRound(district.administrator, 'below-2021', 'furong', window);
  await openRound(city.administrator, 'above-2021', 'changsha', { ...window, closes: '2021-05-31 17:30' });
  await journey.clock('2021-04-01', '10:00');
});
afterAll(() => journey.close());

test('a nominee whom the programme below sends up is asked about in the programme above', async () => {
  nomination = await nominate(clerk, {
    programme: 'below-2021',
    org: 's01',
    answers: families[0]!.answers,
    pictures: ['photos', 'photos'],
  });
  for (const person of district.everybody) await answerAll(person, below!);
  await journey.clock('2021-04-11');
  await shortlist(district.administrator, below!, [nomination]);
  await done(onTranche(district.administrator, below!, 'recommendations', { nominations: [nomination] }));
  expect(await tasksOf(city.reviewers[0]!, above)).toMatchObject([{ kind: 'review', nomination }]);
});

test('one handed back while it waited for the batch is asked about again when it comes up again', async () => {
  for (const person of city.everybody) await answerAll(person, above!);
  for (const person of city.everybody) await answerAll(person, above!);
  const upper = `/api/rounds/${above}/candidacies/${nomination}`;
  expect((await done(city.administrator.get(upper))).state).toBe('waiting');
  await done(city.administrator.post(`${upper}/return-below`, { note: '请核实住址' }));
  await done(district.administrator.post(`/api/rounds/${below}/candidacies/${nomination}/resend`));
  expect(await tasksOf(city.reviewers[0]!, above)).toMatchObject([{ kind: 'review', nomination }]);
});

test('the doctor names a candidacy whose step nobody waits for, and none beside it', async () => {
  const { deps } = journey.home;
  await journey.clock('2021-04-13');
  const home = { ...deps, data: tmpdir(), running: true, database: journey.home.database };
  const faults = async () =>
    (await examine(home)).flatMap(({ area, level, ids }) =>
      area === 'executions' && level === 'fault' ? [ids] : [],
    );
  expect(await faults()).toEqual([]);
  const wait = (await deps.table.get(keys.wait('nomination', above!, nomination), { consistent: true }))!;
  await deps.table.remove(keyOf(nameInToken(wait.token)!));
  expect(await faults()).toEqual([[above, nomination]]);
});
