import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planDeaths } from '#tools/prove/prove.ts';
import { randomFrom } from '#tools/prove/random.ts';
import { compare, type Outcome } from './outcome.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the plan of deaths', () => {
  it('is what its seed says, one in each slice of the cycle, of every kind', () => {
    const deaths = planDeaths(50, 300, 7);
    expect(planDeaths(50, 300, 7)).toEqual(deaths);
    expect(planDeaths(50, 300, 8)).not.toEqual(deaths);
    expect(deaths.map(({ step }) => Math.floor(step / 6))).toEqual(deaths.map((_, i) => i));
    expect([...new Set(planDeaths(200, 300, 7).map(({ how }) => how))].sort()).toEqual([
      'after',
      'during',
      'server',
      'starting',
    ]);
    const random = randomFrom(1);
    expect(Array.from({ length: 1_000 }, random).every((each) => each >= 0 && each < 1)).toBe(true);
  });
});

describe('the comparison', () => {
  const calm: Outcome = {
    honours: { a: '1' },
    candidacies: { c: '"done"' },
    counters: { t: '3' },
    letters: { l: '["out","m1","sent"]' },
    executions: { e: '["succeeded"]' },
    chains: { r: ['open', 'seal'], n: ['submit'] },
    faults: [],
    rows: 9,
    events: 3,
  };
  it('finds nothing between equal runs, and says which chains have their events in another order', () => {
    const other = { ...calm, chains: { ...calm.chains, r: ['seal', 'open'] } };
    expect(compare(calm, structuredClone(calm))).toEqual({ differences: [], reordered: [] });
    expect(compare(calm, other)).toEqual({ differences: [], reordered: ['r'] });
  });
  it('finds a lost letter, another number, an event too much, one too few, and every fault', () => {
    const other: Outcome = {
      ...calm,
      honours: { a: '2' },
      letters: {},
      chains: { r: ['open', 'seal', 'seal'], n: [] },
      faults: ['x'],
    };
    expect(compare(calm, other).differences).toEqual([
      'honours a: 1 ≠ 2',
      'letters l: ["out","m1","sent"] ≠ nothing',
      'chain r has too much seal',
      'chain n lacks submit',
      'disturbed: x',
    ]);
  });
});

describe('a whole cycle', () => {
  it('ends the same when the server is killed eight times on the way', () => {
    const args = ['run.js', 'prove', '--kills', '8', '--families', '12', '--seed', '20210515', '--json'];
    const ended = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 170_000 });
    const said = JSON.parse(ended.stdout || '{}') as {
      differences?: string[];
      died?: number;
      letters?: number;
    };
    expect(said.differences, ended.stderr).toEqual([]);
    expect(said.died).toBeGreaterThanOrEqual(8);
    expect(said.letters).toBeGreaterThan(30);
    expect(ended.status).toBe(0);
  }, 180_000);
});

describe('a server that dies under load', () => {
  it('lacks at most its last looks on the standby copy, and nothing in between', () => {
    const args = ['run.js', 'prove', '--standby', '--short', '--seed', '11'];
    const ended = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 60_000 });
    expect(ended.stdout, ended.stderr).toMatch(/^✓ 1: \d+ rows told, \d+ lost, .* 0 gaps\n$/);
    expect(ended.status).toBe(0);
  }, 70_000);
});
