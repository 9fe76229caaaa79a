/** Looks at one page in a browser at each width: what is too wide, what WCAG finds, and its picture. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { clumsyOf } from './clumsy.ts';

/** A phone, a tablet, a desk: pixels wide. */
export const widths = [360, 768, 1280] as const;

/** Where a site that is looked at serves axe: the browser compiles what it was served once, what is handed to a page each time. */
export const axePath = '/axe.min.js';

/** The script behind `axePath`. */
export const axeAnswer = (): Response =>
  new Response(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js')), {
    headers: { 'content-type': 'text/javascript', 'cache-control': 'max-age=86400' },
  });

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** What axe finds on the page as it stands, one sentence a rule: WCAG 2.2 A and AA, and that all text lies in a region. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.addScriptTag({ url: axePath });
  const violations = await page.evaluate<readonly Violation[]>(`axe.run(document, {
    resultTypes: ['violations'],
    preload: false,
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    rules: { region: { enabled: true }, 'landmark-one-main': { enabled: true }, 'heading-order': { enabled: true } },
  }).then(({ violations }) => violations)`);
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ target }) => target.join(' '))
        .join(', ')}`,
  );
}

/**
 * What axe's rules see of a page that its width may change: which elements show, their colours, whether their text is
 * large and whether what is pressed is large enough.
 */
const renderingOf = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.body.querySelectorAll('*')]
      .map((element) => {
        if (!element.checkVisibility()) return '-';
        const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(element);
        const { width, height } = element.getBoundingClientRect();
        const isLarge = Number.parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.5 : 24);
        const isSmall = element.matches('a, button, input, select, summary') && Math.min(width, height) < 24;
        return [color, backgroundColor, isLarge, isSmall].join(' ');
      })
      .join('\n'),
  );

/** How far the page is wider than its window, in pixels; 0 is right. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));

/** Opens a page and looks at it at every width, with axe again where another width renders it otherwise. Gives what is wrong, in words. */
export async function look(page: Page, url: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  const known = new Set<string>();
  const response = await page.goto(url);
  if (response === null || !response.ok()) wrong.push(`answered ${response?.status()}`);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const over = await overflowOf(page);
    if (over > 0) wrong.push(`${width}: ${over} px too wide`);
    for (const clumsy of await clumsyOf(page)) wrong.push(`${width}: ${clumsy}`);
    const rendering = await renderingOf(page);
    if (known.has(rendering)) continue;
    known.add(rendering);
    for (const violation of await violationsOf(page)) wrong.push(`${width}: ${violation}`);
  }
  return wrong;
}
