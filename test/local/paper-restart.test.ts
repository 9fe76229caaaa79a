/** A long paper goes on where it stood when the server is started again between two chunks of its job. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { composeAll } from '#actions/composing.ts';
import {
  giveLedgerFile,
  ledgerComposer,
  ledgerFileStanding,
  makeLedgerFile,
} from '#actions/honour/ledger-paper.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { getJob, runJob } from '#actions/running/jobs.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { ledgerRow } from '#store/ledger.ts';
import { findMemberByEmail } from '#store/people.ts';
import { demandFits } from '../rows.ts';

const names = Array.from({ length: 250 }, (_, n) => `获奖者${String(n + 1).padStart(3, '0')}`);
const lineOf = (org: string, name: string, n: number): LedgerEntry => ({
  ...{ id: `led${String(n).padStart(4, '0')}`, org, year: 2021, level: 'district', code: 'SBHQS' },
  ...{ title: '三八红旗手', category: 'individual', count: 1, names: [name], bodies: ['区妇联'] },
  ...{ source: 'form', status: 'valid', by: 'system', at: '2021-04-01T01:00:00.000Z', version: 1 },
});

test('a paper of 250 lines, cut off after its first chunk, is the paper made at once', async () => {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-restart-'));
  let home: Home | undefined;
  const started = async () => {
    await home?.close();
    home = await openHome({
      ...{ check: demandFits, data, rehearsal: true, now: '2021-04-01T09:00:00+08:00' },
      ...{ url: 'http://127.0.0.1:1', mailer: outboxMailer, log: () => {} },
    });
    return home.deps;
  };
  try {
    let deps = await started();
    const { org } = await firstSteps(home!);
    const administrator = actorOf((await findMemberByEmail(deps, 'admin@hongbang.local'))!, 'session');
    for (const [n, name] of names.entries()) await deps.table.put(ledgerRow(lineOf(org, name, n)));
    const asked = { org, year: 2021, as: 'csv', filter: {} } as const;
    // Stored and not yet begun: the server ends before anybody takes the job up.
    const stopped = { ...deps, handOver: async () => {}, background: async () => {} };
    const { job = '', state } = await makeLedgerFile(stopped, administrator, asked);
    expect(state).toBe('making');
    expect(await runJob(stopped, job)).toBe('more');
    expect(await ledgerFileStanding(deps, administrator, asked)).toMatchObject({
      state: 'making',
      done: 100,
    });
    deps = await started();
    const stateNow = async () => (await ledgerFileStanding(deps, administrator, asked)).state;
    await expect.poll(stateNow, { timeout: 10_000, interval: 50 }).toBe('ready');
    expect(await getJob(deps, administrator, job)).toMatchObject({ state: 'done', done: 250 });
    const given = await giveLedgerFile(deps, administrator, asked);
    if ('url' in given) throw new Error('a folder gives no address');
    const kept = Buffer.from(await new Response(given.bytes as BodyInit).arrayBuffer());
    const atOnce = Buffer.from(await composeAll(ledgerComposer(deps, { paper: 'ledger', ...asked })));
    expect(kept.equals(atOnce)).toBe(true);
    expect(names.filter((name) => kept.toString().split(name).length === 2)).toEqual(names);
  } finally {
    await home?.close();
    rmSync(data, { recursive: true, force: true });
  }
});
