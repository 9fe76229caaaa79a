import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inviteMember } from '#actions/people/people.ts';
import {
  dayLeaves,
  type Leaf,
  latestCheckpoint,
  makeCheckpoint,
  makeDueCheckpoints,
  merkleTree,
} from '#actions/trust/checkpoints.ts';
import { verifyAll } from '#actions/trust/verification.ts';
import { emptyHead } from '#domain/empty-head.ts';
import { systemActor } from '#domain/people/people.ts';
import type { ChainHead } from '#domain/record.ts';
import type { Checkpoint } from '#domain/trust/checkpoint-record.ts';
import { canonicalJson, erasedAction, eventOp, nextEvent, sha256 } from '#store/chain.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import {
  codeOf,
  openPeopleTest,
  type PeopleTest,
  type PeopleTestDeps,
  plantTree,
} from '../people/people-deps.ts';

let test: PeopleTest;
let deps: PeopleTestDeps;
/** Three days with events: the tree on the first, an invitation on each of the next two. */
beforeEach(async () => {
  test = await openPeopleTest('2027-03-01T02:00:00.000Z');
  deps = test.deps;
  await plantTree(deps);
  for (const day of [2, 3]) {
    test.setClock(`2027-03-0${day}T02:00:00.000Z`);
    await makeDueCheckpoints(deps, '2027-03-01');
    await inviteMember(deps, systemActor, {
      email: `m${day}@example.cn`,
      name: '王芳',
      grants: [{ org: 'east', role: 'clerk' }],
    });
  }
  test.setClock('2027-03-04T02:00:00.000Z');
  await makeDueCheckpoints(deps);
});
afterEach(() => test.embedded.close());

const faults = async () =>
  (await verifyAll(deps)).faults.map((fault) =>
    'aggregate' in fault ? `${fault.kind} ${fault.aggregate} ${fault.seq}` : `${fault.kind} ${fault.date}`,
  );
const eventKey = (org: string, seq: number) => ({
  pk: `CHAIN#organisation:${org}`,
  sk: String(seq).padStart(10, '0'),
});

describe('a checkpoint', () => {
  it('is made once a day that is over, follows the one before it, and is the same when asked again', async () => {
    const latest = (await latestCheckpoint(deps)) as Checkpoint;
    expect(latest).toMatchObject({ date: '2027-03-03', count: 1, previous: { date: '2027-03-02' } });
    expect(await makeCheckpoint(deps, '2027-03-03')).toEqual(latest);
    expect(await codeOf(makeCheckpoint(deps, '2027-03-04'))).toBe('day-not-over');
    test.setClock('2027-03-04T16:09:59.000Z');
    expect(await codeOf(makeCheckpoint(deps, '2027-03-04'))).toBe('day-not-over');
    test.setClock('2027-03-04T16:10:00.000Z');
    expect(await makeCheckpoint(deps, '2027-03-04')).toMatchObject({ count: 0 });
    expect(await codeOf(makeCheckpoint(deps, '2027-02-28'))).toBe('checkpoint-late');
  });

  it('catches up on every day since the last one', async () => {
    test.setClock('2027-03-08T02:00:00.000Z');
    const made = await makeDueCheckpoints(deps);
    expect(made.map((checkpoint) => checkpoint.date)).toEqual([
      '2027-03-04',
      '2027-03-05',
      '2027-03-06',
      '2027-03-07',
    ]);
  });

  it('is whole after a clock that jumped for a year at once, and acts between two jumps', async () => {
    const jumper = await openPeopleTest();
    await plantTree(jumper.deps);
    const jump = async (to: string, name: string) => {
      jumper.setClock(to);
      await makeDueCheckpoints(jumper.deps, '2027-03-01');
      await inviteMember(jumper.deps, systemActor, {
        email: `${name}@example.cn`,
        name,
        grants: [{ org: 'city', role: 'reviewer' }],
      });
    };
    await jump('2027-03-02T02:00:00.000Z', 'one');
    await jump('2027-06-02T02:00:00.000Z', 'two');
    await jump('2028-06-02T02:00:00.000Z', 'three');
    await jump('2028-06-05T02:00:00.000Z', 'four');
    expect((await verifyAll(jumper.deps)).faults).toEqual([]);
    await jumper.embedded.close();
  });

  it('stays good when its key is rotated', async () => {
    test.keys.rotate('checkpoint');
    test.setClock('2027-03-05T02:00:00.000Z');
    expect(await makeDueCheckpoints(deps)).toMatchObject([{ keyVersion: 2 }]);
    expect(await faults()).toEqual([]);
  });
});

/** The root as checkpoints of old were made: all leaves at once, row by row. */
function rootOfAll(leaves: readonly Leaf[]): string {
  let row = leaves.map(({ aggregate, seq, hash }) => sha256(`leaf:${canonicalJson([aggregate, seq, hash])}`));
  if (row.length === 0) return sha256('');
  while (row.length > 1)
    row = row.flatMap((left, i) => {
      if (i % 2 === 1) return [];
      const right = row[i + 1];
      return [right === undefined ? left : sha256(`node:${left}${right}`)];
    });
  return row[0]!;
}
const rootOf = (leaves: readonly Leaf[]): string => {
  const tree = merkleTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.end().root;
};
const leavesTo = (count: number): readonly Leaf[] =>
  Array.from({ length: count }, (_, i) => ({ aggregate: `a${i}`, seq: i + 1, hash: `h${i}` }));

it('has the root of all leaves at once, however many, though they come one by one', () => {
  for (let count = 0; count <= 70; count++)
    expect([count, rootOf(leavesTo(count))]).toEqual([count, rootOfAll(leavesTo(count))]);
});

it('has a root that depends on every leaf', () => {
  const leaves = leavesTo(5);
  for (let i = 0; i < leaves.length; i++) {
    const other = leaves.map((leaf, at) => (at === i ? { ...leaf, seq: 9 } : leaf));
    expect(rootOf(other)).not.toBe(rootOf(leaves));
    expect(rootOf(leaves.filter((_, at) => at !== i))).not.toBe(rootOf(leaves));
  }
});

it('reads the last event of each aggregate of a day in the order of the aggregates, over all partitions and pages', async () => {
  const names = Array.from({ length: 250 }, (_, i) => `organisation:u${(i * 37) % 250}`);
  const again = [...names, ...names.slice(0, 20)];
  const heads = new Map<string, ChainHead>();
  for (const aggregate of again) {
    const happened = { at: '2027-03-04T03:00:00.000Z', actor: 'system', via: 'system' as const, details: {} };
    const made = nextEvent(heads.get(aggregate) ?? emptyHead, aggregate, {
      ...happened,
      action: 'organisation.create',
    });
    heads.set(aggregate, made.head);
    await deps.table.together([eventOp(made.event)]);
  }
  const leaves = await Array.fromAsync(dayLeaves(deps, '2027-03-04'));
  const wanted = [...new Set(names)].sort();
  expect(leaves.map((leaf) => leaf.aggregate)).toEqual(wanted);
  expect(leaves.filter(({ seq }) => seq === 2)).toHaveLength(20);
  expect(leaves.every(({ aggregate, hash }) => heads.get(aggregate)?.hash === hash)).toBe(true);
});

describe('audit:verify', () => {
  it('passes what was not touched', async () => {
    expect(await verifyAll(deps)).toEqual({
      days: 4,
      checkpoints: 3,
      aggregates: 4,
      events: 6,
      erased: 0,
      faults: [],
      faultCount: 0,
    });
  });

  it('finds an edited event', async () => {
    await deps.table.update(eventKey('east', 2), { set: { actor: 'somebody' } });
    expect(await faults()).toEqual(['edit organisation:east 2']);
  });

  it('finds a removed event: the gap, and the day that does not match', async () => {
    await deps.table.remove(eventKey('east', 2));
    expect(await faults()).toEqual(['gap organisation:east 2', 'gap 2027-03-02']);
  });

  it('finds a cut tail by the head', async () => {
    await deps.table.remove(eventKey('east', 3));
    expect(await faults()).toEqual(['cut organisation:east 3', 'gap 2027-03-03']);
  });

  it('finds a tail cut together with its head, by the checkpoint', async () => {
    const event = await deps.table.get(eventKey('east', 2));
    await deps.table.remove(eventKey('east', 3));
    await deps.table.update({ pk: 'ORG#east', sk: 'META' }, { set: { head: { seq: 2, hash: event?.hash } } });
    expect(await faults()).toEqual(['gap 2027-03-03']);
  });

  it('finds a chain written anew, hashes and head and all', async () => {
    const before = await getOrganisation(deps.table, 'east');
    const first = await deps.table.get(eventKey('east', 1));
    const head = { seq: 1, hash: String(first?.hash) };
    await deps.table.remove(eventKey('east', 2));
    await deps.table.remove(eventKey('east', 3));
    let organisation = { ...before, head };
    for (const day of [2, 3]) {
      const [, op] = organisationEventOps(organisation, {
        at: `2027-03-0${day}T02:00:00.000Z`,
        actor: 'forger',
        via: 'session',
        action: 'member.invite',
        details: {},
      });
      const put = (op as unknown as { put: { seq: number; hash: string } }).put;
      await deps.table.together([op]);
      organisation = { ...organisation, head: { seq: put.seq, hash: put.hash } };
    }
    await deps.table.update({ pk: 'ORG#east', sk: 'META' }, { set: { head: organisation.head } });
    expect(await faults()).toEqual(['edit 2027-03-02', 'edit 2027-03-03']);
  });

  it('finds a missing and an altered checkpoint', async () => {
    const key = { pk: 'CHECKPOINT', sk: '2027-03-02' };
    const whole = await deps.table.get(key);
    await deps.table.update(key, { set: { count: 7 } });
    expect(await faults()).toEqual(['edit 2027-03-02', 'edit 2027-03-02']); // its own signature, and the next one's
    await deps.table.remove(key);
    expect(await faults()).toEqual(['missing 2027-03-02', 'missing 2027-03-02']); // named by the next one, and by the day
    await deps.table.put(whole!);
    expect(await faults()).toEqual([]);
  });

  it('says "erased" of a record that is gone by an event, and passes', async () => {
    const aggregate = 'nomination:n1';
    const happened = { actor: 'm1', via: 'session', details: {} };
    const made = nextEvent(emptyHead, aggregate, {
      ...happened,
      at: '2027-03-04T02:00:00.000Z',
      action: 'nomination.submit',
    });
    await deps.table.together([eventOp(made.event)]);
    expect(await faults()).toEqual(['cut nomination:n1 2']); // the record is gone, and no event says why
    const erased = nextEvent(made.head, aggregate, {
      ...happened,
      at: '2027-03-04T02:00:01.000Z',
      action: erasedAction,
    });
    await deps.table.together([eventOp(erased.event)]);
    expect(await verifyAll(deps)).toMatchObject({ erased: 1, faults: [] });
  });
});
