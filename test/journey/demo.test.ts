import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstSteps } from '#actions/people/first-steps.ts';
import { playDemo } from '#local/demo/play.ts';
import { openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { getList } from '#store/reads.ts';
import { demandFits } from '../rows.ts';

test('the demo plays 芙蓉区 2021 最美家庭: 12 households at the district, 6 of them at the city', async () => {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-demo-'));
  const logged: string[] = [];
  const home = await openHome({
    check: demandFits,
    data,
    rehearsal: true,
    now: '2021-04-01T09:00:00+08:00',
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: (code, fields) => {
      if (/failed|stuck|nobody|died/.test(code)) logged.push(`${code} ${JSON.stringify(fields)}`);
    },
  });
  try {
    const { org } = await firstSteps(home);
    const said: string[] = [];
    await playDemo(home, org, (zh, page) => {
      said.push(`${zh} ${page ?? ''}`);
    });
    const district = await getList(home.deps.table, 'zmjt-2021-furong.2.furong.h1');
    expect(district.granted).toBe(12);
    const city = await getList(home.deps.table, 'zmjt-2021-furong.3.changsha.h1');
    expect(city.granted).toBe(6);
    expect(logged).toEqual([]);
  } finally {
    await home.close();
    rmSync(data, { recursive: true, force: true });
  }
});
