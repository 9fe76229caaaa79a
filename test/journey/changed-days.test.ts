/** Working days that change while a notice runs never leave it silently short (docs/rules/notice.md#extending). */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeCalendar } from '#domain/calendar-years.ts';
import {
  answerAll,
  done,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { openProgramme, openRound, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
let round = '';
const page = async (path = '') => plainText((await desk.get(`/rounds/${round}${path}`)).body);
const words = '公示期少 2 个工作日，按现行安排应至 2022-05-24';

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  await openProgramme(desk, 'yuelu', 'cxds-2022', contest);
  round = await openRound(desk, 'cxds-2022', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 1 });
  await journey.clock('2022-05-09', '10:00');
  const { id } = await done(submit(clerk, 'cxds-2022', 'wangcheng', { name: '王一' }, 'entrant-1'));
  await answerAll(desk, round);
  await journey.clock('2022-05-16');
  await shortlist(desk, round, [id]);
  const notice = await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  expect(notice.end).toBe('2022-05-20');
});
afterAll(() => journey.close());

test('two days that become free are missing from the notice, which every page of the round says', async () => {
  expect(await page()).not.toContain('公示期不足');
  const { holidays, makeUpDays } = makeCalendar();
  const of = (days: ReadonlySet<string>) => [...days].filter((day) => day.startsWith('2022-'));
  await done(
    journey.root.put('/api/schedules/2022', {
      source: '国办发明电〔2022〕9号',
      holidays: [...of(holidays), '2022-05-19', '2022-05-20'].toSorted(),
      makeUpDays: of(makeUpDays),
      version: 0,
      reason: '临时调整放假',
    }),
  );
  // A home reads the calendar anew every ten seconds.
  const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
  expect(await page()).toContain('第 1 批公示期不足');
  later.mockRestore();
  for (const path of ['', '/intake', '/tranches/1']) {
    expect(await page(path)).toContain('第 1 批公示期不足');
    expect(await page(path)).toContain(words);
  }
});

test('the extension is offered for the same days, moves every date, and is shown with its reason', async () => {
  const extend = (days: string) =>
    desk.press(`/rounds/${round}/tranches/1/extend`, { days, reason: '放假安排调整，补足公示期' });
  expect((await extend('4')).status).toBe(422);
  expect((await extend('5')).location).toBe(`/rounds/${round}/tranches/1?done=extended`);
  const { notice } = await done(desk.get(`/api/rounds/${round}/tranches/1`));
  expect([notice.end, notice.closesAt]).toEqual(['2022-05-24', '2022-05-24T09:30:00.000Z']);
  const shown = await page('/tranches/1');
  expect(shown).not.toContain('公示期不足');
  expect(shown).toContain('放假安排调整，补足公示期');
  await journey.clock('2022-05-23');
  const decision = { body: '党组会', date: '2022-05-23', minutes: '1号' };
  expect(await refusal(onTranche(desk, round, 'decision', decision))).toBe('409 notice-running');
});

test('fewer days than it has are no extension, also after one', async () => {
  const extend = (days: number) =>
    desk.post(`/api/rounds/${round}/tranches/1/notice/extend`, { days, reason: '再延长' });
  await done(extend(7));
  expect(await refusal(extend(6))).toBe('422 notice-not-longer');
  expect(journey.logged).toEqual([]);
});
