/** The site behind Debian's nginx, with the configuration that the README prints: each visitor is counted by her own address. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attach } from '#local/commands/attach.ts';
import { examine } from '#local/commands/doctor.ts';
import { start } from '#local/main.ts';

const nginx = '/usr/sbin/nginx';
const openssl = '/usr/bin/openssl';
const freePort = (): Promise<number> =>
  new Promise((done) => {
    const asked = createServer();
    asked.listen(0, '127.0.0.1', () => {
      const address = asked.address();
      asked.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** The server block of the README, for this host, these ports and this certificate. */
function configuration(folder: string, port: number, site: number): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, block = ''] = /```nginx\n(.*?)```/s.exec(readme) ?? [];
  const server = block
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${folder}/cert.pem;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/key.pem;`)
    .replace('127.0.0.1:8080', `127.0.0.1:${site}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  return `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { access_log off; ${temporary.join(' ')} ${server} }`;
}

describe.skipIf(!existsSync(nginx) || !existsSync(openssl))('behind nginx with TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hongbang-nginx-'));
  let running: Awaited<ReturnType<typeof start>>;
  let proxy: ReturnType<typeof spawn>;
  let port: number;
  const data = join(folder, 'data');

  /** Checks a certificate from an address of this machine, and says what it wrote into the header itself. */
  const look = (from: string, forged?: string): Promise<number> =>
    new Promise((done, failed) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port,
          path: '/api/honours/T-430102-ZMJT-2021-0001',
          localAddress: from,
          rejectUnauthorized: false,
          headers: {
            host: 'hongbang.example.cn',
            ...(forged !== undefined && { 'x-forwarded-for': forged }),
          },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => done(answer.statusCode ?? 0));
        },
      );
      asked.on('error', failed);
      asked.end();
    });

  beforeAll(async () => {
    mkdirSync(data);
    const site = await freePort();
    port = await freePort();
    running = await start(['--port', String(site), '--data', data, '--rehearsal'], {
      HONGBANG_URL: 'https://hongbang.example.cn',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    execFileSync(
      openssl,
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-days',
          '1',
          '-subj',
          '/CN=hongbang.example.cn',
        ],
        ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
      ],
      { stdio: 'ignore' },
    );
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configuration(folder, port, site));
    proxy = spawn(nginx, ['-c', file], { stdio: 'ignore' });
    for (let left = 50; left > 0; left--) {
      const status = await look('127.0.0.1').catch(() => 0);
      if (status !== 0 && status !== 502) break;
      await new Promise((done) => setTimeout(done, 100));
    }
  });
  afterAll(async () => {
    proxy.kill();
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('one who tries too often shuts out nobody else, and a forged header changes nothing', async () => {
    let tries = 0;
    while ((await look('127.0.0.2', `198.51.100.${tries % 200}`)) !== 429 && tries < 200) tries++;
    expect(tries).toBeLessThan(200);
    expect([await look('127.0.0.2'), await look('127.0.0.3')]).toEqual([429, 404]);
  });

  test('doctor warns when no proxy is trusted under a public address', async () => {
    const warned = async () => {
      const home = await attach(data);
      const found = (await examine(home)).filter(({ area }) => area === 'proxies').length;
      await home.close();
      return found;
    };
    expect(await warned()).toBe(0);
    await running.home.deps.table.put({
      pk: 'SERVED',
      sk: 'SERVED',
      url: 'https://hongbang.example.cn',
      proxies: '',
    });
    expect(await warned()).toBe(1);
  });
});
