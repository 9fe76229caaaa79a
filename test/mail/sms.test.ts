/** The gateway of short messages: what goes out by its settings, and what each answer means. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saidBy } from '#mail/refusals.ts';
import { openSms, smsSettingsFrom } from '#mail/sms.ts';
import { type Gateway, openGateway } from './gateway.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const message = { to: '13812345678', text: '【红榜】您有 1 项待办 "a" & b', key: 'k1' };
const secret = 'a-secret-of-16';
const sms = (more: Readonly<Record<string, string>> = {}) =>
  openSms(smsSettingsFrom({ SMS_URL: gateway.url, SMS_SECRET: secret, ...more }))!.messages;
/** What a send comes to: kind, code, and what would stand at the letter. */
async function outcome(
  answer: Gateway['answer'],
  more: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  gateway.answer = answer;
  try {
    await sms(more).send(message);
    return 'taken';
  } catch (error) {
    const { kind = 'again', code } = error as { kind?: string; code: string };
    return [kind, code, saidBy(error)];
  }
}
const last = () => gateway.received.at(-1)!;

it('posts JSON with a bearer token unless it is told otherwise, and a form, signed, with a key as the gateway has them', async () => {
  gateway.answer = { status: 200, body: '' };
  await sms().send(message);
  expect([last().method, last().headers['content-type'], last().headers.authorization]).toEqual([
    ...['POST', 'application/json; charset=utf-8', `Bearer ${secret}`],
  ]);
  expect(JSON.parse(last().body)).toEqual({ to: message.to, text: message.text, key: 'k1' });
  await sms({
    ...{ SMS_METHOD: 'PUT', SMS_FORMAT: 'form', SMS_AUTH: 'hmac', SMS_KEY_HEADER: 'Idempotency-Key' },
    SMS_BODY: '{"mobile":"86{to}","content":"{text}"}',
  }).send(message);
  const { method, headers, body } = last();
  expect([method, headers['idempotency-key'], Object.fromEntries(new URLSearchParams(body))]).toEqual([
    ...['PUT', 'k1', { mobile: '8613812345678', content: message.text }],
  ]);
  const signature = createHmac('sha256', secret).update(`${String(headers['x-timestamp'])}\n${body}`);
  expect(headers['x-signature']).toBe(signature.digest('hex'));
  await sms({ SMS_AUTH: 'body', SMS_BODY: '{"p":{"key":"{secret}"},"to":["{to}"],"text":"{text}"}' }).send(
    message,
  );
  expect(JSON.parse(last().body)).toEqual({ p: { key: secret }, to: [message.to], text: message.text });
  expect(last().headers.authorization).toBeUndefined();
});

it('a refusal is for good, a busy gateway is asked again, a lost answer only where the gateway knows repeats', async () => {
  const knows = { SMS_KEY_HEADER: 'Idempotency-Key' };
  const wantsCode = { SMS_OK: 'code=0' };
  expect(await outcome({ status: 200, body: '{"code":"0"}' }, wantsCode)).toBe('taken');
  expect(await outcome({ status: 200, body: '{"code":"7","msg":"13812345678 不合法"}' }, wantsCode)).toEqual([
    ...['invalid', 'sms-refused', '{"code":"7","msg":"*** 不合法"}'],
  ]);
  expect(await outcome({ status: 400, body: 'bad' })).toEqual(['invalid', 'sms-refused', 'status 400 bad']);
  for (const status of [401, 403, 429, 503])
    expect(await outcome({ status, body: '' })).toEqual(['again', 'sms-later', `status ${status}`]);
  const lost = ['invalid', 'sms-unanswered', expect.stringContaining('可能已发出')];
  for (const answer of ['silence', { status: 500, body: '' }, { status: 302, body: '' }] as const) {
    expect(await outcome(answer)).toEqual(lost);
    expect(await outcome(answer, knows)).toEqual(['again', 'sms-later', expect.any(String)]);
  }
  expect(await outcome({ status: 200, body: '<html>' }, wantsCode)).toEqual(lost);
  const closed = await openGateway();
  await closed.close();
  expect(await outcome('silence', { SMS_URL: closed.url })).toEqual([
    ...['again', 'sms-later', 'ECONNREFUSED'],
  ]);
});

it('is off without an address, and says which settings are wrong', () => {
  expect(openSms(smsSettingsFrom({ SMS_SECRET: secret }))).toBeUndefined();
  const wrong = {
    ...{ SMS_URL: 'http://sms.example.cn', SMS_METHOD: 'GET', SMS_BODY: '{"to":"{to}"}', SMS_AUTH: 'none' },
    ...{ SMS_SIGNATURE: '【红榜】', SMS_OK: 'code', SMS_KEY_HEADER: 'a b' },
  };
  const faultsOf = (env: Readonly<Record<string, string>>) => {
    try {
      openSms(smsSettingsFrom(env));
      return [];
    } catch (error) {
      return (error as { faults: readonly { field: string }[] }).faults.map(({ field }) => field);
    }
  };
  expect(faultsOf(wrong)).toEqual(['url', 'method', 'body', 'signature', 'ok', 'keyHeader']);
  expect(faultsOf({ SMS_URL: 'https://sms.example.cn/send' })).toEqual(['secret']);
  const nested = '{"to":["{to}"],"text":"{text}"}';
  expect(
    faultsOf({ SMS_URL: 'https://a.example', SMS_SECRET: secret, SMS_FORMAT: 'form', SMS_BODY: nested }),
  ).toEqual(['body']);
});
