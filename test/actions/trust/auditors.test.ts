/** The auditors of the root hold each day's checkpoint outside the system (docs/rules/audit.md#checkpoints). */
import { expect, it } from 'vitest';
import { inviteMember } from '#actions/people/people.ts';
import { tellAuditors } from '#actions/trust/auditors.ts';
import { checkpointHash, makeDueCheckpoints } from '#actions/trust/checkpoints.ts';
import { systemActor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { publicKeyOf } from '#store/signing.ts';
import { district } from '../../furong.ts';
import { makeWorld } from '../../world.ts';

it('is told to the auditors of the root, with what a stranger needs to check it, and to nobody else', async () => {
  const world = await makeWorld();
  const { deps } = world;
  await deps.table.put({ ...keys.installation(), org: district, administrator: 'm1' });
  const letters = async () =>
    (await world.lettersTo(member.id)).filter((each) => each.template === 'checkpoint');
  const { member } = await inviteMember(deps, systemActor, {
    ...{ email: 'watch@example.cn', name: '监督员' },
    grants: [{ org: district, role: 'auditor' }],
  });
  world.at('2021-04-04T02:00:00.000Z');
  const made = await makeDueCheckpoints(deps, '2021-04-02');
  expect(made).toHaveLength(2);
  await tellAuditors(deps, made);
  await tellAuditors(deps, []);
  expect(await letters()).toMatchObject([
    {
      key: `checkpoint-${member.id}-2021-04-03`,
      params: { date: '2021-04-03', hash: checkpointHash(made[1]!), key: `1:${publicKeyOf(deps.keys, 1)}` },
    },
  ]);
  const admin = await world.as('administrator', district);
  expect((await world.lettersTo(admin.id)).some((each) => each.template === 'checkpoint')).toBe(false);
  await world.close();
});
