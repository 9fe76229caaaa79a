/** The cookie that holds a session: kept at sign-in, dropped at sign-out. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Ctx } from '#web/frame/context.ts';
import { cookieName, cookieOptions } from '#web/frame/cookies.ts';
import { renewCsrf } from '#web/frame/security.ts';

/** Name of the session cookie. */
export const sessionCookieName = (siteUrl: string): string => cookieName(siteUrl, 'session');

/** Keeps a session in the browser until it closes, with a new CSRF token. */
export function keepSession(c: Ctx, siteUrl: string, cookie: string): void {
  setCookie(c, sessionCookieName(siteUrl), cookie, cookieOptions(siteUrl));
  renewCsrf(c, siteUrl);
}

/**
 * Forgets the session in the browser and gives its value, so that it can be ended; with a new CSRF token. The browser is
 * told to drop the pages that it holds, so that the way back shows nothing of hers.
 */
export function dropSession(c: Ctx, siteUrl: string): string | undefined {
  const name = sessionCookieName(siteUrl);
  const cookie = getCookie(c, name);
  deleteCookie(c, name, cookieOptions(siteUrl));
  renewCsrf(c, siteUrl);
  c.header('clear-site-data', '"cache", "storage"');
  return cookie;
}
