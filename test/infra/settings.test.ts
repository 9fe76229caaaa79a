/** The settings of a deployment: what is missing, wrong or unknown is said so that a person can mend it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { readSettings } from '../../infra/settings.ts';
import { china, global } from './deployment.ts';

function refused(context: Readonly<Record<string, unknown>>): readonly (readonly [string, string, string])[] {
  try {
    readSettings(context);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.faults.every(({ text }) => /[一-龥]/.test(text.zh) && text.en !== '')).toBe(true);
    return error.faults.map(({ field, code, text }) => [field, code, text.en]);
  }
  return [];
}

describe('settings', () => {
  test('have defaults; flags and lists come as words from the command line', () => {
    expect(readSettings({ ...global, rehearsal: 'true', allowMail: 'a@example.cn, b@example.cn' })).toEqual({
      ...global,
      partition: 'aws',
      identity: 'create',
      retention: 365,
      rehearsal: true,
      allowMail: ['a@example.cn', 'b@example.cn'],
      secondFactor: 'off',
      scanner: 'none',
      requestsPerSecond: 200,
      architecture: 'arm64',
      dashboard: false,
      bucket: 'named',
      runbook: 'docs/operations.md',
    });
    expect(readSettings(china).partition).toBe('aws-cn');
  });

  test('take the account that the CLI is signed in to, when none is given', () => {
    const { account: _, ...without } = global;
    expect(readSettings(without, '444455556666').account).toBe('444455556666');
    expect(readSettings(global, '444455556666').account).toBe('111122223333');
  });

  test('leave the flags and answers of the CDK alone', () => {
    expect(
      refused({ ...global, '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:bundling-stacks': [] }),
    ).toEqual([]);
  });

  test('all that is missing is named at once', () => {
    expect(refused({}).map(([field, code]) => [field, code])).toEqual(
      ['stage', 'region', 'mail', 'from', 'administrator'].map((field) => [field, 'setting-missing']),
    );
  });

  test.each([
    ['stage', 'Main Stage'],
    ['stage', 'a-name-longer-than-twenty-letters'],
    ['region', 'mars-north-1'],
    ['region', 'us-gov-west-1'],
    ['account', '1234'],
    ['domain', 'https://hongbang.example.cn/'],
    ['certificate', 'arn:aws:iam::111122223333:server-certificate/x'],
    ['mail', 'pigeon'],
    ['from', 'nobody'],
    ['administrator', 'operator@localhost'],
    ['alarms', 'not an address'],
    ['retention', '90'],
    ['retention', '200'],
    ['rehearsal', 'perhaps'],
    ['allowMail', 'a@example.cn;b@example.cn'],
    ['requestsPerSecond', '0'],
  ])('%s=%s is refused', (field, value) => {
    const faults = refused({ ...global, rehearsal: true, [field]: value });
    expect(faults.map(([name, code]) => [name, code])).toEqual([[field, 'setting-wrong']]);
    expect(faults[0]![2]).toContain(`The setting ${field}=${value} is wrong`);
  });

  test('a slip of the finger gets a suggestion', () => {
    expect(refused({ ...global, region: 'cn-nroth-1' })[0]![2]).toContain('Did you mean cn-north-1?');
    expect(refused({ ...global, administratr: 'x@example.cn' })).toEqual([
      ['administratr', 'setting-unknown', 'There is no setting administratr; did you mean administrator?'],
    ]);
  });

  test('logs are kept for 180 days at least', () => {
    expect(readSettings({ ...global, retention: '180' }).retention).toBe(180);
    expect(refused({ ...global, retention: '150' })[0]![2]).toContain('one of 180, 365');
  });
});

describe('settings that belong together', () => {
  const certificate = 'arn:aws:acm:ap-southeast-1:111122223333:certificate/1-2-3';
  const codes = (more: object) => refused({ ...global, ...more }).map(([, code]) => code);

  test('a domain needs a certificate, in the same region', () => {
    expect(codes({ domain: 'hongbang.example.cn' })).toEqual(['certificate-missing']);
    expect(codes({ certificate })).toEqual(['domain-missing']);
    expect(codes({ domain: 'hongbang.example.cn', certificate })).toEqual([]);
    expect(
      codes({
        domain: 'hongbang.example.cn',
        certificate: certificate.replace('ap-southeast-1', 'us-east-1'),
      }),
    ).toEqual(['certificate-elsewhere']);
  });

  test('a real stage abroad wants its flag, and is told the law; a rehearsal may stand anywhere', () => {
    const { abroad: _, ...unsaid } = global;
    const faults = refused({ ...unsaid });
    expect(faults.map(([field, code]) => [field, code])).toEqual([['region', 'region-abroad']]);
    expect(faults[0]![2]).toContain('-c region=cn-north-1 or cn-northwest-1');
    expect(faults[0]![2]).toContain('(个人信息保护法, articles 36 and 40)');
    expect(faults[0]![2]).toContain('articles 38 and 39');
    expect(readSettings({ ...unsaid, rehearsal: true }).abroad).toBe(false);
    expect(readSettings(china).abroad).toBe(false);
  });

  test('key and secret of a stage that comes back belong together, and to its region', () => {
    const masterKey = 'arn:aws:kms:ap-southeast-1:111122223333:key/1-2';
    const keysSecret = 'arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:hongbang-main/keys-AbCdEf';
    expect(codes({ masterKey })).toEqual(['kept-keys-apart']);
    expect(codes({ keysSecret })).toEqual(['kept-keys-apart']);
    expect(codes({ masterKey, keysSecret: keysSecret.replace('ap-southeast-1', 'us-east-1') })).toEqual([
      'kept-elsewhere',
    ]);
    expect(codes({ masterKey, keysSecret })).toEqual([]);
  });

  test('China has no SES', () => {
    const faults = refused({ ...china, mail: 'ses' });
    expect(faults.map(([, code]) => code)).toEqual(['ses-missing']);
    expect(faults[0]![2]).toContain('Use -c mail=smtp');
  });

  test('only a rehearsal has a list of addresses that it may write to', () => {
    expect(codes({ allowMail: 'a@example.cn' })).toEqual(['allow-mail-real']);
    expect(codes({ allowMail: 'a@example.cn', rehearsal: true })).toEqual([]);
  });
});

describe('the app', () => {
  test('says all that is wrong in both languages, and makes nothing', () => {
    const root = join(import.meta.dirname, '..', '..');
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ ...global, mail: undefined, stage: 'X' }) },
    });
    expect(status).toBe(1);
    expect(stderr.split('\n').filter((line) => line.startsWith('•'))).toEqual([
      '• 设置 stage=X 无效，应为环境名称：小写字母开头，可含数字与连字符，最多 20 个字符，如 main、rehearsal。',
      '• 缺少设置 mail：发信方式：ses 或 smtp。',
    ]);
    expect(stderr).toContain('The setting mail is missing: how mail is sent: ses or smtp.');
  });
});
