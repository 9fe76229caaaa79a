/** Which pages there are to look at, and for whom: every kind of page once, by the first reader who comes to it. */
import type { Web } from '#web/frame/context.ts';
import { crawl, type Found, pageRoutes } from './crawl.ts';
import { type Gallery, type Reader, readers } from './gallery.ts';

export interface Seen extends Found {
  readonly reader: Reader;
}

export interface Tour {
  readonly pages: readonly Seen[];
  /** Links that lead to a refusal or a defect: `district: 404 /rounds/x`. */
  readonly broken: readonly string[];
  /** Routes that answer GET and that no reader came to. */
  readonly missed: readonly string[];
}

/** Pages that differ by reader are looked at with each. */
const ofEach = new Set(['/', '/tasks', '/account']);

/** Walks through the site as each reader. `app` answers as the server would. */
export async function tourOf(
  gallery: Gallery,
  web: Web,
  app: { request(url: string, init?: RequestInit): Response | Promise<Response> },
): Promise<Tour> {
  const routes = await pageRoutes(web);
  const pages = new Map<string, Seen>();
  const broken: string[] = [];
  const reached = new Set<string>();
  const letters: string[] = [];
  // Those whose work is done answer that they are over.
  for (const link of await gallery.letterLinks())
    if ((await app.request(web.deps.site.url + link)).ok) letters.push(link);
  for (const reader of readers) {
    const cookie = reader === 'public' ? undefined : gallery.sessions[reader];
    const from = ['/', ...(gallery.entrances[reader] ?? []), ...(reader === 'public' ? letters : [])];
    const found = await crawl(app, web.deps.site.url, routes, cookie, from);
    broken.push(...found.broken.map((each) => `${reader}: ${each}`));
    for (const route of found.reached) reached.add(route);
    for (const page of found.pages) {
      const key = ofEach.has(page.route) ? `${page.route} ${reader}` : page.route;
      if (!pages.has(key)) pages.set(key, { ...page, reader });
    }
  }
  return {
    pages: [...pages.values()],
    broken,
    missed: routes.filter((route) => !reached.has(route)),
  };
}
