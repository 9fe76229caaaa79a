import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AutosaveStatus } from '#web/frame/autosave.tsx';

test('the script takes away what it said beside fields, and never the word that says when the form was saved', () => {
  const script = readFileSync(new URL('../../../functions/web/static/site.js', import.meta.url), 'utf8');
  const removed = [...script.matchAll(/all\('\[(data-[a-z-]+)\]', form\)\) \w+\.remove\(\)/g)].map(
    ([, name]) => name!,
  );
  expect(removed).toHaveLength(1);
  const status = String(<AutosaveStatus lang="zh" time="09:30" />);
  expect(status).toContain('已保存 09:30');
  expect(removed.filter((name) => status.includes(`${name}=`))).toEqual([]);
});
