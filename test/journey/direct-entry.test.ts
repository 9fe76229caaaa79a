/** Who may nominate directly into a level, as its round says: by the settings' form, the API and the programme (docs/rules/levels.md#entry). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hiddenFields, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { type Document, openProgramme, openRound, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
let round = '';
const programme = 'cxds-2022';
const entry = (n: number) =>
  submit(
    clerk,
    programme,
    'wangcheng',
    { name: `王${n}`, area: ['工业'], size: '个人' },
    `direct-entry-${n}`,
  );
const press = (fields: Readonly<Record<string, string>>) =>
  desk.get(`/rounds/${round}/settings`).then(({ body }) =>
    desk.press(`/rounds/${round}/settings`, {
      ...hiddenFields(body),
      ...{ opensAt: '2022-05-09 09:00', closesAt: '2022-05-13 17:30', 'certificate.bodies': '' },
      ...fields,
    }),
  );

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  await openProgramme(desk, 'yuelu', programme, {
    ...contest,
    levelMayChange: ['direct'],
  } as unknown as Document);
  round = await openRound(desk, programme, 'yuelu', ['2022-05-09', '2022-05-13']);
});
afterAll(() => journey.close());

test('a channel that the programme has not is refused by name', async () => {
  const settings = { opensAt: '2022-05-09T01:00:00Z', closesAt: '2022-05-13T09:30:00Z', direct: ['self'] };
  const answer = await desk.post('/api/rounds', { programme, org: 'yuelu', settings });
  expect(answer.body.faults[0]).toMatchObject({ code: 'unknown-channel' });
});

test('the form of a round closes its level to direct nominations, which are then refused', async () => {
  const form = await desk.get(`/rounds/${round}/settings`);
  expect(plainText(form.body)).toContain('谁可以向本级直接申报');
  const pressed = await press({ direct: 'none' });
  expect([pressed.status, plainText(pressed.body)]).toEqual([303, '']);
  const again = (await desk.get(`/rounds/${round}/settings`)).body;
  expect(again).toMatch(/<input[^>]*name="direct"[^>]*value="none"[^>]*checked/);
  await journey.clock('2022-05-09', '10:00');
  expect(await refusal(entry(1))).toBe('403 channel-closed');
});
