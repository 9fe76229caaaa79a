/** Short messages by an HTTP gateway, for both homes: the settings, checked, and one request a message. Off without them. */
import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { memberOf } from '#domain/members.ts';
import { invalid, type Text, text } from '#domain/problem.ts';
import type { ShortMessage, ShortMessages } from '#ports';
import { unanswered } from './refusals.ts';

/** A gateway must not hold a message longer than its sender may (five minutes). */
const answerMs = 10_000;

const headerName = z.string().regex(/^[A-Za-z][\w-]{0,60}$/);
const template = z.string().transform((written, context): Readonly<Record<string, unknown>> => {
  try {
    const read: unknown = JSON.parse(written);
    const body = JSON.stringify(read);
    if (typeof read === 'object' && read !== null && body.includes('{to}') && body.includes('{text}'))
      return { ...read };
  } catch {
    // said below, as what lacks a place is
  }
  context.addIssue({ code: 'custom', message: 'body' });
  return z.NEVER;
});
const url = z.string().refine((given) => {
  const { protocol, hostname, username, hash } = URL.parse(given) ?? {};
  return (protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')) && !username && !hash;
});

const settingsSchema = z
  .strictObject({
    url,
    method: z.enum(['POST', 'PUT']).default('POST'),
    format: z.enum(['json', 'form']).default('json'),
    body: template.default({ to: '{to}', text: '{text}', key: '{key}' }),
    auth: z.enum(['bearer', 'hmac', 'body', 'none']).default('bearer'),
    secret: z.string().min(8).max(4_000).optional(),
    signature: z
      .string()
      .trim()
      .regex(/^[^【】\s]{2,20}$/)
      .default('红榜'),
    ok: z
      .string()
      .regex(/^[\w.]{1,80}=.{1,80}$/)
      .optional(),
    keyHeader: headerName.optional(),
  })
  .refine(({ auth, secret }) => (auth === 'none') === (secret === undefined), { path: ['secret'] })
  .refine(
    ({ format, body }) => format === 'json' || Object.values(body).every((one) => typeof one === 'string'),
    {
      path: ['body'],
    },
  );
export type SmsSettings = z.input<typeof settingsSchema>;

const words: Readonly<Record<string, Text>> = {
  url: text('SMS_URL：请填写短信网关的 https 地址', 'SMS_URL: give the https address of the gateway'),
  method: text('SMS_METHOD：请填写 POST 或 PUT', 'SMS_METHOD: say POST or PUT'),
  format: text('SMS_FORMAT：请填写 json 或 form', 'SMS_FORMAT: say json or form'),
  body: text(
    'SMS_BODY：请填写 JSON，其中须有 {to} 和 {text}；form 时每项都是文字',
    'SMS_BODY: give JSON with {to} and {text} in it; for form every value is a text',
  ),
  auth: text('SMS_AUTH：请填写 bearer、hmac、body 或 none', 'SMS_AUTH: say bearer, hmac, body or none'),
  secret: text(
    'SMS_SECRET：除 SMS_AUTH=none 外须填写，至少 8 个字符',
    'SMS_SECRET: needed, at least 8 characters, unless SMS_AUTH=none',
  ),
  signature: text(
    'SMS_SIGNATURE：请填写已报备的签名，2 至 20 字，不含【】',
    'SMS_SIGNATURE: give the registered signature, 2 to 20 characters, without 【】',
  ),
  ok: text('SMS_OK：请填写 字段=值，如 code=0', 'SMS_OK: say field=value, such as code=0'),
  keyHeader: text(
    'SMS_KEY_HEADER：请填写请求头的名称，如 Idempotency-Key',
    'SMS_KEY_HEADER: give the name of a header, such as Idempotency-Key',
  ),
};

/** Names of the settings in the environment. */
const variables = {
  url: 'SMS_URL',
  method: 'SMS_METHOD',
  format: 'SMS_FORMAT',
  body: 'SMS_BODY',
  auth: 'SMS_AUTH',
  secret: 'SMS_SECRET',
  signature: 'SMS_SIGNATURE',
  ok: 'SMS_OK',
  keyHeader: 'SMS_KEY_HEADER',
} as const;

/** The settings in the environment as they are written; undefined without an address. */
export function smsSettingsFrom(env: Readonly<Record<string, string | undefined>>): object | undefined {
  if (!env.SMS_URL?.trim()) return undefined;
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, variable]) => {
      const given = env[variable]?.trim();
      return given ? [[name, given]] : [];
    }),
  );
}

export interface SmsGateway {
  readonly messages: ShortMessages;
  readonly signature: string;
}

/** Every text of a template with its places filled; none of them is read again. */
function filled(template: unknown, places: Readonly<Record<string, string>>): unknown {
  if (typeof template === 'string')
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
  if (Array.isArray(template)) return template.map((each) => filled(each, places));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, each]) => [name, filled(each, places)]));
}

/** Codes of what fails before a byte of the request is out. */
const notOut = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ENETUNREACH']);
/** Answers by which a gateway says that it took nothing, and may later. */
const later = new Set([401, 403, 407, 429, 503]);

/** What the gateway said, without anybody's number. */
const told = (said: string): Error => {
  const plain = said
    .replaceAll(/\d{7,}/g, '***')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const response = [...plain].slice(0, 120).join('');
  return Object.assign(new Error(response), { code: 'sms-later', response });
};

const refused = (said: string) =>
  invalid('sms-refused', '短信网关没有接受这条短信。', 'The gateway did not take this message.').because(
    told(said),
  );
const lost = () =>
  invalid(
    unanswered.code,
    '短信网关没有答复，短信可能已发出，因此不再自动重发。',
    'The gateway did not answer; the message may have gone, so it is not sent again by itself.',
  ).because(told(unanswered.said));

type Checked = z.output<typeof settingsSchema>;

/** @throws Problem invalid `sms-settings`, naming each that is wrong. */
function checked(given: object): Checked {
  const read = settingsSchema.safeParse(given);
  if (read.success) return read.data;
  const wrong = [...new Set(read.error.issues.map(({ path }) => String(path[0] ?? '')))];
  const faults = wrong.map((field) => ({
    field,
    code: 'sms-settings',
    text: words[field] ?? text('有无法识别的设置', 'unknown setting'),
  }));
  const [zh, en] = [faults.map((one) => one.text.zh).join('；'), faults.map((one) => one.text.en).join('; ')];
  throw invalid(
    'sms-settings',
    `短信设置有误。${zh}`,
    `The settings of short messages are wrong. ${en}`,
    faults,
  );
}

function requestOf(settings: Checked, { to, text: said, key }: ShortMessage): RequestInit {
  const { secret = '', auth, format, keyHeader } = settings;
  const time = String(Math.floor(Date.now() / 1_000));
  const places = { to, text: said, key, time, ...(auth === 'body' && { secret }) };
  const body =
    format === 'json'
      ? JSON.stringify(filled(settings.body, places))
      : new URLSearchParams(
          Object.entries(settings.body).map(([name, one]) => [name, String(filled(one, places))]),
        ).toString();
  const type = format === 'json' ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded';
  return {
    method: settings.method,
    redirect: 'error',
    headers: {
      'content-type': type,
      ...(auth === 'bearer' && { authorization: `Bearer ${secret}` }),
      ...(auth === 'hmac' && {
        'x-timestamp': time,
        'x-signature': createHmac('sha256', secret).update(`${time}\n${body}`).digest('hex'),
      }),
      ...(keyHeader !== undefined && { [keyHeader]: key }),
    },
    body,
    signal: AbortSignal.timeout(answerMs),
  };
}

/**
 * The gateway of some settings; undefined without any. Where an answer is lost, the message goes again only if the
 * gateway knows a repeat by its header; otherwise it is given up and said.
 * @throws Problem invalid `sms-settings`, naming each that is wrong.
 */
export function openSms(given: object | undefined): SmsGateway | undefined {
  if (given === undefined) return undefined;
  const settings = checked(given);
  const knowsRepeats = settings.keyHeader !== undefined;
  const unknown = (said: string): Error => (knowsRepeats ? told(said) : lost());
  const send = async (message: ShortMessage): Promise<void> => {
    let answer: Response;
    let said: string;
    try {
      answer = await fetch(settings.url, requestOf(settings, message));
      said = await answer.text();
    } catch (error) {
      const code = memberOf(memberOf(error, 'cause'), 'code');
      throw notOut.has(String(code)) ? told(String(code)) : unknown('no answer');
    }
    const { status } = answer;
    if (later.has(status)) throw told(`status ${status}`);
    if (status >= 400 && status < 500) throw refused(`status ${status} ${said}`);
    if (status < 200 || status >= 300) throw unknown(`status ${status}`);
    if (settings.ok === undefined) return;
    // A gateway may say no with status 200: what its settings call a success must stand in the answer.
    const [, path = '', wanted] = /^([^=]+)=(.*)$/.exec(settings.ok) ?? [];
    let body: unknown;
    try {
      body = JSON.parse(said);
    } catch {
      throw unknown('an answer that is no JSON');
    }
    if (String(path.split('.').reduce(memberOf, body)) !== wanted) throw refused(said);
  };
  return { signature: settings.signature, messages: { knowsRepeats, send } };
}
