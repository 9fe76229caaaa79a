/** Why a pair was settled stands in the history of the candidacy, as page and API read it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settlePair } from '#actions/nomination/pair-settling.ts';
import { listPairs } from '#actions/nomination/pairs.ts';
import { readEvents } from '#store/chain.ts';
import { linesOf } from '#web/trust/event-lines.ts';
import { district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

test('a merged nomination says why, to who may know what was said', async () => {
  const { deps, round } = world;
  const administrator = await world.as('administrator', district);
  const a = (await world.nominate(await world.as('clerk', street(1)), { answers: family(1) })).nomination;
  const b = (
    await world.nominate(await world.as('clerk', street(2)), {
      org: street(2),
      answers: family(1, { brief: '另一份简介。' }),
    })
  ).nomination;
  const { items } = await listPairs(deps, administrator, round);
  const pair = items.find((each) => each.b === b.id)!;
  await settlePair(deps, administrator, {
    ...{ round, pair: pair.id, verdict: 'same', keep: a.id, reason: '同一家庭，社区已核对' },
  });
  const chain = `candidacy:${round}:${b.id}`;
  const { events } = await readEvents(deps.table, chain);
  const reasons = async (judged: boolean) =>
    (await linesOf(deps.table, chain, events, { judged }))
      .filter(({ event }) => event.action === 'candidacy.merge')
      .map(({ reason, who }) => [reason, who.zh === administrator.id]);
  expect(await reasons(true)).toEqual([['同一家庭，社区已核对', false]]);
  expect(await reasons(false)).toEqual([[undefined, false]]);
});
