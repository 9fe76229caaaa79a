/** Rules are cited by headings of docs/rules/ that exist, and by nothing that a stranger doesn't have. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|yaml|md)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const own = 'test/citations.test.ts';
const code = ['functions', 'infra', 'test', 'workflows'].flatMap(filesIn).filter((file) => file !== own);
const docs = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesIn('docs')];
const rulePages = docs.filter((file) => file.startsWith('docs/rules/'));

/** The anchor that a heading gets: lower case, no punctuation, hyphens for spaces. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
const anchors = new Map(
  docs.map((file) => [
    file,
    new Set([...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading.trim()))),
  ]),
);
const brokenIn = (file: string, found: Iterable<RegExpMatchArray>, folder = ''): readonly string[] =>
  [...found]
    .filter(([, page = '', anchor]) => {
      const known = anchors.get(`${folder}${page}`);
      return known === undefined || (anchor !== undefined && !known.has(anchor));
    })
    .map(([whole]) => `${file}: ${whole}`);

describe('citations', () => {
  test('name no paper that only the founders had', () => {
    const strangers = [...code, ...docs].filter((file) => /\b(domain|design)\.md\b/.test(read(file)));
    expect(strangers).toEqual([]);
  });

  test('in code are of rules; their sources stand there, and in the presets that set the values', () => {
    const direct = code.filter((file) => /\.tsx?$/.test(file) && /\b[WN]\d{1,3}\b/.test(read(file)));
    expect(direct).toEqual([]);
  });

  test('of rules and of the architecture lead to a page and a heading', () => {
    const cited = /\b(docs\/[\w/-]+\.md)(?:#([\w-]+))?/g;
    expect([...code, ...docs].flatMap((file) => brokenIn(file, read(file).matchAll(cited)))).toEqual([]);
  });

  test('between rule pages lead to a heading too', () => {
    const cited = /(?<![\w/.-])([\w-]+\.md)(?:#([\w-]+))?/g;
    expect(rulePages.flatMap((file) => brokenIn(file, read(file).matchAll(cited), 'docs/rules/'))).toEqual(
      [],
    );
  });

  test('of sources, in rules and presets, are rows of docs/rules/sources.md, and each row is cited', () => {
    const rows = [...read('docs/rules/sources.md').matchAll(/^\| ([WNS]\d+) /gm)].map(([, id = '']) => id);
    const texts = [
      ...rulePages.filter((file) => file !== 'docs/rules/sources.md').map(read),
      ...filesIn('workflows').map((file) => read(file).replace(/^[^#\n]*/gm, '')),
    ];
    const cited = new Set(texts.flatMap((text) => text.match(/\b[WNS]\d{1,3}\b/g) ?? []));
    expect([...cited].toSorted()).toEqual(rows.toSorted());
  });

  test('every rule says whether it is statute, practice or proposal', () => {
    const silent = rulePages
      .filter((file) => !/(README|sources|scenarios|programmes)\.md$/.test(file))
      .flatMap((file) =>
        read(file)
          .split(/^## /m)
          .slice(1)
          .filter((rule) => !/^_(Statute|Practice|Proposal)\b/m.test(rule))
          .map((rule) => `${file}#${rule.split('\n')[0]}`),
      );
    expect(silent).toEqual([]);
  });
});
