/** Who may set up a round of a programme: its owner, those below and those above; nobody from another line of the tree. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOrganisation } from '#actions/people/organisations.ts';
import { inviteMember } from '#actions/people/people.ts';
import { systemActor } from '#domain/people/people.ts';
import { isInLine } from '#domain/round/round.ts';
import { city, district, emailOf } from '../../furong.ts';
import { type DeskWorld, openDesk } from './desk-world.ts';

const neighbour = '430103';

describe('a round is set up in the line of the programme’s owner', () => {
  test.each([
    [['p', 'c', 'd'], ['p', 'c', 'd'], true],
    [['p', 'c'], ['p', 'c', 'd'], true],
    [['p', 'c', 'd', 's'], ['p', 'c'], true],
    [['p', 'c', 'e'], ['p', 'c', 'd'], false],
    [['q'], ['p', 'c'], false],
  ])('%j for an owner at %j: %s', (org, owner, expected) => {
    expect(isInLine({ path: org }, { path: owner })).toBe(expected);
  });

  let world: DeskWorld;
  beforeAll(async () => {
    world = await openDesk('2025-02-20T09:00:00+08:00');
    const { deps } = world.home;
    await createOrganisation(deps, systemActor, {
      id: neighbour,
      name: '天心区妇女联合会',
      level: 'district',
      parent: city,
      region: neighbour,
      order: 2,
      contact: {},
    });
    await inviteMember(deps, systemActor, {
      email: emailOf('administrator', neighbour, 1),
      name: '天心区管理员',
      grants: [{ org: neighbour, role: 'administrator' }],
    });
  });
  afterAll(() => world.close());

  test('a neighbouring district is neither offered the form nor let in by it; the city above is', async () => {
    const admin = await world.browser('administrator', district);
    await admin.post('/programmes/new', { from: 'preset', preset: 'zmjt', edition: '2025' });
    const programme = `/programmes/zmjt-2025-${district}`;
    await admin.post(`${programme}/publish`, { version: await admin.hidden(programme, 'version') });

    const other = await world.browser('administrator', neighbour);
    expect((await other.get(programme)).text).not.toContain('/rounds/new');
    const fields = { opensAt: '2025-03-03 09:00', closesAt: '2025-03-14 17:30', places: '7' };
    const refused = await other.post(`${programme}/rounds/new?org=${neighbour}`, fields);
    expect([refused.status, refused.text.includes('您管理的单位在这个评选活动中没有需要组织的层级')]).toEqual(
      [403, true],
    );
    const above = await world.browser('administrator', city);
    expect((await above.get(programme)).text).toContain('/rounds/new');
  });
});
