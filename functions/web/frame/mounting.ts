/** How pages are put together: each part of the site fills an application of its own, which is mounted at '/'. */
import { Hono } from 'hono';
import type { Env, Web } from './context.ts';

/** Builds the pages of a part of the site, to be mounted at '/'. */
export type Mount = (web: Web) => Hono<Env>;

/** The pages of a part, which `fill` puts into their application. */
export const mounting =
  (fill: (pages: Hono<Env>, web: Web) => void): Mount =>
  (web) => {
    const pages = new Hono<Env>();
    fill(pages, web);
    return pages;
  };

/** Several parts as one, in this order. */
export const together = (parts: readonly Mount[]): Mount =>
  mounting((pages, web) => {
    for (const part of parts) pages.route('/', part(web));
  });
