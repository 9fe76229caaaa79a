/** Takes pictures of the demo pages with Chromium, for looking at: bundle with esbuild, then run with a folder. */
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { chromium } from 'playwright-core';
import { assets } from '#web/frame/assets.ts';
import { deskHtml, formHtml, problemHtml, readHtml } from './demo-html.tsx';

const folder = process.argv[2] ?? '/tmp';
const app = new Hono().route('/', assets);
app.get('/form', (c) => c.html(formHtml('zh', true)));
app.get('/desk', (c) => c.html(deskHtml('zh')));
app.get('/desk-en', (c) => c.html(deskHtml('en')));
app.get('/read', (c) => c.html(readHtml('zh')));
app.get('/problem', (c) => c.html(problemHtml('zh')));
const server = createServer(getRequestListener(app.fetch)).listen(0);
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const colorScheme of ['light', 'dark'] as const)
  for (const [size, width] of [
    ['phone', 390],
    ['desktop', 1200],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    for (const name of colorScheme === 'dark'
      ? ['form', 'desk']
      : ['form', 'desk', 'read', 'problem', 'desk-en']) {
      await page.goto(`http://127.0.0.1:${port}/${name}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) console.log(`${name} ${size}: ${overflow}px too wide`);
      await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png`, fullPage: true });
    }
    await page.close();
  }
await browser.close();
server.close();
