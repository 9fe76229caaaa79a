/** Every page of a played cycle, as each reader comes to it: linked, in words, and in a real browser at the widths of a phone, a tablet and a desk. */
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '#actions/running/sweep.ts';
import { hasChromium, openChromium } from '#tools/shots/chromium.ts';
import { type Reader, readers } from '#tools/shots/gallery.ts';
import { look } from '#tools/shots/look.ts';
import { type Tour, tourOf } from '#tools/shots/pages.ts';
import { openSite, type Site } from '#tools/shots/site.ts';
import { serveApp } from '../served.ts';
import { strangersOn, typedIn } from './languages.ts';
import { wordsOf, wrongInPaper } from './papers-said.ts';
import { chineseIn, ours, visible, wrongIn } from './said.ts';

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

let site: Site;
let tour: Tour;
/** What was read that is no word, by address. */
const found: Record<string, readonly string[]> = {};
/** Papers that pages link to: where each is had, and by whose session. */
const papers = new Map<string, string>();
const isPaper = /\.(docx|pdf|xlsx|csv|txt)(\?|$)|\/papers\/file\/|\/import\/template/;
function notePapers(html: string, init: RequestInit | undefined): void {
  for (const [, href = ''] of html.matchAll(/<a\b[^>]*\shref="(\/[^"#]+)/g))
    if (isPaper.test(href))
      papers.set(href.replaceAll('&amp;', '&'), new Headers(init?.headers).get('cookie') ?? '');
}
/** Which kind of paper an address gives: two of each are read. */
const kindOf = (path: string): string =>
  path.replace(/^\/(rounds|nominations|packages|certificates|ledger)\/[^/]+/, '/$1').replace(/\d+/g, '0');

async function read(address: string, init?: RequestInit): Promise<Response> {
  const answer = await site.app.request(address, init);
  const type = answer.headers.get('content-type') ?? '';
  if (!answer.ok || !/^text\/(html|csv|plain)/.test(type)) return answer;
  const body = await answer.text();
  if (type.startsWith('text/html')) notePapers(body, init);
  const lines = wrongIn(type.startsWith('text/html') ? visible(body) : body);
  if (lines.length > 0) found[address.slice(site.url.length)] = [...new Set(lines)].slice(0, 8);
  return new Response(body, answer);
}
const cookieOf = (reader: Reader) => (reader === 'public' ? undefined : site.gallery.sessions[reader]);

beforeAll(async () => {
  site = await openSite(serveApp);
  tour = await tourOf(site.gallery, site.web, { request: read });
}, 300_000);
afterAll(() => site?.close());

test('every page is reached by links that all lead somewhere', () => {
  expect(tour.broken).toEqual([]);
  expect(tour.missed.filter((route) => !unlinked.some((form) => form.test(route)))).toEqual([]);
});

test('nobody reads an id, a code or an empty value on any page or in any file of text', () => {
  expect(found).toEqual({});
});

/** A file as a browser gets it, with the name under which it is kept. */
async function download(path: string, cookie: string) {
  const answer = await site.app.request(site.url + path, { headers: { cookie } });
  const [, name = ''] =
    /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  return {
    status: answer.status,
    name: decodeURIComponent(name),
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

test('nobody reads an id, a code, English or a count of nothing in any paper', async () => {
  const wrong: Record<string, readonly string[]> = {};
  const read = new Map<string, number>();
  for (const [path, cookie] of papers) {
    const times = read.get(kindOf(path)) ?? 0;
    if (times >= 2) continue;
    read.set(kindOf(path), times + 1);
    const { status, name, bytes } = await download(path, cookie);
    expect([path, status]).toEqual([path, 200]);
    const lines = wrongInPaper(await wordsOf(name, bytes));
    if (lines.length > 0) wrong[path] = [...new Set(lines)].slice(0, 8);
  }
  expect(wrong).toEqual({});
  const kinds = [...read.keys()].join('\n');
  for (const kind of [
    'notice-0-docx',
    'approval-0-pdf',
    'report-0',
    'certificates-0',
    'tags-0',
    'labels-0',
    'ceremony-0',
    'merge-0',
    'form.docx',
    'summary.xlsx',
    'template',
  ])
    expect(kinds).toContain(kind);
});

test('all papers of a round are one archive, each in it under a Chinese name and readable', async () => {
  const { deps } = site.gallery.home;
  const session = `session=${site.gallery.sessions.city}`;
  const base = '/rounds/zmjt-2021-furong.3.changsha/papers';
  const shown = await site.app.request(site.url + base, { headers: { cookie: session } });
  const page = await shown.text();
  const token = shown.headers
    .getSetCookie()
    .find((each) => each.startsWith('csrf='))!
    .split(';', 1)[0]!;
  const cookie = `${session}; ${token}`;
  const made = await site.app.request(`${site.url}${base}/archive`, {
    ...{ method: 'POST', body: new URLSearchParams({ _csrf: token.slice('csrf='.length) }) },
    headers: { cookie, origin: site.url },
  });
  expect(made.status).toBe(303);
  for (let n = 0; n < 40; n++) await sweep(deps);
  const { name, bytes } = await download(`${base}/file/archive`, cookie);
  const inside = unzipSync(bytes);
  const listed = [
    ...page.matchAll(/\/papers\/file\/([a-z]+-\d+(?:-docx|-pdf)?)"|summary\.xlsx\?of=\w+/g),
  ].map(([, key]) => key ?? 'summary');
  // Of a text that has formats, those; the archive itself is not in it.
  expect(Object.keys(inside)).toHaveLength(listed.length - listed.filter((key) => key === 'report-1').length);
  expect([name, ...Object.keys(inside)].filter((each) => /[a-z]/i.test(each.replace(/\.\w+$/, '')))).toEqual(
    [],
  );
  for (const [path, each] of Object.entries(inside)) {
    const said = await wordsOf(path, each);
    expect([path, said.join('').length > 20, wrongInPaper(said)]).toEqual([path, true, []]);
  }
});

test('nobody reads Chinese of ours on an English page', async () => {
  const chinese: Record<string, readonly string[]> = {};
  let english = 0;
  for (const { reader, path } of tour.pages) {
    const session = cookieOf(reader);
    const cookie = `${session === undefined ? '' : `session=${session}; `}lang=en`;
    const html = await (await site.app.request(site.url + path, { headers: { cookie } })).text();
    if (!html.includes('<html lang="en"')) continue;
    english += 1;
    const lines = chineseIn(html);
    if (lines.length > 0) chinese[path] = [...new Set(lines)].slice(0, 8);
  }
  expect(chinese).toEqual({});
  expect(english).toBeGreaterThan(100);
  expect(ours.size).toBeGreaterThan(1_500);
});

test.each(['en', 'zh'] as const)(
  'every page says nothing in the other language but what was typed: %s',
  async (lang) => {
    const typed = await typedIn(site.gallery.home.database);
    const strangers: Record<string, readonly string[]> = {};
    for (const { route, path, reader } of tour.pages) {
      const session = cookieOf(reader);
      const cookie = `${session === undefined ? '' : `session=${session}; `}lang=${lang}`;
      const html = await (await site.app.request(site.url + path, { headers: { cookie } })).text();
      const lines = strangersOn(html, lang, typed);
      if (lines.length > 0) strangers[route] = lines;
    }
    expect(strangers).toEqual({});
  },
);

describe.skipIf(!hasChromium)('every page', () => {
  let chrome: Browser;
  beforeAll(async () => {
    chrome = await openChromium();
  });
  afterAll(() => chrome?.close());

  test.each(readers)(
    'of the %s reads at every width, without a fault that WCAG 2.2 AA knows',
    async (reader) => {
      const context = await chrome.newContext({ bypassCSP: true, locale: 'zh-CN' });
      const session = cookieOf(reader);
      if (session !== undefined)
        await context.addCookies([{ name: 'session', value: session, url: site.url }]);
      const page = await context.newPage();
      const wrong: Record<string, readonly string[]> = {};
      for (const { route, path } of tour.pages.filter((each) => each.reader === reader)) {
        const faults = await look(page, site.url + path);
        if (faults.length > 0) wrong[route] = faults;
      }
      await context.close();
      expect(wrong).toEqual({});
    },
    300_000,
  );
});
