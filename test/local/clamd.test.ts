/** Uploads go past ClamAV's daemon (docs/operations.md#viruses): by its protocol against a double, and a real one where Debian's is. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clamdAnswers, openClamd } from '#local/clamd.ts';
import { problemOf } from '../world.ts';

/** The test file that every scanner knows, in two halves, so that none stumbles over this source. */
const eicar = Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-${'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`);
const big = Buffer.concat([Buffer.alloc(3 * 65_536), eicar, Buffer.alloc(100)]);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-clamd-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a daemon gets after `zINSTREAM`: pieces after their lengths. */
function streamIn(sent: Buffer): Buffer | undefined {
  const pieces: Buffer[] = [];
  for (let at = sent.indexOf(0) + 1; at + 4 <= sent.length; ) {
    const length = sent.readUInt32BE(at);
    if (length === 0) return Buffer.concat(pieces);
    if (at + 4 + length > sent.length) return undefined;
    pieces.push(sent.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

/** Answers as clamd does; `says` overrules it. */
function double(at: string | 0, says?: string): Promise<Server> {
  const server = createServer((socket) => {
    let sent = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      sent = Buffer.concat([sent, data]);
      if (sent.toString('latin1').startsWith('zPING\0')) return void socket.end('PONG\0');
      const bytes = streamIn(sent);
      if (bytes === undefined) return;
      socket.end(says ?? (bytes.includes(eicar) ? 'stream: Eicar-Test FOUND\0' : 'stream: OK\0'));
    });
  });
  return new Promise((done) => {
    server.listen(at, () => done(server));
  });
}

describe('by its protocol', () => {
  test('a file is clean or holds something, over a unix socket and over TCP, however many pieces it takes', async () => {
    const path = join(folder, 'double.ctl');
    const [unix, tcp] = [await double(path), await double(0)];
    const address = tcp.address();
    const port = typeof address === 'object' ? address?.port : 0;
    for (const at of [path, `localhost:${port}`]) {
      const scanner = openClamd(at);
      expect(await scanner.scan(Buffer.alloc(200_000))).toBeUndefined();
      expect(await scanner.scan(Buffer.alloc(65_536))).toBeUndefined();
      expect(await scanner.scan(eicar)).toBe('Eicar-Test');
      expect(await scanner.scan(big)).toBe('Eicar-Test');
      expect(await clamdAnswers(at)).toBe(true);
    }
    unix.close();
    tcp.close();
  });

  test('one that is down, says nothing or does not judge is an error, never a clean file', async () => {
    const nobody = openClamd(join(folder, 'nobody.ctl'));
    await expect(nobody.scan(eicar)).rejects.toThrow();
    expect(await clamdAnswers(join(folder, 'nobody.ctl'))).toBe(false);
    const path = join(folder, 'limit.ctl');
    const server = await double(path, 'INSTREAM size limit exceeded. ERROR\0');
    await expect(openClamd(path).scan(eicar)).rejects.toThrow('size limit');
    server.close();
  });

  test('an address that is none is told', async () => {
    expect((await problemOf(Promise.resolve().then(() => openClamd('clamd'))))?.code).toBe('clamd-address');
  });
});

describe.skipIf(!existsSync('/usr/sbin/clamd'))("Debian's clamd", () => {
  let daemon: ChildProcess;
  const path = () => join(folder, 'real.ctl');
  beforeAll(async () => {
    // A signature of its own: the real ones are fetched by freshclam from outside.
    writeFileSync(join(folder, 'own.ndb'), `Eicar-Own:0:*:${eicar.toString('hex')}\n`);
    const settings = [
      'Foreground yes',
      `DatabaseDirectory ${folder}`,
      `LocalSocket ${path()}`,
      'User root',
      '',
    ];
    writeFileSync(join(folder, 'clamd.conf'), settings.join('\n'));
    daemon = spawn('/usr/sbin/clamd', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
    for (let left = 100; left > 0 && !(await clamdAnswers(path())); left--) await pause(200);
  });
  afterAll(() => void daemon?.kill('SIGKILL'));

  test('finds EICAR, alone and within a larger file, and lets others pass', async () => {
    const scanner = openClamd(path());
    expect(await scanner.scan(eicar)).toMatch(/Eicar-Own/);
    expect(await scanner.scan(big)).toMatch(/Eicar-Own/);
    expect(await scanner.scan(Buffer.from('a clean text'))).toBeUndefined();
  });
});
