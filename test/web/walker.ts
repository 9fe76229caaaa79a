/** Somebody at a browser without script who counts: pages that she sees, presses, and fields that she fills in herself. */
import { strictEqual } from 'node:assert';
import type { Browser, Seen, Sent } from './people/account-browser.ts';

/** What stands in a form as the page sends it: each name with its values, and where it goes. */
export interface PageForm {
  readonly action: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

const unescaped = (written: string): string =>
  written
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | undefined => {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? undefined : unescaped(value);
};

/** The forms of a page, as a browser would send each of them without a button. */
export function formsOf(html: string): readonly PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inner = '']) => {
    const values: Record<string, string[]> = {};
    const add = (name: string | undefined, value: string) => {
      if (name === undefined || name === '' || name === '_csrf') return;
      values[name] = [...(values[name] ?? []), value];
    };
    for (const [tag] of inner.matchAll(/<input\b[^>]*>/g)) {
      const type = attribute(tag, 'type') ?? 'text';
      if (type === 'file') continue;
      const isBox = type === 'checkbox' || type === 'radio';
      if (!isBox || /\schecked(=|\s|>|\/)/.test(tag))
        add(attribute(tag, 'name'), attribute(tag, 'value') ?? '');
    }
    for (const [, tag = '', text = ''] of inner.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
      add(attribute(tag, 'name'), unescaped(text).replace(/^\n/, ''));
    for (const [, tag = '', options = ''] of inner.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
      const chosen =
        /<option\b[^>]*\sselected[^>]*>/.exec(options)?.[0] ?? /<option\b[^>]*>/.exec(options)?.[0];
      add(attribute(tag, 'name'), attribute(chosen ?? '', 'value') ?? '');
    }
    return { action: attribute(head, 'action') ?? '', values };
  });
}

export interface Walker {
  readonly seen: { pages: number; clicks: number; fields: number };
  readonly page: Seen;
  /** The address of the page. */
  readonly at: string;
  /** Opens an address that she has: no click. */
  open(path: string): Promise<Seen>;
  /** Presses a link that is on the page. */
  link(href: string | RegExp): Promise<Seen>;
  /** Fills in a form of the page, and presses; what she does not name stays as the page has it. */
  submit(action: string | RegExp, filled?: Sent): Promise<Seen>;
}

/** Begins to count. */
export function walkerOf(browser: Browser): Walker {
  const seen = { pages: 0, clicks: 0, fields: 0 };
  let page: Seen | undefined;
  const now = (): Seen => {
    if (page === undefined) throw new RangeError('no page is open');
    return page;
  };
  let at = '';
  const arrive = async (from: string, answer: Seen): Promise<Seen> => {
    at = from;
    page = answer;
    for (let left = 5; page.to !== '' && left > 0; left--) {
      at = page.to;
      page = await browser.get(at);
    }
    seen.pages += 1;
    return page;
  };
  return {
    seen,
    get page() {
      return now();
    },
    get at() {
      return at;
    },
    open: async (path) => arrive(path, await browser.get(path)),
    async link(href) {
      const links = [...now().html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, each = '']) =>
        unescaped(each),
      );
      const found = links.find((each) => (typeof href === 'string' ? each === href : href.test(each)));
      if (found === undefined) throw new RangeError(`no link ${href} on the page: ${links.join(' ')}`);
      seen.clicks += 1;
      return arrive(found, await browser.get(found));
    },
    async submit(action, filled = {}) {
      const forms = formsOf(now().html);
      const form = forms.find((each) =>
        typeof action === 'string' ? each.action === action : action.test(each.action),
      );
      if (form === undefined)
        throw new RangeError(`no form ${action} on the page: ${forms.map((each) => each.action).join(' ')}`);
      const strangers = Object.keys(filled).filter(
        (name) => !name.startsWith('_') && !now().html.includes(`name="${name}"`),
      );
      strictEqual(strangers.join(), '', 'the page asks for these fields');
      seen.clicks += 1;
      seen.fields += Object.keys(filled).filter((name) => !name.startsWith('_')).length;
      return arrive(form.action, await browser.post(form.action, { ...form.values, ...filled }));
    },
  };
}
