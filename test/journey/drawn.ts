/**
 * The pictures of docs/guide: a journey draws a page as it stands there. Only when asked,
 * `GUIDE_PICTURES=docs/guide npx vitest run test/journey`; otherwise it does nothing.
 */
import { join } from 'node:path';
import { Hono } from 'hono';
import { openChromium, serveHere } from '#tools/shots/chromium.ts';
import { assets } from '#web/frame/assets.ts';
import { publicFiles } from '#web/frame/public-assets.ts';

const folder = process.env.GUIDE_PICTURES;

/** Pixels: as wide as a page of the guide shows it, and no taller than can be taken in at once. */
const [width, height] = [960, 1_400];

/** Draws a page as somebody sees it, from the first element that a selector finds on, into `<name>.png`. */
export async function drawn(
  person: { get(path: string): Promise<{ readonly body: unknown }> },
  path: string,
  name: string,
  from = 'main',
): Promise<void> {
  if (folder === undefined) return;
  const { body } = await person.get(path);
  const app = new Hono().route('/', assets).route('/', publicFiles);
  app.get('/page', (c) => c.html(String(body)));
  const site = await serveHere((request) => app.fetch(request));
  const chrome = await openChromium();
  try {
    const page = await chrome.newPage({
      ...{ locale: 'zh-CN', viewport: { width, height: 900 }, javaScriptEnabled: false },
    });
    await page.goto(`${site.url}/page`);
    const box = await page.locator(from).first().boundingBox();
    if (box === null) throw new Error(`${path} has no ${from}`);
    const clip = { x: 0, y: box.y, width, height: Math.min(box.height, height) };
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, clip });
  } finally {
    await chrome.close();
    await site.close();
  }
}
