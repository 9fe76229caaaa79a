import { describe, expect, it } from 'vitest';
import { readSettings } from '#aws/settings.ts';
import { faultsOf } from '../domain/programme/presets.ts';
import { environment } from './cloud.ts';

const fields = (change: Record<string, string | undefined>, name: 'web' | 'mail' | 'admin' = 'web') =>
  faultsOf(() => readSettings(name, { ...environment, ...change })).map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('the settings of a function', () => {
  it('hold what it needs and nothing else', () => {
    expect(readSettings('papers', environment)).toEqual({
      HONGBANG_STAGE: 'test',
      MAIN_TABLE: 'hongbang',
      KEYS_TABLE: 'hongbang-keys',
      SITE_URL: 'https://honours.example.cn',
      REHEARSAL: false,
      MASTER_KEY_ARN: environment.MASTER_KEY_ARN,
      KEYS_SECRET_ARN: environment.KEYS_SECRET_ARN,
      FILES_BUCKET: 'hongbang-files',
    });
  });

  it('are the same in the China partition', () => {
    const china = { MASTER_KEY_ARN: 'arn:aws-cn:kms:cn-north-1:111122223333:key/1' };
    expect(fields(china)).toEqual([]);
  });

  it('name each that is missing or wrong', () => {
    expect(fields({ MAIN_TABLE: '', REHEARSAL: 'yes', ROUND_MACHINE_ARN: 'arn:aws:kms:x' })).toEqual([
      'MAIN_TABLE setting-missing',
      'REHEARSAL setting-wrong',
      'ROUND_MACHINE_ARN setting-wrong',
    ]);
    expect(fields({ OPERATOR_EMAIL: undefined })).toEqual([]);
    expect(fields({ OPERATOR_EMAIL: undefined }, 'admin')).toEqual(['OPERATOR_EMAIL setting-missing']);
  });

  it('ask for what the way of mail needs', () => {
    expect(fields({ SES_CONFIGURATION_SET: undefined }, 'mail')).toEqual([
      'SES_CONFIGURATION_SET setting-missing',
    ]);
    expect(fields({ MAIL: 'smtp' }, 'mail')).toEqual(['SMTP_SECRET_ARN setting-missing']);
    expect(readSettings('mail', { ...environment, ALLOW_MAIL: ' a@b.cn, c@d.cn,' }).ALLOW_MAIL).toEqual([
      'a@b.cn',
      'c@d.cn',
    ]);
  });
});
