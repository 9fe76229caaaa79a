/** The OpenAPI 3.1 document, made from the table of routes. */

import * as z from 'zod';
import { hasMembers, keysOf, type Members, memberOf } from '#domain/members.ts';
import { namesDescribed } from './org-names.ts';
import { type Method, type Need, type Route, type RouteTag, tags } from './route.ts';
import { notes, problem } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

export interface OpenApi {
  readonly openapi: '3.1.1';
  readonly info: Json;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: RouteTag; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Json>>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>;
    readonly responses: Json;
    readonly securitySchemes: Json;
  };
}

/** Every status of refusal that a route can answer, beside its own success. */
const refusals = {
  401: ['Unauthenticated', '未登录，或令牌无效 / not signed in, or no valid token'],
  403: ['Forbidden', '无权办理 / not allowed'],
  404: ['Missing', '没有这一项，或不是您可以知道的 / no such thing, or none that you may know of'],
  409: ['Conflict', '状态不允许，或已被他人更新 / the state does not allow it, or somebody was faster'],
  413: ['TooLarge', '内容过大 / too large'],
  422: ['Invalid', '输入有误，见 faults / the input is wrong, see faults'],
  429: ['Limited', '过于频繁，见 Retry-After / too often, see Retry-After'],
  503: ['Unavailable', '暂时不能办理，见 Retry-After / not now, see Retry-After'],
} as const satisfies Readonly<Record<number, readonly [string, string]>>;
type Status = keyof typeof refusals;

/** Puts the shapes that a schema refers to among the components, and gives the schema that refers to them there. */
function collector() {
  const schemas: Record<string, Json> = {};
  /** Rewrites references into the components, under the names that the shapes got there. */
  const renamed = (value: unknown, names: ReadonlyMap<string, string>, io: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => renamed(one, names, io));
    return hasMembers(value) ? renamedIn(value, names, io) : value;
  };
  const renamedIn = (shape: Members, names: ReadonlyMap<string, string>, io: string): Json =>
    Object.fromEntries(
      Object.entries(io === 'output' ? namesDescribed(shape) : shape).map(([key, one]) => {
        const [, local] = key === '$ref' ? (/^#\/\$defs\/(.+)$/.exec(String(one)) ?? []) : [];
        return [
          key,
          local === undefined ? renamed(one, names, io) : `#/components/schemas/${names.get(local)}`,
        ];
      }),
    );
  const collect = (schema: z.ZodType, io: 'input' | 'output', operation: string): Json => {
    const whole = z.toJSONSchema(schema, { metadata: notes, io, unrepresentable: 'any', reused: 'inline' });
    return settle({ ...whole }, io, operation);
  };
  /** Takes `$defs` out, wherever a stored shape brought its own. */
  const settle = ({ $schema: _, ...whole }: Json, io: string, operation: string): Json => {
    const defs = Object.entries(membersOf(whole.$defs)).map(
      ([name, shape]) => [name, membersOf(shape)] as const,
    );
    const names = new Map<string, string>();
    for (const [name] of defs) {
      const plain = name.startsWith('__') ? `${operation}${name.replace('__schema', 'Part')}` : name;
      names.set(name, io === 'input' && !name.startsWith('__') ? `${plain}Input` : plain);
    }
    for (const [name, { id: _id, ...shape }] of defs) {
      const { $defs: inner, ...rest } = shape;
      const own = inner === undefined ? rest : settle({ ...rest, $defs: inner }, io, names.get(name)!);
      schemas[names.get(name)!] = renamedIn(own, names, io);
    }
    const { $defs: _defs, id: _id, ...rest } = whole;
    return renamedIn(rest, names, io);
  };
  return { schemas, collect };
}

const membersOf = (value: unknown): Members => (hasMembers(value) ? value : {});

const paramDoc = (name: string | undefined): Json =>
  name === 'n' || name === 'year'
    ? { type: 'integer' }
    : { type: 'string', ...(name === 'org' && { pattern: '^[a-z0-9]{1,16}$' }) };

/**
 * What a route may refuse with, by what it takes: an address that is too long is 422 and a store that is busy 503
 * everywhere; whatever changes something may be too large, come from another site, or too late.
 */
function statusesOf(route: Route): readonly Status[] {
  const { needs, path, query, body } = route;
  const changes = route.method !== 'get';
  const asks = needs !== 'public' || route.partly === true;
  const names = path.includes('{') || query !== undefined || body !== undefined;
  const said: readonly (readonly [Status, boolean])[] = [
    [401, asks],
    [403, asks || changes],
    [404, names || route.elsewhere === true],
    [409, changes || route.conflicts === true],
    [413, changes],
    [422, true],
    [429, true], // any, when too many come
    [503, true],
  ];
  return said.flatMap(([status, may]) => (may ? [status] : []));
}

const securityOf = (need: Need): readonly Json[] =>
  need === 'public' ? [] : need === 'session' ? [{ cookie: [] }] : [{ bearer: [] }, { cookie: [] }];

const needWords: Readonly<Record<Need, string>> = {
  public: '任何人 / anyone',
  read: '令牌权限 read / token scope read',
  write: '令牌权限 write / token scope write',
  admin: '令牌权限 admin / token scope admin',
  session: '须登录，不接受令牌 / a signed-in session, no token',
};

type Collect = ReturnType<typeof collector>['collect'];

function parametersOf(route: Route, collect: Collect): readonly Json[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: paramDoc(name),
  }));
  const query = route.query === undefined ? {} : collect(route.query, 'input', route.id);
  const required = query.required;
  const inQuery = Object.entries(membersOf(query.properties)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: Array.isArray(required) && required.includes(name),
    schema,
  }));
  const headers = route.idempotent
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: '同一编号重复提交只算一次 / sending the same key again is the same request',
          schema: { type: 'string', pattern: '^[\\w.:-]{8,100}$' },
        },
      ]
    : [];
  return [...inPath, ...inQuery, ...headers];
}

function successOf(route: Route, collect: Collect): Json {
  if (route.answer === undefined) return { 204: { description: '已办理 / done' } };
  const content =
    route.answer instanceof z.ZodType
      ? { 'application/json': { schema: collect(route.answer, 'output', `${route.id}Answer`) } }
      : Object.fromEntries(
          route.answer.types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
        );
  return {
    [route.status ?? 200]: { description: '成功 / success', content },
    ...(!(route.answer instanceof z.ZodType) && {
      302: {
        description: '云端由存储桶直接给出文件 / in the cloud: the address where the bucket gives it out',
      },
    }),
  };
}

const judgesStored =
  '输入有误或已存内容不符合要求；后者的 faults 指已存内容的项目 / the input is wrong, or what is stored does not do; faults then name fields of what is stored';

function operationOf(route: Route, collect: Collect): Json {
  const parameters = parametersOf(route, collect);
  const type = route.multipart ? 'multipart/form-data' : 'application/json';
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: `${route.summary.zh} / ${route.summary.en}`,
    description: needWords[route.needs],
    security: securityOf(route.needs),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && {
      requestBody: {
        required: !route.body.safeParse({}).success,
        content: {
          [type]: {
            schema: collect(route.body, 'input', route.id),
            ...(route.example !== undefined && { example: route.example }),
          },
        },
      },
    }),
    responses: {
      ...successOf(route, collect),
      ...Object.fromEntries(
        statusesOf(route).map((status) => [
          status,
          {
            $ref: `#/components/responses/${refusals[status][0]}`,
            ...(status === 422 && route.judgesStored && { description: judgesStored }),
          },
        ]),
      ),
    },
  };
}

const about = `红榜的 JSON 接口：页面能做的，接口都能做，规则相同。时间为 UTC 时刻，日期按北京时间；列表分页，\`cursor\` 原样带回取下一页；错误均为 problem+json。用 Cookie 登录时，修改请求须带 \`X-CSRF-Token\`（取自 /api/csrf）。在云端，列表可能要过几秒才有刚才的更改；单个读取总是最新。

The JSON API of Hongbang: whatever a page can do, by the same rules. Instants are UTC, dates are of Asia/Shanghai; lists come in pages, send \`cursor\` back for the next; every refusal is problem+json. A changing request by cookie carries \`X-CSRF-Token\` (from /api/csrf). In the cloud a list may take some seconds to show what was just changed; what is read by its id is always as it stands.`;

/** Makes the document of a table of routes, for a site at an address. */
export function openApi(routes: readonly Route[], siteUrl: string): OpenApi {
  const { schemas, collect } = collector();
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, collect) };
  const ofProblem = collect(z.object({ problem }), 'output', 'Refusal');
  const schema = memberOf(ofProblem.properties, 'problem');
  const content = { 'application/problem+json': { schema } };
  const used = new Set(routes.map((route) => route.tag));
  return {
    openapi: '3.1.1',
    info: {
      title: '红榜 Hongbang',
      version: '1',
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: siteUrl }],
    tags: keysOf(tags)
      .filter((name) => used.has(name))
      .map((name) => ({ name, description: `${tags[name].zh} / ${tags[name].en}` })),
    paths,
    components: {
      schemas,
      responses: Object.fromEntries(
        Object.values(refusals).map(([name, description]) => [name, { description, content }]),
      ),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: '访问令牌 / access token: Authorization: Bearer hb_…',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: siteUrl.startsWith('https:') ? '__Host-session' : 'session',
        },
      },
    },
  };
}
