/** How a public notice stands for its readers at an instant: open, closed, suspended, taken down. */

import { addDays, inTime, startOfDay } from '#domain/instant.ts';
import type { PublicNotice } from '#domain/notice/notice-record.ts';
import type { NoticeState } from '#domain/notice/notice-state.ts';
import { shownDay } from '#domain/shown-dates.ts';
import type { Lang } from '#web/frame/words.ts';

/**
 * Taken down from 00:00 of the day after its last, whether the machine has come round to it or not: names are shown for
 * the period and no longer (docs/rules/notice.md#taken-down).
 */
export function noticeState(
  notice: Pick<PublicNotice, 'suspended' | 'endedAt' | 'end' | 'closesAt'>,
  now: string,
): Exclude<NoticeState, 'planned'> {
  if (notice.endedAt !== undefined) return 'takenDown';
  if (notice.suspended !== undefined) return 'suspended';
  if (inTime(startOfDay(addDays(notice.end, 1)), now)) return 'takenDown';
  return inTime(now, notice.closesAt) ? 'open' : 'ended';
}

/** The counting rule with both ends, as the notice must print it (docs/rules/notice.md#both-dates). */
export function countingWords(
  lang: Lang,
  notice: Pick<PublicNotice, 'days' | 'mode' | 'countPostingDay' | 'strictEnd' | 'end'>,
): string {
  const { days, mode, countPostingDay, strictEnd, end } = notice;
  const both = countPostingDay && strictEnd !== end;
  if (lang === 'en')
    return [
      `${days} ${mode === 'working' ? 'working days (make-up working days count)' : 'calendar days'}`,
      countPostingDay ? 'the day of posting counted' : 'the day of posting not counted',
      ...(both ? [`if it were not counted, the end would be ${shownDay(strictEnd).en}`] : []),
    ].join('; ');
  return [
    `共 ${days} ${mode === 'working' ? '个工作日（调休上班日计入）' : '天（自然日）'}`,
    countPostingDay ? '发布当日计入' : '发布当日不计入，自次日起算',
    ...(both ? [`若发布当日不计入，则至${shownDay(strictEnd).zh}止`] : []),
  ].join('；');
}
