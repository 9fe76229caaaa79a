/** A second server goes on from the standby copy of one that died (docs/operations.md#standby-copy). */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstSteps } from '#actions/people/first-steps.ts';
import { Problem } from '#domain/problem.ts';
import { restoreStandby } from '#local/archive/restore-standby.ts';
import { attach } from '#local/commands/attach.ts';
import { checkStandby } from '#local/commands/copies.ts';
import { examine } from '#local/commands/doctor.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { demandFits } from '../../rows.ts';

const everyMs = 100;
let folder: string;
let homes: Home[];
const logged: string[] = [];
const at = (name: string) => join(folder, name);
const open = async (data: string, to?: string): Promise<Home> => {
  const home = await openHome({
    check: demandFits,
    data,
    rehearsal: true,
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: (code) => void logged.push(code),
    ...(to !== undefined && { standby: { to, everyMs } }),
  });
  homes.push(home);
  return home;
};
const codeOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};
/** A row that no schema knows of would be refused: steps of a job's counter will do. */
const write = (home: Home, n: number) =>
  home.deps.table.put({ pk: 'HOME', sk: 'DEMO', at: `2021-04-01T01:00:00.${String(n).padStart(3, '0')}Z` });
const written = async (home: { readonly table: Home['deps']['table'] }) =>
  Number(String((await home.table.get({ pk: 'HOME', sk: 'DEMO' }, { consistent: true }))?.at).slice(20, 23));
/** What a dead machine leaves: the standby copy as it stands at this moment. */
const died = (name: string) => {
  const copy = at(name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(at('standby'), copy, { recursive: true });
  return copy;
};
const takeOver = (standby: string, data: string) =>
  restoreStandby({ standby, data, rehearsal: true, keysFile: join(at('data'), 'keys') });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-standby-'));
  homes = [];
  logged.length = 0;
});
afterEach(async () => {
  for (const home of homes) await home.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a standby copy', () => {
  it('holds what was written and attached at each look, also after the log began anew, and a second server is sound', async () => {
    const home = await open(at('data'), at('standby'));
    await firstSteps(home);
    await home.deps.files.put('a1b2c3', Buffer.from('一张照片'), 'image/jpeg');
    for (let n = 1; n <= 3; n++) {
      await write(home, n);
      expect(await home.following!.look()).toBe(true);
      const taken = at(`taken${n}`);
      await takeOver(died('copy'), taken);
      expect(statSync(join(taken, 'hongbang.sqlite')).mode & 0o777).toBe(0o600);
      const second = await attach(taken);
      expect(await written(second)).toBe(n);
      expect(Buffer.from((await second.files.get('a1b2c3'))!).toString()).toBe('一张照片');
      expect((await examine(second, { full: true })).filter(({ level }) => level === 'fault')).toEqual([]);
      await second.close();
      // past four megabytes of log, which is then laid into the file and begins anew
      for (let put = 0; put < 600; put++) await write(home, n);
      await home.following!.look();
    }
    expect(logged.filter((code) => code.startsWith('standby'))).toEqual(['standby-whole']);
    await home.deps.files.remove('a1b2c3');
    await home.following!.look();
    await takeOver(died('copy'), at('last'));
    const last = await attach(at('last'));
    expect(await last.files.get('a1b2c3')).toBeUndefined();
    await last.close();
  });

  it('that is still written, was taken over, is of other data or no standby at all is refused', async () => {
    const home = await open(at('data'), at('standby'));
    await home.following!.look();
    expect(await codeOf(open(at('standby')))).toBe('data-is-standby');
    expect(await codeOf(takeOver(at('standby'), at('new')))).toBe('standby-in-use');
    expect(await codeOf(restoreStandby({ standby: at('standby'), data: at('new'), rehearsal: false }))).toBe(
      'home-kind',
    );
    expect(await codeOf(takeOver(at('data'), at('new')))).toBe('standby-missing');
    await home.close();
    homes.pop();
    expect(readdirSync(at('data')).sort()).toEqual(['hongbang.sqlite', 'keys', 'standby']);
    expect(await takeOver(at('standby'), at('new'))).toMatchObject({ ended: true });
    expect(await codeOf(takeOver(at('standby'), at('again')))).toBe('standby-taken');
    expect(checkStandby(at('data'), false).map(({ text }) => text.en)).toEqual([
      `another server has taken over from the standby copy ${at('standby')}; this one should not go on`,
    ]);
    expect(await codeOf(open(at('data'), at('standby')))).toBe('standby-taken');
    expect(await codeOf(open(at('data'), at('data/inside')))).toBe('standby-inside');
    rmSync(at('standby/taken.json'));
    expect(await codeOf(open(at('other'), at('standby')))).toBe('standby-of-another');
    expect(await codeOf(open(at('other'), at('new')))).toBe('standby-not-empty');
    await open(at('data'));
    expect(existsSync(at('data/standby'))).toBe(false);
  });

  it('that cannot be written holds nobody up, and is begun anew', async () => {
    const home = await open(at('data'), at('standby'));
    expect(await home.following!.look()).toBe(true);
    await write(home, 1);
    rmSync(at('standby'), { recursive: true });
    writeFileSync(at('standby'), 'no folder');
    await home.following!.look();
    await write(home, 2);
    expect(await written({ table: home.deps.table })).toBe(2);
    expect(checkStandby(at('data'), true).map(({ area, level }) => [area, level])).toEqual([
      ['standby', 'fault'],
    ]);
    rmSync(at('standby'));
    mkdirSync(at('standby'));
    for (let looks = 0; looks < 40 && !(await home.following!.look()); looks++);
    await takeOver(died('copy'), at('new'));
    const second = await attach(at('new'));
    expect(await written(second)).toBe(2);
    await second.close();
    expect(checkStandby(at('data'), true)).toEqual([]);
    expect(logged.filter((code) => code.startsWith('standby'))).toEqual([
      'standby-whole',
      'standby-failed',
      'standby-whole',
      'standby-again',
    ]);
  });
});
