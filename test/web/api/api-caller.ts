/** Calls the API as a program would: by token, by cookie, or as nobody. */
import type { Hono } from 'hono';
import { newSession } from '#actions/people/sessions.ts';
import { createToken } from '#actions/people/tokens.ts';
import type { Deps } from '#deps';
import type { TokenScope } from '#domain/people/access-records.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Env } from '#web/frame/context.ts';

export interface Answered {
  readonly status: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked at by the tests
  readonly body: any;
  readonly headers: Headers;
}
export interface Caller {
  /** Sends JSON (or a form, or text as it is) and reads the answer. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
  get(path: string): Promise<Answered>;
  post(path: string, body?: unknown): Promise<Answered>;
}

function caller(app: Hono<Env>, own: Readonly<Record<string, string>>): Caller {
  const call: Caller['call'] = async (method, path, body, headers = {}) => {
    const isForm = body instanceof FormData;
    const answer = await app.request(`http://localhost${path}`, {
      method: method.toUpperCase(),
      headers: {
        ...own,
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm || typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const type = answer.headers.get('content-type') ?? '';
    const isJson = /json/.test(type);
    const read = answer.status === 204 ? undefined : isJson ? await answer.json() : await answer.text();
    return { status: answer.status, type, body: read, headers: answer.headers };
  };
  return { call, get: (path) => call('get', path), post: (path, body) => call('post', path, body) };
}

/** A visitor, with the CSRF token that a form of ours would send. */
export async function asNobody(app: Hono<Env>): Promise<Caller> {
  return withCsrf(app, '');
}

async function withCsrf(app: Hono<Env>, cookie: string): Promise<Caller> {
  const answer = await app.request('http://localhost/api/csrf', { headers: { cookie } });
  const { csrf } = (await answer.json()) as { csrf: string };
  const kept = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return caller(app, { cookie: [cookie, kept].filter(Boolean).join('; '), 'x-csrf-token': csrf });
}

/** A person signed in by cookie. */
export async function bySession(app: Hono<Env>, deps: Deps, actor: Actor): Promise<Caller> {
  const { cookie, op } = newSession(deps, actor.id, `${actor.id}-${Math.random()}`);
  await deps.table.together([op]);
  return withCsrf(app, `session=${cookie}`);
}

/** A program with an access token of some scopes. */
export async function byToken(
  app: Hono<Env>,
  deps: Deps,
  actor: Actor,
  ...scopes: readonly TokenScope[]
): Promise<Caller> {
  const { token } = await createToken(
    deps,
    { ...actor, via: 'session' },
    { name: 'test', scopes: [...scopes], days: 365 },
  );
  return caller(app, { authorization: `Bearer ${token}` });
}
