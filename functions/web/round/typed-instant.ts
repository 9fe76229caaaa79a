/** A day with a time of day in Shanghai, as people type them. */
import { instantAt } from '#domain/instant.ts';
import { readDate } from '#domain/programme/field-reading.ts';
import { readTime } from '#domain/typed-time.ts';

/**
 * `2027-01-10 09:00` in Shanghai as an instant, also as 2027年1月10日下午3点 or 2027/1/10 9：00; anything else is given on
 * as written, so that the settings refuse it.
 */
export function instantOfText(written: string): string {
  const [, day = '', time = ''] =
    /^(\d{4}\D\d{1,2}\D\d{1,2}[日号T]?)(.*)$/u.exec(written.normalize('NFKC').trim()) ?? [];
  const [date, at] = [readDate(day.replace(/T$/, '')), readTime(time)];
  if (date.kind !== 'good' || at === undefined) return written;
  try {
    return instantAt(String(date.value), at);
  } catch {
    return written;
  }
}
