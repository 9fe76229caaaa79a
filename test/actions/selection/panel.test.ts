import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invitePanel, recordAbsent, tellPanel } from '#actions/selection/panel.ts';
import { commitToPanel, declareConflict, scoreNomination } from '#actions/selection/panel-ballots.ts';
import { panelBoard } from '#actions/selection/panel-board.ts';
import { closePanel } from '#actions/selection/panel-closing.ts';
import type { Actor } from '#domain/people/people.ts';
import { commitmentVersion } from '#domain/selection/commitment.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { getRound, worklistOf } from '#store/reads.ts';
import { type Office, openOffice, problemOf, session } from '../office.ts';
import { codeOf } from '../people/people-deps.ts';

let office: Office;
let panel: readonly Actor[];
const nominees = ['n1', 'n2', 'n3'];
beforeEach(async () => {
  office = await openOffice();
  for (const id of nominees) await office.plant(id, 'waiting');
  await office.plant('gone', 'out');
  await office.move({ status: 'selecting', phase: 1 });
  panel = [];
  for (const name of ['p1', 'p2', 'p3'])
    panel = [...panel, session(await office.member(`${name}@example.cn`, 'panellist'))];
});
afterEach(() => office.test.embedded.close());

const [first, second, third] = [0, 1, 2];
const invite = (members = panel) =>
  invitePanel(
    office.deps,
    office.admin,
    office.round,
    members.map((each) => each.id),
  );
const promise = async () => {
  await invite();
  for (const each of panel) await commitToPanel(office.deps, each, office.round, commitmentVersion);
};
const score = (by: number, nomination: string, idea: number | string, use: number | string, version = 0) =>
  scoreNomination(office.deps, panel[by]!, {
    round: office.round,
    nomination,
    scores: { idea, use },
    version,
  });
const everyone = async (marks: readonly (readonly [idea: string, use: string])[]) => {
  for (const by of [first, second, third])
    for (const [i, nomination] of nominees.entries()) await score(by, nomination, ...marks[i]!);
};
const close = () => closePanel(office.deps, office.admin, office.round);

describe('an invitation', () => {
  it('gives each panellist one task for the whole panel, and a letter', async () => {
    await invite();
    const { items } = await worklistOf(office.deps.table, panel[first]!.id);
    expect(items).toMatchObject([{ kind: 'panel', step: 'panel', nomination: 'all' }]);
    const letter = `work-${panel[first]!.id}-${office.round}-panel-2022-02-25`;
    expect(await office.test.stored(letter)).toMatchObject({ template: 'worklist' });
    await invite();
    expect((await worklistOf(office.deps.table, panel[first]!.id)).items).toHaveLength(1);
  });

  it('waits with task and letter until the round stands at the panel', async () => {
    await office.move({ phase: 0 });
    await invite();
    expect((await worklistOf(office.deps.table, panel[first]!.id)).items).toEqual([]);
    await office.move({ phase: 1 });
    await tellPanel(office.deps, office.round);
    expect((await worklistOf(office.deps.table, panel[first]!.id)).items).toHaveLength(1);
  });

  it('is for members with the role of panellist here only', async () => {
    const clerk = session(await office.member('clerk@example.cn', 'clerk'));
    expect((await problemOf(invite([panel[first]!, clerk]))).faults.map((each) => each.field)).toEqual([
      'members.1',
    ]);
    expect(await codeOf(invitePanel(office.deps, clerk, office.round, []))).toBe('not-allowed');
  });
});

describe('a ballot', () => {
  it('needs the commitment first, whose first acceptance stands', async () => {
    await invite();
    expect(await codeOf(score(first, 'n1', 50, 30))).toBe('commitment-first');
    expect(await codeOf(commitToPanel(office.deps, panel[first]!, office.round, 'v1'))).toBe(
      'commitment-needed',
    );
    const accepted = await commitToPanel(office.deps, panel[first]!, office.round, commitmentVersion);
    office.at('2022-02-25T02:00:00.000Z');
    expect(await commitToPanel(office.deps, panel[first]!, office.round, 'v2')).toEqual(accepted);
    expect(await score(first, 'n1', 50, '30.5')).toMatchObject({
      scores: { idea: '50', use: '30.5' },
      version: 1,
    });
  });

  it('is checked mark by mark, and kept once', async () => {
    await promise();
    expect((await problemOf(score(first, 'n1', 61, ''))).faults.map((each) => each.field)).toEqual([
      'scores.idea',
      'scores.use',
    ]);
    await score(first, 'n1', 50, 30);
    expect(await score(first, 'n1', 50, 30)).toMatchObject({ version: 1 });
    expect(await codeOf(score(first, 'n1', 51, 30))).toBe('ballot-changed');
    expect(await score(first, 'n1', 51, 30, 1)).toMatchObject({ version: 2 });
  });

  it('is refused for a nominee who is out, by a stranger, and by who submitted or acted below', async () => {
    await promise();
    expect(await codeOf(score(first, 'gone', 1, 1))).toBe('not-before-panel');
    const stranger = session(await office.member('p9@example.cn', 'panellist'));
    const input = { round: office.round, nomination: 'n1', scores: { idea: 1, use: 1 }, version: 0 };
    expect(await codeOf(scoreNomination(office.deps, stranger, input))).toBe('not-allowed');
    await office.plant('n4', 'waiting', { actedBelow: [panel[first]!.id] });
    expect(await codeOf(score(first, 'n4', 1, 1))).toBe('tied-acted');
    expect(await score(second, 'n4', 1, 1)).toMatchObject({ version: 1 });
  });

  it('is refused to a clerk of the nominating unit and to the nominee, and neither is waited for', async () => {
    await promise();
    const clerk = session(await office.member('p1@example.cn', 'clerk', 'lane'));
    expect(clerk.id).toBe(panel[first]!.id);
    const input = { round: office.round, nomination: 'n1', scores: { idea: 1, use: 1 }, version: 0 };
    expect(await codeOf(scoreNomination(office.deps, clerk, input))).toBe('tied-organisation');
    const consent = { state: 'given', by: panel[second]!.id, textVersion: '1' } as const;
    const key = keys.nomination('n1');
    const stored = await office.deps.table.get(key, { consistent: true });
    await office.deps.table.put({ ...stored, ...key, consent });
    expect(await codeOf(score(second, 'n1', 1, 1))).toBe('tied-nominee');
    const { items } = await panelBoard(office.deps, office.admin, office.round);
    expect(items.find(({ nomination }) => nomination === 'n1')).toMatchObject({ judged: 0, missing: 1 });
  });

  it('by letter link counts in its own worklist only', async () => {
    await promise();
    const link = (scope: string): Actor => ({ ...panel[first]!, via: 'link', link: { scope } });
    const input = { round: office.round, nomination: 'n1', scores: { idea: 1, use: 1 }, version: 0 };
    expect(await codeOf(scoreNomination(office.deps, link('other#panel#'), input))).not.toBe(undefined);
    expect(await scoreNomination(office.deps, link(`${office.round}#panel#`), input)).toMatchObject({
      version: 1,
    });
  });

  it('stands in the history without its marks', async () => {
    await promise();
    await score(first, 'n1', 59, 37);
    const { events } = await readEvents(office.deps.table, `candidacy:${office.round}:n1`);
    expect(events.at(-1)).toMatchObject({
      action: 'panel.ballot',
      actor: panel[first]!.id,
      details: { version: 1 },
    });
    expect(JSON.stringify(events.at(-1)?.details)).not.toMatch(/"(59|37)"/);
  });

  it('gives way to a conflict of interest, for good', async () => {
    await promise();
    await score(first, 'n1', 50, 30);
    await declareConflict(office.deps, panel[first]!, {
      round: office.round,
      nomination: 'n1',
      reason: '亲属',
    });
    expect((await problemOf(score(first, 'n1', 50, 30, 2))).faults[0]?.code).toBe('conflict');
  });
});

describe('the board', () => {
  it('hides marks from the panel, from an administrator who sits on it until it is closed', async () => {
    const both = session(await office.member('desk@example.cn', 'panellist'));
    panel = [both, ...panel.slice(1)];
    await promise();
    await everyone([
      ['50', '30'],
      ['40', '40'],
      ['30', '30'],
    ]);
    for (const reader of [both, panel[second]!]) {
      const { items } = await panelBoard(office.deps, reader, office.round);
      expect(items.map((each) => [each.nomination, each.tally, each.own?.scores?.idea])).toEqual([
        ['n1', undefined, '50'],
        ['n2', undefined, '40'],
        ['n3', undefined, '30'],
      ]);
    }
    const { items } = await panelBoard(office.deps, office.above, office.round);
    expect(items[0]).toMatchObject({ judged: 3, missing: 0, tally: { mean: { shown: '80.00' } } });
    await close();
    const rankFor = async (reader: Actor) =>
      (await panelBoard(office.deps, reader, office.round)).items[0]?.score?.rank;
    expect([await rankFor(both), await rankFor(panel[second]!)]).toEqual([1, undefined]);
  });
});

describe('closing', () => {
  it('is refused while somebody has not judged, and the panel goes on', async () => {
    await promise();
    await score(first, 'n1', 50, 30);
    const { faults } = await problemOf(close());
    expect(faults.map((each) => [each.field, each.code])).toEqual([
      ['nominees.n1', 'ballots-missing'],
      ['nominees.n2', 'ballots-missing'],
      ['nominees.n3', 'ballots-missing'],
    ]);
    expect(await score(second, 'n1', 50, 30)).toMatchObject({ version: 1 });
  });

  it('is refused with too few or an even number, those absent left out', async () => {
    await promise();
    await everyone([
      ['50', '30'],
      ['40', '40'],
      ['30', '30'],
    ]);
    await recordAbsent(office.deps, office.admin, {
      round: office.round,
      member: panel[third]!.id,
      reason: '病假',
    });
    expect((await problemOf(close())).faults.map((each) => each.code)).toEqual(['too-few', 'even']);
    expect(await codeOf(score(third, 'n1', 1, 1, 1))).toBe('panel-closed');
  });

  it('writes exact means and shared ranks, wakes the round, and takes nothing more', async () => {
    await promise();
    await everyone([
      ['50', '30'],
      ['40', '40'],
      ['30', '30'],
    ]);
    await score(third, 'n3', '31', '30', 1);
    await office.deps.table.put({ ...keys.wait('round', office.round, '0'), token: 'waiting' });
    const woken: string[] = [];
    const deps = {
      ...office.deps,
      handOver: async (due: readonly { readonly what: object }[]) =>
        void woken.push(...due.map((row) => JSON.stringify(row.what))),
    };
    expect(await closePanel(deps, office.admin, office.round)).toEqual({ ranked: 3 });
    expect(woken.at(-1)).toContain('"kind":"wake"');
    const scores = await Promise.all(nominees.map(async (id) => (await office.candidacy(id)).score));
    expect(scores).toEqual([
      { mean: '80/1', count: 3, rank: 1, tied: true, criteria: { idea: '50/1', use: '30/1' } },
      { mean: '80/1', count: 3, rank: 1, tied: true, criteria: { idea: '40/1', use: '40/1' } },
      { mean: '181/3', count: 3, rank: 3, criteria: { idea: '91/3', use: '30/1' } },
    ]);
    expect(await office.candidacy('gone')).not.toHaveProperty('score');
    expect(await getRound(office.deps.table, office.round)).toMatchObject({ progress: 'ended' });
    expect((await worklistOf(office.deps.table, panel[first]!.id)).items).toEqual([]);
    expect(await codeOf(score(first, 'n1', 60, 40, 1))).toBe('panel-closed');
    expect(await close()).toEqual({ ranked: 0 });
  });

  it('goes on after an interruption, and never touches a later phase', async () => {
    await promise();
    await everyone([
      ['50', '30'],
      ['40', '40'],
      ['30', '30'],
    ]);
    // Frozen, then the process died.
    await office.deps.table.put({
      ...keys.panelClosing(office.round),
      at: office.deps.clock(),
      by: office.admin.id,
    });
    expect(await codeOf(score(first, 'n1', 60, 40, 1))).toBe('panel-closed');
    expect(await close()).toEqual({ ranked: 3 });
    await office.move({ phase: 2, progress: 'idle' });
    expect(await close()).toEqual({ ranked: 0 });
    expect(await getRound(office.deps.table, office.round)).toMatchObject({ phase: 2, progress: 'idle' });
  });

  it('leaves out who declared a conflict, and needs the least number still', async () => {
    panel = [
      ...panel,
      ...(await Promise.all(
        ['p4', 'p5'].map(async (name) => session(await office.member(`${name}@example.cn`, 'panellist'))),
      )),
    ];
    await promise();
    for (const by of panel.keys())
      for (const nomination of nominees) await score(by, nomination, by * 10, 40);
    for (const by of [3, 4])
      await declareConflict(office.deps, panel[by]!, {
        round: office.round,
        nomination: 'n1',
        reason: '同事',
      });
    await close();
    expect((await office.candidacy('n1')).score).toMatchObject({ mean: '50/1', count: 3, rank: 3 });
    expect((await office.candidacy('n2')).score).toMatchObject({ mean: '60/1', count: 5, rank: 1 });
  });
});
