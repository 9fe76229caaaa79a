/** A notice that was posted, against the working days as they are now (docs/rules/notice.md#extending). */
import { type Calendar, workingDaysBetween } from '#domain/calendar.ts';
import { inTime, shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import { conflict, fault, refuseIf, type Text, text } from '#domain/problem.ts';
import type { NoticeSettings, ObjectionSettings } from '#domain/programme/stage-rules.ts';
import { type NoticePeriod, noticePeriod } from './notice.ts';

/** What was posted: its dates, and the count that they were worked out by. */
export interface PostedNotice
  extends Pick<NoticePeriod, 'start' | 'end' | 'closesAt' | 'decisionFrom'>,
    Pick<NoticeSettings, 'days' | 'mode' | 'countPostingDay'> {
  readonly objection: Pick<ObjectionSettings, 'letterDateRule' | 'letterGraceDays'>;
}

/** How it is counted; the round's settings may have changed since, the notice goes by what it said. */
const periodFor = (calendar: Calendar, posted: PostedNotice, days: number): NoticePeriod => {
  const { mode, countPostingDay, closesAt } = posted;
  const settings = { days, mode, countPostingDay, closesAt: shanghaiTime(closesAt) };
  return noticePeriod(calendar, settings, posted.start, posted.objection);
};
const isLater = (period: NoticePeriod, posted: PostedNotice): boolean =>
  period.end > posted.end || period.decisionFrom > posted.decisionFrom;

export interface Shortfall {
  /** Working days that are missing; 0 where only the wait for letters has become longer. */
  readonly missing: number;
  /** The dates that it should have. */
  readonly period: NoticePeriod;
}

/** What a notice lacks since working days changed after it was posted; undefined when it is as long as it said. */
export function shortfallOf(calendar: Calendar, posted: PostedNotice): Shortfall | undefined {
  const period = periodFor(calendar, posted, posted.days);
  if (!isLater(period, posted)) return undefined;
  const counted = workingDaysBetween(calendar, period.countedFrom, posted.end);
  return { missing: period.end > posted.end ? posted.days - counted : 0, period };
}

/** What a shortfall means, and what is to be done about it while the notice is open, or after it has closed. */
export function shortfallWords({ missing, period }: Shortfall, closesAt: string, now: string): Text {
  const lead =
    missing > 0
      ? text(
          `放假安排在公示发布后有变，公示期少 ${missing} 个工作日，按现行安排应至 ${period.end}。`,
          `Working days were changed after the notice was posted: it is ${missing} working days short and should run until ${period.end}.`,
        )
      : text(
          `放假安排在公示发布后有变，等候在途信件的期限应至 ${shanghaiDate(period.decisionFrom)}。`,
          `Working days were changed after the notice was posted: letters under way are waited for until ${shanghaiDate(period.decisionFrom)}.`,
        );
  const mend = inTime(now, closesAt)
    ? text('请延长公示，天数可以不变。', 'Extend it; the number of days may stay.')
    : text(
        '公示已经截止，请中止后恢复，重新公示。',
        'It has closed: suspend and resume it, so that it runs anew.',
      );
  return text(lead.zh + mend.zh, `${lead.en} ${mend.en}`);
}

/**
 * The same notice kept up for longer, e.g. because its page could not be reached, or for the days that it said where
 * working days have changed since.
 * @throws Problem `notice-not-longer` when it would not end later or have fewer days, `notice-closed` when it has
 * already closed: a notice that has ended can't be lengthened, a new one is needed.
 */
export function extendNotice(
  calendar: Calendar,
  posted: PostedNotice,
  extension: { readonly days: number; readonly now: string },
): NoticePeriod {
  const period = periodFor(calendar, posted, extension.days);
  if (extension.days < posted.days || !isLater(period, posted)) {
    const [zh, en] = [`请填写大于 ${posted.days} 的天数`, `Give more than the ${posted.days} days it has`];
    refuseIf([fault('days', 'notice-not-longer', `延长公示：${zh}`, `To extend the notice: ${en}`)]);
  }
  if (!inTime(extension.now, posted.closesAt)) {
    throw conflict(
      'notice-closed',
      '公示已经截止，不能再延长；如需继续公示，请重新发布一次公示',
      'The notice has closed and can no longer be extended; post a new notice instead',
    );
  }
  return period;
}
