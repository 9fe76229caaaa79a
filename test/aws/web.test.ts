import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keys } from '#store/keys.ts';
import { handler as admin } from '../../functions/admin.lambda.ts';
import { handler as web } from '../../functions/http.lambda.ts';
import { handler as mail } from '../../functions/mail.lambda.ts';
import { handler as tasks } from '../../functions/tasks.lambda.ts';
import { type Embedded, openEmbedded } from '../local/database/embedded.ts';
import { type Cloud, mockCloud, readLog, refusal, setEnvironment } from './cloud.ts';
import { type Asked, context, httpEvent, snsEvent } from './events.ts';

let embedded: Embedded;
let cloud: Cloud;
let lines: ReturnType<typeof readLog>;
beforeAll(async () => {
  embedded = await openEmbedded();
  setEnvironment(await embedded.serve());
  cloud = mockCloud();
  lines = readLog();
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await embedded.close();
});

const jar = new Map<string, string>();
async function ask(asked: Asked) {
  const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
  const answer = await web(httpEvent({ cookies, ...asked }), context);
  for (const cookie of answer.cookies ?? []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
    jar.set(name!, value!);
  }
  return answer;
}
/** Fills in the form of a page and sends it. */
async function press(page: string, path: string, form: Record<string, string> = {}) {
  const { body } = await ask({ path: page });
  const csrf = /name="_csrf" value="([^"]+)"/.exec(body!)![1]!;
  return ask({ method: 'POST', path, form: { _csrf: csrf, ...form } });
}
const metric = (name: string) =>
  lines.flatMap((line) => (line._aws !== undefined && name in line ? [line[name]] : []));

describe('a bare deploy', () => {
  it('answers in both languages while its keys cannot be read, and opens once they can', async () => {
    cloud.secretsManager.on(GetSecretValueCommand).rejects(refusal('InternalServiceError'));
    const answer = await ask({ path: '/healthz' });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toMatch(/请稍后再试。\n.*try again later/);
    expect(lines.at(-1)).toMatchObject({ code: 'deployment-unavailable', error: 'InternalServiceError' });
    cloud.secretsManager
      .on(GetSecretValueCommand)
      .callsFake(({ SecretId }) => ({ SecretString: cloud.secrets.get(SecretId) }));
    expect(await ask({ path: '/healthz' })).toMatchObject({
      statusCode: 200,
      body: '{"ok":true,"rehearsal":false}',
      isBase64Encoded: false,
    });
  });

  it('is marked as real for ever, and holds nothing else before its first link', async () => {
    const row = await embedded.main.get(keys.home(), { consistent: true });
    expect(row).toMatchObject({ rehearsal: false });
    await tasks({ sweep: true });
    expect((await embedded.main.query({ pk: 'CHECKPOINT', consistent: true })).items).toEqual([]);
    expect(await embedded.main.get({ pk: 'HOME', sk: 'ROOT' }, { consistent: true })).toBeUndefined();
  });

  it('gives the operator a one-time link, by which she signs in', async () => {
    const { url } = (await admin({ signIn: true })) as { url: string };
    expect(url).toMatch(/^https:\/\/honours\.example\.cn\/sign-in\/[\w-]{43}$/);
    const { pathname } = new URL(url);
    const pressed = await press(pathname, pathname);
    expect(pressed.statusCode).toBe(303);
    const session = pressed.cookies!.find((cookie) => /session/i.test(cookie.split('=')[0]!));
    expect(session).toMatch(/^__Host-.*HttpOnly.*Secure/);
    const home = await ask({ path: '/' });
    expect(home.statusCode).toBe(200);
    expect(home.body).toContain('系统管理员');
    expect((await admin({ signIn: true })) as { url: string }).not.toEqual({ url });
  });

  it('tells of an unknown command which there are', async () => {
    expect(await admin({ signOut: true })).toMatchObject({ error: 'command-unknown' });
    expect(await admin({ signIn: true, now: '2021-01-01T00:00:00Z' })).toMatchObject({ error: 'clock-set' });
    expect(await admin({ doctor: true })).toMatchObject({ rehearsal: false, stuck: [], moreStuck: false });
  });
});

describe('the web function', () => {
  it('serves pages as text with the headers of the site', async () => {
    jar.clear();
    const answer = await ask({ path: '/sign-in', headers: { 'accept-language': 'en' } });
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: false });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=UTF-8',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
  });

  it('counts limits by the address that API Gateway saw', async () => {
    const look = (address: string) =>
      ask({ path: '/certificates/none', address, headers: { 'x-forwarded-for': '198.51.100.1' } });
    // 120 in ten minutes by the wall: a window may end in the middle of this.
    let tries = 1;
    while ((await look('203.0.113.7')).statusCode !== 429 && tries <= 241) tries++;
    expect(tries).toBeGreaterThan(120);
    expect(tries).toBeLessThanOrEqual(241);
    expect((await look('203.0.113.8')).statusCode).not.toBe(429);
  });

  it('refuses what comes from another site, and answers the API in JSON', async () => {
    const form = { email: 'a@example.cn' };
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await ask({ method: 'POST', path: '/sign-in', form, headers })).statusCode).toBe(403);
    const answer = await ask({ path: '/api/nothing' });
    expect(answer.statusCode).toBe(404);
    expect(JSON.parse(answer.body!)).toMatchObject({ status: 404 });
    expect((await ask({ path: '/api/openapi.json' })).statusCode).toBe(200);
  });
});

describe('a letter', () => {
  const asked = () =>
    cloud.lambda.commandCalls(InvokeCommand).map(({ args }) => ({
      type: args[0].input.InvocationType,
      name: args[0].input.FunctionName,
      payload: JSON.parse(Buffer.from(args[0].input.Payload as Uint8Array).toString()) as {
        letters: { letter: string; at: string }[];
      },
    }));

  it('is handed to the mail function before the answer, and goes from there', async () => {
    cloud.lambda.resetHistory();
    expect((await press('/sign-in', '/sign-in', { email: 'operator@example.cn' })).statusCode).toBeLessThan(
      400,
    );
    expect(asked()).toMatchObject([{ type: 'Event', name: 'hongbang-test-mail' }]);
    const { payload } = asked()[0]!;
    expect(await mail(payload)).toEqual({ done: 1 });
    const [call] = cloud.ses.commandCalls(SendRawEmailCommand);
    expect(call!.args[0].input.Destinations).toEqual(['operator@example.cn']);
    expect(metric('LettersSent')).toEqual([1]);
    const { letter } = payload.letters[0]!;
    expect(await embedded.main.get(keys.letter(letter), { consistent: true })).toMatchObject({ via: 'mail' });
    expect(await mail(payload)).toEqual({ done: 1 });
    expect(cloud.ses.commandCalls(SendRawEmailCommand).length).toBe(1);
  });

  it('takes as long to ask for when nobody has the address', async () => {
    const { body } = await ask({ path: '/sign-in' });
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(body!)![1]!;
    const since = performance.now();
    await ask({ method: 'POST', path: '/sign-in', form: { _csrf, email: 'nobody@example.cn' } });
    expect(performance.now() - since).toBeGreaterThan(790);
  });

  it('that cannot be handed over is sent by the next sweep of letters, and left alone by the other', async () => {
    cloud.lambda.on(InvokeCommand).rejects(refusal('TooManyRequestsException'));
    const before = cloud.ses.commandCalls(SendRawEmailCommand).length;
    expect((await press('/sign-in', '/sign-in', { email: 'operator@example.cn' })).statusCode).toBeLessThan(
      400,
    );
    expect(lines.some((line) => line.code === 'not-handed-over')).toBe(true);
    await tasks({ sweep: true });
    expect(cloud.ses.commandCalls(SendRawEmailCommand).length).toBe(before);
    expect(await mail({ sweep: true })).toMatchObject({ processed: 1, failed: 0 });
    expect(cloud.ses.commandCalls(SendRawEmailCommand).length).toBe(before + 1);
  });

  it('that comes back is marked and counted', async () => {
    const [tag] = cloud.ses.commandCalls(SendRawEmailCommand).at(-1)!.args[0].input.Tags!;
    const message = JSON.stringify({
      eventType: 'Bounce',
      mail: { tags: { letter: [tag!.Value] } },
      bounce: { bounceType: 'Permanent', bounceSubType: 'General' },
    });
    expect(await mail(snsEvent(message))).toEqual({ changed: 1 });
    expect(await mail(snsEvent(message))).toEqual({ changed: 0 });
    expect(metric('LettersFailed')).toEqual([1]);
  });
});

describe('the log', () => {
  it('holds measures as CloudWatch reads them', () => {
    const [line] = lines.filter((each) => 'LettersSent' in each);
    expect(line).toMatchObject({
      Stage: 'test',
      LettersSent: 1,
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Hongbang',
            Dimensions: [['Stage']],
            Metrics: [{ Name: 'LettersSent', Unit: 'Count' }],
          },
        ],
      },
    });
    // Each hour in which a measure comes costs: what is nothing is not told.
    expect(lines.filter((each) => each.SweepFailed === 0 || each.JobsOpen === 0)).toEqual([]);
  });

  it('holds no address', () => {
    expect(lines.filter((line) => JSON.stringify(line).includes('@'))).toEqual([]);
  });
});

describe('a function that is deployed as what the stage is not', () => {
  it('refuses, and says how to go on', async () => {
    vi.stubEnv('REHEARSAL', 'true');
    vi.resetModules();
    const { handler } = await import('../../functions/http.lambda.ts');
    const answer = await handler(httpEvent({ path: '/' }), context);
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('cannot be deployed as a rehearsal');
  });
});
