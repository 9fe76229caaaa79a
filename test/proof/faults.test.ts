/** A bad day under journeys: each ends as it must, whatever is late, lost, repeated or out of order (docs/reliability.md#a-bad-day-in-the-cloud). */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('three journeys end the same on a bad day: sums, places of groups, conditions', () => {
  const only = ['sums', 'groups', 'conditions'].map((name) => `test/journey/${name}.test.ts`).join(',');
  const args = ['run.js', 'prove', '--faults', '--journeys', '--seed', '7', '--only', only];
  const cwd = join(import.meta.dirname, '..', '..');
  const ended = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 280_000 });
  expect(ended.stdout, ended.stderr).toMatch(/✓ 3 journeys, \d+ tests, 0 end differently/);
  // The double did something. How many reads of a late copy lacked something hangs on how slow the machine is.
  expect(ended.stdout).toMatch(/"throttled":[1-9].*"repeated":[1-9].*"late":[1-9]/);
}, 300_000);
