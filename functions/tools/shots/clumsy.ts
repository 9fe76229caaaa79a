/** What a picky reader finds on a page that no rule of WCAG names: broken dates, two first buttons, headings said twice, what sticks out of its box. */
import type { Page } from 'playwright-core';

/** In the page: what is clumsy as it stands at this width, one sentence each. */
function clumsiness(): readonly string[] {
  const seen = (element: Element | null): boolean =>
    element?.checkVisibility({ visibilityProperty: true }) === true &&
    element.closest('.visually-hidden') === null;
  const said = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
  const found: string[] = [];
  const main = document.querySelector('main') ?? document.body;
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
    for (const { index, 0: date } of (node.nodeValue ?? '').matchAll(/\d{4}-\d{2}-\d{2}/g)) {
      if (!seen(node.parentElement)) continue;
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + date.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1)
        found.push(`date on two lines: ${date}`);
    }
  const first = [...main.querySelectorAll('.button-primary')].filter(
    (each) => seen(each) && each.closest('td') === null,
  );
  if (first.length > 1) found.push(`first buttons: ${first.map(said).join(' | ')}`);
  let before: readonly [string, Element | null] = ['', null];
  for (const heading of main.querySelectorAll('h1, h2, h3, legend, caption, label.label')) {
    if (!seen(heading)) continue;
    const words = said(heading).replace(/[\s*]+$/, '');
    // The entries of a list may bear the same name.
    const entry = heading.closest('article, li');
    if (words !== '' && words === before[0] && entry === before[1]) found.push(`said twice: ${words}`);
    before = [words, entry];
  }
  for (const box of main.querySelectorAll('.box, .group, .details-body, .row-card, dd, td'))
    if (seen(box) && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === 'visible')
      found.push(
        `sticks out by ${box.scrollWidth - box.clientWidth}: ${box.className || box.tagName} ${said(box).slice(0, 30)}`,
      );
  return [...new Set(found)];
}

/** What is clumsy on the page at its width; nothing is right. */
export const clumsyOf = (page: Page): Promise<readonly string[]> => page.evaluate(clumsiness);
