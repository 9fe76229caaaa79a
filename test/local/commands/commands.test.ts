import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstAdministrator, firstSteps } from '#actions/people/first-steps.ts';
import { tokenActor } from '#actions/people/token-actor.ts';
import { Problem } from '#domain/problem.ts';
import { backUp } from '#local/archive/backup.ts';
import { rehearse } from '#local/archive/rehearse.ts';
import { restoreBackup } from '#local/archive/restore.ts';
import { readSealKey, type Secret } from '#local/archive/sealed-file.ts';
import { attach } from '#local/commands/attach.ts';
import { checkClock } from '#local/commands/clock.ts';
import { checkRound } from '#local/commands/counters.ts';
import { examine } from '#local/commands/doctor.ts';
import { mendCounters } from '#local/commands/mending.ts';
import { checkRehearsed } from '#local/commands/rehearsals.ts';
import { makeToken } from '#local/commands/token.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { keys } from '#store/keys.ts';
import { sealer } from '#store/sealing.ts';
import { demandFits } from '../../rows.ts';

let folder: string;
let data: string;
let home: Home;
const open = () =>
  openHome({
    check: demandFits,
    data,
    rehearsal: true,
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: () => undefined,
  });
const codeOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-commands-'));
  data = join(folder, 'data');
  home = await open();
  await firstSteps(home);
});
afterAll(async () => {
  await home.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the commands beside a home', () => {
  it('reach the running one without its lock', async () => {
    const attached = await attach(data);
    expect([attached.running, attached.rehearsal]).toEqual([true, true]);
    await attached.close();
    expect(JSON.parse(readFileSync(join(data, 'lock'), 'utf8')).pid).toBe(process.pid);
    expect(await home.deps.table.get(keys.home())).toBeDefined();
  });

  it('refuse a folder that is no home, and a real one asked for as a rehearsal', async () => {
    expect(await codeOf(attach(join(folder, 'nowhere')))).toBe('no-home');
    const real = join(folder, 'real');
    const other = await openHome({
      check: demandFits,
      data: real,
      rehearsal: false,
      url: 'http://127.0.0.1:1',
      mailer: outboxMailer,
      log: () => undefined,
    });
    await other.close();
    expect(await codeOf(attach(real, { rehearsal: true }))).toBe('home-kind');
    const stopped = await attach(real);
    expect(stopped.running).toBe(false);
    await stopped.close();
  });

  it('make a token that opens the API, and none for a stranger', async () => {
    const { token, entry } = await makeToken([
      '--email',
      firstAdministrator,
      '--data',
      data,
      '--scopes',
      'read,write',
    ]);
    expect(entry.scopes).toEqual(['read', 'write']);
    const actor = await tokenActor(home.deps, token);
    expect([actor?.name, actor?.via, actor?.scopes]).toEqual(['系统管理员', 'token', ['read', 'write']]);
    expect(await codeOf(makeToken(['--email', 'nobody@example.org', '--data', data]))).toBe('member-unknown');
    expect(await codeOf(makeToken(['--email', firstAdministrator, '--data', data, '--days', '0']))).toBe(
      'too-small',
    );
    expect(await codeOf(makeToken(['--mail', 'x']))).toBe('flag-unknown');
  });

  it('find a sound home sound, and name a counter that is off, a lost letter and a chain that was edited', async () => {
    const healthy = await examine(await attach(data), { full: true });
    expect(healthy.filter((each) => each.level === 'fault')).toEqual([]);
    const { table } = home.deps;
    const chain = { pk: 'CHAIN#organisation:root', sk: '0000000001' };
    const event = (await table.get(chain))!;
    await table.put({ ...event, actor: 'somebody' });
    const letter = keys.letter('lost');
    const at = new Date(home.deps.clock() - 3_600_000).toISOString();
    await table.put({
      ...letter,
      key: 'lost',
      template: 'out',
      to: 'nobody',
      params: {},
      createdAt: at,
      dueAt: at,
      attempts: 0,
      gsi1pk: keys.lettersOfDay(at.slice(0, 10)),
      gsi1sk: at,
    });
    await table.put({ ...keys.stuck('r-t0'), execution: 'r-t0', error: '"x"', at });
    await table.put({ ...keys.tally('r', 0, 1), s_review: 2, s_out: 0, open: 1 });
    await table.put({ ...keys.systemCount('r', '高校'), system: '高校', used: 2 });
    expect((await checkRound(table, 'r')).map((each) => each.text.en)).toEqual([
      'r: counted review 2, but there are none',
      'r: 1 counted as under way, but there are 0',
      'r: 2 places of the system 高校 counted as used, but 0 are',
    ]);
    const off = await checkRound(table, 'r');
    expect(await codeOf(mendCounters({ table, running: true }, off))).toBe('server-running');
    await mendCounters({ table, running: false }, off);
    expect(await checkRound(table, 'r')).toEqual([]);
    expect(await table.get(keys.tally('r', 0, 1))).toMatchObject({ s_review: 0, s_out: 0, open: 0 });
    const areas = (await examine(await attach(data))).flatMap((each) =>
      each.level === 'fault' ? [each.area] : [],
    );
    expect([...new Set(areas)]).toEqual(['executions', 'letters', 'chains']);
    await table.put(event);
    await table.remove(letter);
    await table.remove(keys.stuck('r-t0'));
    await table.remove(keys.tally('r', 0, 1));
  });
});

describe('the clock of the machine', () => {
  it('that nobody sets is told, and one of which nothing is known is not', async () => {
    const areas = async (said: string | undefined) =>
      (await checkClock(async () => said)).map(({ area }) => area);
    expect([await areas('no'), await areas('yes'), await areas(undefined)]).toEqual([['clock'], [], []]);
  });
});

describe('a row that does not fit', () => {
  it('is named by key and field, without a word of what stands there', async () => {
    const attached = await attach(data);
    const letter = {
      ...keys.letter('odd'),
      key: 'odd',
      template: 'out',
      to: '李娜',
      params: {},
      createdAt: 7,
    };
    await attached.table.put(letter);
    await attached.table.put({ pk: 'WHAT#1', sk: 'META', name: '李娜' });
    const found = (await examine(attached, { full: true })).filter(({ area }) => area === 'rows');
    expect(found.map(({ level, text }) => [level, text.en])).toEqual([
      [
        'fault',
        'the row LET#odd META does not fit its schema: createdAt (invalid_type); dueAt (invalid_type); attempts (invalid_type)',
      ],
      ['fault', 'the row WHAT#1 META does not fit its schema: key'],
    ]);
    await attached.table.remove(letter);
    await attached.table.remove({ pk: 'WHAT#1', sk: 'META' });
    await attached.close();
  });
});

describe('a backup', () => {
  it('taken while the server runs is restored with its rows, record keys and attachments, and starts', async () => {
    await home.deps.files.put('a1b2c3', Buffer.from('一张照片'), 'image/jpeg');
    const key = await sealer(home.deps).newRecordKey('rec1');
    const sealed = key.seal('身份证号');
    await home.deps.table.together([key.op]);
    const [file, keysFile] = [join(folder, 'one.backup'), join(folder, 'one.keys')];
    const made = await backUp({ data, file, keysFile });
    expect(made.attachments).toBe(1);
    expect([statSync(file).mode & 0o777, statSync(keysFile).mode & 0o777]).toEqual([0o600, 0o600]);
    expect(await codeOf(backUp({ data, file }))).toBe('file-exists');

    const target = join(folder, 'restored');
    expect(await codeOf(restoreBackup({ file, data: target, rehearsal: false }))).toBe('home-kind');
    const manifest = await restoreBackup({ file, data: target, rehearsal: true, keysFile });
    expect(manifest.rows.main + manifest.rows.keys).toBe(made.rows);
    expect(await codeOf(restoreBackup({ file, data: target, rehearsal: true }))).toBe('folder-not-empty');
    const restored = await attach(target);
    expect(await restored.table.get(keys.home())).toEqual(await home.deps.table.get(keys.home()));
    expect(Buffer.from((await restored.files.get('a1b2c3'))!).toString()).toBe('一张照片');
    expect(await sealer(restored).open('rec1', sealed)).toEqual({ kind: 'open', text: '身份证号' });
    expect((await examine(restored, { full: true })).filter((each) => each.level === 'fault')).toEqual([]);
    await restored.close();
    const started = await openHome({
      check: demandFits,
      data: target,
      rehearsal: true,
      url: 'http://127.0.0.1:1',
      mailer: outboxMailer,
      log: () => undefined,
    });
    expect(started.fresh).toBe(false);
    await started.close();
  });

  it('is rehearsed beside the home, recorded there, and asked for again after a month', async () => {
    const file = join(folder, 'one.backup');
    expect(await codeOf(rehearse({ path: folder, data, keysFile: join(folder, 'real', 'keys') }))).toBe(
      'keys-of-another',
    );
    expect(await home.deps.table.get(keys.rehearsed())).toBeUndefined();
    const done = await rehearse({ path: folder, data, keysFile: join(folder, 'one.keys') });
    expect([done.file, done.faults, done.attachments]).toEqual([file, [], 1]);
    expect(await home.deps.table.get(keys.rehearsed())).toMatchObject({ rows: done.rows, attachments: 1 });
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);

    const real = await attach(join(folder, 'real'));
    const later = async (days: number) =>
      (await checkRehearsed(real.table, real.clock() + days * 86_400_000)).map(({ area }) => area);
    expect([await later(31), await later(32)]).toEqual([[], ['backup']]);
    const at = new Date(real.clock() + 30 * 86_400_000).toISOString();
    await real.table.put({ ...keys.rehearsed(), at, madeAt: at, rows: 1, attachments: 0 });
    expect([await later(61), await later(62)]).toEqual([[], ['backup']]);
    await real.close();
  });

  it('is encrypted with a key file or a passphrase; another secret, a cut or an edit restores nothing', async () => {
    const key = join(folder, 'seal.key');
    writeFileSync(key, randomBytes(48).toString('base64'));
    const [byKey, byWord] = [readSealKey(key), { passphrase: '妇联备份口令二零二六年' }];
    const target = join(folder, 'from-sealed');
    for (const [name, secret, other] of [
      ['key.backup', byKey, byWord],
      ['word.backup', byWord, byKey],
    ] as const) {
      const file = join(folder, 'sealed', name);
      mkdirSync(join(folder, 'sealed'), { recursive: true });
      const made = await backUp({ data, file, secret });
      const whole = readFileSync(file);
      expect(whole.includes('manifest')).toBe(false);
      const refused = async (path: string, by?: Secret) =>
        codeOf(restoreBackup({ file: path, data: target, rehearsal: true, secret: by }));
      expect(await refused(file)).toBe('backup-sealed');
      expect(await refused(file, other)).toBe('secret-other');
      const wrong = 'key' in secret ? { key: randomBytes(32) } : { passphrase: '另一个很长的备份口令' };
      expect(await refused(file, wrong)).toBe('passphrase-wrong');
      const broken = join(folder, 'sealed', 'broken.backup');
      writeFileSync(broken, whole.subarray(0, -1));
      expect(await refused(broken, secret)).toBe('archive-damaged');
      // A bit of the header, which every frame vouches for; a bit of the content.
      for (const at of [whole.indexOf('"madeAt"') + 12, whole.length - 20]) {
        const edited = Buffer.from(whole);
        edited[at] = edited[at]! ^ 1;
        writeFileSync(broken, edited);
        expect(await refused(broken, secret)).toMatch(/^(passphrase-wrong|archive-damaged)$/);
      }
      expect(() => statSync(target)).toThrow('ENOENT');
      const manifest = await restoreBackup({ file, data: target, rehearsal: true, secret });
      expect(manifest.rows.main + manifest.rows.keys).toBe(made.rows);
      rmSync(target, { recursive: true });
      const keysFile = join(folder, 'one.keys');
      expect((await rehearse({ path: file, data, keysFile, secret })).faults).toEqual([]);
    }
    writeFileSync(key, 'short');
    expect(await codeOf((async () => readSealKey(key))())).toBe('seal-key-short');
  });

  it('that was altered, cut off, or comes with other keys restores nothing', async () => {
    const [file, broken] = [join(folder, 'one.backup'), join(folder, 'broken.backup')];
    const whole = readFileSync(file);
    const target = join(folder, 'never');
    writeFileSync(broken, whole.subarray(0, whole.length - 400));
    expect(await codeOf(restoreBackup({ file: broken, data: target, rehearsal: true }))).toBe(
      'backup-damaged',
    );
    writeFileSync(broken, 'no backup');
    expect(await codeOf(restoreBackup({ file: broken, data: target, rehearsal: true }))).toBe(
      'backup-damaged',
    );
    const other = join(folder, 'real', 'keys');
    expect(await codeOf(restoreBackup({ file, data: target, rehearsal: true, keysFile: other }))).toBe(
      'keys-of-another',
    );
    expect(() => statSync(target)).toThrow('ENOENT');
  });
});
