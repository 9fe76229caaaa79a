/** The public notice 公示: how long, until when (docs/rules/notice.md#length). */
import {
  addWorkingDays,
  type Calendar,
  isWorkingDay,
  nextWorkingDay,
  workingDaysBetween,
} from '#domain/calendar.ts';
import { addDays, daysBetween, instantAt, startOfDay } from '#domain/instant.ts';
import type { Level } from '#domain/level.ts';
import { type Fault, fault, text } from '#domain/problem.ts';
import { minimumNoticeDays, type NoticeSettings } from '#domain/programme/stage-rules.ts';

/** How letters are dated; the objection settings of a stage hold it. */
export interface LetterRule {
  readonly letterDateRule: 'arrival' | 'sending';
  readonly letterGraceDays: number;
}
const byArrival: LetterRule = { letterDateRule: 'arrival', letterGraceDays: 0 };

/** When a notice runs, from its posting day `start`. Dates are days in Shanghai, both ends included; instants are UTC. */
export interface NoticePeriod {
  readonly start: string;
  /** The first day that counts. */
  readonly countedFrom: string;
  readonly end: string;
  /** The end if the posting day counts, and if not; both are printed (docs/rules/notice.md#both-dates). */
  readonly inclusiveEnd: string;
  readonly strictEnd: string;
  /** Objections are in time until here, this instant included. */
  readonly closesAt: string;
  /** A decision may be recorded from here (docs/rules/notice.md#decision). */
  readonly decisionFrom: string;
}

/** The first day that counts when posted on `start`: a posting day off never counts as a working day. */
function firstDay(
  calendar: Calendar,
  mode: NoticeSettings['mode'],
  start: string,
  inclusive: boolean,
): string {
  if (mode === 'calendar') return inclusive ? start : addDays(start, 1);
  return inclusive && isWorkingDay(calendar, start) ? start : nextWorkingDay(calendar, start);
}

function lastDay(calendar: Calendar, settings: NoticeSettings, start: string, inclusive: boolean): string {
  const first = firstDay(calendar, settings.mode, start, inclusive);
  const more = settings.days - 1;
  return settings.mode === 'calendar' ? addDays(first, more) : addWorkingDays(calendar, first, more);
}

/**
 * When a notice posted on `start` ends, closes for objections and lets a decision be recorded. A posting day that is no
 * working day is allowed in working mode: the count begins on the next working day (see `noticeWarnings`).
 * @throws Problem `calendar-not-loaded` when the count reaches a year without schedule
 * (docs/rules/calendar.md#unknown-year).
 */
export function noticePeriod(
  calendar: Calendar,
  settings: NoticeSettings,
  start: string,
  letters: LetterRule = byArrival,
): NoticePeriod {
  const inclusiveEnd = lastDay(calendar, settings, start, true);
  const strictEnd = lastDay(calendar, settings, start, false);
  const end = settings.countPostingDay ? inclusiveEnd : strictEnd;
  const lettersUntil =
    letters.letterDateRule === 'sending' ? addWorkingDays(calendar, end, letters.letterGraceDays) : end;
  return {
    start,
    countedFrom: firstDay(calendar, settings.mode, start, settings.countPostingDay),
    end,
    inclusiveEnd,
    strictEnd,
    closesAt: instantAt(end, settings.closesAt),
    decisionFrom: startOfDay(addDays(lettersUntil, 1)),
  };
}

/**
 * The latest working day (in calendar mode: day) to post on so that the notice ends no later than `mustEndBy`
 * (docs/rules/notice.md#latest-posting-day).
 * @throws Problem `calendar-not-loaded`.
 */
export function latestPostingDate(calendar: Calendar, settings: NoticeSettings, mustEndBy: string): string {
  const uncounted = settings.countPostingDay ? 0 : 1;
  if (settings.mode === 'calendar') return addDays(mustEndBy, 1 - settings.days - uncounted);
  // Counting back over n days reaches the posting day; the day after mustEndBy is where the count starts.
  return addWorkingDays(calendar, addDays(mustEndBy, 1), -(settings.days + uncounted));
}

/**
 * What an administrator should think about before she posts: nothing here is forbidden. Length is measured in working
 * days in both modes, so seven calendar days over a festival are warned of and in an ordinary week they are not.
 */
export function noticeWarnings(
  calendar: Calendar,
  settings: NoticeSettings,
  period: NoticePeriod,
  about: { readonly level: Level; readonly ceremony?: string | undefined },
): readonly Fault[] {
  const warnings: Fault[] = [];
  const minimum = minimumNoticeDays(about.level);
  const working = workingDaysBetween(calendar, period.countedFrom, period.end);
  if (working < minimum) {
    warnings.push(
      fault(
        'days',
        'notice-short',
        `公示只有 ${working} 个工作日，本级一般不少于 ${minimum} 个工作日，请延长`,
        `The notice has only ${working} working days; at this level it should have at least ${minimum}, so make it longer`,
      ),
    );
  }
  if (settings.mode === 'working' && !isWorkingDay(calendar, period.start)) {
    warnings.push(
      fault(
        'start',
        'notice-posted-on-day-off',
        `${period.start} 不是工作日，公示自 ${period.countedFrom} 起计算`,
        `${period.start} is no working day; the notice counts from ${period.countedFrom}`,
      ),
    );
  }
  const { ceremony } = about;
  if (ceremony === undefined) return warnings;
  // By the strict count, so that nobody can say that the notice was too short.
  const strict = { ...settings, countPostingDay: false };
  const latest = latestPostingDate(calendar, strict, addDays(ceremony, -1));
  const mend = text(`请最迟于 ${latest} 发布公示，或推迟仪式`, `post it by ${latest} or move the ceremony`);
  const ends = (end: string) =>
    daysBetween(end, ceremony) === 0 ? text('当天', 'on') : text('之后', 'after');
  if (period.end >= ceremony) {
    const when = ends(period.end);
    warnings.push(
      fault(
        'start',
        'notice-ends-too-late',
        `公示于 ${period.end} 结束，在 ${ceremony} 仪式${when.zh}；${mend.zh}`,
        `The notice ends on ${period.end}, ${when.en} the day of the ceremony (${ceremony}); ${mend.en}`,
      ),
    );
  } else if (period.strictEnd >= ceremony) {
    const when = ends(period.strictEnd);
    warnings.push(
      fault(
        'start',
        'notice-strict-end-too-late',
        `若发布当日不计入，公示于 ${period.strictEnd} 结束，在 ${ceremony} 仪式${when.zh}；为稳妥起见，${mend.zh}`,
        `If the posting day is not counted, the notice ends on ${period.strictEnd}, ${when.en} the day of the ceremony (${ceremony}); to be safe, ${mend.en}`,
      ),
    );
  }
  if (period.end < ceremony && period.decisionFrom > startOfDay(ceremony)) {
    warnings.push(
      fault(
        'start',
        'notice-decision-too-late',
        `等候在途信件后才能审定，最早时间晚于 ${ceremony} 的仪式，请提前公示或推迟仪式`,
        `A decision must wait for letters under way until after the ceremony (${ceremony}); post earlier or move the ceremony`,
      ),
    );
  }
  return warnings;
}
