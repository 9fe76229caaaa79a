import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amend } from '#actions/nomination/amend.ts';
import { settlePair } from '#actions/nomination/pair-settling.ts';
import { listPairs } from '#actions/nomination/pairs.ts';
import { withdraw } from '#actions/nomination/withdraw.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys, shardOf, tallyShards } from '#store/keys.ts';
import { getNomination } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { district, family, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';

let world: World;
let administrator: Actor;
let first: Actor;
let second: Actor;
beforeAll(async () => {
  world = await makeWorld();
  administrator = await world.as('administrator', district);
  first = await world.as('clerk', street(1));
  second = await world.as('clerk', street(2));
});
afterAll(() => world.close());

/** Two streets nominate the same family `n`; the second waits. */
async function clash(n: number, spare = 0) {
  const a = (await world.nominate(first, { answers: family(n) })).nomination;
  for (let k = 0; k < spare; k++) world.deps.id('spare'); // ids count up and decide the shard
  const b = (await world.nominate(second, { org: street(2), answers: family(n, { brief: '另一份简介。' }) }))
    .nomination;
  const { items } = await listPairs(world.deps, administrator, world.round);
  const pair = items.find((each) => each.b === b.id)!;
  return {
    a,
    b,
    pair,
    settle: (
      rest: { verdict: 'same' | 'different'; keep?: string; reason?: string },
      actor = administrator,
    ) => settlePair(world.deps, actor, { round: world.round, pair: pair.id, reason: '经核对', ...rest }),
  };
}

describe('two nominations of one family', () => {
  it('the second waits, holds nothing, and is shown to the administrator beside the first', async () => {
    const { a, b, pair } = await clash(1);
    expect((await world.candidacy(b)).state).toBe('checking');
    expect(await world.holders(b)).toEqual([a.id, a.id]);
    expect(pair).toMatchObject({ a: a.id, b: b.id, state: 'open' });
    expect(pair.nominations.map((each) => each.org)).toEqual([street(1), street(2)]);
    expect(world.starts.some((start) => start.name.startsWith(b.id))).toBe(false);
  });

  it('the first stays: the second ends as merged, its nominator is told', async () => {
    const { a, b, settle } = await clash(2);
    await settle({ verdict: 'same', keep: a.id });
    expect(await world.candidacy(b)).toMatchObject({ state: 'out', outcome: { reason: 'merged' } });
    expect((await world.candidacy(a)).state).toBe('review');
    expect(await world.holders(a)).toEqual([a.id, a.id]);
    expect(
      (await world.lettersTo(second.id)).some(
        (letter) => letter.template === 'merged' && letter.key.includes(b.id),
      ),
    ).toBe(true);
  });

  it.each([
    [40, 'the same shard', true],
    [60, 'two shards', false],
  ] as const)(
    'the second stays: it takes the identities over and starts, when both are counted in %s, %s',
    async (n, _, together) => {
      const shard = ({ id }: Nomination) => shardOf(id, tallyShards);
      let made = await clash(n);
      for (let more = 1; (shard(made.a) === shard(made.b)) !== together; more++)
        made = await clash(n + more, more);
      const { a, b, settle } = made;
      const before = await readTally(world.deps.table, world.round);
      await settle({ verdict: 'same', keep: b.id });
      expect((await world.candidacy(a)).outcome?.reason).toBe('merged');
      expect((await world.candidacy(b)).state).toBe('review');
      expect(await world.holders(a)).toEqual([b.id, b.id]);
      expect(world.starts.filter((start) => start.name.startsWith(b.id))).toHaveLength(1);
      const after = await readTally(world.deps.table, world.round);
      expect([
        after.open - before.open,
        (after.states.out ?? 0) - (before.states.out ?? 0),
        (after.states.checking ?? 0) - (before.states.checking ?? 0),
      ]).toEqual([-1, 1, -1]);
    },
  );

  it('not the same, and the identity is held: it goes back to be corrected, and goes on when it is', async () => {
    const { a, b, settle } = await clash(9);
    await settle({ verdict: 'different', reason: '证件号码疑似填错，请核对' });
    const returned = await world.candidacy(b);
    expect([returned.state, returned.note]).toEqual(['returned', '证件号码疑似填错，请核对']);
    const now = await getNomination(world.deps.table, b.id);
    const { attachments } = (await world.deps.table.get(keys.revision(b.id, 1))) as unknown as {
      attachments: [];
    };
    const { candidacy, nomination } = await amend(world.deps, second, {
      id: b.id,
      answers: family(90),
      attachments,
      version: now.version,
      note: '更正证件号码',
    });
    expect(candidacy.state).toBe('review');
    expect(await world.holders(a)).toEqual([a.id, a.id]);
    expect(await world.holders(nomination)).toEqual([b.id, b.id]);
    expect(world.starts.filter((start) => start.name.startsWith(b.id))).toHaveLength(1);
  });

  it('returned and sent again unchanged, the pair is open again', async () => {
    const { b, settle } = await clash(10);
    await settle({ verdict: 'different' });
    const now = await getNomination(world.deps.table, b.id);
    const { attachments } = (await world.deps.table.get(keys.revision(b.id, 1))) as unknown as {
      attachments: [];
    };
    const { candidacy } = await amend(world.deps, second, {
      id: b.id,
      answers: family(10),
      attachments,
      version: now.version,
      note: '',
    });
    expect(candidacy.state).toBe('checking');
    expect(
      (await listPairs(world.deps, administrator, world.round)).items.some((pair) => pair.b === b.id),
    ).toBe(true);
  });

  it('not the same, and the first was withdrawn meanwhile: the second goes on', async () => {
    const { a, b, settle } = await clash(11);
    await withdraw(world.deps, first, { id: a.id, reason: '重复申报' });
    await settle({ verdict: 'different' });
    expect((await world.candidacy(b)).state).toBe('review');
    expect(await world.holders(b)).toEqual([b.id, b.id]);
  });

  it('the same, and the first was withdrawn meanwhile: shown as withdrawn, refused to stay, and the second goes on', async () => {
    const { a, b, settle } = await clash(17);
    await withdraw(world.deps, first, { id: a.id, reason: '重复申报' });
    const { items } = await listPairs(world.deps, administrator, world.round);
    expect(items.find((pair) => pair.b === b.id)?.nominations.map(({ state }) => state)).toEqual([
      'withdrawn',
      'checking',
    ]);
    expect(await codeOf(settle({ verdict: 'same', keep: a.id }))).toBe('pair-withdrawn');
    expect((await world.candidacy(b)).state).toBe('checking');
    await settle({ verdict: 'same', keep: b.id });
    expect((await world.candidacy(b)).state).toBe('review');
    expect(await world.holders(b)).toEqual([b.id, b.id]);
  });

  it.each([
    ['the first', 'a', 50],
    ['the second', 'b', 52],
  ] as const)(
    'the same, and the first is withdrawn between the reading and the writing of it: nobody is lost when %s was to stay',
    async (_, stays, n) => {
      const { a, b, pair } = await clash(n);
      const { deps } = world;
      const { table } = deps;
      let pressed = false;
      const slow = {
        ...deps,
        table: {
          ...table,
          together: async (...given: Parameters<typeof table.together>) => {
            if (!pressed) {
              pressed = true;
              await withdraw(deps, first, { id: a.id, reason: '重复申报' });
            }
            return table.together(...given);
          },
        },
      };
      const keep = stays === 'a' ? a.id : b.id;
      const settle = (by: typeof deps) =>
        settlePair(by, administrator, {
          ...{ round: world.round, pair: pair.id, verdict: 'same' as const, keep, reason: '同一家庭' },
        });
      expect(await codeOf(settle(slow))).toBe(stays === 'a' ? 'pair-withdrawn' : undefined);
      expect([pressed, (await world.candidacy(a)).state]).toEqual([true, 'withdrawn']);
      // Who was to be merged into the first waits on; who was to stay has gone on.
      expect((await world.candidacy(b)).state).toBe(stays === 'a' ? 'checking' : 'review');
      const [left] = (await listPairs(deps, administrator, world.round)).items.filter(
        ({ b: id }) => id === b.id,
      );
      expect(left?.state).toBe(stays === 'a' ? 'open' : undefined);
      if (stays === 'a')
        await settlePair(deps, administrator, {
          ...{ round: world.round, pair: pair.id, verdict: 'same', keep: b.id, reason: '先到的已撤回' },
        });
      expect((await world.candidacy(b)).state).toBe('review');
      expect(await world.holders(b)).toEqual([b.id, b.id]);
    },
  );

  it('a second one that is withdrawn needs no decision', async () => {
    const { a, b, settle } = await clash(12);
    await withdraw(world.deps, second, { id: b.id, reason: '填错' });
    expect(await world.holders(a)).toEqual([a.id, a.id]);
    expect(await codeOf(settle({ verdict: 'same', keep: a.id }))).toBe('already-settled');
    expect(
      (await listPairs(world.deps, administrator, world.round)).items.some((pair) => pair.b === b.id),
    ).toBe(false);
  });

  it('is settled once, with a reason, by an administrator of the round only', async () => {
    const { a, b, settle } = await clash(13);
    expect(await codeOf(settle({ verdict: 'same', keep: a.id }, second))).toBe('not-found');
    expect(await codeOf(settle({ verdict: 'same', keep: a.id, reason: ' ' }))).toBe('reason-needed');
    expect(await codeOf(settle({ verdict: 'same' }))).toBe('keep-needed');
    const done = await settle({ verdict: 'same', keep: a.id });
    expect(await settle({ verdict: 'same', keep: a.id })).toEqual(done);
    expect(await codeOf(settle({ verdict: 'same', keep: b.id }))).toBe('already-settled');
    expect(await codeOf(listPairs(world.deps, first, world.round))).toBe('not-found');
  });

  it('sent at the same moment: one gets the identity, every other waits for the administrator', async () => {
    const clerks = await Promise.all([3, 4, 5, 6, 7, 8].map((n) => world.as('clerk', street(n))));
    const all = await Promise.all(
      clerks.map((clerk, i) => world.nominate(clerk, { org: street(i + 3), answers: family(20) })),
    );
    const states = all.map(({ candidacy }) => candidacy.state).toSorted();
    expect(states).toEqual(['checking', 'checking', 'checking', 'checking', 'checking', 'review']);
    const winner = all.find(({ candidacy }) => candidacy.state === 'review')!.nomination;
    expect(await world.holders(winner)).toEqual([winner.id, winner.id]);
    const { items } = await listPairs(world.deps, administrator, world.round);
    expect(items.filter((pair) => pair.a === winner.id)).toHaveLength(5);
  });

  it('whose second one also clashes with a third: it waits for that too', async () => {
    const [one, two] = [family(30), family(31)];
    const { nomination: a } = await world.nominate(first, { answers: one });
    const { nomination: c } = await world.nominate(await world.as('clerk', street(9)), {
      org: street(9),
      answers: two,
    });
    const members = [...(one.members as object[]), ...(two.members as object[])];
    const { nomination: b } = await world.nominate(second, {
      org: street(2),
      answers: family(32, { members }),
    });
    const settle = (other: string, keep: string) =>
      settlePair(world.deps, administrator, {
        round: world.round,
        pair: `${b.id}.${other}`,
        verdict: 'same',
        keep,
        reason: '同一家庭',
      });
    await settle(a.id, b.id);
    expect([(await world.candidacy(a)).state, (await world.candidacy(b)).state]).toEqual(['out', 'checking']);
    await settle(c.id, b.id);
    expect([(await world.candidacy(c)).state, (await world.candidacy(b)).state]).toEqual(['out', 'review']);
    expect(await world.holders(b)).toEqual([b.id, b.id, b.id, b.id]);
  });

  it('by the same nominator is refused at once', async () => {
    await world.nominate(first, { answers: family(14) });
    expect(await codeOf(world.nominate(first, { answers: family(14) }))).toBe('already-nominated');
  });
});
