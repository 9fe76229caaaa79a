import { expect, test } from 'vitest';
import { makeCalendar } from '#domain/calendar-years.ts';
import { datesBackFrom, proposedDates } from '#domain/programme/festival-dates.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { preset } from '../../journey/driver.ts';

const calendar = makeCalendar();
const family = presetToProgramme(preset('zmjt', '2021'), { edition: '2021' }).stages.find(
  ({ level }) => level === 'district',
)!;

test('the dates are counted back from the ceremony by working days, over 劳动节 and 清明节', () => {
  expect(datesBackFrom(family, '2021-05-15', calendar)).toEqual({
    opensAt: '2021-03-02T01:00:00.000Z',
    closesAt: '2021-03-29T09:30:00.000Z',
    // Reviews and opinions end as the panel begins, which ends as the list is made.
    phaseEnds: { review: '2021-04-13', panel: '2021-04-20' },
    ceremony: '2021-05-15',
  });
});

const on = (today: string) =>
  proposedDates(family, '05-15', { today, instant: `${today}T01:30:00.000Z` }, calendar);

test('a festival that is near opens the window at once; one that is too near is that of the next year', () => {
  expect(on('2021-02-01').dates?.opensAt).toBe('2021-03-02T01:00:00.000Z');
  expect(on('2021-03-18').dates).toMatchObject({
    opensAt: '2021-03-18T01:30:00.000Z',
    closesAt: '2021-03-29T09:30:00.000Z',
  });
  expect(on('2021-03-23')).toMatchObject({ year: 2022, dates: { ceremony: '2022-05-15' } });
});

test('a year without a schedule is named, and no date is guessed', () => {
  expect(on('2040-02-01')).toEqual({ year: 2040 });
});
