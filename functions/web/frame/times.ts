/** Instants and deadlines as a clerk reads them, Asia/Shanghai. */

import type { Deps } from '#deps';
import { secondsBetween, shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import { text } from '#domain/problem.ts';
import { type Lang, t } from './words.ts';

/** An instant as `2027-03-01 17:30`. */
export const shownAt = (instant: string): string => `${shanghaiDate(instant)} ${shanghaiTime(instant)}`;

/** The present instant of the site. */
export const nowOf = (deps: Pick<Deps, 'clock'>): string => new Date(deps.clock()).toISOString();

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long is left until an instant, in the two largest units that say something; '' once it is past. */
export function timeLeft(lang: Lang, now: string, until: string): string {
  const left = secondsBetween(now, until);
  if (left < 0) return '';
  const [days, hours, minutes] = [left / day, (left % day) / hour, (left % hour) / minute].map(
    Math.floor,
  ) as [number, number, number];
  if (days >= 2) return t(lang, text(`还剩 ${days} 天`, `${days} days left`));
  if (days === 1) return t(lang, text(`还剩 1 天 ${hours} 小时`, `1 day ${hours} h left`));
  if (hours > 0) return t(lang, text(`还剩 ${hours} 小时 ${minutes} 分`, `${hours} h ${minutes} min left`));
  return t(lang, text(`还剩 ${minutes} 分钟`, `${minutes} min left`));
}
