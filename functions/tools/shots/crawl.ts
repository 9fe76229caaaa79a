/** Finds every page that a reader comes to by following links, one address for each kind of page. */
import type { Web } from '#web/frame/context.ts';
import { pageGroups } from '#web/groups.ts';

export interface Found {
  /** The route, such as `/rounds/:round/shortlist`. */
  readonly route: string;
  readonly path: string;
}

type App = { request(url: string, init?: RequestInit): Response | Promise<Response> };

/** Names stand for one part of a path, or for what their braces say. */
const formOf = (route: string): RegExp =>
  new RegExp(`^${route.replace(/:\w+(?:\{(.*?)\}(?=\/|$))?/g, (_, form?: string) => form ?? '[^/]+')}$`);

/** The routes that answer a GET with a page or a file, those with the fewest names first, as `/tasks/mine` is no `/tasks/:task`. */
export async function pageRoutes(web: Web): Promise<readonly string[]> {
  const mounts = await Promise.all(pageGroups.filter(({ name }) => name !== 'api').map(({ load }) => load()));
  const routes = mounts.flatMap((mount) => mount(web).routes);
  const pages = new Set(
    routes.filter(({ method, path }) => method === 'GET' && !path.includes('*')).map(({ path }) => path),
  );
  const names = (route: string) => route.split(':').length;
  return [...pages].toSorted((a, b) => names(a) - names(b) || a.localeCompare(b));
}

/** The addresses of the links on a page, those of other sites left out. */
const linksOf = (html: string, site: string): readonly string[] =>
  [...html.matchAll(/<a\b[^>]*\shref="([^"#]+)/g)]
    .map(([, href]) => new URL(href!.replaceAll('&amp;', '&'), site))
    .filter(({ origin }) => origin === new URL(site).origin)
    .map(({ pathname, search }) => pathname + search);

/** How often one kind of page is opened for the links on it. */
const mostOfKind = 6;

/**
 * Follows links from the first page, as one reader. Gives the first page of each kind that answered with HTML, and
 * everything that answered as it should not: `500 /path`, `404 /path`.
 */
export async function crawl(
  app: App,
  site: string,
  routes: readonly string[],
  cookie: string | undefined,
  from: readonly string[] = ['/'],
): Promise<{
  readonly pages: readonly Found[];
  readonly broken: readonly string[];
  readonly reached: readonly string[];
}> {
  const forms = routes.map((route) => [route, formOf(route)] as const);
  const headers = cookie === undefined ? {} : { cookie: `session=${cookie}` };
  const pages = new Map<string, Found>();
  const broken: string[] = [];
  const opened = new Map<string, number>();
  const queue = [...from];
  const seen = new Set(queue);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const bare = path.split('?', 1)[0]!;
    const [route] = forms.find(([, form]) => form.test(bare)) ?? [];
    const times = opened.get(route ?? bare) ?? 0;
    if (times >= mostOfKind) continue;
    opened.set(route ?? bare, times + 1);
    const response = await app.request(site + path, { headers });
    const type = response.headers.get('content-type') ?? '';
    if (response.status >= 400) broken.push(`${response.status} ${path}`);
    const moved = response.headers.get('location');
    const isPage = response.ok && type.startsWith('text/html');
    const html = isPage ? await response.text() : '';
    if (!isPage) await response.body?.cancel();
    else if (route !== undefined && !pages.has(route)) pages.set(route, { route, path });
    const onward =
      moved === null
        ? linksOf(html, site)
        : [new URL(moved, site + path)].map(({ pathname, search }) => pathname + search);
    // The link of somebody else's letter, which the root administrator sees, opens as the public only.
    for (const link of onward)
      if (!seen.has(link) && (cookie === undefined || !link.startsWith('/w/'))) {
        seen.add(link);
        queue.push(link);
      }
  }
  return { pages: [...pages.values()], broken, reached: [...opened.keys()] };
}
