/** What a reader sees on every page of a played cycle is words: names stand where an id might, titles where a code might. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { keysOf } from '#domain/members.ts';
import { stepRows } from '#domain/step-rows.ts';
import { eventWords } from '#domain/trust/event-words.ts';
import { streetId, streets } from '#local/demo/furong.ts';
import { crawl, pageRoutes } from '#tools/shots/crawl.ts';
import { type Gallery, openGallery, readers } from '#tools/shots/gallery.ts';
import { serveApp } from '../served.ts';

const url = 'http://localhost';
/** What is written for programs and for people who read code: tokens, addresses, YAML, receipts. */
const machine = /<(script|style|svg|code|pre|textarea|template|datalist)\b[\s\S]*?<\/\1>/g;
const visible = (html: string): string =>
  html
    .replace(/<head>[\s\S]*?<\/head>/, ' ')
    .replace(machine, ' ')
    .replace(/<(\w+)\b[^>]*\blang="en"[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));

const codes = [
  ...candidacyStates,
  ...keysOf(stepRows),
  ...keysOf(eventWords),
  'system',
  'settled',
  'selecting',
];
const alone = (words: readonly string[]) =>
  new RegExp(`(?<![\\w@./#-])(${words.map((word) => word.replaceAll('.', '\\.')).join('|')})(?![\\w@./#-])`);
const wrong: readonly RegExp[] = [
  /\b[a-z]+[0-9a-f]{16,}\b/,
  /\b(undefined|null|NaN)\b|\[object Object\]/,
  /[{}]/,
  alone(codes),
  alone(['hunan', 'changsha', 'furong', ...streets.map((_, n) => streetId(n))]),
];
/** A list of units shows a line as it is typed. */
const taught = /^\w+001,文艺路街道妇联/;
const wrongIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !taught.test(line) && wrong.some((form) => form.test(line)));

let gallery: Gallery;
let app: ReturnType<typeof serveApp>;
let routes: readonly string[];
let letters: readonly string[];
beforeAll(async () => {
  gallery = await openGallery(url);
  const { home, root } = gallery;
  const web = { deps: home.deps, root, advanceClock: home.advanceClock! };
  app = serveApp(web);
  routes = await pageRoutes(web);
  letters = await gallery.letterLinks();
}, 120_000);
afterAll(() => gallery.close());

test.each(readers)(
  'the %s reads no id, code or empty value on any page or in any file of text',
  async (reader) => {
    const found: Record<string, readonly string[]> = {};
    const watched = {
      async request(address: string, init?: RequestInit): Promise<Response> {
        const answer = await app.request(address, init);
        const type = answer.headers.get('content-type') ?? '';
        if (!answer.ok || !/^text\/(html|csv|plain)/.test(type)) return answer;
        const body = await answer.text();
        const lines = wrongIn(type.startsWith('text/html') ? visible(body) : body);
        if (lines.length > 0) found[address.slice(url.length)] = [...new Set(lines)].slice(0, 8);
        return new Response(body, answer);
      },
    };
    const cookie = reader === 'public' ? undefined : gallery.sessions[reader];
    const from = ['/', ...(gallery.entrances[reader] ?? []), ...(reader === 'public' ? letters : [])];
    await crawl(watched, url, routes, cookie, from);
    expect(found).toEqual({});
  },
);

/** Texts of ours that have an English twin, as they stand in the sources. */
const ours = new Set(
  sourcesIn('functions').flatMap((source) =>
    [...source.matchAll(/\b(?:text|say)\(\s*'([^'{}]*\p{Script=Han}[^'{}]*)',\s*['`]/gu)].map(
      ([, zh = '']) => zh,
    ),
  ),
);
/** What stays Chinese on an English page: the switch of languages, and steps, groups and honours as their programme calls them. */
const typed = /^(中文|演练)$/;

test.each(['public', 'department', 'district'] as const)(
  'the %s reads no Chinese of ours on an English page',
  async (reader) => {
    const found: Record<string, readonly string[]> = {};
    let read = 0;
    const watched = {
      async request(address: string, init: RequestInit = {}): Promise<Response> {
        const headers = new Headers(init.headers);
        headers.set('cookie', [headers.get('cookie'), 'lang=en'].filter(Boolean).join('; '));
        const answer = await app.request(address, { ...init, headers });
        if (!answer.ok || !(answer.headers.get('content-type') ?? '').startsWith('text/html')) return answer;
        const body = await answer.text();
        if (!body.includes('<html lang="en"')) return new Response(body, answer);
        const lines = visible(body.replace(/<(\w+)\b[^>]*\blang="zh-CN"[^>]*>[\s\S]*?<\/\1>/g, ' ')).split(
          '\n',
        );
        const wrong = lines.map((line) => line.trim()).filter((line) => ours.has(line) && !typed.test(line));
        if (wrong.length > 0) found[address.slice(url.length)] = [...new Set(wrong)].slice(0, 8);
        read += 1;
        return new Response(body, answer);
      },
    };
    const cookie = reader === 'public' ? undefined : gallery.sessions[reader];
    await crawl(watched, url, routes, cookie, ['/', ...(gallery.entrances[reader] ?? [])]);
    expect(found).toEqual({});
    expect(read).toBeGreaterThan(20);
    expect(ours.size).toBeGreaterThan(1_500);
  },
);
