import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { barOrganisation, liftBar, listBars } from '#actions/people/bars.ts';
import { type Bar, barFor } from '#domain/people/bar.ts';
import { getNomination } from '#store/reads.ts';
import { city, community, district, family, street } from '../../furong.ts';
import { type Browser, openBrowser } from '../../web/people/account-browser.ts';
import { codeOf, makeWorld, problemOf, type World } from '../../world.ts';

let world: World;
let desk: Browser;
const sent = { code: 'zmjt', reason: '推荐材料弄虚作假', from: '2021-03-01', until: '2021-12-31' };

beforeAll(async () => {
  world = await makeWorld({
    // Nobody stamps a page here.
    adjust: (programme) => ({
      ...programme,
      stages: programme.stages.map((stage) => ({
        ...stage,
        steps: stage.steps.map((step) =>
          step.kind === 'review' ? { ...step, requireStampedPage: false } : step,
        ),
      })),
    }),
  });
  desk = openBrowser(world.deps);
  await desk.signIn(await world.as('administrator', district));
});
afterAll(() => world.close());

describe('an organisation that is barred from an honour', () => {
  test('is barred by one above it, on a page with its reason and days, and told', async () => {
    const path = `/bars?org=${street(1)}`;
    expect((await desk.get(`/organisations/${street(1)}`)).html).toContain(`href="${path}"`);
    const short = await desk.post(path, { ...sent, reason: ' ' });
    expect([short.status, short.text.includes('请写明原因')]).toEqual([422, true]);
    const days = await desk.post(path, { ...sent, until: '2021-02-01' });
    expect([days.status, days.text.includes('结束日期不能早于开始日期')]).toEqual([422, true]);
    expect((await desk.post(path, sent)).status).toBe(303);
    expect((await desk.get(path)).text).toContain('推荐材料弄虚作假');
    const own = openBrowser(world.deps);
    const administrator = await world.as('administrator', street(1));
    await own.signIn(administrator);
    expect((await own.get(path)).text).toContain('限制中');
    expect((await own.post(path, sent)).status).toBe(403);
    const letters = await world.lettersTo(administrator.id);
    expect(letters.filter(({ template }) => template === 'barred').length).toBe(1);
  });

  test('cannot nominate in a round of that honour that opens within the days; others can', async () => {
    const clerk = await world.as('clerk', street(1));
    const refused = await problemOf(world.nominate(clerk, { org: street(1), answers: family(1) }));
    expect([refused?.code, refused?.text.zh]).toEqual([
      'org-barred',
      expect.stringMatching(/芙蓉区妇女联合会限制.*2021-03-01 至 2021-12-31.*推荐材料弄虚作假/),
    ]);
    // She is told before she writes, on the page and by the API, not when she submits.
    const start = { programme: world.programme, org: street(1), channel: 'organisation' as const };
    expect(await codeOf(saveDraft(world.deps, clerk, { ...start, answers: {} }))).toBe('org-barred');
    const unit = openBrowser(world.deps);
    await unit.signIn(clerk);
    const page = await unit.get(`/nominations/new?${new URLSearchParams(start)}`);
    expect([page.status, page.text.includes('推荐材料弄虚作假')]).toEqual([409, true]);
    const other = await world.as('clerk', street(2));
    expect(await codeOf(world.nominate(other, { org: street(2), answers: family(2) }))).toBeUndefined();
  });

  test('is let again by who barred it, with the reason', async () => {
    const administrator = await world.as('administrator', district);
    const [bar] = (await listBars(world.deps, administrator, street(1))).bars as [Bar];
    const lift = { org: street(1), bar: bar.id, reason: '已整改', version: bar.version };
    const street1 = await world.as('administrator', street(1));
    expect(await codeOf(liftBar(world.deps, street1, lift))).toBe('not-allowed');
    expect(
      (await desk.post(`/bars/${bar.id}/lift?org=${street(1)}`, { reason: '已整改', version: '1' })).status,
    ).toBe(303);
    const clerk = await world.as('clerk', street(1));
    expect(await codeOf(world.nominate(clerk, { org: street(1), answers: family(1) }))).toBeUndefined();
  });

  test('cannot send up what those below it nominated', async () => {
    const administrator = await world.as('administrator', district);
    await barOrganisation(world.deps, administrator, { ...sent, org: street(3) });
    const person = await world.person('yang@example.org');
    const { candidacy } = await world.nominate(person, {
      org: community(3),
      channel: 'self',
      answers: family(3),
    });
    let at = candidacy;
    for (let n = 0; n < 3 && at.org !== street(3); n++) {
      await world.decide(at, 'approve');
      at = await world.candidacy({
        id: at.nomination,
        seats: (await getNomination(world.deps.table, at.nomination)).seats,
      });
    }
    expect(at.org).toBe(street(3));
    expect(await codeOf(world.decide(at, 'approve'))).toBe('org-barred');
  });
});

test.each([
  ['2021-02-28', 'ZMJT', district, false],
  ['2021-03-01', 'ZMJT', district, true],
  ['2021-12-31', 'ZMJT', district, true],
  ['2022-01-01', 'ZMJT', district, false],
  ['2021-06-01', 'SBQS', district, false],
  ['2021-06-01', 'ZMJT', city, true],
  ['2021-06-01', 'ZMJT', street(1), false],
])(
  'a bar set by the district: a round that opens on %s, of %s, at %s: %s',
  (opensOn, code, org, isBarred) => {
    const bar = { ...sent, code: 'ZMJT', by: district } as Bar;
    expect(barFor([bar], { opensOn, code, org }, () => [city, district]) !== undefined).toBe(isBarred);
    const lifted = { ...bar, lifted: { reason: '', member: '', at: '' } };
    expect(barFor([lifted], { opensOn, code, org }, () => [city, district])).toBeUndefined();
  },
);
