/** What the public pages share: their style sheet, words in place, dates, and caching. */

import { cut } from '#domain/characters.ts';
import { shanghaiTime } from '#domain/instant.ts';
import { shownDate } from '#domain/shown-dates.ts';
import type { Ctx } from './context.ts';
import { publicAssets } from './public-assets.ts';
import type { Lang } from './words.ts';

/** The style sheet of these pages; stands first in the page. */
export const PublicStyle = () => <link rel="stylesheet" href={publicAssets.css} />;

/** A date as people read it. */
export const dayIn = (lang: Lang, date: string): string => (lang === 'zh' ? shownDate(date).zh : date);

/** Time of day in Shanghai, `17:30`. */
export const timeOf = shanghaiTime;

/**
 * Lets the visitor's own browser keep a page for half a minute. Not for proxies: every page carries a CSRF token and
 * may carry the name of whoever is signed in.
 */
export function keepShortly(c: Ctx): void {
  c.header('cache-control', 'private, max-age=30');
  c.header('vary', 'Cookie, Accept-Language');
}

/** A whole number of a query from 1 on; 1 for anything else. */
export const pageOf = (c: Ctx): number => {
  const page = Number(c.req.query('page') ?? '1');
  return Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
};

/** A query parameter; undefined when it is missing or empty. */
export const asked = (c: Ctx, name: string): string | undefined => {
  const value = c.req.query(name)?.trim();
  return value === undefined || value === '' ? undefined : cut(value, 200);
};

/** Path of a list's page; its id holds dots. */
export const listPath = (id: string): string => `/honours/${encodeURIComponent(id)}`;
export const noticePath = (id: string): string => `/notices/${encodeURIComponent(id)}`;
export const certificatePath = (number: string): string => `/certificates/${encodeURIComponent(number)}`;
