import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellOperator } from '#actions/running/operator.ts';
import { redriveStuck } from '#actions/running/redrive.ts';
import { sweep } from '#actions/running/sweep.ts';
import { candidacyExecution } from '#store/execution-names.ts';
import { keys } from '#store/keys.ts';
import { district, street } from '../../furong.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

describe('redriving', () => {
  it('starts a stopped candidacy anew under the next attempt, once, and takes it off the list', async () => {
    const { nomination, candidacy } = await world.nominate(await world.as('clerk', street(1)));
    const name = candidacyExecution(candidacy, 0, '1');
    expect(world.starts.map((each) => each.name)).toContain(name);
    await tellOperator(world.deps, name, { Error: 'Defect' });
    expect(await redriveStuck(world.deps, name)).toEqual({ started: `${name}-r1` });
    expect(await codeOf(redriveStuck(world.deps, name))).toBe('execution-unknown');
    await sweep(world.deps);
    expect(world.starts.at(-1)).toEqual({
      machine: 'nomination',
      name: `${name}-r1`,
      input: { round: candidacy.round, nomination: nomination.id, phase: 0 },
    });
    expect(await world.deps.table.get(keys.stuck(name))).toBeUndefined();
    // it stops again, in a home that was moved
    await tellOperator(world.deps, `${name}-r1-m2`, { Error: 'Defect' });
    expect(await redriveStuck(world.deps, `${name}-r1-m2`)).toEqual({ started: `${name}-r2` });
  });

  it('knows rounds and tranches by their names', async () => {
    const name = `${world.round.replaceAll('.', '_')}-t0`;
    expect(world.round.endsWith(`.${district}`)).toBe(true);
    await tellOperator(world.deps, name, 'x');
    expect(await redriveStuck(world.deps, name)).toEqual({ started: `${name}-r1` });
    await sweep(world.deps);
    expect(world.starts.find((each) => each.name === `${name}-r1`)?.input).toEqual({
      round: world.round,
      tranche: 0,
    });
  });

  it('refuses what is not stopped, and what is of nobody', async () => {
    expect(await codeOf(redriveStuck(world.deps, 'nothing-2-0123456789ab-0-1'))).toBe('execution-unknown');
    await tellOperator(world.deps, 'nothing-2-0123456789ab-0-1', 'x');
    expect(await codeOf(redriveStuck(world.deps, 'nothing-2-0123456789ab-0-1'))).toBe('execution-unknown');
  });
});
