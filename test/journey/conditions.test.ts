/** A form that asks some more than others, over HTTP: the page says of whom, and the server judges alike without script. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streetId } from '#local/demo/furong.ts';
import { done, type Journey, nominate, openJourney, type Person, plainText } from './client.ts';
import { drawn } from './drawn.ts';
import { openRound, plantClerks, plantFederation, plantFurong, preset, publish } from './furong.ts';
import { womanOf } from './women.ts';

let journey: Journey;
let clerk: Person;
const place = { programme: 'sbqs-2021', org: streetId(0), channel: 'organisation' };

beforeAll(async () => {
  journey = await openJourney('2021-01-11 09:30');
  await plantFurong(journey);
  const { administrator } = await plantFederation(journey, 'furong', '区', { panel: 0 });
  [clerk = journey.root] = await plantClerks(journey, 1);
  await publish(administrator, 'furong', place.programme, preset('sbqs', '2021'));
  await openRound(administrator, place.programme, 'furong', {
    opens: '2021-01-11 09:00',
    closes: '2021-01-29 17:30',
    places: 5,
  });
});
afterAll(() => journey.close());

test('the page asks everybody without script, says who is meant, and the list counts what is missing', async () => {
  const woman = { ...womanOf(0), personClass: '港澳台人员' };
  const draft = await done(clerk.post('/api/drafts', { ...place, answers: woman }));
  await drawn(clerk, `/nominations/${draft.id}/edit`, 'forms');
  const page: string = (await clerk.get(`/nominations/${draft.id}/edit`)).body;
  expect(plainText(page)).toContain('仅当「人员类别」为“在内地工作的港澳台人员”时填写');
  expect(page).toContain('data-when="[{&quot;field&quot;:&quot;personClass&quot;');
  const [script = ''] = /\/static\/conditions-[^"]+\.js/.exec(page) ?? [];
  expect((await clerk.get(script)).body).toContain('[data-when]');
  const list = plainText((await clerk.get('/nominations')).body);
  expect(list).toContain('草稿，还差 2 项'); // the date, and the portrait
  const preview = plainText((await clerk.get(`/nominations/${draft.id}/preview`)).body);
  expect(preview).toContain('「来内地工作日期」未填写');
});

test('a date typed by one who is not asked is not handed in', async () => {
  const answers = { ...womanOf(1), mainlandSince: '2020-05-04' };
  const id = await nominate(clerk, { ...place, answers, pictures: ['portrait'] });
  const stored = await done(clerk.get(`/api/nominations/${id}?personal=shown`));
  expect(stored.answers.mainlandSince).toBeUndefined();
  const record = plainText((await clerk.get(`/nominations/${id}`)).body);
  expect(record).not.toContain('来内地工作日期');
});

test('one who is asked and answers is nominated', async () => {
  const answers = { ...womanOf(2), personClass: '港澳台人员', mainlandSince: '2018年5月4日' };
  const id = await nominate(clerk, { ...place, answers, pictures: ['portrait'] });
  const stored = await done(clerk.get(`/api/nominations/${id}?personal=shown`));
  expect(stored.answers.mainlandSince).toBe('2018-05-04');
  expect(journey.logged).toEqual([]);
});
