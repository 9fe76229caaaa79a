import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { districtsOf, placeAt } from '#tools/load/country.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the country of a load test', () => {
  it('has each organisation once, after the one above it, with ids and region codes of their form', () => {
    const places = Array.from({ length: 8_000 }, (_, n) => placeAt(n, 'root'));
    const seen = new Set(['root']);
    for (const { id, parent, path, region } of places) {
      expect(seen.has(id)).toBe(false);
      expect(seen.has(parent ?? '')).toBe(true);
      expect([path.at(-1), path.at(-2)]).toEqual([id, parent]);
      expect(id).toMatch(/^[a-z0-9]{1,16}$/);
      expect(region).toMatch(/^\d{6}$/);
      seen.add(id);
    }
    expect(placeAt(3_378, 'root').id).toBe('p02');
    expect(districtsOf(80, 'root').map(({ id, streets }) => [id, streets.length])).toEqual([
      ['p01c01d01', 33],
      ['p01c01d02', 33],
      ['p01c01d03', 9],
    ]);
  });
});

describe('a load test', () => {
  it('hands in, reads and keeps a stocked home that the operator’s commands find whole', () => {
    const args = ['run.js', 'load', '--short', '--only', 'notice,hour,soak,commands'];
    const ended = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 170_000 });
    expect(ended.status, ended.stderr).toBe(0);
    const told = ended.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): Record<string, unknown> => JSON.parse(line));
    const of = (part: string) => told.filter(({ load }) => load === part);
    expect(of('stock')[0]).toMatchObject({ nominations: 300, organisations: 80 });
    expect(of('notice')).toMatchObject([{ visitors: 300 }]);
    expect(of('hour')).toMatchObject([{ count: 20, errors: 0 }]);
    expect(of('soak')).toMatchObject([{ minutes: 0.05, errors: 0 }]);
    const [doctor, , verify, backup] = of('commands');
    // the year after the rehearsal's has no holidays yet
    for (const part of [
      '流程 Executions',
      '信号 Signals',
      '操作记录 Audit chains',
      '计数 Counters',
      '数据行 Rows',
    ])
      expect(doctor?.said).toContain(`✓ ${part}`);
    expect(verify).toMatchObject({ command: 'audit-verify', code: 0 });
    expect(backup).toMatchObject({ command: 'backup', code: 0 });
  });
});
