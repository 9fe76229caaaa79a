import { describe, expect, it } from 'vitest';
import { mailSettingsFrom, openMailer } from '#local/mail.ts';
import { faultsOf } from '../domain/programme/presets.ts';

const fields = (environment: Record<string, string>) =>
  faultsOf(() => mailSettingsFrom(environment)).map((fault) => fault.field);

describe('mail settings', () => {
  it('are none without a host, and letters stay in the outbox', () => {
    expect(mailSettingsFrom({ SMTP_HOST: ' ' })).toBeUndefined();
    expect(openMailer(undefined).kind).toBe('outbox');
  });

  it('are read from the environment', () => {
    expect(
      mailSettingsFrom({
        SMTP_HOST: 'mail.example.cn',
        SMTP_PORT: '587',
        SMTP_SECURE: 'false',
        SMTP_TLS: 'optional',
        SMTP_USER: 'u',
        SMTP_PASS: 'p',
        SMTP_FROM: '红榜 <hongbang@example.cn>',
      }),
    ).toEqual({
      host: 'mail.example.cn',
      port: 587,
      secure: false,
      tls: 'optional',
      user: 'u',
      pass: 'p',
      from: '红榜 <hongbang@example.cn>',
    });
  });

  it('name the setting that is wrong', () => {
    const good = { SMTP_HOST: 'mail.example.cn', SMTP_FROM: 'a@example.cn' };
    expect(fields(good)).toEqual([]);
    expect(fields({ ...good, SMTP_PORT: '70000' })).toEqual(['port']);
    expect(fields({ ...good, SMTP_PORT: 'smtp' })).toEqual(['port']);
    expect(fields({ ...good, SMTP_SECURE: 'yes' })).toEqual(['secure']);
    expect(fields({ ...good, SMTP_TLS: 'no' })).toEqual(['tls']);
    expect(fields({ ...good, SMTP_USER: 'u' })).toEqual(['user']);
    expect(fields({ ...good, SMTP_FROM: 'nobody' })).toEqual(['from']);
    expect(fields({ SMTP_HOST: 'mail.example.cn' })).toEqual(['from']);
  });
});
