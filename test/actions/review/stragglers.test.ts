import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchCandidacies } from '#actions/nomination/search.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { recordExternalResult } from '#actions/recommendation/external-results.ts';
import { externalStates } from '#actions/recommendation/recommendation-input.ts';
import { recommend } from '#actions/recommendation/recommendations.ts';
import { resumeCarried, standByCarried } from '#actions/review/carried.ts';
import { closePhase, listStragglers, openPhase } from '#actions/review/stragglers.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import type { Actor } from '#domain/people/people.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRound, getTranche, honoursHeld, listPage } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { preset } from '../../domain/programme/presets.ts';
import { district, street } from '../../furong.ts';
import { type DeskWorld, openDesk } from '../../web/round/desk-world.ts';
import { codeOf } from '../people/people-deps.ts';

let world: DeskWorld;
let admin: Actor;
let round: string;
const nominations: string[] = [];
const fresh = () => getRound(world.home.deps.table, round);
const close = async (fates: Readonly<Record<string, 'out' | 'carry'>>, reason = '逾期未答复') =>
  closePhase(world.home.deps, admin, round, {
    stragglers: Object.entries(fates).map(([nomination, fate]) => ({ nomination, fate })),
    reason,
    version: (await fresh()).version,
  });

beforeAll(async () => {
  world = await openDesk('2021-03-20T09:00:00+08:00');
  const { deps } = world.home;
  admin = (await world.browser('administrator', district)).actor;
  const document = presetToProgramme(preset('zmjt'), { edition: '2021' });
  // The district's own stage only, then the city outside this system.
  const stage = document.stages.find((each) => each.level === 'district')!;
  const steps = stage.steps.filter((step) => ['review', 'decision', 'recommend'].includes(step.kind));
  const own = { ...stage, honour: false, steps, lowerHonourRequired: false };
  const above = { level: 'city', honour: true, recommend: false, external: true };
  const { programme } = await createProgramme(deps, admin, {
    org: district,
    document: { ...document, kind: 'recommendation', stages: [own, above] },
  });
  await publishProgramme(deps, admin, { id: programme.id, version: programme.version });
  const settings = {
    opensAt: '2021-04-01T00:00:00+08:00',
    closesAt: '2021-04-10T17:30:00+08:00',
    phaseEnds: { review: '2021-04-15' },
  };
  round = (await setUpRound(deps, admin, { programme: programme.id, org: district, settings })).id;
  await world.home.advanceClock!('2021-04-02T01:00:00.000Z');
  for (const n of [1, 2, 3, 4]) nominations.push((await world.nominate(programme.id, street(n), n)).id);
  await world.approve(round, nominations.slice(0, 1));
});
afterAll(() => world.close());

test('a phase is closed only after its window and its last day', async () => {
  const [, second] = nominations;
  expect(await codeOf(close({ [second!]: 'out' }))).toBe('no-open-phase');
  await world.home.advanceClock!('2021-04-15T09:00:00.000Z');
  expect(await codeOf(close({ [second!]: 'out' }))).toBe('phase-running');
  await world.home.advanceClock!('2021-04-16T01:00:00.000Z');
  expect((await openPhase(world.home.deps, round))?.closable).toBe(true);
});

test('stragglers are named with a reason; a stale page and a stranger are refused', async () => {
  const { deps } = world.home;
  const [, second, third] = nominations;
  expect((await listStragglers(deps, admin, round)).items.map((each) => each.nomination)).toEqual(
    nominations.slice(1),
  );
  expect(await codeOf(close({ [second!]: 'out' }, ' '))).toBe('reason-needed');
  expect(await codeOf(close({}))).toBe('required');
  const stale = { stragglers: [{ nomination: third!, fate: 'out' as const }], reason: '逾期', version: 1 };
  expect(await codeOf(closePhase(deps, admin, round, stale))).toBe('round-changed');
  const reviewer = (await world.browser('reviewer', district)).actor;
  expect(await codeOf(closePhase(deps, reviewer, round, stale))).toBe('not-allowed');
});

test('out ends the candidacy, carry rests it, and the round goes on when nobody is left; twice is once', async () => {
  const { deps } = world.home;
  const [, second, third, fourth] = nominations;
  expect(await close({ [second!]: 'out', [third!]: 'carry' })).toEqual({ out: 1, carried: 1, left: 1 });
  expect((await fresh()).status).toBe('selecting');
  expect(await close({ [second!]: 'out', [third!]: 'carry', [fourth!]: 'out' })).toEqual({
    out: 1,
    carried: 0,
    left: 0,
  });
  await world.home.settled();
  expect((await fresh()).status).toBe('settled');
  expect((await getCandidacy(deps.table, round, second!)).outcome).toMatchObject({
    reason: 'straggler',
    note: '逾期未答复',
  });
  expect((await getCandidacy(deps.table, round, third!)).state).toBe('sentBack');
  const todos = await listPage(deps.table, {
    pk: keys.worklist((await world.browser('reviewer', district)).actor.id),
    limit: 100,
  });
  expect(todos.items).toEqual([]);
});

test('who is out and who is carried learns it with the reason, as the form promises; the round keeps it', async () => {
  const { deps } = world.home;
  const [, second, third] = nominations;
  for (const [n, template] of [
    [2, 'out'],
    [3, 'carried'],
  ] as const) {
    const clerk = await world.browser('clerk', street(n));
    const { items } = await listPage<{ readonly template: string }>(deps.table, {
      pk: keys.lettersTo(clerk.actor.id),
      index: 'gsi2',
    });
    expect(items.map((each) => each.template)).toContain(template);
  }
  const clerk = await world.browser('clerk', street(3));
  expect((await clerk.get(`/nominations/${third}`)).text).toMatch(/转入后续批次[\s\S]*逾期未答复/);
  const desk = await world.browser('administrator', district);
  expect((await desk.get(`/rounds/${round}`)).text).toMatch(
    /结束审查阶段[\s\S]*逾期未办结：— → 1 名[\s\S]*原因：逾期未答复/,
  );
  expect((await desk.get(`/rounds/${round}/nominations/${second}`)).text).toMatch(
    /逾期未办结[\s\S]*原因：逾期未答复/,
  );
});

test('the one carried takes its step again and stands by; the counters are exact', async () => {
  const { deps } = world.home;
  const third = nominations[2]!;
  expect(await codeOf(standByCarried(deps, admin, round, third))).toBe('not-carried');
  await resumeCarried(deps, admin, round, third);
  expect((await readTally(deps.table, round)).open).toBe(1);
  await world.home.settled();
  await world.approve(round, [third]);
  expect((await standByCarried(deps, admin, round, third)).state).toBe('reserve');
  expect(await readTally(deps.table, round)).toMatchObject({ open: 0, states: { reserve: 1, out: 2 } });
});

test('names are found by their beginning only', async () => {
  const { deps } = world.home;
  const named = async (prefix: string) =>
    (await searchCandidacies(deps, admin, round, prefix)).items.map((each) => each.name);
  expect(await named('罗步芳3')).toEqual(['罗步芳3家庭']);
  expect(await named('步芳')).toEqual([]);
  expect(await named(' ')).toEqual([]);
  expect((await named('罗')).length).toBe(4);
});

test('the result of a level outside the system is recorded by hand, with its source, and told by letter', async () => {
  const { deps } = world.home;
  const first = nominations[0]!;
  const source = '长妇〔2021〕8号';
  const granted = { bodies: ['长沙市妇联', '长沙市文明办'], date: '2021-04-23', number: 'CS-0008' };
  const result = (
    state: 'honoured' | 'out' | 'none',
    more: Partial<typeof granted> & { source?: string } = {},
  ) =>
    recordExternalResult(deps, admin, { round, nomination: first, state: state as 'out', source, ...more });
  expect(await codeOf(result('honoured', granted))).toBe('not-external');
  const version = async () => (await getTranche(deps.table, round, 1)).version;
  await world.home.advanceClock!('2021-04-24T01:00:00.000Z');
  await recordDecision(deps, admin, round, {
    tranche: 1,
    body: '党组会',
    date: '2021-04-24',
    minutes: '5号',
    refused: [],
    version: await version(),
  });
  await world.home.settled();
  await recommend(deps, admin, round, { tranche: 1, nominations: [first], version: await version() });
  await world.home.settled();
  expect((await getCandidacy(deps.table, round, first)).upward).toMatchObject({
    org: 'external',
    state: 'sent',
  });
  expect(await codeOf(result('none'))).toBe('choice');
  expect(await codeOf(result('honoured', { source: '' }))).toBe('source-needed');
  expect(await codeOf(result('honoured'))).toBe('external-bodies');
  expect(await codeOf(result('honoured', { ...granted, date: '2021-04-25' }))).toBe('external-future');
  expect((await result('honoured', granted)).upward).toMatchObject({ state: 'honoured', reason: source });
  const { identities, name } = await getNomination(deps.table, first);
  const held = async () => (await honoursHeld(deps.table, identities[0]!)).items;
  expect(await held()).toMatchObject([{ code: 'ZMJT', level: 'city', date: '2021-04-23', status: 'valid' }]);
  // In every ledger on the way, as an honour from inside is.
  const counted = async (org: string, role = 'administrator') => {
    const desk = await world.browser(role, org);
    const [ledger, report] = [await desk.get(`/ledger/${org}/2021`), await desk.get(`/reports/${org}/2021`)];
    return [ledger.text.includes(name), ledger.text.includes('长沙市妇联、长沙市文明办'), report.text];
  };
  for (const org of [district, street(1)]) {
    const [named, bodies, report] = await counted(org);
    expect([named, bodies]).toEqual([true, true]);
    expect(report).toContain('共 1 项');
  }
  // Corrected, it stays with the reason and counts no more.
  await result('out');
  expect(await held()).toEqual([]);
  expect((await counted(district))[2]).toContain('共 0 项');
  expect(externalStates).toContain('out');
  expect(world.logged).toEqual([]);
});
