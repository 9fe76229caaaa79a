/** Mail by SMTP, for both homes: the settings, checked, and the mailer on a few kept connections. */
import { createTransport, type SendMailOptions } from 'nodemailer';
import * as z from 'zod';
import { invalid, type Problem, type Text, text } from '#domain/problem.ts';
import type { Mailer, OutgoingMail } from '#ports';
import { isForGood } from './refusals.ts';

const settingsSchema = z
  .strictObject({
    host: z.string().trim().min(1).max(253),
    port: z.coerce.number().int().min(1).max(65_535).default(465),
    /** TLS from the first byte (465); otherwise STARTTLS. */
    secure: z.boolean().optional(),
    /** `optional` lets mail go in the clear where the server has no TLS. */
    tls: z.enum(['required', 'optional']).default('required'),
    user: z.string().min(1).optional(),
    pass: z.string().min(1).optional(),
    /** Address of the sender, with a name or without: `红榜 <hongbang@example.cn>`. */
    from: z.string().regex(/^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/),
  })
  .refine((settings) => (settings.user === undefined) === (settings.pass === undefined), { path: ['user'] });
export type MailSettings = z.input<typeof settingsSchema>;

const words: Readonly<Record<string, Text>> = {
  host: text('SMTP_HOST：请填写邮件服务器地址', 'SMTP_HOST: give the address of the mail server'),
  port: text('SMTP_PORT：请填写 1 至 65535 的端口号', 'SMTP_PORT: give a port from 1 to 65535'),
  secure: text('SMTP_SECURE：请填写 true 或 false', 'SMTP_SECURE: say true or false'),
  tls: text('SMTP_TLS：请填写 required 或 optional', 'SMTP_TLS: say required or optional'),
  user: text('SMTP_USER 与 SMTP_PASS：须同时填写或都不填', 'SMTP_USER and SMTP_PASS: give both or neither'),
  pass: text('SMTP_PASS：不能为空', 'SMTP_PASS: must not be empty'),
  from: text(
    'SMTP_FROM：请填写发件人，如 红榜 <hongbang@example.cn>',
    'SMTP_FROM: give the sender, such as 红榜 <hongbang@example.cn>',
  ),
};

/** Checks settings from outside. @throws Problem invalid `mail-settings` naming each that is wrong. */
export function parseMailSettings(settings: unknown): z.output<typeof settingsSchema> {
  const result = settingsSchema.safeParse(settings);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path }) => {
    const field = String(path[0] ?? '');
    return {
      field,
      code: 'mail-settings',
      text: words[field] ?? text('有无法识别的设置', 'unknown setting'),
    };
  });
  const zh = faults.map((each) => each.text.zh).join('；');
  const en = faults.map((each) => each.text.en).join('; ');
  throw invalid('mail-settings', `邮件设置有误。${zh}`, `The mail settings are wrong. ${en}`, faults);
}

/** Never for this mail; what the server said stands in its cause. */
function refused(cause: unknown): Problem {
  return invalid(
    'mail-refused',
    '收件方的邮件服务器拒收这封邮件。',
    'The mail server of the recipient refused this mail.',
  ).because(cause);
}

export interface SmtpMailer extends Mailer {
  /** Closes the connections that wait for the next letter. */
  close(): void;
}

/** A server that does not answer must not hold a letter longer than its claim (five minutes). */
const timeouts = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 60_000,
  dnsTimeout: 15_000,
};

/** A mail as nodemailer takes it. */
export const messageOf = (
  from: string,
  { to, subject, text: plain, html, messageId }: OutgoingMail,
): SendMailOptions => ({
  from,
  to: { name: '', address: to },
  subject,
  text: plain,
  html,
  messageId,
  // Keeps out-of-office answers from coming back (RFC 3834).
  headers: { 'Auto-Submitted': 'auto-generated' },
});

/**
 * Sends by SMTP over a few kept connections. TLS is demanded, unless the settings let a server do without that needs no
 * password; one on this machine may. Without a `pool` each mail has its own connection: a function that is frozen between
 * invocations keeps none. Rejects with nodemailer's error when the server refuses, for the caller to retry.
 * Problem invalid `mail-refused` when it refuses the recipient or the mail for good.
 * @throws Problem invalid `mail-settings`.
 */
export function smtpMailer(
  given: MailSettings,
  { pool = true }: { readonly pool?: boolean } = {},
): SmtpMailer {
  const { host, port, secure = port === 465, tls, user, pass, from } = parseMailSettings(given);
  const here = ['127.0.0.1', '::1', 'localhost'].includes(host);
  const transport = createTransport({
    host,
    port,
    secure,
    ...(user !== undefined && pass !== undefined && { auth: { user, pass } }),
    requireTLS: !secure && !here && (tls === 'required' || user !== undefined),
    ...(pool && { pool, maxConnections: 3 }),
    ...timeouts,
    // A letter names no files and no addresses to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    kind: 'smtp',
    async send(mail) {
      try {
        await transport.sendMail(messageOf(from, mail));
      } catch (error) {
        throw isForGood(error) ? refused(error) : error;
      }
    },
    close: () => transport.close(),
  };
}
