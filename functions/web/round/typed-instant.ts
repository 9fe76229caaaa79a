/** A time of day in Shanghai as people type it. */
import { instantAt } from '#domain/instant.ts';
import { readDate } from '#domain/programme/field-reading.ts';

/**
 * `2027-01-10 09:00` in Shanghai as an instant, also as 2027年1月10日9点 or 2027/1/10 9：00; anything else is given on as
 * written, so that the settings refuse it.
 */
export function instantOfText(written: string): string {
  const [, day, hour, minutes = '00'] =
    /^(.{8,}?[\sT日号])\s*(\d{1,2})(?::(\d{2})(?::00)?|[点时](?:(\d{2})分)?整?)$/u.exec(
      written.normalize('NFKC').trim(),
    ) ?? [];
  if (day === undefined || hour === undefined) return written;
  const date = readDate(day.replace(/T$/, ''));
  if (date.kind !== 'good') return written;
  try {
    return instantAt(String(date.value), `${hour.padStart(2, '0')}:${minutes}`);
  } catch {
    return written;
  }
}
