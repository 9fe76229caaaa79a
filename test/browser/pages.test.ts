/** Every page in a real browser, in its own role, at the widths of a phone, a tablet and a desk. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openChromium, serveHere } from '#tools/shots/chromium.ts';
import { type Gallery, openGallery, readers } from '#tools/shots/gallery.ts';
import { look } from '#tools/shots/look.ts';
import { type Tour, tourOf } from '#tools/shots/pages.ts';
import { serveApp } from '../served.ts';

/** Routes that no link leads to, and why. */
const unlinked: readonly RegExp[] = [
  // Data and files.
  /^\/(api|static)\/|\.json|archive\.zip$|\/acts\/:file$|\/letter\.(docx|pdf)$|export\.(csv|xlsx)\/file$/,
  // Of a panellist who made her commitment; the gallery's has not.
  /\/:step\/(commitment|marks)$/,
  // A form is sent there; opened by hand they lead back to it.
  /\/(confirm|commit|conflict|decline|delegate|submit|withdraw|reveal|erase|start|find|preview|count|compare)$|\/uploads(\/|$)|\/attachments$/,
  // Addresses with a secret, or that an answer sends to.
  /^\/(kept|sign-in|handed-over)\/|^\/w\/:code\/:round\/:step$/,
  // Of jobs, cases and papers that the gallery has none of.
  /^\/(import|packages|rechecks|objections)\/:|^\/rounds\/:id\/tranches\/new$|^\/honours\/lists\/|\/claims$|\/imports\/:job$/,
];

describe.skipIf(!hasChromium)('every page', () => {
  let gallery: Gallery;
  let chrome: Browser;
  let tour: Tour;
  let site: { readonly url: string; close(): Promise<void> };
  beforeAll(async () => {
    let answer: (request: Request) => Response | Promise<Response> = () =>
      new Response(null, { status: 503 });
    site = await serveHere((request) => answer(request));
    gallery = await openGallery(site.url);
    const { home, root } = gallery;
    const web = { deps: home.deps, root, advanceClock: home.advanceClock! };
    const app = serveApp(web);
    answer = (request) => app.fetch(request);
    tour = await tourOf(gallery, web, app);
    chrome = await openChromium();
  });
  afterAll(async () => {
    await chrome?.close();
    await site?.close();
    await gallery?.close();
  });

  test('is reached by links that all lead somewhere', () => {
    expect(tour.broken).toEqual([]);
    expect(tour.missed.filter((route) => !unlinked.some((form) => form.test(route)))).toEqual([]);
  });

  test.each(readers)(
    'of the %s reads at every width, without a fault that WCAG 2.2 AA knows',
    async (reader) => {
      const context = await chrome.newContext({ bypassCSP: true, locale: 'zh-CN' });
      if (reader !== 'public')
        await context.addCookies([{ name: 'session', value: gallery.sessions[reader], url: site.url }]);
      const page = await context.newPage();
      const wrong: Record<string, readonly string[]> = {};
      for (const { route, path } of tour.pages.filter((each) => each.reader === reader)) {
        const found = await look(page, site.url + path);
        if (found.length > 0) wrong[route] = found;
      }
      await context.close();
      expect(wrong).toEqual({});
    },
    300_000,
  );
});
