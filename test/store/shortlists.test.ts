/** A shortlist and a tranche of the largest size fit into DynamoDB's rows of 400 KB, with the longest names. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longestShortlist } from '#actions/selection/shortlists.ts';
import type { Shortlist, ShortlistEntry } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { rows } from '#store/rows.ts';
import { findShortlist, shortlistOps } from '#store/shortlists.ts';
import type { Op } from '#store/table.ts';
import { typedItem } from '#store/values.ts';
import { rowBytes } from '../scale/meter.ts';
import { makeWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const most = 400 * 1_024;
const bytesOf = (op: Op): number => ('put' in op ? rowBytes(typedItem({ ...op.put })) : 0);
const idOf = (n: number) => `nom${String(n).padStart(26, '0')}`;
const longName = '𠮷'.repeat(20) + '湖南省长沙市芙蓉区'.repeat(9);
const entry = (n: number): ShortlistEntry => ({
  nomination: idOf(n),
  name: `${longName}${n}`,
  from: 'furong-district-organisation',
  facts: { kind: '和谐家庭', region: ['农村', '偏远地区'], age: '35-45' },
  score: `${n + 8_000}/97`,
  criteria: { a: `${n}/97`, b: `${n}/97`, c: `${n}/97` },
  settled: { grades: ['first-prize', 'popular'] },
});
const listOf = (count: number): Shortlist => ({
  round: 'round',
  chosen: Array.from({ length: count - 3 }, (_, n) => entry(n)),
  reserves: Array.from({ length: 3 }, (_, n) => entry(count + n)),
  version: 0,
});

describe('a shortlist of the largest size', () => {
  const list = listOf(longestShortlist);

  test('would not fit into one row, and is written in rows that do, in one transaction', () => {
    expect(Buffer.byteLength(JSON.stringify(list))).toBeGreaterThan(most);
    const ops = shortlistOps({ version: 0 }, list);
    expect(ops.length).toBeGreaterThan(2);
    expect(ops.length).toBeLessThan(50);
    for (const op of ops) expect(bytesOf(op)).toBeLessThan(most);
    // A transaction holds 4 MB.
    expect(ops.reduce((sum, op) => sum + bytesOf(op), 0)).toBeLessThan(4_000_000);
  });

  test('is read back whole and in its order, also once it has become shorter', async () => {
    const { table } = world.deps;
    await table.together(shortlistOps({ version: 0 }, list));
    expect(await findShortlist(table, 'round')).toEqual({ ...list, version: 1 });
    const shorter = { ...list, chosen: list.chosen.slice(0, 1_200) };
    await table.together(shortlistOps({ version: 1 }, shorter));
    expect(await findShortlist(table, 'round')).toEqual({ ...shorter, version: 2 });
    const short = { ...list, chosen: list.chosen.slice(0, 3) };
    await table.together(shortlistOps({ version: 2 }, short));
    expect(await findShortlist(table, 'round')).toEqual({ ...short, version: 3 });
    await expect(table.together(shortlistOps({ version: 2 }, list))).rejects.toThrow();
  });

  test('that does not fit together is an error, not a shorter list', async () => {
    const { table } = world.deps;
    const torn = { ...list, round: 'torn' };
    await table.together(shortlistOps({ version: 0 }, torn));
    await table.remove(keys.shortlistPart('torn', 1));
    await expect(findShortlist(table, 'torn')).rejects.toThrow('does not fit together');
  });
});

test('a tranche of the largest size fits into one row, with its reasons', () => {
  const entries = Array.from({ length: longestShortlist }, (_, n) => idOf(n));
  // What a refusal says names the nominee and what is wrong.
  const reason = { zh: '字'.repeat(200), en: 'word '.repeat(100) };
  const op: Op = {
    put: rows.tranche({
      round: 'round',
      n: 1,
      state: 'running',
      phase: 3,
      cursor: 1_000,
      entries,
      recommended: entries,
      takenBack: {
        nominations: entries,
        refusals: entries.slice(0, 50).map((nomination) => ({ nomination, code: 'objection-open', reason })),
      },
      decision: {
        body: '党组会议',
        date: '2026-03-01',
        by: idOf(1),
        at: '2026-03-01T01:00:00.000Z',
        // All that a decision may say of them together.
        refused: entries.slice(0, 33).map((nomination) => ({ nomination, reason: '字'.repeat(1_000) })),
      },
      version: 9,
    }),
  };
  expect(bytesOf(op)).toBeLessThan(most);
});
