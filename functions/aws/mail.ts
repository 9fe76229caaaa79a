/** The Mailer port on AWS: SES, or an SMTP server whose password lies in Secrets Manager. */

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { createTransport } from 'nodemailer';
import * as z from 'zod';
import { invalid, type Problem, unavailable } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import { openSms } from '#mail/sms.ts';
import { messageOf, smtpMailer } from '#mail/smtp.ts';
import type { Mailer, OutgoingMail, ShortMessages } from '#ports';
import { answerTime } from '#store/answer-time.ts';
import type { Settings } from './settings.ts';

/** The SES tag that carries a letter's key; its values may hold letters, digits, - and _ only. */
export const letterTag = 'letter';
export const tagOf = (letter: string): string => Buffer.from(letter).toString('base64url');
export const letterOf = (tag: string): string => Buffer.from(tag, 'base64url').toString();
/** SES refuses a longer value; a letter with such a key goes untagged, and its bounce is only counted. */
const longestTag = 256;

/** What SES answers while the deployment may not send: paused, or its sender not verified yet. */
const notReady = new Set([
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'MailFromDomainNotVerifiedException',
]);

/**
 * What a refusal of SES means: never for this mail (Problem `invalid`), not before the operator did something (Problem
 * `unavailable`), or another time (the error itself).
 */
function explain(error: unknown): unknown {
  const { name, message } = errorOf(error);
  if (name === 'MessageRejected' && /not verified/i.test(message))
    return unavailable(
      'address-not-verified',
      'SES 仍处于沙盒，或发件地址尚未验证：信函暂存，开通后自动发出。请申请移出沙盒，并核对域名验证。',
      'SES is still in its sandbox, or the sender is not verified: letters wait and go by themselves. Ask for production access and check the domain.',
    ).because(error);
  if (notReady.has(name))
    return unavailable(
      'mail-paused',
      'SES 暂停发信，或发件域名尚未验证：信函暂存，恢复后自动发出。',
      'SES has paused sending, or the sender’s domain is not verified: letters wait and go by themselves.',
    ).because(error);
  if (name === 'MessageRejected')
    return invalid(
      'mail-rejected',
      '邮件服务拒绝了这封邮件。',
      'The mail service refused this mail.',
    ).because(error);
  if (name === 'InvalidParameterValue')
    return invalid(
      'address-malformed',
      '收件地址格式不对，请更正。',
      'The address is malformed; mend it.',
    ).because(error);
  return error;
}

function sesMailer(from: string, ConfigurationSetName: string): Mailer {
  // SES allows so many mails a second: the SDK slows down by itself when it is told to.
  const client = new SESClient({ retryMode: 'adaptive', maxAttempts: 5, ...answerTime('long') });
  const sender = /<([^<>]+)>$/.exec(from)?.[1] ?? from;
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const rawOf = async (mail: OutgoingMail): Promise<Uint8Array> => {
    // SES puts its own Message-ID in place of ours; by the reference, mail programs still show a repeat beside the first.
    const options = { ...messageOf(from, mail), references: mail.messageId };
    const { message } = await composer.sendMail(options);
    if (Buffer.isBuffer(message)) return message;
    throw new TypeError('the composer gave a stream');
  };
  return {
    kind: 'ses',
    async send(mail) {
      const tag = tagOf(mail.letter);
      const input = {
        Source: sender,
        Destinations: [mail.to],
        RawMessage: { Data: await rawOf(mail) },
        ConfigurationSetName,
        ...(tag.length <= longestTag && { Tags: [{ Name: letterTag, Value: tag }] }),
      };
      try {
        await client.send(new SendRawEmailCommand(input));
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

const smtpSchema = z.object({
  host: z.string(),
  port: z.union([z.number(), z.string()]).optional(),
  user: z.string().optional(),
  password: z.string().optional(),
  secure: z.boolean().optional(),
  tls: z.enum(['required', 'optional']).optional(),
});

async function readSecret<S extends z.ZodType>(
  SecretId: string,
  schema: S,
  wrong: Problem,
): Promise<z.output<S>> {
  const secrets = new SecretsManagerClient(answerTime('short'));
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  try {
    return schema.parse(JSON.parse(SecretString ?? ''));
  } catch {
    throw wrong;
  }
}
const readSmtp = (arn: string) =>
  readSecret(
    arn,
    smtpSchema,
    unavailable(
      'smtp-secret',
      'SMTP 密钥的内容不对，应为 JSON：host、port、user、password、secure、tls。',
      'The SMTP secret is malformed; it holds JSON with host, port, user, password, secure, tls.',
    ),
  );

/**
 * The gateway of a deployment's short messages; undefined where it has none. With a secret that is wrong letters go on,
 * and messages wait until it is mended.
 */
export async function openSmsGateway({
  SMS_SECRET_ARN: arn,
  SMS_SIGNATURE: signature,
}: Settings<'mail'>): Promise<ShortMessages | undefined> {
  if (arn === undefined || signature === undefined) return undefined;
  const wrong = unavailable(
    'sms-secret',
    '短信密钥的内容不对，应为 JSON：url、body、auth、secret、ok、keyHeader。短信暂存，改正后自动发出。',
    'The secret sms is malformed; it holds JSON with url, body, auth, secret, ok, keyHeader. Messages wait.',
  );
  try {
    return openSms({ ...(await readSecret(arn, z.looseObject({}), wrong)), signature })?.messages;
  } catch (error) {
    const send = async (): Promise<never> => {
      throw wrong.because(error);
    };
    return { knowsRepeats: true, send };
  }
}

/** Opens the mailer of a deployment. @throws Problem `smtp-secret` or `mail-settings` when the secret is wrong. */
export async function openMailer(settings: Settings<'mail'>): Promise<Mailer> {
  const from = settings.MAIL_FROM;
  if (settings.MAIL === 'ses') return sesMailer(from, settings.SES_CONFIGURATION_SET!);
  const { host, port, user, password, secure, tls } = await readSmtp(settings.SMTP_SECRET_ARN!);
  const smtp = {
    host,
    from,
    ...(port !== undefined && { port }),
    ...(secure !== undefined && { secure }),
    ...(tls !== undefined && { tls }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { pass: password }),
  };
  return smtpMailer(smtp, { pool: false });
}
