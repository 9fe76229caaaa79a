/** Serves the table of routes: who may come in, what is read from a request, and what of an answer leaves the house. */

import { Hono } from 'hono';
import * as z from 'zod';
import { cut } from '#domain/characters.ts';
import { inputFromTexts, readInput } from '#domain/input.ts';
import { entryUnder } from '#domain/members.ts';
import type { Actor } from '#domain/people/people.ts';
import {
  type Fault,
  fault,
  invalid,
  missing,
  Problem,
  refuseIf,
  text,
  unauthenticated,
} from '#domain/problem.ts';
import { cleanJson } from '#domain/text-input.ts';
import { addressOf, type Ctx, type Env, type Web } from '#web/frame/context.ts';
import { languageOf } from '#web/frame/language.ts';
import { postedOf } from '#web/frame/posted.ts';
import { leaving } from './leaving.ts';
import { withNames } from './org-names.ts';
import { type FileAnswer, type Need, needs, type RequestFacts, type Route } from './route.ts';
import { pathParams } from './schemas.ts';

/** Refuses a caller who cannot be let in whatever the action says. @throws Problem unauthenticated; forbidden `session-needed`. */
export function demandNeed(actor: Actor | undefined, need: Need): void {
  if (need === 'public') return;
  if (actor === undefined)
    throw unauthenticated(
      'sign-in-first',
      '请先登录，或使用有效的访问令牌。',
      'Sign in first, or send a valid access token.',
    );
  if (actor.via !== 'token') return;
  const has = (actor.scopes ?? []).some((scope) => needs.indexOf(scope) >= needs.indexOf(need));
  if (has) return;
  throw new Problem(
    'forbidden',
    need === 'session' ? 'session-needed' : 'scope-needed',
    need === 'session'
      ? text(
          '访问令牌不能办理这项操作，请登录后办理。',
          'An access token is not enough for this; sign in and do it.',
        )
      : text(
          `访问令牌缺少 ${need} 权限，请换用有此权限的令牌。`,
          `The access token lacks the scope ${need}; use one that has it.`,
        ),
  );
}

function paramsOf(c: Ctx): Readonly<Record<string, unknown>> {
  const read = Object.entries(c.req.param()).map(([name, written]): [string, unknown] => {
    const parsed = entryUnder<z.ZodType>(pathParams, name)!.safeParse(written);
    if (parsed.success) return [name, parsed.data];
    throw missing(
      'not-found',
      `没有找到“${cut(String(written), 40)}”，请检查网址中的编号。`,
      `There is no "${cut(String(written), 40)}"; check the id in the address.`,
    );
  });
  return Object.fromEntries(read);
}

const badBody = (code: string, zh: string, en: string): Problem =>
  invalid(code, zh, en, [fault('', code, zh, en)]);

async function jsonOf(c: Ctx): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  const written = await c.req.text();
  if (written.trim() === '') return undefined;
  if (!/^application\/json\b/i.test(type))
    throw badBody(
      'content-type',
      '请求正文须为 JSON，并注明 Content-Type: application/json。',
      'The body must be JSON, with Content-Type: application/json.',
    );
  let given: unknown;
  try {
    given = JSON.parse(written);
  } catch {
    throw badBody(
      'malformed-json',
      '请求正文不是有效的 JSON，请检查括号、引号和逗号。',
      'The body is not valid JSON; check brackets, quotes and commas.',
    );
  }
  const { value, faults } = cleanJson(given);
  refuseIf(faults);
  return value;
}

async function formOf(c: Ctx): Promise<unknown> {
  if (!/^multipart\/form-data\b/i.test(c.req.header('content-type') ?? ''))
    throw badBody(
      'content-type',
      '上传文件须使用 multipart/form-data。',
      'A file is sent as multipart/form-data.',
    );
  const { body, files, faults } = await postedOf(c);
  refuseIf(faults);
  const { _csrf: _, ...form } = { ...body, ...files };
  return Object.fromEntries(Object.entries(form).map(([name, sent]) => [name, sent.at(-1)]));
}

/** `If-Match: "7"` says the version as well as the body does. */
function withVersion(c: Ctx, schema: z.ZodType, body: unknown): unknown {
  const [, matched] = /^(?:W\/)?"?(\d{1,9})"?$/.exec(c.req.header('if-match') ?? '') ?? [];
  const takes = schema instanceof z.ZodObject && 'version' in schema.shape;
  if (matched === undefined || !takes || typeof body !== 'object' || body === null || 'version' in body)
    return body;
  return { ...body, version: Number(matched) };
}

async function bodyOf(route: Route, c: Ctx): Promise<unknown> {
  const { body: schema } = route;
  if (schema === undefined) return undefined;
  if (route.multipart) return readInput(schema, await formOf(c));
  // A body with nothing that must be given may be left out.
  return readInput(schema, withVersion(c, schema, (await jsonOf(c)) ?? {}));
}

/** What a query asks, its numbers and yes and no read from their texts; names that the schema doesn't know stay for it to refuse. */
const askedOf = (c: Ctx, schema: z.ZodObject) => ({
  ...c.req.query(),
  ...inputFromTexts(schema, (name) => c.req.queries(name)),
});

const keyFaults: readonly Fault[] = [
  fault(
    'Idempotency-Key',
    'format',
    'Idempotency-Key 须为 8 至 100 个字母、数字、点、横线、冒号或下划线',
    'Idempotency-Key is 8 to 100 letters, digits, dots, hyphens, colons or underscores',
  ),
];

function factsOf(route: Route, c: Ctx, web: Web): RequestFacts {
  const key = route.idempotent ? c.req.header('idempotency-key') : undefined;
  if (key !== undefined && !/^[\w.:-]{8,100}$/.test(key)) refuseIf(keyFaults);
  return {
    receivedAt: c.get('receivedAt'),
    address: addressOf(c),
    lang: languageOf(c),
    csrf: c.get('frame').csrf,
    idempotencyKey: key,
    web,
  };
}

/** Always a download, with the name in its disposition. */
const answerFile = (c: Ctx, file: FileAnswer | { readonly url: string }): Response =>
  'url' in file
    ? c.redirect(file.url)
    : c.body(file.bytes instanceof Uint8Array ? new Uint8Array(file.bytes) : file.bytes, 200, {
        'content-type': file.type,
        'content-disposition': file.disposition,
      });

/** The database refuses a page mark that is none of ours: the caller's slip, not a defect. */
function explained(error: unknown, query: unknown): unknown {
  const marked =
    typeof query === 'object' && query !== null && 'cursor' in query && query.cursor !== undefined;
  if (!marked || !(error instanceof Error) || error.name !== 'ValidationException') return error;
  return invalid(
    'cursor-broken',
    '翻页标记已失效，请从第一页重新打开列表。',
    'This page mark is broken; open the list from its first page.',
  );
}

/** A refusal with its faults where the caller wrote what they are about. */
function placed(error: unknown, { faultAt }: Route): unknown {
  if (faultAt === undefined || !(error instanceof Problem) || error.faults.length === 0) return error;
  const faults = error.faults.map((each) => ({ ...each, field: faultAt(each.field) }));
  return new Problem(error.kind, error.code, error.text, faults);
}

/** The Hono routes of a table. What a handler returns outside its schema is left out, so nothing leaks by accident. */
export function serveRoutes(routes: readonly Route[], web: Web): Hono<Env> {
  const app = new Hono<Env>();
  for (const route of routes) {
    if (route.elsewhere) continue;
    const { answer, query } = route;
    app.on(route.method.toUpperCase(), route.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
      const actor = c.get('actor');
      const withheld = c.get('withheld');
      if (withheld !== undefined && route.needs !== 'public') throw withheld;
      demandNeed(actor, route.needs);
      const params = paramsOf(c);
      const input = {
        params,
        query: query === undefined ? undefined : readInput(query, askedOf(c, query)),
        body: await bodyOf(route, c),
        facts: factsOf(route, c, web),
      };
      const result = await route.handle(web.deps, actor, input).catch((error: unknown) => {
        throw placed(explained(error, input.query), route);
      });
      if (answer === undefined) return c.body(null, 204);
      if (!(answer instanceof z.ZodType)) return answerFile(c, result as Parameters<typeof answerFile>[1]);
      const left = await withNames(web.deps.table, leaving(answer, result, web.deps.log));
      return c.json(Object(left), route.status ?? 200);
    });
  }
  return app;
}
