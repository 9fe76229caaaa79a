import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordReturn } from '#actions/letter/letter-returns.ts';
import { queueLetter, sendLetter } from '#actions/letter/letters.ts';
import { retryLetter } from '#actions/letter/outbox.ts';
import { openMailer } from '#aws/mail.ts';
import { returnsOf } from '#aws/returns.ts';
import { readSettings } from '#aws/settings.ts';
import { type LetterTest, openLetterTest } from '../actions/letter/letter-deps.ts';
import { type Smtp, startSmtp } from '../mail/smtp.ts';
import { codeOf } from '../world.ts';
import { type Cloud, environment, mockCloud, refusal, setEnvironment } from './cloud.ts';

let test: LetterTest;
let cloud: Cloud;
let member: string;
let count = 0;
beforeAll(async () => {
  test = await openLetterTest();
  member = (await test.invite('wang@example.cn', 'reviewer')).id;
});
afterAll(() => test.embedded.close());
beforeEach(async () => {
  setEnvironment();
  cloud = mockCloud();
  test.use({ mailer: await openMailer(readSettings('mail', environment)) });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Queues a letter of its own key and gives its row after the try that queueing makes. */
async function sent(key = `l-${++count}`) {
  const opens = { kind: 'page', scope: '/rounds/r1' } as const;
  await queueLetter(test.deps, test.letter({ key, to: member, template: 'overdue', opens }));
  return { key, row: (await test.stored(key))! };
}
const bounce = (tags: object, bounceType = 'Permanent') =>
  JSON.stringify({
    eventType: 'Bounce',
    mail: { messageId: 'm1', destination: ['wang@example.cn'], tags },
    bounce: {
      bounceType,
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'wang@example.cn' }],
    },
  });
const tagsOfCall = (n = 0) => {
  const [tag] = cloud.ses.commandCalls(SendRawEmailCommand)[n]!.args[0].input.Tags!;
  return { [tag!.Name!]: [tag!.Value!] };
};

describe('mail by SES', () => {
  it('goes raw, from the plain address, with the configuration set and the letter as a tag', async () => {
    const { row } = await sent();
    expect(row).toMatchObject({ via: 'mail', attempts: 1 });
    const { RawMessage, Source, Destinations, ConfigurationSetName } =
      cloud.ses.commandCalls(SendRawEmailCommand)[0]!.args[0].input;
    expect({ Source, Destinations, ConfigurationSetName }).toEqual({
      Source: 'hongbang@example.cn',
      Destinations: ['wang@example.cn'],
      ConfigurationSetName: 'hongbang-test',
    });
    const raw = Buffer.from(RawMessage!.Data!).toString();
    expect(raw).toMatch(/^References: <[0-9a-f]{40}@hongbang\.example\.cn>\r$/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(raw).toContain('multipart/alternative');
    expect(raw).not.toContain('l-1');
  });

  it.each([
    [
      'MessageRejected',
      'address-not-verified',
      'Email address is not verified. The following identities failed',
    ],
    ['AccountSendingPausedException', 'mail-paused', 'paused'],
    ['ConfigurationSetSendingPausedException', 'mail-paused', 'paused'],
    ['MailFromDomainNotVerifiedException', 'mail-paused', 'not verified'],
  ])('waits for SES to be ready without counting the tries: %s', async (name, lastError, message) => {
    cloud.ses.on(SendRawEmailCommand).rejects(refusal(name, message));
    const before = test.logged.length;
    const { key, row } = await sent();
    expect(row).toMatchObject({ lastError, attempts: 0 });
    expect(row.failed).toBeUndefined();
    // More often than a letter is tried otherwise.
    for (let n = 0; n < 12; n++) {
      test.pass(901);
      await sendLetter(test.deps, key);
    }
    expect((await test.stored(key))?.failed).toBeUndefined();
    cloud.ses.on(SendRawEmailCommand).resolves({});
    test.pass(901);
    await sendLetter(test.deps, key);
    expect(await test.stored(key)).toMatchObject({ via: 'mail', attempts: 1 });
    expect(test.logged.slice(before).filter(({ code }) => code === 'letter-held')).toHaveLength(13);
  });

  it.each([
    ['MessageRejected', 'mail-rejected'],
    ['InvalidParameterValue', 'address-malformed'],
  ])('that SES never takes has failed: %s', async (name, failed) => {
    cloud.ses.on(SendRawEmailCommand).rejects(refusal(name));
    expect((await sent()).row).toMatchObject({ failed, attempts: 1 });
  });

  it.each(['Throttling', 'ServiceUnavailable'])('is tried again after %s', async (name) => {
    cloud.ses.on(SendRawEmailCommand).rejectsOnce(refusal(name)).resolves({});
    const { key, row } = await sent();
    expect(row.failed).toBeUndefined();
    expect(row).toMatchObject({ lastError: name, attempts: 1 });
    test.pass(61);
    await sendLetter(test.deps, key);
    expect(await test.stored(key)).toMatchObject({ via: 'mail', attempts: 2 });
  });
});

describe('mail that comes back', () => {
  it('marks its letter as failed, once, and can be sent again', async () => {
    const { key } = await sent();
    const back = returnsOf(bounce(tagsOfCall()))!;
    expect(back).toEqual({ letter: key, how: 'bounced', detail: 'Permanent General' });
    expect(await recordReturn(test.deps, back)).toBe(true);
    expect(await recordReturn(test.deps, back)).toBe(false);
    const row = (await test.stored(key))!;
    expect(row).toMatchObject({ failed: 'bounced', lastError: 'bounced Permanent General' });
    expect(row.sentAt).toBeUndefined();
    await sendLetter(test.deps, key);
    expect(cloud.ses.commandCalls(SendRawEmailCommand).length).toBe(1);
    await retryLetter(test.deps, await test.administrator('city'), { key: key });
    expect(await test.stored(key)).toMatchObject({ via: 'mail', attempts: 1 });
    expect(cloud.ses.commandCalls(SendRawEmailCommand).length).toBe(2);
  });

  it('before its sending is noted stays failed', async () => {
    cloud.ses.on(SendRawEmailCommand).callsFake(async ({ Tags }) => {
      await recordReturn(test.deps, returnsOf(bounce({ [Tags[0].Name]: [Tags[0].Value] }))!);
      return {};
    });
    const { row } = await sent();
    expect(row.failed).toBe('bounced');
    expect(row.sentAt).toBeUndefined();
  });

  it('for a while, or as a complaint, is only noted', async () => {
    const { key } = await sent();
    const tags = tagsOfCall();
    await recordReturn(test.deps, returnsOf(bounce(tags, 'Transient'))!);
    expect(await test.stored(key)).toMatchObject({ via: 'mail', lastError: 'delayed Transient General' });
    const complaint = {
      eventType: 'Complaint',
      mail: { tags },
      complaint: { complaintFeedbackType: 'abuse' },
    };
    await recordReturn(test.deps, returnsOf(JSON.stringify(complaint))!);
    expect(await test.stored(key)).toMatchObject({ via: 'mail', lastError: 'complained abuse' });
  });

  it('without a letter of ours changes nothing', async () => {
    expect(returnsOf('no json')).toBeUndefined();
    expect(returnsOf(bounce({}))).toBeUndefined();
    expect(returnsOf(JSON.stringify({ eventType: 'Delivery', mail: {} }))).toBeUndefined();
    const unknown = { letter: [Buffer.from('never').toString('base64url')] };
    expect(await recordReturn(test.deps, returnsOf(bounce(unknown))!)).toBe(false);
    expect(await test.stored('never')).toBeUndefined();
  });

  it('writes no address into the log', () => {
    expect(test.logged.filter(({ fields }) => fields.includes('@'))).toEqual([]);
  });
});

describe('mail by SMTP', () => {
  let smtp: Smtp;
  const secretArn = 'arn:aws:secretsmanager:cn-north-1:111122223333:secret:hongbang-test/smtp';
  const settings = () => readSettings('mail', { ...environment, MAIL: 'smtp', SMTP_SECRET_ARN: secretArn });
  beforeAll(async () => {
    smtp = await startSmtp();
  });
  afterAll(() => smtp.close());

  it('goes to the server that the secret names', async () => {
    cloud.secrets.set(secretArn, JSON.stringify({ host: '127.0.0.1', port: smtp.port, secure: false }));
    test.use({ mailer: await openMailer(settings()) });
    expect((await sent()).row.via).toBe('mail');
    expect(smtp.received.at(-1)!.to).toEqual(['wang@example.cn']);
  });

  it('is not opened with a secret that holds something else', async () => {
    cloud.secretsManager.on(GetSecretValueCommand).resolves({ SecretString: 'mail.example.cn' });
    expect(await codeOf(openMailer(settings()))).toBe('smtp-secret');
  });
});
