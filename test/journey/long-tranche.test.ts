/** A tranche that is longer than a page: its forms show one page, and take those of the others by number. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerAll, done, type Journey, onTranche, openJourney, type Person, shortlist } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { openProgramme, openRound, several, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
let at = '';
let made: string[] = [];

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  await openProgramme(desk, 'yuelu', 'cxds-2022', contest);
  const round = await openRound(desk, 'cxds-2022', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 53 });
  at = `/rounds/${round}/tranches/1`;
  await journey.clock('2022-05-09', '10:00');
  const numbers = Array.from({ length: 53 }, (_, n) => n + 1);
  made = await several(numbers, 1, async (n) =>
    String((await done(submit(clerk, 'cxds-2022', 'wangcheng', { name: `作品${n}` }, `entrant-${n}`))).id),
  );
  await answerAll(desk, round);
  await journey.clock('2022-05-16');
  await shortlist(desk, round, made);
  await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  await journey.clock('2022-05-23');
});
afterAll(() => journey.close());

test('the decision form shows a page, refuses by name and by number, and comes back to its page', async () => {
  const first = String((await desk.get(at)).body);
  expect([first.includes(`refused.${made[49]}`), first.includes(`refused.${made[50]}`)]).toEqual([
    true,
    false,
  ]);
  const { version } = await done(desk.get(`/api${at}`));
  const sent = { version: String(version), body: '党组会', date: '2022-05-23', minutes: '1号' };
  const wrong = await desk.press(`${at}/decide?from=50`, { ...sent, numbered: '54 材料不实' });
  expect([wrong.status, String(wrong.body).includes(`refused.${made[50]}`)]).toEqual([422, true]);
  expect(String(wrong.body)).toContain('请填写 1 至 53 的序号');
  const pressed = await desk.press(`${at}/decide`, {
    ...sent,
    [`refused.${made[0]}`]: '材料不实',
    numbered: '５３ 已获同类奖项',
  });
  expect(pressed.status).toBe(303);
  const { entries, decision } = await done(desk.get(`/api${at}`));
  expect(decision.refused).toEqual([
    { nomination: made[0], reason: '材料不实' },
    { nomination: made[52], reason: '已获同类奖项' },
  ]);
  expect(entries).toEqual(made.slice(1, 52));
});
