/** Two ways to do what a page asks: by the keyboard alone, and with a mouse in a browser that runs no script. */
import type { Page } from 'playwright-core';

export interface Hands {
  readonly page: Page;
  /** Presses the link or button of this name, and waits for the page that it leads to. */
  press(name: RegExp): Promise<void>;
  /** Opens what is folded under this name. */
  open(name: RegExp): Promise<void>;
  type(label: RegExp, text: string): Promise<void>;
  /** Takes the n-th choice of a list. */
  choose(label: RegExp, n: number): Promise<void>;
  tick(label: string): Promise<void>;
  /** Ticks the first boxes within a part of the page, all where `most` is not said. */
  tickAll(within: string, most?: number): Promise<void>;
}

/** What the element that has the focus is called. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: on } = document;
    if (on === null || on === document.body) return '';
    const labels = 'labels' in on ? [...((on as HTMLInputElement).labels ?? [])] : [];
    return labels.length > 0
      ? labels.map((label) => label.textContent).join(' ')
      : `${on.textContent ?? ''}${on.getAttribute('aria-label') ?? ''}`;
  });

/** Goes by Tab to what has this name, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 250; n++) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`Tab never came to ${String(name)} on ${page.url()}`);
}
const escaped = (label: string): RegExp => new RegExp(label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** Tab, Space, Enter, arrows and letters. */
export function byKeyboard(page: Page): Hands {
  const key = (pressed: string) => page.keyboard.press(pressed);
  return {
    page,
    async press(name) {
      await tabTo(page, name);
      await Promise.all([page.waitForEvent('load'), key('Enter')]);
    },
    async open(name) {
      await tabTo(page, name);
      await key('Enter');
    },
    async type(label, text) {
      await tabTo(page, label);
      await page.keyboard.type(text);
    },
    async choose(label, n) {
      await tabTo(page, label);
      for (let i = 0; i < n; i++) await key('ArrowDown');
    },
    async tick(label) {
      await tabTo(page, escaped(label));
      await key('Space');
    },
    async tickAll(within, most) {
      const boxes = page.locator(`${within} input[type=checkbox]`);
      const wanted = most ?? (await boxes.count());
      for (let n = 0, ticked = 0; ticked < wanted; n++) {
        if (n > 250) throw new Error(`Tab never came to the boxes of ${within}`);
        await key('Tab');
        const isBox = await page.evaluate(
          (part) => document.activeElement?.matches(`${part} input[type=checkbox]:not(:checked)`),
          within,
        );
        if (isBox !== true) continue;
        await key('Space');
        ticked += 1;
      }
    },
  };
}

/** A mouse; nothing but links, forms and what is folded works. */
export function withoutScript(page: Page): Hands {
  const named = (name: RegExp) => page.locator('main a, main button').filter({ hasText: name }).first();
  const labelled = (label: RegExp) =>
    page.locator('main input, main textarea, main select').and(page.getByLabel(label)).first();
  return {
    page,
    async press(name) {
      await Promise.all([page.waitForEvent('load'), named(name).click()]);
    },
    async open(name) {
      await page.locator('main summary').filter({ hasText: name }).first().click();
    },
    async type(label, text) {
      await labelled(label).fill(text);
    },
    async choose(label, n) {
      await labelled(label).selectOption({ index: n });
    },
    async tick(label) {
      await labelled(escaped(label)).check();
    },
    async tickAll(within, most) {
      const boxes = await page.locator(`${within} input[type=checkbox]`).all();
      for (const box of boxes.slice(0, most ?? boxes.length)) await box.check();
    },
  };
}
