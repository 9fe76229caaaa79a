import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const table =
  /\| package .*?why this one.*?\n\|[ -|]+\n((?:\|.*\n)+)/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
const named = table
  .split('\n')
  .filter((line) => line !== '')
  .flatMap((line) => line.split('|')[1]!.trim().split(', '));

it("every dependency stands in the README's table, and nothing else does", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const installed = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
  // Types of a package that has none of its own come with its row.
  const typesOf = (name: string) => /^@types\/(.+)$/.exec(name)?.[1];
  const unnamed = installed.filter(
    (name) => !named.includes(name) && !['node', ...installed].includes(typesOf(name) ?? ''),
  );
  expect(unnamed).toEqual([]);
  expect(named.filter((name) => !installed.includes(name))).toEqual([]);
});
