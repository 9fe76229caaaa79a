import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdraw } from '#actions/nomination/withdraw.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { findAllotment } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { family, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';

let world: World;
let clerk: Actor;
let serial = 0;
beforeAll(async () => {
  const shares = [
    { organisation: street(1), places: 50 },
    { organisation: street(2), places: 5 },
  ];
  world = await makeWorld({ settings: { shares } });
  clerk = await world.as('clerk', street(1));
});
afterAll(() => world.close());

const nominated = () => world.nominate(clerk, { answers: family(++serial) });

describe('a withdrawal', () => {
  it('frees identity and place, closes the tasks and wakes the machine, once', async () => {
    const { nomination, candidacy } = await nominated();
    await world.decide(candidacy, 'return');
    const asked = (await world.candidacy(nomination)).asked[0]!.member;
    const [place, tally] = [
      await findAllotment(world.deps.table, world.round, street(1)),
      await readTally(world.deps.table, world.round),
    ];
    expect(await codeOf(withdraw(world.deps, clerk, { id: nomination.id, reason: '' }))).toBe(
      'reason-needed',
    );
    expect(
      await codeOf(
        withdraw(world.deps, await world.as('clerk', street(2)), { id: nomination.id, reason: 'x' }),
      ),
    ).toBe('not-found');
    const after = await withdraw(world.deps, clerk, { id: nomination.id, reason: '家庭不愿参评' });
    expect(await withdraw(world.deps, clerk, { id: nomination.id, reason: '家庭不愿参评' })).toEqual(after);
    expect(await codeOf(withdraw(world.deps, clerk, { id: nomination.id, reason: '再次' }))).toBe(
      'withdrawn',
    );
    expect((await world.candidacy(nomination)).state).toBe('withdrawn');
    expect(await world.holders(nomination)).toEqual([undefined, undefined]);
    expect((await findAllotment(world.deps.table, world.round, street(1)))!.used).toBe(place!.used - 1);
    const now = await readTally(world.deps.table, world.round);
    expect([now.open - tally.open, now.states.withdrawn]).toEqual([-1, 1]);
    expect((await world.todos(asked)).filter((todo) => todo.nomination === nomination.id)).toEqual([]);
    await world.nominate(clerk, { answers: family(serial) });
  });

  it('closes the tasks of those who are asked just then', async () => {
    const { nomination, candidacy } = await nominated();
    await askCandidacy(world.deps, {
      round: candidacy.round,
      nomination: nomination.id,
      phase: 0,
      token: 'waiting',
      step: 'review',
    });
    const asked = (await world.candidacy(nomination)).asked[0]!.member;
    expect((await world.todos(asked)).filter((todo) => todo.nomination === nomination.id)).toHaveLength(1);
    await withdraw(world.deps, clerk, { id: nomination.id, reason: '填错' });
    expect((await world.todos(asked)).filter((todo) => todo.nomination === nomination.id)).toEqual([]);
    expect(world.answered).toContain('waiting');
  });

  it('comes too late once a shortlist names it', async () => {
    const { nomination, candidacy } = await nominated();
    await world.deps.table.update(keys.candidacy(candidacy.round, nomination.id), {
      set: { state: 'chosen' },
    });
    expect(await codeOf(withdraw(world.deps, clerk, { id: nomination.id, reason: '不想参加' }))).toBe(
      'withdraw-too-late',
    );
    expect(await world.holders(nomination)).toEqual([nomination.id, nomination.id]);
  });
});
