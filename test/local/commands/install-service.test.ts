/** The service files hold before systemd itself, as far as a machine without root can ask (docs/operations.md#a-service). */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { readService } from '#local/commands/install-service.ts';
import { nginxBlock, serviceFiles } from '#local/commands/service-files.ts';

const analyze = '/usr/bin/systemd-analyze';
const host = 'hongbang.example.cn';
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('install-service', () => {
  it('wants a folder, a host and a project that a service can read', () => {
    const codeOf = (args: readonly string[], code = '/opt/hongbang') => {
      try {
        readService(args, code);
      } catch (error) {
        if (error instanceof Problem) return error.code;
        throw error;
      }
    };
    const fine = ['--to', '/x', '--host', host];
    expect(codeOf(fine)).toBeUndefined();
    expect(codeOf(['--host', host])).toBe('folder-missing');
    expect(codeOf(['--to', '/x'])).toBe('host-missing');
    expect(codeOf(['--to', '/x', '--host', 'a b;'])).toBe('host-missing');
    expect(codeOf(fine, '/home/li/hongbang')).toBe('code-path');
    expect(codeOf(fine, '/opt/红榜')).toBe('code-path');
    expect(codeOf([...fine, '--port', '0'])).toBe('number-wrong');
  });

  it('prints the nginx block that is run in the suite, and keeps the password file to root', () => {
    expect(read('README.md')).toContain(`\`\`\`nginx\n${nginxBlock({ host, port: 8080 })}\`\`\``);
    const files = serviceFiles({ code: '/opt/hongbang', host, port: 8080, keepDays: 30 });
    expect(files['install.sh']).toContain('install -m 600 settings /etc/hongbang/settings');
    expect(spawnSync('/bin/sh', ['-n'], { input: files['install.sh'] }).status).toBe(0);
  });
});

describe.skipIf(!existsSync(analyze))('the units', () => {
  let folder: string;
  const kinds = ['hongbang.service', 'hongbang-backup', 'hongbang-rehearse'];
  const units = kinds.flatMap((name) => (name.includes('.') ? [name] : [`${name}.service`, `${name}.timer`]));
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hongbang-units-'));
    const code = new URL('../../..', import.meta.url).pathname.replace(/\/$/, '');
    const files = serviceFiles({ code, host, port: 8080, keepDays: 30 });
    for (const [name, words] of Object.entries(files)) writeFileSync(join(folder, name), words);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are what systemd-analyze verify takes without a word', () => {
    for (const unit of units) {
      const { stdout, stderr } = spawnSync(analyze, ['verify', '--man=no', join(folder, unit)], {
        encoding: 'utf8',
      });
      const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('hongbang'));
      expect(said, unit).toEqual([]);
    }
  });

  it('are as closed as the documents say, by systemd-analyze security', () => {
    const [, printed = ''] = /exposure of (\d\.\d) /.exec(read('docs/operations.md')) ?? [];
    const said = execFileSync(
      analyze,
      ['security', '--offline=true', '--no-pager', join(folder, 'hongbang.service')],
      { encoding: 'utf8' },
    );
    expect(/Overall exposure level for \S+: (\d\.\d)/.exec(said)?.[1]).toBe(printed);
    expect(Number(printed)).toBeLessThan(2);
  });
});
