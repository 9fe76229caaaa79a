/** Dates and instants as people read them, in Shanghai: the one set of formats of pages, letters and papers. */
import { secondsBetween, shanghaiDate, shanghaiMinute, shanghaiTime } from './instant.ts';
import { type Text, text } from './problem.ts';

/** An instant in digits, `2027-03-01 17:30`; nothing where there is none. */
export const shownAt = (instant: string | undefined): string =>
  instant === undefined ? '' : shanghaiMinute(instant);

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A date `2021-03-05` as 2021年3月5日, `5 March 2021`; anything else is left as it is. */
export function shownDate(date: string): Text {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (parts === null) return text(date, date);
  const [year, month, day] = parts.slice(1).map(Number);
  return text(`${year}年${month}月${day}日`, `${day} ${months[month! - 1]} ${year}`);
}

/** A month `2021-03` as 2021年3月, `March 2021`; anything else is left as it is. */
export function shownMonth(month: string): Text {
  const [, year, n] = /^(\d{4})-(\d{2})$/.exec(month) ?? [];
  if (year === undefined) return text(month, month);
  return text(`${year}年${Number(n)}月`, `${months[Number(n) - 1]} ${year}`);
}

const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** A date with its day of the week: 2021年3月5日（星期五）, `5 March 2021 (Friday)`; anything else is left as it is. */
export function shownDay(date: string): Text {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`).getUTCDay() : Number.NaN;
  if (Number.isNaN(day)) return text(date, date);
  const { zh, en } = shownDate(date);
  return text(`${zh}（星期${'日一二三四五六'[day]}）`, `${en} (${weekdays[day]})`);
}

/** An instant in a sentence, mostly a deadline: 2021年3月5日（星期五）17:30, `5 March 2021 (Friday), 17:30`. */
export function shownInstant(instant: string): Text {
  const date = shownDay(shanghaiDate(instant));
  const time = shanghaiTime(instant);
  return text(`${date.zh}${time}`, `${date.en}, ${time}`);
}

/** A date or an instant, whichever the value is; anything else is left as it is. */
export const shownDateOrInstant = (value: string): Text =>
  /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? shownInstant(value) : shownDate(value);

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long is left until an instant, in the two largest units that say something; nothing once it is past. */
export function timeLeft(now: string, until: string): Text {
  const left = secondsBetween(now, until);
  if (left < 0) return text('', '');
  const days = Math.floor(left / day);
  const hours = Math.floor((left % day) / hour);
  const minutes = Math.floor((left % hour) / minute);
  if (days >= 2) return text(`还剩 ${days} 天`, `${days} days left`);
  if (days === 1) return text(`还剩 1 天 ${hours} 小时`, `1 day ${hours} h left`);
  if (hours > 0) return text(`还剩 ${hours} 小时 ${minutes} 分`, `${hours} h ${minutes} min left`);
  return text(`还剩 ${minutes} 分钟`, `${minutes} min left`);
}
