/** What is said on a page that somebody reads: no ids and codes, and on an English page none of our Chinese. */
import { readdirSync, readFileSync } from 'node:fs';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { keysOf } from '#domain/members.ts';
import { stepRows } from '#domain/step-rows.ts';
import { eventWords } from '#domain/trust/event-words.ts';
import { streetId, streets } from '#local/demo/furong.ts';

/** What is written for programs and for people who read code: tokens, addresses, YAML, receipts. */
const machine = /<(script|style|svg|code|pre|textarea|template|datalist)\b[\s\S]*?<\/\1>/g;
/** What a reader sees of a page's HTML, line by line. */
export const visible = (html: string): string =>
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
  /(?<![\w@./#-])[a-z]{2,4}01[0-9a-hjkmnp-tv-z]{24}\b/,
  /\b(undefined|null|NaN)\b|\[object Object\]/,
  /[{}]/,
  alone(codes),
  alone(['hunan', 'changsha', 'furong', ...streets.map((_, n) => streetId(n))]),
];
/** A list of units shows a line as it is typed. */
const taught = /^\w+001,文艺路街道妇联/;
/** The lines of a text that hold an id, a code or an empty value where a word belongs. */
export const wrongIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !taught.test(line) && wrong.some((form) => form.test(line)));

/** Texts of ours that have an English twin, as they stand in the sources. */
export const ours = new Set(
  sourcesIn('functions').flatMap((source) =>
    [...source.matchAll(/\b(?:text|say)\(\s*'([^'{}]*\p{Script=Han}[^'{}]*)',\s*['`]/gu)].map(
      ([, zh = '']) => zh,
    ),
  ),
);
/** What stays Chinese on an English page: the switch of languages, and steps, groups and honours as their programme calls them. */
const typed = /^(中文|演练)$/;

/** Our Chinese on an English page, without what it marks as Chinese: steps, groups and honours as their programme calls them. */
export const chineseIn = (html: string): readonly string[] =>
  visible(html.replace(/<(\w+)\b[^>]*\blang="zh-CN"[^>]*>[\s\S]*?<\/\1>/g, ' '))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => ours.has(line) && !typed.test(line));
