import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkCertificate } from '#actions/honour/honour-roll.ts';
import { honourByNumber } from '#actions/honour/honour-writes.ts';
import { confirmRevocations, proposeRevocation } from '#actions/honour/revoking.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { startRecheck } from '#actions/recheck/starting.ts';
import { recordVerdict } from '#actions/recheck/verdicts.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Actor } from '#domain/people/people.ts';
import { checkRecheck } from '#local/commands/list-counters.ts';
import { mendCounters } from '#local/commands/mending.ts';
import { readEvents, verifyChain } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { city, district } from '../../furong.ts';
import { openPublished, type Published } from '../../web/honour/published.ts';
import { codeOf, problemOf } from '../../world.ts';

let published: Published;
let administrator: Actor;
let recheck: string;
const deps = () => published.world.deps;
const number = (n: number) => `430102-ZMJT-2021-000${n}`;
const honour = async (n: number) => (await honourByNumber(deps(), number(n))).honour;
const judge = (n: number, sent: object) =>
  recordVerdict(deps(), administrator, { recheck, titles: [number(n)], ...sent });
const block = {
  everyMonths: 12,
  bands: [
    { id: 'keep', title: '保留', keeps: true },
    { id: 'drop', title: '不保留', keeps: false },
  ],
  vetoes: ['家庭暴力'],
  renews: true,
};

beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭', '陈玉梅家庭']);
  await published.post();
  await published.publish();
  published.world.at('2022-06-01T01:00:00.000Z');
  administrator = await published.world.as('administrator', district);
  const file = new URL('../../../workflows/programmes/zmjt.yaml', import.meta.url);
  const preset = parse(readFileSync(file, 'utf8')) as { stages: { level: string }[] };
  const document = {
    ...preset,
    edition: '2022',
    stages: preset.stages.map((stage) =>
      stage.level === 'district' ? { ...stage, termYears: 3, recheck: block } : stage,
    ),
  };
  const { programme } = await createProgramme(deps(), administrator, { org: district, document });
  await publishProgramme(deps(), administrator, { id: programme.id, version: programme.version });
  const { version } = await honour(3);
  const ruling = { grounds: '离异', decisionNumber: '芙妇〔2022〕1号', date: '2022-05-30', body: '党组会' };
  await proposeRevocation(deps(), administrator, { ...ruling, number: number(3), version });
  const above = await published.world.as('administrator', city);
  await confirmRevocations(deps(), above, { org: district, titles: [number(3)] });
  const list = { programme: programme.id, list: published.list };
  recheck = (await startRecheck(deps(), administrator, { org: district, ...list })).id;
  await sweep(deps());
});
afterAll(() => published.world.close());

test('the titles of a list take part, a revoked one does not', async () => {
  const row = await deps().table.get(keys.recheck(recheck), { consistent: true });
  expect([row?.status, row?.counts.open, row?.left]).toEqual(['open', 2, { ended: 1, early: 0, unnamed: 0 }]);
  const revoked = await problemOf(judge(3, { band: 'keep' }));
  expect([revoked?.code, revoked?.text.zh]).toEqual([
    'recheck-ended',
    '“陈玉梅家庭”的称号已撤销或作废，不再复查。',
  ]);
  expect(await codeOf(judge(4, { band: 'keep' }))).toBe('title-unknown');
});

test('one that is kept holds for another term, and the check says when it was looked at', async () => {
  await judge(1, { band: 'keep' });
  expect(await honour(1)).toMatchObject({ status: 'valid', termEnds: '2027-05-14' });
  const { entry } = await checkCertificate(deps(), number(1), 'here');
  expect(entry).toMatchObject({ status: 'valid', rechecked: { on: '2022-06-01', band: '保留' } });
});

test('one that fails is 限期整改 in list, check and history; who nominated and the street on the way are told', async () => {
  published.world.mails.length = 0;
  await judge(2, { band: 'drop', note: '邻里纠纷' });
  await sweep(deps());
  const { entry, honour: now } = await checkCertificate(deps(), number(2), 'here');
  expect([entry.status, entry.rectifyBy, now.history.at(-1)?.reason]).toEqual([
    'rectifying',
    '2022-07-01',
    '复查：不保留；邻里纠纷',
  ]);
  const told = published.world.mails.filter(({ subject }) => subject.includes('复查结果'));
  expect(new Set(told.map(({ to }) => to)).size).toBe(2);
});

test('put right it is valid again, with nothing held against it; the trail of the list holds', async () => {
  await judge(2, { band: 'keep' });
  const { status, standing } = await honour(2);
  expect([status, standing]).toEqual(['valid', { rechecked: { on: '2022-06-01', band: '保留' } }]);
  const { events } = await readEvents(deps().table, `list:${published.list}`);
  const { list } = await honourByNumber(deps(), number(2));
  expect(verifyChain(`list:${published.list}`, events, list.head)).toEqual([]);
  expect(events.filter(({ action }) => action === 'honour.recheck').length).toBe(2);
});

test('nobody judges a title that she nominated', async () => {
  const { nomination } = await honour(1);
  const row = await deps().table.get(keys.nomination(nomination), { consistent: true });
  const owner: Actor = { ...administrator, id: row?.owner ?? '' };
  const sent = { recheck, titles: [number(1)], band: 'keep' };
  expect(await codeOf(recordVerdict(deps(), owner, sent))).toBe('not-allowed');
});

test('counts that are off are found by the doctor and set to what stands', async () => {
  const { table } = deps();
  const { counts } = (await table.get(keys.recheck(recheck)))!;
  expect(await checkRecheck(table, recheck)).toEqual([]);
  await table.update(keys.recheck(recheck), { set: { counts: { ...counts, open: counts.open + 2 } } });
  const off = await checkRecheck(table, recheck);
  expect(off.map(({ text }) => text.en)).toEqual([
    `re-check ${recheck}: counted open ${counts.open + 2}, but there are open ${counts.open}`,
  ]);
  await mendCounters({ table, running: false }, off);
  expect((await table.get(keys.recheck(recheck)))?.counts).toEqual(counts);
});
