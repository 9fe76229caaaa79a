/** Places given after nominations came: those count from the start. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { submit } from '#actions/nomination/submit.ts';
import { changeRound } from '#actions/round/rounds.ts';
import { checkRound } from '#local/commands/counters.ts';
import { findAllotment, getRound } from '#store/reads.ts';
import { district, family, street } from '../../furong.ts';
import { codeOf, makeWorld, problemOf, type World } from '../../world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

it('counts what an organisation sent already when it is first given places', async () => {
  const { deps, round } = world;
  const [clerk, desk] = [await world.as('clerk', street(1)), await world.as('administrator', district)];
  for (const n of [1, 2, 3]) await world.nominate(clerk, { answers: family(n) });
  const give = async (places: number) =>
    changeRound(deps, desk, round, {
      patch: {
        shares: [
          { organisation: street(1), places },
          { organisation: street(2), places: 2 },
        ],
      },
      reason: '分配名额到街道',
      version: (await getRound(deps.table, round)).version,
    });
  const refused = await problemOf(give(2));
  expect(refused?.faults.map(({ field, code }) => [field, code])).toEqual([
    ['shares.0.places', 'below-used'],
  ]);
  await give(4);
  expect(await findAllotment(deps.table, round, street(1))).toMatchObject({ places: 4, used: 3 });
  expect(await findAllotment(deps.table, round, street(2))).toMatchObject({ places: 2, used: 0 });
  expect(await checkRound(deps.table, round)).toEqual([]);
  await world.nominate(clerk, { answers: family(4) });
  expect(await codeOf(world.nominate(clerk, { answers: family(5) }))).toBe('quota-used-up');
});

it('counts again when somebody submits while the places are given', async () => {
  const { deps, round } = world;
  const [clerk, desk] = [await world.as('clerk', street(3)), await world.as('administrator', district)];
  const [sent] = await Promise.all([
    world.nominate(clerk, { org: street(3), answers: family(21) }).catch((error) => error.code),
    getRound(deps.table, round).then(({ settings, version }) =>
      changeRound(deps, desk, round, {
        patch: { shares: [...settings.shares, { organisation: street(3), places: 1 }] },
        reason: '分配名额到街道',
        version,
      }),
    ),
  ]);
  const used = typeof sent === 'string' ? 0 : 1;
  expect(await findAllotment(deps.table, round, street(3))).toMatchObject({ used });
  expect(await checkRound(deps.table, round)).toEqual([]);
});

it('counts a submission that read the round before its organisation was given places', async () => {
  const { deps, round } = world;
  const desk = await world.as('administrator', district);
  const change = async (shares: readonly object[]) =>
    changeRound(deps, desk, round, {
      patch: { shares },
      reason: '调整名额',
      version: (await getRound(deps.table, round)).version,
    });
  // Back to no places at all, which needs that none is used.
  for (const n of [1, 2, 3])
    await deps.table.update({ pk: `RND#${round}`, sk: `ALLOT#${street(n)}` }, { set: { used: 0 } });
  await change([]);
  const clerk = await world.as('clerk', street(5));
  const ready = await world.prepared(clerk, { org: street(5), answers: family(31) });
  let isFirst = true;
  const table: typeof deps.table = {
    ...deps.table,
    together: async (ops) => {
      if (isFirst) {
        isFirst = false;
        await change([{ organisation: street(5), places: 1 }]);
      }
      return deps.table.together(ops);
    },
  };
  await submit({ ...deps, table }, clerk, ready);
  expect(isFirst).toBe(false);
  expect(await findAllotment(deps.table, round, street(5))).toMatchObject({ places: 1, used: 1 });
  expect(await codeOf(world.nominate(clerk, { org: street(5), answers: family(32) }))).toBe('quota-used-up');
});
