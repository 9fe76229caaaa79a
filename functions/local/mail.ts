/** The Mailer port on one machine: an SMTP server when it is configured, else the outbox page only. */

import { type MailSettings, parseMailSettings, smtpMailer } from '#mail/smtp.ts';
import type { Mailer } from '#ports';

/**
 * The settings in the environment (`SMTP_HOST`, `SMTP_PORT`, `SMTP_SECURE`, `SMTP_TLS`, `SMTP_USER`, `SMTP_PASS`, `SMTP_FROM`);
 * undefined when there is no host. @throws Problem invalid `mail-settings`.
 */
export function mailSettingsFrom(
  environment: Readonly<Record<string, string | undefined>>,
): MailSettings | undefined {
  const given = (name: string): string | undefined => environment[`SMTP_${name}`]?.trim() || undefined;
  if (given('HOST') === undefined) return undefined;
  const secure = given('SECURE');
  const settings: Record<string, unknown> = {
    host: given('HOST'),
    port: given('PORT'),
    secure: secure === undefined || !/^(true|false)$/.test(secure) ? secure : secure === 'true',
    tls: given('TLS'),
    user: given('USER'),
    pass: given('PASS'),
    from: given('FROM'),
  };
  return parseMailSettings(settings);
}

/** Letters stay in their rows and are read at `/outbox`. */
export const outboxMailer: Mailer = { kind: 'outbox', send: async () => {} };

/** The mailer of an installation: SMTP with settings, else the outbox. */
export const openMailer = (settings: MailSettings | undefined): Mailer =>
  settings === undefined ? outboxMailer : smtpMailer(settings);
