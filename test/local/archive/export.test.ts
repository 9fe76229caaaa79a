import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { openAttachment } from '#actions/files/attachments.ts';
import { openSecret } from '#actions/letter/letter-secrets.ts';
import { queueSignIn } from '#actions/letter/letters.ts';
import { amend } from '#actions/nomination/amend.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { linkFor, openLink } from '#actions/people/links.ts';
import { importHome } from '#actions/running/home-import.ts';
import { isCarried } from '#actions/running/home-rows.ts';
import { verifyAll } from '#actions/trust/verification.ts';
import { instantAt } from '#domain/instant.ts';
import { openArchive } from '#local/archive/export-file.ts';
import { exportFolder, importFolder } from '#local/archive/export-home.ts';
import { attach } from '#local/commands/attach.ts';
import { examine } from '#local/commands/doctor.ts';
import { answerAll } from '#local/demo/answering.ts';
import type { People } from '#local/demo/furong.ts';
import { playDemo, select } from '#local/demo/play.ts';
import { type Home, openHome } from '#local/home.ts';
import { readRings } from '#local/keys.ts';
import { outboxMailer } from '#local/mail.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getList, getNomination, getRevision } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import type { Item } from '#store/table.ts';
import { demandFits } from '../../rows.ts';
import { codeOf } from '../../world.ts';
import { openEmbedded } from '../database/embedded.ts';
import { openRound, playHalf } from './play-half.ts';

const passphrase = 'correct horse battery staple';
let folder: string;
let data: string;
let moved: string;
let file: string;
let people: People;
let nominations: readonly string[];
let link: string;
let opened: string;
let rowsBefore: ReadonlyMap<string, Item>;
const signIn = { path: '/sign-in/one-time', code: '123456' };
const logged: string[] = [];

const open = (where: string): Promise<Home> =>
  openHome({
    check: demandFits,
    data: where,
    rehearsal: true,
    now: '2021-04-01T09:00:00+08:00',
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: (code, fields) => {
      if (/failed|stuck|nobody|died/.test(code)) logged.push(`${code} ${JSON.stringify(fields)}`);
    },
  });

/** Rows of the main table that a move carries, by key. */
async function carried(where: string): Promise<ReadonlyMap<string, Item>> {
  const home = await attach(where);
  const found = new Map<string, Item>();
  for await (const row of home.database.rows('main'))
    if (isCarried(row)) found.set(`${row.pk} ${row.sk}`, row);
  await home.close();
  return found;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-move-'));
  [data, moved, file] = [join(folder, 'old'), join(folder, 'new'), join(folder, 'one.move')];
  const home = await open(data);
  const { org } = await firstSteps(home);
  people = await playDemo(home, org, () => undefined);
  // keys of several versions move as well
  home.keys.rotate('link');
  home.keys.rotate('master');
  nominations = await playHalf(home, people);
  const scope = `${openRound}#review#`;
  const member = people.district.reviewers[0]!.id;
  link = (await linkFor(home.deps, { member, scope, kind: 'worklist' })).slice('/w/'.length);
  const revision = await getRevision(home.deps.table, nominations[1]!, 1);
  const text = await sealer(home.deps).open(nominations[1]!, revision.sealed);
  opened = text.kind === 'open' ? text.text : '';
  // sent to the outbox, where its code can be read for a while
  const expiresAt = new Date(home.deps.clock() + 900_000).toISOString();
  await queueSignIn(home.deps)({ to: 'somebody@example.cn', ...signIn, expiresAt, language: 'zh' });
  await home.settled();
  await home.close();
  rowsBefore = await carried(data);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an export', () => {
  it('holds everything in one encrypted file of its owner, and says what is in it', async () => {
    const made = await exportFolder({ data, file, passphrase });
    expect(made).toMatchObject({ running: false, lost: [], rows: { main: rowsBefore.size } });
    expect(made.attachments).toBe([...rowsBefore.keys()].filter((key) => key.startsWith('FILE#')).length);
    expect(made.attachments).toBe(52);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(opened).toContain('430');
    const bytes = readFileSync(file);
    for (const secret of ['罗步芳', 'secrets.json', 'main/000001', readRings(data).identity.keys['1']!])
      expect(bytes.includes(secret)).toBe(false);
    expect(await codeOf(exportFolder({ data, file, passphrase }))).toBe('file-exists');
  });

  it('that was cut, altered or has another passphrase is refused before anything is made', async () => {
    const whole = readFileSync(file);
    const broken = join(folder, 'broken.move');
    const refusal = (phrase = passphrase) =>
      codeOf(importFolder({ data: moved, file: broken, passphrase: phrase, rehearsal: true }));
    writeFileSync(broken, whole.subarray(0, whole.length - 7));
    expect(await refusal()).toBe('archive-damaged');
    writeFileSync(broken, Buffer.concat([whole, Buffer.from('x')]));
    expect(await refusal()).toBe('archive-damaged');
    const altered = Buffer.from(whole);
    altered[altered.length - 40]! ^= 1;
    writeFileSync(broken, altered);
    expect(['archive-damaged', 'passphrase-wrong']).toContain(await refusal());
    writeFileSync(broken, whole.toString('latin1').replace('"rehearsal"', '"real"'), 'latin1');
    expect(await codeOf(importFolder({ data: moved, file: broken, passphrase, rehearsal: false }))).toBe(
      'passphrase-wrong',
    );
    writeFileSync(broken, 'no archive');
    expect(await refusal()).toBe('archive-damaged');
    writeFileSync(broken, whole);
    expect(await refusal('another passphrase')).toBe('passphrase-wrong');
    expect(await codeOf(importFolder({ data: moved, file: 'nowhere', passphrase, rehearsal: true }))).toBe(
      'archive-missing',
    );
    expect(existsSync(moved)).toBe(false);
  });
});

describe('an import', () => {
  it('puts no rehearsal into a real home, and nothing into a folder in use', async () => {
    expect(await codeOf(importFolder({ data: moved, file, passphrase, rehearsal: false }))).toBe('home-kind');
    expect(await codeOf(importFolder({ data, file, passphrase, rehearsal: true }))).toBe('folder-not-empty');
    expect(readdirSync(folder).filter((name) => name.startsWith('.import-'))).toEqual([]);
  });

  it('that is broken off anywhere goes on where it stopped, and repeated changes nothing', async () => {
    const embedded = await openEmbedded();
    const stored = new Map<string, Uint8Array>();
    let puts = 0;
    let failAt = 0;
    const target = {
      rehearsal: true,
      main: embedded.main,
      keysTable: embedded.keys,
      rows: () => embedded.rows('main'),
      files: {
        put: async (name: string, bytes: Uint8Array) => {
          if (++puts === failAt) throw new Error('broken off');
          stored.set(name, bytes);
        },
      },
      wrap: async (key: Uint8Array) => Buffer.from(key).toString('hex'),
      layRings: async () => undefined,
    };
    const archive = await openArchive(file, passphrase);
    // a machine that was swept before anybody used it is empty all the same
    await embedded.main.put({ ...keys.home(), rehearsal: true, createdAt: '2026-01-01T00:00:00.000Z' });
    const swept = { at: '2026-01-01T00:00:00.000Z', processed: 0, failed: 0, lagSeconds: 0 };
    await embedded.main.put({ pk: 'SWEEP', sk: 'RUN#0', ...swept });
    for (failAt of [1, 30]) await expect(importHome(archive, target)).rejects.toThrow('broken off');
    expect([stored.size, puts]).toEqual([28, 30]);
    expect(await embedded.main.get({ pk: 'HOME', sk: 'HOME' })).not.toHaveProperty('moves');
    expect((await embedded.main.query({ pk: keys.duePartition(0) })).items).toEqual([]);
    failAt = 0;
    const other = { ...archive, id: 'f'.repeat(32) };
    expect(await codeOf(importHome(other, target))).toBe('import-of-another');
    const done = await importHome(archive, target);
    // no file was put twice but the two that failed
    expect([stored.size, puts]).toEqual([52, 54]);
    expect(done).toMatchObject({ already: false, rows: { main: rowsBefore.size } });
    expect(await importHome(archive, target)).toEqual({ ...done, already: true });
    expect(await codeOf(importHome(other, target))).toBe('home-not-empty');
    await embedded.close();
  });

  it('of a home that did not count what each organisation sent is counted as it comes in', async () => {
    const embedded = await openEmbedded();
    const archive = await openArchive(file, passphrase);
    async function* uncounted() {
      for await (const { name, body } of archive.entries())
        yield name.startsWith('main/')
          ? { name, body: Buffer.from(body.toString().replace(/^.*"sk":"SENT#.*\n/gm, '')) }
          : { name, body };
    }
    await importHome(
      { ...archive, entries: uncounted },
      {
        rehearsal: true,
        main: embedded.main,
        keysTable: embedded.keys,
        rows: () => embedded.rows('main'),
        files: { put: async () => undefined },
        wrap: async (key: Uint8Array) => Buffer.from(key).toString('hex'),
        layRings: async () => undefined,
      },
    );
    const senders = [...rowsBefore.values()].filter(({ sk }) => sk.startsWith('SENT#'));
    expect(senders.length).toBeGreaterThan(3);
    for (const row of senders) expect(await embedded.main.get(row)).toEqual(row);
    await embedded.close();
  });

  it('gives a home that is sound: every row, attachment, identity, link and sealed field as it was', async () => {
    const done = await importFolder({ data: moved, file, passphrase, rehearsal: true });
    // the round of the second cycle and its six candidacies; the city's tranche, not yet recommended to the province
    expect(done.machines).toBe(8);
    const city = rowsBefore.get('RND#zmjt-2021-furong.3.changsha TRANCHE#001');
    expect([city?.state, city?.recommended]).toEqual(['running', undefined]);
    const after = await carried(moved);
    const home = await attach(moved);
    expect((await examine(home, { full: true })).filter((each) => each.level === 'fault')).toEqual([]);
    const verified = await verifyAll(home);
    expect(verified.faults).toEqual([]);
    expect(verified.events).toBeGreaterThan(300);
    expect([...after.keys()].filter((key) => !rowsBefore.has(key))).toEqual([]);
    const secrets: unknown[] = [];
    for (const [key, row] of rowsBefore) {
      const { secret, ...there } = after.get(key)!;
      const { secret: before, ...here } = row;
      expect(there).toEqual(key === 'HOME HOME' ? { ...here, moves: 1 } : here);
      if (before === undefined) continue;
      // under the new home's master key
      expect(secret).not.toBe(before);
      secrets.push(await openSecret(home.keys, String(row.key), String(secret)));
    }
    expect(secrets).toEqual([signIn]);
    expect(readRings(moved)).toEqual(readRings(data));
    const [old, fresh] = [
      readFileSync(join(data, 'keys'), 'utf8'),
      readFileSync(join(moved, 'keys'), 'utf8'),
    ];
    expect(JSON.parse(fresh).rings.master).not.toEqual(JSON.parse(old).rings.master);
    const revision = await getRevision(home.table, nominations[1]!, 1);
    expect(await sealer(home).open(nominations[1]!, revision.sealed)).toEqual({ kind: 'open', text: opened });
    const deps = home as never as Parameters<typeof openLink>[0];
    expect((await openLink(deps, link)).actor.id).toBe(people.district.reviewers[0]!.id);
    await home.close();
  });

  it('lets the open round go on to its end there, once the server is started', async () => {
    const home = await open(moved);
    const { deps } = home;
    await home.sweep();
    await home.settled();
    const clerkOf = async (nomination: string) => {
      const { owner } = await getNomination(deps.table, nomination);
      return actorOf(people.clerks.find((clerk) => clerk.id === owner)!, 'session');
    };
    // every machine waits again, under a name of its own
    for (const nomination of nominations) {
      const wait = await deps.table.get(keys.wait('nomination', openRound, nomination));
      expect(Buffer.from(String(wait?.token), 'base64url').toString()).toMatch(/-2-[0-9a-f]{12}-0-1-m1$/);
    }
    const returned = await getNomination(deps.table, nominations[1]!);
    const clerk = await clerkOf(returned.id);
    const { attachments } = await getRevision(deps.table, returned.id, 1);
    const photo = await openAttachment(deps, clerk, returned.id, attachments[0]!.id);
    expect('bytes' in photo && photo.bytes.length).toBe(attachments[0]!.bytes);
    await home.advanceClock!(instantAt('2022-04-02', '09:00'));
    const { answers } = await openAnswers(deps, await getRevision(deps.table, returned.id, 1));
    const { id, version } = returned;
    await amend(deps, clerk, { id: id, version, answers, attachments, note: '已补充' });
    await home.settled();
    const stage = { home, say: () => undefined, people };
    await answerAll(home, people.district, openRound);
    await home.advanceClock!(instantAt('2022-04-21', '09:00'));
    await answerAll(home, people.district, openRound);
    const list = await select(stage, people.district, openRound, {
      places: 4,
      noticeFrom: '2022-05-06',
      decidedOn: '2022-05-12',
      publishedOn: '2022-05-13',
      title: '关于公布2022年芙蓉区“最美家庭”名单的决定',
      document: '芙妇〔2022〕9号',
      bodies: ['长沙市芙蓉区妇女联合会'],
    });
    expect((await getList(deps.table, list)).granted).toBe(4);
    const states = await Promise.all(
      nominations.map(async (nomination) => (await getCandidacy(deps.table, openRound, nomination)).state),
    );
    expect(states.toSorted()).toEqual(['approved', 'approved', 'approved', 'approved', 'out', 'out']);
    // a sweep makes a month of checkpoints at most, and the clock jumped a year
    for (let n = 0; n < 14; n++) await home.sweep();
    expect((await verifyAll(deps)).faults).toEqual([]);
    expect(logged).toEqual([]);
    await home.close();
  });

  it('carries a home that was moved before once more', async () => {
    const again = join(folder, 'again.move');
    await exportFolder({ data: moved, file: again, passphrase });
    const third = join(folder, 'third');
    await importFolder({ data: third, file: again, passphrase, rehearsal: true });
    const home = await attach(third);
    expect(await home.table.get(keys.home())).toMatchObject({ moves: 2, rehearsal: true });
    await home.close();
  });
});
