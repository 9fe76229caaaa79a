import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstSteps } from '#actions/people/first-steps.ts';
import { panelBoard } from '#actions/selection/panel-board.ts';
import { by } from '#local/demo/answering.ts';
import { playPhases } from '#local/demo/phases.ts';
import { playDemo } from '#local/demo/play.ts';
import { openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { keys } from '#store/keys.ts';
import { getList, getTranche } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { demandFits } from '../rows.ts';

test('the demo plays 芙蓉区 2021 最美家庭, and five selections of 2022 that each stop in another phase', async () => {
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
    const people = await playDemo(home, org, (zh, page) => {
      said.push(`${zh} ${page ?? ''}`);
    });
    const district = await getList(home.deps.table, 'zmjt-2021-furong.2.furong.h1');
    expect(district.granted).toBe(12);
    const city = await getList(home.deps.table, 'zmjt-2021-furong.3.changsha.h1');
    expect(city.granted).toBe(6);
    const phase = await playPhases(home, people, (zh) => {
      said.push(zh);
    });
    const { deps } = home;
    const counts = async (name: Parameters<typeof phase>[0]) =>
      (await readTally(deps.table, phase(name).round)).states;
    expect(await counts('open')).toMatchObject({ review: 5 });
    expect(await counts('review')).toMatchObject({ review: 6 });
    expect(await counts('shortlist')).toMatchObject({ waiting: 6 });
    expect(await counts('notice')).toMatchObject({ notice: 4, out: 2 });
    const board = await panelBoard(deps, by(people.district.administrator), phase('panel').round);
    expect(board.items.map(({ judged, missing }) => [judged, missing])).toEqual(Array(6).fill([3, 2]));
    expect((await deps.table.get(keys.draft(phase('open').nominations[0]!)))?.org).toBe('s01');
    expect((await getTranche(deps.table, phase('notice').round, 1)).notice?.end).toBe('2022-04-12');
    expect(logged).toEqual([]);
  } finally {
    await home.close();
    rmSync(data, { recursive: true, force: true });
  }
});
