/** What is said after the demo's whole cycle (docs/rules/scenarios.md#furong-families). */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSheet } from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { composeAll } from '#actions/composing.ts';
import { yearReport } from '#actions/honour/ledger-reading.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { roundComposer } from '#actions/round/round-papers.ts';
import { playDemo } from '#local/demo/play.ts';
import { openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { findMemberByEmail } from '#store/people.ts';
import { demandFits } from '../rows.ts';
import { serveApp } from '../served.ts';

test('12 households of the district, 6 of them the city’s, in the roll, the papers and the report', async () => {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-honours-'));
  const home = await openHome({
    check: demandFits,
    data,
    rehearsal: true,
    now: '2021-04-01T09:00:00+08:00',
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: () => {},
  });
  try {
    const { org } = await firstSteps(home);
    await playDemo(home, org, () => {});
    const { deps } = home;
    const member = await findMemberByEmail(deps, 'furong-admin@example.org');
    const administrator = actorOf(member!, 'session');
    const report = await yearReport(deps, administrator, 'furong', 2021);
    expect(report.totals.byLevel).toEqual([
      { level: 'city', count: 6 },
      { level: 'district', count: 12 },
    ]);
    expect(report.paragraph).toContain('最美家庭：区级12户，其中6户获评市级。');
    const twice = report.lines.filter((line) => line.names[0] === '罗步芳家庭');
    expect(twice.map(({ level }) => level).sort()).toEqual(['city', 'district']);

    const round = 'zmjt-2021-furong.2.furong';
    const up = await readSheet(
      Buffer.from(
        await composeAll(await roundComposer(deps, 'system', { paper: 'summary', round, of: 'recommended' })),
      ),
    );
    expect([up.slice(3, -1).length, String(up[0]?.[0]).startsWith('【演练】')]).toEqual([6, true]);

    const app = serveApp({ deps, root: org });
    const page = await app.request(`/honours/${round}.h1`);
    const html = await page.text();
    expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, 'noindex, nofollow']);
    expect(html).toContain('<p class="mark">演练</p>');
    expect(html).toContain('T-430102-ZMJT-2021-0012');
    const check = await (await app.request('/certificates/T-430102-ZMJT-2021-0001')).text();
    expect(check).toContain('演练证书：编号相符，不产生任何效力');
    expect(await (await app.request('/feed.xml')).text()).toContain('【演练】');
  } finally {
    await home.close();
    rmSync(data, { recursive: true, force: true });
  }
});
