/** A restore that was not rehearsed for a month is asked for by letter (docs/operations.md#a-service). */
import { expect, it } from 'vitest';
import { remindOfRehearsal } from '#actions/running/rehearsal-reminder.ts';
import { keys } from '#store/keys.ts';
import { district } from '../../furong.ts';
import { makeWorld } from '../../world.ts';

it('reaches the administrators of the root after a month without one, once a calendar month', async () => {
  const world = await makeWorld({ now: '2021-04-02T01:00:00.000Z' });
  const { table } = world.deps;
  const admin = await world.as('administrator', district);
  const asked = async () =>
    (await world.lettersTo(admin.id))
      .filter(({ template }) => template === 'rehearsalDue')
      .map(({ key, params }) => [key.slice(-7), params.since, params.ever]);
  await remindOfRehearsal(world.deps);
  await table.put({ ...keys.home(), rehearsal: false, createdAt: '2021-04-02T01:00:00.000Z' });
  await table.put({ ...keys.installation(), org: district, administrator: admin.id });
  const on = async (date: string) => {
    world.at(`${date}T01:00:00.000Z`);
    await remindOfRehearsal(world.deps);
    return asked();
  };
  expect(await on('2021-05-03')).toEqual([]);
  const first = ['2021-05', '2021-04-02', 0];
  expect(await on('2021-05-04')).toEqual([first]);
  expect(await on('2021-05-20')).toEqual([first]);
  const at = '2021-05-21T01:00:00.000Z';
  await table.put({ ...keys.rehearsed(), at, madeAt: at, rows: 1, attachments: 0 });
  expect(await on('2021-06-21')).toEqual([first]);
  expect(await on('2021-06-22')).toEqual(expect.arrayContaining([['2021-06', '2021-05-21', 1]]));
  await table.put({ ...keys.home(), rehearsal: true, createdAt: at });
  expect(await on('2021-08-22')).toHaveLength(2);
  await world.close();
});
