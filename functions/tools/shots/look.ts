/** Looks at one page in a browser at each width: what is too wide, what WCAG finds, and its picture. */
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** A phone, a tablet, a desk: pixels wide. */
export const widths = [360, 768, 1280] as const;

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** What axe finds on the page as it stands, one sentence a rule: WCAG 2.2 A and AA, and that all text lies in a region. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.addScriptTag({ path: axe });
  const violations = await page.evaluate<readonly Violation[]>(`axe.run(document, {
    resultTypes: ['violations'],
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

/** How far the page is wider than its window, in pixels; 0 is right. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));

/** Opens a page and looks at it at every width. Gives what is wrong, in words; `shot` takes each picture. */
export async function look(
  page: Page,
  url: string,
  shot?: (page: Page, width: number) => Promise<unknown>,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const response = await page.goto(url);
  if (response === null || !response.ok()) wrong.push(`answered ${response?.status()}`);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const over = await overflowOf(page);
    if (over > 0) wrong.push(`${width}: ${over} px too wide`);
    for (const violation of await violationsOf(page)) wrong.push(`${width}: ${violation}`);
    await shot?.(page, width);
  }
  return wrong;
}
