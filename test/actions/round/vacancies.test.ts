/** Empty places, and whether a reserve may fill one (docs/rules/quotas.md#vacancies). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formFurtherTranche } from '#actions/round/further-tranches.ts';
import { getRound } from '#store/reads.ts';
import { type Office, openOffice, problemOf } from '../office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.plant('spare', 'reserve');
  await office.move({ status: 'settled' });
});
afterAll(() => office.test.embedded.close());

it('promotes no reserve where the programme leaves vacancies empty, and says why', async () => {
  const { version } = await getRound(office.deps.table, office.round);
  const refused = await problemOf(
    formFurtherTranche(office.deps, office.admin, office.round, { nominations: ['spare'], version }),
  );
  expect([refused.kind, refused.code]).toEqual(['conflict', 'vacancy-left-empty']);
  expect(refused.text.zh).toContain('名额空缺不递补');
  expect((await office.candidacy('spare')).state).toBe('reserve');
  expect((await getRound(office.deps.table, office.round)).tranches).toBe(0);
});
