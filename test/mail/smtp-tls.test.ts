/** Mail goes by TLS, or not at all, unless the settings let a server do without. */
import { expect, test } from 'vitest';
import { mailSettingsFrom } from '#local/mail.ts';
import { smtpMailer } from '#mail/smtp.ts';
import { startSmtp } from './smtp.ts';

const mail = {
  to: 'li@example.org',
  subject: '【待办】审查',
  text: '请办理',
  html: '<p>请办理</p>',
  messageId: '<1@x>',
  letter: 'l1',
};

test('a server without TLS gets no letter, unless SMTP_TLS says that it may; never a password', async () => {
  // an address of this machine that counts as another's
  const host = '127.0.0.2';
  const smtp = await startSmtp(0, host);
  const given = { SMTP_HOST: host, SMTP_PORT: String(smtp.port), SMTP_FROM: 'hongbang@example.cn' };
  const send = async (more: Readonly<Record<string, string>>) => {
    const mailer = smtpMailer(mailSettingsFrom({ ...given, ...more })!, { pool: false });
    await mailer.send(mail);
  };
  try {
    await expect(send({})).rejects.toMatchObject({ code: 'ETLS' });
    const password = { SMTP_USER: 'u', SMTP_PASS: 'p' };
    await expect(send({ SMTP_TLS: 'optional', ...password })).rejects.toMatchObject({ code: 'ETLS' });
    expect(smtp.received).toEqual([]);
    await send({ SMTP_TLS: 'optional' });
    expect(smtp.received.map(({ to }) => to)).toEqual([['li@example.org']]);
  } finally {
    await smtp.close();
  }
});
