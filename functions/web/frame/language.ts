/** Which language a request is answered in, and the small form that changes it. */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { cookieName, cookieOptions } from './cookies.ts';
import { one, postedOf } from './posted.ts';
import type { Lang } from './words.ts';

const isLang = (value: unknown): value is Lang => value === 'zh' || value === 'en';

/** The first of zh and en in an Accept-Language header by its weight; zh when it names neither. */
export function acceptedLanguage(header: string): Lang {
  const wishes = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.find((one) => one.trim().startsWith('q='));
      return { lang: tag.split('-')[0], weight: q === undefined ? 1 : Number(q.trim().slice(2)) };
    })
    .filter((wish) => isLang(wish.lang) && wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const first = wishes[0]?.lang;
  return isLang(first) ? first : 'zh';
}

/** The language of this answer: `?lang=` for this page only, then the cookie, then Accept-Language, then zh. */
export function languageOf(c: Context): Lang {
  const asked = c.req.query('lang');
  if (isLang(asked)) return asked;
  // by http the cookie has no prefix
  const kept = getCookie(c, 'lang', 'host') ?? getCookie(c, 'lang');
  if (isLang(kept)) return kept;
  return acceptedLanguage(c.req.header('accept-language') ?? '');
}

const base = 'http://local.invalid';

/** A path on this site to go back to, without `?lang=`; anything that leads elsewhere becomes `/`. */
export function localPath(path: string): string {
  // Browsers read a backslash as a slash, and "//host" is another site.
  if (!/^\/(?![/\\])/.test(path) || !URL.canParse(path, base)) return '/';
  const url = new URL(path, base);
  if (url.origin !== base) return '/';
  url.searchParams.delete('lang');
  // A path may become "//host" only once it is normalised, as "/.//host" does.
  return url.pathname.startsWith('//') ? '/' : url.pathname + url.search + url.hash;
}

/** What handles `POST /language` with `lang` and `back`: keeps the choice for a year and goes back. */
export const changeLanguage = (siteUrl: string) => async (c: Context) => {
  const { body } = await postedOf(c);
  const [lang, back] = [one(body, 'lang'), one(body, 'back')];
  if (isLang(lang))
    setCookie(c, cookieName(siteUrl, 'lang'), lang, { ...cookieOptions(siteUrl), maxAge: 31_536_000 });
  return c.redirect(localPath(back), 303);
};
