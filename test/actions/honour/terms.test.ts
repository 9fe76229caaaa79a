import { afterAll, beforeAll, expect, test } from 'vitest';
import { listHanded, recordHanded } from '#actions/honour/handing.ts';
import { honourByNumber } from '#actions/honour/honour-writes.ts';
import { confirmRevocations, proposeRevocation } from '#actions/honour/revoking.ts';
import { sweep } from '#actions/running/sweep.ts';
import { termNews } from '#domain/honour/term.ts';
import type { Actor } from '#domain/people/people.ts';
import { honoursHeld } from '#store/reads.ts';
import { city, district } from '../../furong.ts';
import { openPublished, type Published } from '../../web/honour/published.ts';
import { codeOf } from '../../world.ts';

let published: Published;
let administrator: Actor;
const deps = () => published.world.deps;
const number = (n: number) => `430102-ZMJT-2021-000${n}`;
const honour = async (n: number) => (await honourByNumber(deps(), number(n))).honour;
const subjects = () => published.world.mails.map(({ subject }) => subject);

beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭']);
  await published.post();
  await published.publish();
  administrator = await published.world.as('administrator', district);
});
afterAll(() => published.world.close());

test('what was handed over is returned in two steps, and singly by its name', async () => {
  const record = (sent: object) =>
    recordHanded(deps(), administrator, { org: district, titles: [number(2)], to: 'toReturn', ...sent });
  const handed = async () => (await listHanded(deps(), administrator, published.list, 1))[1]?.handed;
  expect(await handed()).toEqual({ 证书: 'issued', 家庭牌: 'issued' });
  await record({ award: '家庭牌' });
  expect(await handed()).toEqual({ 证书: 'issued', 家庭牌: 'toReturn' });
  await record({ award: '家庭牌', to: 'returned' });
  expect(await codeOf(record({ award: '奖杯' }))).toBe('award-unknown');
  expect(
    await codeOf(
      recordHanded(deps(), await published.world.as('administrator', city), {
        org: district,
        titles: [number(2)],
        to: 'issued',
      }),
    ),
  ).toBe('not-allowed');
});

test('a revoked title wants back what has not been returned, and nothing of it is handed over again', async () => {
  const ruling = {
    grounds: '弄虚作假',
    decisionNumber: '芙妇〔2021〕20号',
    date: '2021-05-20',
    body: '党组会',
  };
  published.world.at('2021-06-02T02:00:00.000Z');
  const { version } = await honour(2);
  await proposeRevocation(deps(), administrator, { ...ruling, number: number(2), version });
  await confirmRevocations(deps(), await published.world.as('administrator', city), {
    org: district,
    titles: [number(2)],
  });
  expect((await honour(2)).standing?.handed).toEqual({ 证书: 'toReturn', 家庭牌: 'returned' });
  const again = recordHanded(deps(), administrator, { org: district, titles: [number(2)], to: 'issued' });
  expect(await codeOf(again)).toBe('handed-ended');
});

test('sixty days before its term ends the holder is told once; after it the title is 已过届期 in the table too', async () => {
  published.world.mails.length = 0;
  published.world.at('2024-03-14T02:00:00.000Z');
  await sweep(deps());
  expect(subjects()).toEqual([]);
  published.world.at('2024-03-15T02:00:00.000Z');
  for (let n = 0; n < 3; n++) await sweep(deps());
  // Who nominated, and the street on the way.
  expect(subjects().filter((each) => each.includes('届期将满')).length).toBe(2);
  published.world.at('2024-05-14T02:00:00.000Z');
  await sweep(deps());
  expect((await honour(1)).status).toBe('valid');
  published.world.at('2024-05-15T02:00:00.000Z');
  for (let n = 0; n < 3; n++) await sweep(deps());
  const { status, history, identities } = await honour(1);
  expect([status, history.at(-1)?.reason, (await honour(2)).status]).toEqual([
    'expired',
    '届期至 2024-05-14',
    'revoked',
  ]);
  expect((await honoursHeld(deps().table, identities[0]!)).items[0]?.status).toBe('expired');
  expect(subjects().filter((each) => each.includes('届期已满')).length).toBe(2);
});

test.each([
  ['2024-03-14', undefined, '2024-03-15'],
  ['2024-03-15', 'soon', '2024-05-15'],
  ['2024-05-14', 'soon', '2024-05-15'],
  ['2024-05-15', 'over', undefined],
])('of a term until 2024-05-14, on %s: %s, and to be looked at again on %s', (today, news, lookOn) => {
  expect(termNews({ termEnds: '2024-05-14', status: 'valid' }, today)).toEqual({
    ...(news !== undefined && { news }),
    ...(lookOn !== undefined && { lookOn }),
  });
  expect(termNews({ termEnds: '2024-05-14', status: 'revoked' }, today)).toEqual({});
});
