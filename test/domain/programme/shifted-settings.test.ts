import { expect, test } from 'vitest';
import { makeCalendar } from '#domain/calendar-years.ts';
import { shiftedDates } from '#domain/programme/shifted-settings.ts';

const settings = {
  opensAt: '2025-03-03T01:00:00.000Z',
  closesAt: '2025-03-14T09:30:00.000Z',
  phaseEnds: { review: '2025-03-21' },
  ceremony: '2025-05-15',
};

test('the window opens on the same day of the year, all else as many working days later as it was', () => {
  expect(shiftedDates(settings, 1, makeCalendar())).toEqual({
    opensAt: '2026-03-03T01:00:00.000Z',
    closesAt: '2026-03-16T09:30:00.000Z',
    phaseEnds: { review: '2026-03-23' },
    ceremony: '2026-05-15',
  });
});

test('a day that is free then is moved to the next working day', () => {
  // 4 and 5 May 2025 are free, 6 May is worked.
  const may = {
    ...settings,
    opensAt: '2024-05-04T01:00:00.000Z',
    closesAt: '2024-05-10T09:30:00.000Z',
    phaseEnds: {},
  };
  const shifted = shiftedDates(may, 1, makeCalendar());
  expect(shifted?.opensAt).toBe('2025-05-06T01:00:00.000Z');
});

test('nothing is guessed where the schedule of a year is not loaded', () => {
  expect(shiftedDates(settings, 40, makeCalendar())).toBeUndefined();
});
