/** `npm run shots -- --folder DIR [--english]`: a picture of every page, as wide as a phone and as a desk, and a page that shows them all. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keysOf } from '#domain/members.ts';
import { say } from '#local/say.ts';
import { makeApp } from '#web/app.tsx';
import { openChromium } from './chromium.ts';
import { clumsyOf } from './clumsy.ts';
import { type Reader, readers } from './gallery.ts';
import { overflowOf } from './look.ts';
import { type Seen, tourOf } from './pages.ts';
import { openSite } from './site.ts';

const widths = { phone: 360, desk: 1280 } as const;

const fileOf = ({ route, reader }: Seen, width: keyof typeof widths): string =>
  `${reader}${route.replaceAll(/[^a-z0-9]+/gi, '-').replace(/-$/, '')}-${width}.png`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Both pictures of each page, by reader. */
function indexOf(pages: readonly Seen[]): string {
  const of = (reader: Reader) =>
    pages
      .filter((page) => page.reader === reader)
      .map(
        (page) =>
          `<h3>${escaped(page.route)} <small>${escaped(page.path)}</small></h3><p>${keysOf(widths)
            .map((width) => `<img loading="lazy" src="${fileOf(page, width)}" alt="">`)
            .join('')}</p>`,
      )
      .join('\n');
  return `<!doctype html><html lang="zh"><meta charset="utf-8"><title>红榜</title>
<style>img{vertical-align:top;max-height:80vh;border:1px solid #999;margin:.5rem}small{color:#666}</style>
${readers.map((reader) => `<h2>${reader}</h2>${of(reader)}`).join('\n')}`;
}

/** Makes the gallery, walks through it as everybody, and writes the pictures. Says what is wider than its window. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: 'string', default: '.build/shots' },
      english: { type: 'boolean', default: false },
    },
  });
  const folder = resolve(values.folder);
  mkdirSync(folder, { recursive: true });
  const { gallery, web, app, url, close } = await openSite(makeApp);
  const chrome = await openChromium();
  try {
    const { pages } = await tourOf(gallery, web, app);
    for (const reader of readers) {
      const context = await chrome.newContext({ locale: values.english ? 'en-GB' : 'zh-CN' });
      if (reader !== 'public')
        await context.addCookies([{ name: 'session', value: gallery.sessions[reader], url: url }]);
      const page = await context.newPage();
      for (const seen of pages.filter((each) => each.reader === reader)) {
        await page.goto(url + seen.path);
        for (const name of keysOf(widths)) {
          const width = widths[name];
          await page.setViewportSize({ width, height: 900 });
          const over = await overflowOf(page);
          if (over > 0) say(`${seen.path}: ${over} px wider than ${width}`);
          for (const clumsy of await clumsyOf(page)) say(`${seen.path} at ${width}: ${clumsy}`);
          const path = join(folder, fileOf(seen, name));
          await page.screenshot({ path, fullPage: true });
        }
      }
      await context.close();
    }
    writeFileSync(join(folder, 'index.html'), indexOf(pages));
    say(`${pages.length} pages: ${join(folder, 'index.html')}`);
  } finally {
    await chrome.close();
    await close();
  }
}
