/** The cookie that holds a session: kept at sign-in, dropped at sign-out. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Ctx } from '#web/frame/context.ts';
import { renewCsrf } from '#web/frame/security.ts';

const isHttps = (siteUrl: string): boolean => siteUrl.startsWith('https:');

/** Name of the session cookie, a `__Host-` cookie stays with this host only. */
export const sessionCookieName = (siteUrl: string): string =>
  isHttps(siteUrl) ? '__Host-session' : 'session';

/** Cookies of this site: not for scripts, not sent along from other sites, by https only where there is https. */
export const cookieOptions = (siteUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(siteUrl) }) as const;

/** Keeps a session in the browser until it closes, with a new CSRF token. */
export function keepSession(c: Ctx, siteUrl: string, cookie: string): void {
  setCookie(c, sessionCookieName(siteUrl), cookie, cookieOptions(siteUrl));
  renewCsrf(c, siteUrl);
}

/** Forgets the session in the browser and gives its value, so that it can be ended; with a new CSRF token. */
export function dropSession(c: Ctx, siteUrl: string): string | undefined {
  const name = sessionCookieName(siteUrl);
  const cookie = getCookie(c, name);
  deleteCookie(c, name, cookieOptions(siteUrl));
  renewCsrf(c, siteUrl);
  return cookie;
}
