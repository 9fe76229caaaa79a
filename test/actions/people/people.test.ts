import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { createOrganisation, editOrganisation, importOrganisations } from '#actions/people/organisations.ts';
import { editGrants, inviteMember, memberLeaves } from '#actions/people/people.ts';
import { redeem } from '#actions/people/signin.ts';
import type { Deps } from '#deps';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Grant } from '#domain/people/people-records.ts';
import { readEvents, verifyChain } from '#store/chain.ts';
import {
  findMemberByEmail,
  getOrganisation,
  listChildren,
  listMembers,
  memberOps,
  membersOf,
} from '#store/people.ts';
import { codeOf, openPeopleTest, type PeopleTest, type PeopleTestDeps, plantTree } from './people-deps.ts';

let test: PeopleTest;
let deps: PeopleTestDeps;
beforeAll(async () => {
  test = await openPeopleTest();
  deps = test.deps;
  await plantTree(deps);
});
afterAll(() => test.embedded.close());

const holder = (org: string, role: Grant['role'] = 'administrator'): Actor => ({
  id: `${role}-${org}`,
  name: '测试',
  grants: [{ org, role }],
  via: 'session',
});
const invitation = (email: string, ...grants: Grant[]) => ({ email, name: '王芳', grants });
const actionsOf = async (org: string) =>
  (await readEvents(deps.table, `organisation:${org}`)).events.map((event) => event.action);

describe('organisations', () => {
  it('stand in a tree, in their official order, a page at a time', async () => {
    expect((await getOrganisation(deps.table, 'lane')).path).toEqual(['city', 'east', 'lane']);
    const first = await listChildren(deps.table, 'city', { limit: 1 });
    const second = await listChildren(deps.table, 'city', { limit: 1, cursor: first.cursor });
    expect([...first.items, ...second.items].map((org) => org.id)).toEqual(['west', 'east']);
    expect((await listChildren(deps.table, undefined)).items.map((org) => org.id)).toEqual(['city']);
  });

  it('must be below the level of their parent', async () => {
    const row = { id: 'peer', name: '同级', level: 'district', parent: 'east', region: '440101' };
    expect(await codeOf(createOrganisation(deps, systemActor, row))).toBe('level-not-below');
  });

  it('are made by administrators above, never beside, and roots by the system only', async () => {
    const row = { id: 'road', name: '路街妇联', level: 'street', parent: 'east', region: '440101' };
    expect(await codeOf(createOrganisation(deps, holder('west'), row))).toBe('not-allowed');
    expect(await codeOf(createOrganisation(deps, holder('city', 'auditor'), row))).toBe('not-allowed');
    const root = { id: 'rogue', name: '根', level: 'nation', region: '100000' };
    expect(await codeOf(createOrganisation(deps, holder('city'), root))).toBe('not-allowed');
    await createOrganisation(deps, holder('city'), row);
    expect(await codeOf(createOrganisation(deps, holder('city'), row))).toBe('organisation-exists');
    const missing = { ...row, id: 'road2', parent: 'nowhere' };
    expect(await codeOf(createOrganisation(deps, systemActor, missing))).toBe('organisation-unknown');
  });

  it('are edited on the version that was read; the event names the fields, not their values', async () => {
    const before = await getOrganisation(deps.table, 'west');
    const after = await editOrganisation(deps, holder('city'), {
      id: 'west',
      version: before.version,
      name: '西区妇女联合会',
      order: 5,
    });
    expect(after).toMatchObject({ name: '西区妇女联合会', order: 5, version: before.version + 1 });
    expect(
      await codeOf(
        editOrganisation(deps, holder('city'), { id: 'west', version: before.version, name: '旧' }),
      ),
    ).toBe('organisation-changed');
    const { events } = await readEvents(deps.table, 'organisation:west', { descending: true, limit: 1 });
    expect(events[0]).toMatchObject({
      action: 'organisation.edit',
      actor: 'administrator-city',
      details: { fields: ['name', 'order'] },
    });
    expect((await listChildren(deps.table, 'city')).items.map((org) => org.id)).toEqual(['east', 'west']);
  });
});

describe('members', () => {
  it('get the same id from the same address, however it is written, and repeating changes nothing', async () => {
    const grant: Grant = { org: 'east', role: 'reviewer' };
    const first = await inviteMember(deps, holder('east'), invitation('Wang@Example.cn ', grant));
    const again = await inviteMember(deps, holder('east'), invitation('wang@example.cn', grant));
    expect([first.outcome, again.outcome]).toEqual(['created', 'unchanged']);
    expect(again.member).toEqual(first.member);
    expect((await findMemberByEmail(deps, 'WANG@example.cn'))?.id).toBe(first.member.id);
    expect((await actionsOf('east')).filter((action) => action === 'member.invite')).toHaveLength(1);
  });

  it('are found by address after the e-mail key was rotated', async () => {
    const { member } = await inviteMember(
      deps,
      holder('east'),
      invitation('old@example.cn', { org: 'east', role: 'clerk' }),
    );
    test.keys.rotate('email');
    const later = invitation('old@example.cn', { org: 'east', role: 'auditor' });
    expect((await inviteMember(deps, holder('east'), later)).member.id).toBe(member.id);
  });

  it('show up with a masked address in the organisations where they have roles, with the roles held there', async () => {
    const grants: Grant[] = [
      { org: 'east', role: 'department', department: '公安' },
      { org: 'lane', role: 'clerk' },
    ];
    await inviteMember(deps, holder('city'), invitation('li@example.cn', ...grants));
    const police = await membersOf(deps.table, 'east', 'department', '公安');
    expect(police).toMatchObject([{ name: '王芳', email: 'l***@example.cn', grants: [grants[0]] }]);
    expect(await membersOf(deps.table, 'east', 'department', '税务')).toEqual([]);
    expect((await listMembers(deps.table, 'lane')).items).toMatchObject([{ grants: [grants[1]] }]);
  });

  it('are invited by administrators of every organisation concerned', async () => {
    const both = invitation(
      'both@example.cn',
      { org: 'east', role: 'clerk' },
      { org: 'west', role: 'clerk' },
    );
    expect(await codeOf(inviteMember(deps, holder('east'), both))).toBe('not-allowed');
    expect(await findMemberByEmail(deps, 'both@example.cn')).toBeUndefined();
    expect(await codeOf(inviteMember(deps, holder('city'), both))).toBeUndefined();
  });

  it('need a valid address, a name and a role, and a department exactly where the role is one', async () => {
    const bad = inviteMember(deps, systemActor, { email: 'nobody', name: ' ', grants: [] });
    await expect(bad).rejects.toMatchObject({
      kind: 'invalid',
      faults: [{ field: 'email' }, { field: 'name' }, { field: 'grants' }],
    });
    const grant: Grant = { org: 'east', role: 'department' };
    expect(await codeOf(inviteMember(deps, systemActor, invitation('d@example.cn', grant)))).toBe(
      'grant-department',
    );
  });

  it('keep their roles elsewhere when an administrator edits those of one organisation', async () => {
    const { member } = await inviteMember(
      deps,
      holder('city'),
      invitation('chen@example.cn', { org: 'east', role: 'clerk' }, { org: 'west', role: 'auditor' }),
    );
    const of = { member: member.id, org: 'east' };
    const edit = { grants: [{ role: 'reviewer' as const }], version: 1 };
    expect(await codeOf(editGrants(deps, holder('west'), of, edit))).toBe('not-allowed');
    const after = await editGrants(deps, holder('east'), of, edit);
    expect(after.grants).toEqual([
      { org: 'west', role: 'auditor' },
      { org: 'east', role: 'reviewer' },
    ]);
    expect(await codeOf(editGrants(deps, holder('east'), of, edit))).toBe('member-changed');
    await editGrants(deps, holder('east'), of, { ...edit, grants: [], version: 2 });
    expect((await listMembers(deps.table, 'east')).items.map((m) => m.id)).not.toContain(member.id);
  });

  it('leave with the consent of every organisation, are in no list then, and may come back', async () => {
    const grants: Grant[] = [
      { org: 'east', role: 'reviewer' },
      { org: 'west', role: 'reviewer' },
    ];
    const { member } = await inviteMember(deps, holder('city'), invitation('go@example.cn', ...grants));
    expect(await codeOf(memberLeaves(deps, holder('east'), member.id))).toBe('not-allowed');
    expect(await memberLeaves(deps, holder('city'), member.id)).toEqual({ member: member.id, grants });
    expect(await memberLeaves(deps, holder('city'), member.id)).toEqual({ member: member.id, grants: [] });
    expect((await membersOf(deps.table, 'west', 'reviewer')).map((m) => m.id)).not.toContain(member.id);
    const back = await inviteMember(deps, holder('east'), invitation('go@example.cn', grants[0]!));
    expect(back.member).toMatchObject({ id: member.id, status: 'active', grants: [grants[0]] });
  });

  it('are all kept when many are invited to one organisation at once, and its chain stays whole', async () => {
    const many = Array.from({ length: 6 }, (_, i) =>
      invitation(`m${i}@example.cn`, { org: 'road', role: 'clerk' }),
    );
    await Promise.all(many.map((each) => inviteMember(deps, holder('city'), each)));
    expect(await membersOf(deps.table, 'road', 'clerk')).toHaveLength(6);
    const { events } = await readEvents(deps.table, 'organisation:road');
    const { head } = await getOrganisation(deps.table, 'road');
    expect(verifyChain('organisation:road', events, head)).toEqual([]);
    expect(events).toHaveLength(7);
  });

  it('act with their grants', () => {
    const member = {
      id: 'm1',
      name: '王芳',
      email: 'w@example.cn',
      grants: [],
      status: 'active',
      language: 'zh',
      version: 1,
    } as const;
    expect(actorOf(member, 'link', { link: { scope: 's' } })).toEqual({
      id: 'm1',
      name: '王芳',
      grants: [],
      via: 'link',
      link: { scope: 's' },
    });
  });
});

describe('the last administrator of a root organisation', () => {
  const root = 'city';
  const at = (email: string) =>
    inviteMember(deps, systemActor, invitation(email, { org: root, role: 'administrator' }));
  const leave = (id: string) => codeOf(memberLeaves(deps, holder(root), id));
  const demote = (id: string, version: number) =>
    codeOf(
      editGrants(deps, holder(root), { member: id, org: root }, { grants: [{ role: 'auditor' }], version }),
    );

  it('stays: she neither leaves nor loses the role, and of two at once one remains', async () => {
    const one = (await at('only@example.cn')).member;
    expect([await leave(one.id), await demote(one.id, one.version)]).toEqual([
      'last-administrator',
      'last-administrator',
    ]);
    const two = (await at('second@example.cn')).member;
    const codes = await Promise.all([leave(one.id), leave(two.id)]);
    expect(codes.toSorted()).toEqual(['last-administrator', undefined]);
  });
});

describe('a start', () => {
  it('signs in whoever administers the root now, and makes an administrator where there is none', async () => {
    const fresh = await openPeopleTest();
    const home = { deps: fresh.deps as unknown as Deps };
    const { org, signIn } = await firstSteps(home);
    const memberOf = async (path: string) =>
      (await redeem(home.deps, { secret: path.slice('/sign-in/'.length) })).session.member;
    const first = await memberOf(signIn);
    const grants: Grant[] = [{ org, role: 'administrator' }];
    const next = (await inviteMember(home.deps, systemActor, invitation('next@example.cn', ...grants)))
      .member;
    await memberLeaves(home.deps, actorOf(next, 'session'), first.id);
    expect((await memberOf((await firstSteps(home)).signIn)).id).toBe(next.id);
    // As a table written before the guard may be.
    await home.deps.table.together(
      memberOps(fresh.deps.keys, next, { ...next, grants: [], status: 'left', version: next.version + 1 }),
    );
    expect((await memberOf((await firstSteps(home)).signIn)).id).toBe(first.id);
    await fresh.embedded.close();
  });
});

describe('an import of organisations', () => {
  const row = (id: string, level: string, parent: string, name = id) => ({
    id,
    name,
    level,
    parent,
    region: '440101',
  });

  it('names the faults of every row and writes nothing', async () => {
    const report = await importOrganisations(deps, holder('city'), [
      row('good', 'street', 'east'),
      row('good', 'street', 'east'),
      row('Bad Id', 'street', 'east'),
      row('orphan', 'street', 'nowhere'),
      row('steep', 'province', 'east'),
      row('lane', 'street', 'east', '别的单位'),
    ]);
    expect(report.faults.map((each) => each.field)).toEqual([
      'rows.1.id',
      'rows.2.id',
      'rows.3.parent',
      'rows.4.level',
      'rows.5.id',
    ]);
    expect(await codeOf(getOrganisation(deps.table, 'good'))).toBe('organisation-unknown');
  });

  it('takes rows in any order and can be repeated', async () => {
    const rows = [
      row('u1', 'unit', 'c1'),
      row('c1', 'community', 's1'),
      row('s1', 'street', 'east'),
      row('lane', 'street', 'east', '东街妇联'),
    ];
    const first = await importOrganisations(deps, holder('east'), rows);
    expect(first).toEqual({ created: ['s1', 'c1', 'u1'], unchanged: ['lane'], faults: [] });
    expect((await getOrganisation(deps.table, 'u1')).path).toEqual(['city', 'east', 's1', 'c1', 'u1']);
    const second = await importOrganisations(deps, holder('east'), rows);
    expect(second).toEqual({ created: [], unchanged: ['u1', 'c1', 's1', 'lane'], faults: [] });
  });

  it('looks at the right before the faults, so that a stranger learns nothing of the tree', async () => {
    const faulty = [row('lane', 'street', 'east', '别的单位'), row('Bad Id', 'street', 'east')];
    expect(await codeOf(importOrganisations(deps, holder('west'), faulty))).toBe('not-allowed');
    expect(
      await codeOf(importOrganisations(deps, holder('east', 'clerk'), [row('orphan', 'street', 'x')])),
    ).toBe('not-allowed');
    expect((await importOrganisations(deps, holder('east'), faulty)).faults).toHaveLength(2);
  });

  it('is refused whole where one row is outside the administrator’s tree', async () => {
    const rows = [row('in1', 'street', 'east'), row('out1', 'street', 'west')];
    expect(await codeOf(importOrganisations(deps, holder('east'), rows))).toBe('not-allowed');
    expect(await codeOf(getOrganisation(deps.table, 'in1'))).toBe('organisation-unknown');
  });
});
