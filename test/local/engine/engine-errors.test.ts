import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineOptions } from '#local/engine/engine.ts';
import type { Asl } from '#local/engine/machine.ts';
import { type Embedded, openEmbedded } from '../database/embedded.ts';
import { ask, begin, call, loop, machine, makeWorld, month, openOn, rowOn, type World } from './machines.ts';

let embedded: Embedded;
beforeEach(async () => {
  embedded = await openEmbedded();
});
afterEach(() => embedded.close());
const open = (world: World, more?: Partial<EngineOptions>) => openOn(embedded, world, more);
const rowOf = (name: string) => rowOn(embedded, name);

describe('errors', () => {
  const retrying = (IntervalSeconds: number) =>
    machine({
      Try: call('try', {
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds, MaxAttempts: 2, BackoffRate: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'End' }],
        ResultPath: '$.result',
        Next: 'End',
      }),
      End: { Type: 'Succeed' },
    });
  const failing = (world: World, times: number, name = 'Busy') => {
    let calls = 0;
    world.tasks.try = async () => {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error('sorry'), { name });
      return { calls };
    };
    return () => calls;
  };

  test('a short pause between attempts is slept, and the result is wrapped as lambda:invoke wraps it', async () => {
    const world = makeWorld();
    failing(world, 2);
    const engine = await open(world, { definitions: { nomination: retrying(0.01), round: loop } });
    const row = await rowOf(await begin(engine));
    expect(JSON.parse(row.output!)).toEqual({
      id: row.name,
      result: { ExecutedVersion: '$LATEST', Payload: { calls: 3 }, StatusCode: 200 },
    });
    await engine.close();
  });

  test('a long pause is parked; attempts are counted over it, then the Catch gets name and cause', async () => {
    const world = makeWorld();
    const calls = failing(world, 9);
    const definitions = { nomination: retrying(3_600), round: loop };
    let engine = await open(world, { definitions });
    const name = await begin(engine);
    expect((await rowOf(name)).wake).toBe('2026-03-01T01:00:00.000Z');
    world.state.now += 3_600_000;
    await engine.close();
    engine = await open(world, { definitions });
    await engine.idle();
    expect([calls(), (await rowOf(name)).wake]).toEqual([2, '2026-03-01T03:00:00.000Z']);
    world.state.now += 7_200_000;
    await engine.tick();
    await engine.idle();
    const row = await rowOf(name);
    expect(JSON.parse(row.output!)).toEqual({
      id: name,
      error: { Error: 'Busy', Cause: JSON.stringify({ errorType: 'Busy', errorMessage: 'sorry' }) },
    });
    expect(calls()).toBe(3);
    await engine.close();
  });

  test('an answer may be an error that a Catch names', async () => {
    const world = makeWorld();
    const engine = await open(world);
    const name = await begin(engine);
    await engine.fail(world.tokens.get(name)!, 'Refused', 'not now');
    await engine.idle();
    expect(JSON.parse((await rowOf(name)).output!)).toEqual({
      kind: 'ask',
      seconds: (3 * month) / 1_000,
      refused: { Error: 'Refused', Cause: 'not now' },
    });
    await engine.close();
  });

  test('a question is asked again by Retry as often as it says, each time under a new token', async () => {
    const world = makeWorld();
    const seen = new Set<string>();
    const nomination = machine({
      Ask: ask({
        TimeoutSeconds: 60,
        Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 1 }],
        End: true,
      }),
    });
    const engine = await open(world, { definitions: { nomination, round: loop } });
    const name = await begin(engine);
    for (let round = 0; round < 3; round++) {
      seen.add(world.tokens.get(name)!);
      world.state.now += 60_000;
      await engine.tick();
      await engine.idle();
    }
    expect([seen.size, world.state.effects.length]).toEqual([3, 3]);
    expect([(await rowOf(name)).status, (await rowOf(name)).error]).toEqual(['failed', 'States.Timeout']);
    await engine.close();
  });

  test('an uncaught error is recorded and told, again after a crash in the telling', async () => {
    const world = makeWorld();
    failing(world, 9, 'Broken');
    const told: string[] = [];
    const onFailed: NonNullable<EngineOptions['onFailed']> = async ({ name, error, cause }) => {
      told.push(`${name} ${error} ${cause}`);
      if (told.length === 1) throw new Error('crash');
    };
    const nomination = machine({ Try: call('try', { End: true }) });
    const engine = await open(world, { onFailed, definitions: { nomination, round: loop } });
    const name = await begin(engine);
    const line = `${name} Broken ${JSON.stringify({ errorType: 'Broken', errorMessage: 'sorry' })}`;
    const next = await open(world, { onFailed });
    await next.idle();
    expect(told).toEqual([line, line]);
    await (await open(world, { onFailed })).close();
    expect(told.length).toBe(2);
    expect((await rowOf(name)).status).toBe('failed');
    await engine.close();
    await next.close();
  });

  test('what the engine cannot run faithfully is refused when it opens, with the state named', async () => {
    const world = makeWorld();
    const refused = (States: Asl['States']) =>
      open(world, { definitions: { nomination: machine(States), round: loop } }).then(
        () => 'opened',
        (error: Error) => error.message,
      );
    const End = { Type: 'Succeed' };
    expect(await refused({ Nap: { Type: 'Wait', Seconds: 1, Next: 'End' }, End })).toContain('state Nap');
    expect(await refused({ A: call('x', { Next: 'Nowhere' }) })).not.toBe('opened');
    expect(
      await refused({
        A: call('x', { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'End' }], Next: 'End' }),
        End,
      }),
    ).toContain('state A');
  });
});
