/** When a short message may go: nobody's telephone rings at night (docs/rules/privacy.md#short-messages). */
import { addDays, instantAt, shanghaiDate, shanghaiTime } from '#domain/instant.ts';

/** From when and until when, in Shanghai. */
const [opens, closes] = ['08:00', '21:00'] as const;

/** The instant itself by day, else the next morning at eight. */
export function daytime(now: string): string {
  const [date, time] = [shanghaiDate(now), shanghaiTime(now)];
  if (time < opens) return instantAt(date, opens);
  return time < closes ? now : instantAt(addDays(date, 1), opens);
}
