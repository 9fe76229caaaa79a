/** What runs in production may be used and passed on (Apache-2.0): its licences are known, and none is copyleft. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packagesIn } from '#tools/packages/packages.ts';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

test('every package in production has a known, free licence', () => {
  const used = packagesIn(lock);
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter(({ isFree }) => !isFree)).toEqual([]);
  expect(used.find(({ name }) => name === 'hono')).toMatchObject({ licence: 'MIT', direct: true });
  // Where the description is silent, the file beside it speaks.
  expect(readFileSync('node_modules/png-js/LICENSE', 'utf8')).toMatch(
    /MIT License|Permission is hereby granted/,
  );
});

test('an unknown or copyleft licence is refused, one of a choice is enough', () => {
  const of = (license?: string) => packagesIn({ packages: { 'node_modules/a': { license } } })[0]?.isFree;
  expect([of(), of('GPL-3.0-only'), of('MIT AND GPL-2.0'), of('SEE LICENSE IN x')]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([of('(MIT OR GPL-3.0-or-later)'), of('Apache-2.0'), of('MIT AND OFL-1.1')]).toEqual([
    true,
    true,
    true,
  ]);
  expect(packagesIn({ packages: { 'node_modules/a': { license: 'GPL-3.0', dev: true } } })).toEqual([]);
});
