/** An exported audit trail and who has only the file and the public key (docs/rules/audit.md#offline). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inviteMember } from '#actions/people/people.ts';
import { verifyFile, writeTrail } from '#actions/trust/audit-file.ts';
import { checkpointKeys, makeDueCheckpoints } from '#actions/trust/checkpoints.ts';
import { trailOfHome } from '#actions/trust/verification.ts';
import { emptyHead } from '#domain/empty-head.ts';
import { systemActor } from '#domain/people/people.ts';
import { erasedAction, eventOp, nextEvent } from '#store/chain.ts';
import { codeOf, openPeopleTest, type PeopleTest, plantTree } from '../people/people-deps.ts';

let test: PeopleTest;
let keys: Readonly<Record<string, string>>;
let lines: string[];
beforeEach(async () => {
  test = await openPeopleTest('2027-03-01T02:00:00.000Z');
  await plantTree(test.deps);
  const erased = nextEvent(emptyHead, 'nomination:n1', {
    ...{ at: '2027-03-01T03:00:00.000Z', actor: 'm1', via: 'session', details: {} },
    action: erasedAction,
  });
  await test.deps.table.together([eventOp(erased.event)]);
  for (const day of [2, 3]) {
    test.setClock(`2027-03-0${day}T02:00:00.000Z`);
    await makeDueCheckpoints(test.deps, '2027-03-01');
    if (day === 3) test.keys.rotate('checkpoint');
    await inviteMember(test.deps, systemActor, {
      ...{ email: `m${day}@example.cn`, name: '王芳' },
      grants: [{ org: 'east', role: 'clerk' }],
    });
  }
  test.setClock('2027-03-04T02:00:00.000Z');
  await makeDueCheckpoints(test.deps);
  keys = checkpointKeys(test.keys);
  lines = [];
  await writeTrail(await trailOfHome(test.deps), (line) => void lines.push(line));
});
afterEach(() => test.embedded.close());

async function* streamed(all: readonly string[]) {
  yield* all;
}
const found = async (all: readonly string[], by = keys) => {
  const { faults, ...counts } = await verifyFile(streamed(all), by);
  return [faults.map((fault) => `${fault.kind} ${'date' in fault ? fault.date : fault.aggregate}`), counts];
};
const at = (part: string) => lines.findIndex((line) => line.includes(part));
const without = (...gone: readonly number[]) => lines.filter((_, n) => !gone.includes(n));

describe('an exported trail', () => {
  it('is verified by the public keys alone, over a change of keys, and says what was erased', async () => {
    expect(await found(lines)).toEqual([
      [],
      { days: 4, checkpoints: 3, aggregates: 5, events: 7, erased: 1, faultCount: 0 },
    ]);
    expect(lines.join()).not.toContain('王芳');
  });

  it('tells an edit, a gap, a cut tail and a checkpoint of another key apart', async () => {
    const second = at('"aggregate":"organisation:east","seq":2');
    const edited = lines.with(second, lines[second]!.replace('"via":"', '"via":"x'));
    expect((await found(edited))[0]).toEqual(['edit organisation:east']);
    expect((await found(without(second)))[0]).toEqual(['gap organisation:east', 'gap 2027-03-02']);
    expect((await found(without(second + 1)))[0]).toEqual(['cut organisation:east', 'gap 2027-03-03']);
    expect((await found(lines, { ...keys, 2: keys[1]! }))[0]).toEqual(['edit 2027-03-03']);
    expect((await found(lines, {}))[0]).toEqual(['edit 2027-03-01', 'edit 2027-03-02', 'edit 2027-03-03']);
  });

  it('is refused when it was cut off, is out of order, or is something else', async () => {
    const refused = async (all: readonly string[]) => codeOf(verifyFile(streamed(all), keys));
    expect(await refused(lines.slice(0, -1))).toBe('trail-damaged');
    expect(await refused(lines.slice(0, 9))).toBe('trail-damaged');
    expect(await refused(['hello'])).toBe('trail-damaged');
    const head = at('"chain":"nomination:n1"');
    expect(await refused(without(head))).toBe('trail-damaged');
    expect(await refused([...lines.slice(0, -1), lines[head - 1]!, lines[head]!, lines.at(-1)!])).toBe(
      'trail-damaged',
    );
  });
});
