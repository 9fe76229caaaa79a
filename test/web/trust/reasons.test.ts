/** Why a pair was settled, a title revoked or a list annulled stands in the history, as page and API read it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proposeListAnnulment } from '#actions/honour/annulling.ts';
import { honourByNumber } from '#actions/honour/honour-writes.ts';
import { confirmRevocations, proposeRevocation, withdrawRevocations } from '#actions/honour/revoking.ts';
import { settlePair } from '#actions/nomination/pair-settling.ts';
import { listPairs } from '#actions/nomination/pairs.ts';
import { readEvents } from '#store/chain.ts';
import { getList } from '#store/reads.ts';
import { linesOf } from '#web/trust/event-lines.ts';
import { city, district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { openPublished } from '../honour/published.ts';

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

test('a nomination that was told apart says why, and the reason stands once', async () => {
  const { deps, round } = world;
  const administrator = await world.as('administrator', district);
  const a = (await world.nominate(await world.as('clerk', street(3)), { org: street(3), answers: family(3) }))
    .nomination;
  const b = (
    await world.nominate(await world.as('clerk', street(2)), {
      org: street(2),
      answers: family(3, { brief: '另一份简介。' }),
    })
  ).nomination;
  const { items } = await listPairs(deps, administrator, round);
  const pair = items.find((each) => each.a === a.id && each.b === b.id)!;
  await settlePair(deps, administrator, {
    ...{ round, pair: pair.id, verdict: 'different', reason: '两户同名，证件已核对' },
  });
  const chain = `candidacy:${round}:${b.id}`;
  const { events } = await readEvents(deps.table, chain);
  const reasons = async (judged: boolean) =>
    (await linesOf(deps.table, chain, events, { judged })).flatMap(({ event, reason }) =>
      reason === undefined ? [] : [[event.details.verdict, reason]],
    );
  expect(await reasons(true)).toEqual([['different', '两户同名，证件已核对']]);
  expect(await reasons(false)).toEqual([]);
});

test('one title revoked, and a list annulled with its honours, each say grounds and number', async () => {
  const published = await openPublished(['罗步芳家庭', '周雅兰家庭']);
  try {
    await published.post();
    await published.publish();
    published.world.at('2021-06-02T02:00:00.000Z');
    const { deps } = published.world;
    const administrator = await published.world.as('administrator', district);
    const second = await published.world.as('administrator', city);
    const chain = `list:${published.list}`;
    const reasons = async () => {
      const { events } = await readEvents(deps.table, chain);
      return (await linesOf(deps.table, chain, events, { judged: false })).flatMap(({ event, reason }) =>
        reason === undefined ? [] : [`${event.action} ${reason}`],
      );
    };
    const number = '430102-ZMJT-2021-0001';
    const { honour } = await honourByNumber(deps, number);
    const ruling = { date: '2021-06-01', body: '党组会' };
    await proposeRevocation(deps, administrator, {
      ...{ ...ruling, number, version: honour.version, grounds: '获奖后被判处刑罚' },
      decisionNumber: '芙妇〔2021〕20号',
    });
    expect(await reasons()).toEqual(['revocation.propose 获奖后被判处刑罚；芙妇〔2021〕20号']);
    const notYet = '依据尚未生效，请先核实';
    await withdrawRevocations(deps, second, { org: district, titles: [number], reason: notYet });
    expect(await reasons()).toEqual([
      'revocation.propose 获奖后被判处刑罚；芙妇〔2021〕20号',
      `revocation.withdraw ${notYet}`,
    ]);
    published.world.at('2021-06-02T03:00:00.000Z');
    const stands = await honourByNumber(deps, number);
    await proposeRevocation(deps, administrator, {
      ...{ ...ruling, number, version: stands.honour.version, grounds: '判决已生效' },
      decisionNumber: '芙妇〔2021〕20号',
    });
    await confirmRevocations(deps, second, { org: district, titles: [number] });
    const revoked = [
      'revocation.propose 获奖后被判处刑罚；芙妇〔2021〕20号',
      `revocation.withdraw ${notYet}`,
      'honour.revoke 判决已生效；芙妇〔2021〕20号',
    ];
    expect(await reasons()).toEqual(revoked);
    const made = await proposeListAnnulment(deps, administrator, {
      ...{ ...ruling, list: published.list, grounds: '评选程序有误', decisionNumber: '芙妇〔2021〕21号' },
      version: (await getList(deps.table, published.list)).version,
    });
    await confirmRevocations(deps, second, { org: district, titles: [made.id] });
    const why = '评选程序有误；芙妇〔2021〕21号';
    expect(await reasons()).toEqual([...revoked, `list.annul ${why}`, `honour.annul ${why}`]);
  } finally {
    await published.world.close();
  }
});
