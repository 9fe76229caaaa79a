/** Every page in a real browser, in its own role, at the widths of a phone, a tablet and a desk. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '#tools/shots/chromium.ts';
import { readers } from '#tools/shots/gallery.ts';
import { look } from '#tools/shots/look.ts';
import { type Tour, tourOf } from '#tools/shots/pages.ts';
import { openSite, type Site } from '#tools/shots/site.ts';
import { serveApp } from '../served.ts';

/** Routes that no link leads to, and why. */
const unlinked: readonly RegExp[] = [
  // Data and files.
  /^\/(api|static|logos)\/|\.json|archive\.zip$|\/acts\/:file$|\/letter\.(docx|pdf)$|export\.(csv|xlsx)\/file$|\/certificate\/background$/,
  // By a letter's link; the same pages are looked at as her who is signed in.
  /^\/w\/:code\/:round\/:step(\/(commitment|marks))?$/,
  // A form is sent there; opened by hand they lead back to it.
  /\/(confirm|commit|conflict|decline|delegate|submit|withdraw|reveal|roll|erase|remove|start|find|preview|count|compare|numbers|reset)$|\/uploads(\/|$)|\/attachments$/,
  // Addresses with a secret, or that an answer sends to.
  /^\/(kept|sign-in|handed-over)\/|\/submitted\/:run$/,
  // The result of a level outside the system.
  /^\/packages\/:id\/results\/:run$/,
];

describe.skipIf(!hasChromium)('every page', () => {
  let site: Site;
  let tour: Tour;
  beforeAll(async () => {
    site = await openSite(serveApp);
    tour = await tourOf(site.gallery, site.web, site.app);
  });
  afterAll(() => site?.close());

  test('is reached by links that all lead somewhere', () => {
    expect(tour.broken).toEqual([]);
    expect(tour.missed.filter((route) => !unlinked.some((form) => form.test(route)))).toEqual([]);
  });

  test.each(readers)(
    'of the %s reads at every width, without a fault that WCAG 2.2 AA knows',
    async (reader) => {
      const context = await site.chrome.newContext({ bypassCSP: true, locale: 'zh-CN' });
      if (reader !== 'public')
        await context.addCookies([{ name: 'session', value: site.gallery.sessions[reader], url: site.url }]);
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
