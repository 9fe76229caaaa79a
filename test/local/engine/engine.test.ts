import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine, EngineOptions } from '#local/engine/engine.ts';
import type { Table } from '#store/table.ts';
import { type Embedded, openEmbedded } from '../database/embedded.ts';
import { begin, machine, makeWorld, month, newName, openOn, rowOn, type World } from './machines.ts';

let embedded: Embedded;
beforeEach(async () => {
  embedded = await openEmbedded();
});
afterEach(() => embedded.close());
const open = (world: World, more?: Partial<EngineOptions>) => openOn(embedded, world, more);
const rowOf = (name: string) => rowOn(embedded, name);

describe('waiting', () => {
  test('an execution parks at its question, goes on with the answer, and ends', async () => {
    const world = makeWorld();
    const engine = await open(world);
    const name = await begin(engine);
    expect((await rowOf(name)).status).toBe('parked');
    expect(await engine.start({ machine: 'nomination', name, input: {} })).toBe('exists');
    world.finish(name);
    expect(await engine.succeed(world.tokens.get(name)!, { good: true })).toBe('done');
    await engine.idle();
    expect(world.state.effects).toEqual([`next ${name}`, `ask ${name}`, `next ${name}`]);
    expect((await rowOf(name)).status).toBe('succeeded');
    expect(await engine.succeed(world.tokens.get(name)!, {})).toBe('gone');
    await engine.close();
  });

  test('only one of several answers counts, the others are gone; so is an unknown token', async () => {
    const world = makeWorld(9);
    const engine = await open(world);
    const name = await begin(engine);
    const token = world.tokens.get(name)!;
    const answers = await Promise.all([
      engine.succeed(token, 1),
      engine.succeed(token, 2),
      engine.fail(token, 'Refused', ''),
    ]);
    expect(answers.toSorted()).toEqual(['done', 'gone', 'gone']);
    expect(await engine.succeed('nonsense', 1)).toBe('gone');
    await engine.idle();
    expect(await engine.succeed(token, 3)).toBe('gone');
    await engine.close();
  });

  test('an answer given while the question is still being asked is kept, even over a crash', async () => {
    const world = makeWorld();
    let engine: Engine;
    const said: string[] = [];
    const answering = async (payload: unknown) => {
      const { id, token } = payload as { id: string; token: string };
      world.finish(id);
      said.push(...(await Promise.all([engine.succeed(token, 'early'), engine.succeed(token, 'again')])));
    };
    world.tasks.ask = answering;
    engine = await open(world);
    const name = await begin(engine);
    expect([said, (await rowOf(name)).status]).toEqual([['done', 'gone'], 'succeeded']);
    // the process dies right after the early answer: the handler never returns
    const stuck = new Promise(() => undefined);
    world.tasks.ask = async (payload) => {
      await answering(payload);
      return stuck;
    };
    engine = await open(world);
    const dying = newName();
    await engine.start({ machine: 'nomination', name: dying, input: { id: dying } });
    while (said.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    const next = await open(world);
    await next.idle();
    expect((await rowOf(dying)).status).toBe('succeeded');
    expect(said.length).toBe(4);
    await next.close();
  });

  test('a time limit of months ends when the clock has jumped past it, not before', async () => {
    const world = makeWorld();
    const engine = await open(world);
    const name = await begin(engine);
    world.state.now += 3 * month - 1;
    await engine.tick();
    await engine.idle();
    expect((await rowOf(name)).status).toBe('parked');
    world.state.now += 1;
    await engine.tick();
    await engine.idle();
    expect(world.state.effects).toEqual([`next ${name}`, `ask ${name}`, `late ${name}`, `next ${name}`]);
    expect((await rowOf(name)).status).toBe('succeeded');
    expect(await engine.succeed(world.tokens.get(name)!, 1)).toBe('gone');
    await engine.close();
  });

  test('two hundred waiting executions hold nothing in memory and survive a new engine', async () => {
    const world = makeWorld();
    const first = await open(world);
    const names = Array.from({ length: 200 }, newName);
    await Promise.all(names.map((name) => first.start({ machine: 'round', name, input: { id: name } })));
    await first.idle();
    expect(first.stats()).toEqual({
      queued: 0,
      running: 0,
      stalled: 0,
      started: 200,
      parked: 200,
      succeeded: 0,
      failed: 0,
    });
    await first.close();
    const second = await open(world);
    for (const name of names) {
      world.finish(name);
      expect(await second.succeed(world.tokens.get(name)!, null)).toBe('done');
    }
    await second.idle();
    expect(second.stats().succeeded).toBe(200);
    await second.close();
  });

  test('the timer wakes what is due without being told', async () => {
    const world = makeWorld();
    const engine = await open(world, { tickMs: 10 });
    const name = await begin(engine);
    world.state.now += 4 * month;
    while ((await rowOf(name)).status !== 'succeeded')
      await new Promise((resolve) => setTimeout(resolve, 10));
    await engine.close();
  });
});

test('an execution goes on under the definition that it was started with', async () => {
  const world = makeWorld();
  const first = await open(world);
  const name = await begin(first);
  await first.close();
  const changed = machine({ Other: { Type: 'Fail', Error: 'NewDefinition', Cause: 'x' } });
  const second = await open(world, { definitions: { nomination: changed, round: changed } });
  world.finish(name);
  await second.succeed(world.tokens.get(name)!, 1);
  await second.idle();
  expect((await rowOf(name)).status).toBe('succeeded');
  expect((await rowOf(await begin(second))).error).toBe('NewDefinition');
  await second.close();
});

test('a crash at any write, before or after it took effect, changes nothing in the end', async () => {
  const crash = new Error('crash');
  /** Plays start, answer, time-out and end; the table dies at its n-th write, before or after writing. */
  const play = async (n: number, after: boolean) => {
    const world = makeWorld(2);
    const name = newName();
    let writes = 0;
    let engine: Engine;
    const dies = async <T>(write: () => Promise<T>): Promise<T> => {
      writes += 1;
      if (writes < n) return write();
      if (writes === n && after) await write();
      throw crash;
    };
    const dying: Table = {
      ...embedded.main,
      put: (...given) => dies(() => embedded.main.put(...given)),
      update: (...given) => dies(() => embedded.main.update(...given)) as never,
    };
    const survive = async (step: () => Promise<unknown>) => {
      for (;;) {
        try {
          const outcome = await step();
          await engine.idle();
          if (writes < n || engine.stats().stalled === 0) return outcome;
        } catch (error) {
          if (error !== crash) throw error;
        }
        // the process is gone; a new one opens the same table, and the sweeper repeats what it had to say
        n = Number.POSITIVE_INFINITY;
        await engine?.close();
        engine = await open(world, { table: dying });
        await engine.idle();
      }
    };
    await survive(async () => {
      engine = await open(world, { table: dying });
    });
    await survive(() => engine.start({ machine: 'nomination', name, input: { id: name } }));
    world.finish(name);
    await survive(() => engine.succeed(world.tokens.get(name)!, 'yes'));
    world.state.now += 4 * month;
    await survive(() => engine.tick());
    await engine!.close();
    const row = await rowOf(name);
    return { writes, result: [row.status, row.output, row.gsi1pk, row.token, row.wake] };
  };
  const calm = await play(Number.POSITIVE_INFINITY, false);
  expect(calm.result[0]).toBe('succeeded');
  expect(calm.writes).toBeGreaterThan(6);
  for (let n = 1; n <= calm.writes; n++)
    for (const after of [false, true])
      expect({ n, after, result: (await play(n, after)).result }).toEqual({ n, after, result: calm.result });
});
