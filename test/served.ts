/**
 * The application as every test serves it: what the API answers is held against its own OpenAPI document, and a test
 * that was answered otherwise fails (`test/documented-answers.ts`).
 */
import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { memberOf } from '#domain/members.ts';
import { openApi } from '#web/api/openapi.ts';
import { apiRoutes } from '#web/api/table.ts';
import { makeApp } from '#web/app.tsx';
import type { Env, Web } from '#web/frame/context.ts';
import { strays } from './strays.ts';

interface Described {
  readonly form: RegExp;
  readonly names: number;
  /** Media types by status; none where the answer has no body. */
  readonly types: ReadonlyMap<number, readonly string[]>;
  /** What a request may name: its query, its body's fields and its headers. */
  readonly fields: ReadonlySet<string>;
  /** Faults may also name what is stored. */
  readonly judgesStored: boolean;
}

interface Named {
  readonly field: string;
  readonly code: string;
}
interface Operation {
  readonly responses: Readonly<Record<string, object>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
  readonly parameters?: readonly { readonly name: string }[];
}

/** Stands among the fields of a body that takes any name. */
const anyName = '*';

/** The names of a body's fields, also where it is one shape or another. */
function fieldsOf(shape: unknown, schemas: object): readonly string[] {
  const ref = memberOf(shape, '$ref');
  if (ref !== undefined) return fieldsOf(memberOf(schemas, String(ref).split('/').at(-1)!), schemas);
  const own = Object.keys(memberOf(shape, 'properties') ?? {});
  // Free names, such as the columns of a sheet.
  if (typeof memberOf(shape, 'additionalProperties') === 'object') own.push(anyName);
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (memberOf(shape, key) ?? []) as unknown[]);
  return [...own, ...parts.flatMap((part) => fieldsOf(part, schemas))];
}

/** The document by method, the way with the fewest names first, as `/tasks/mine` is no `/tasks/{task}`. */
function describe(): ReadonlyMap<string, readonly Described[]> {
  const { paths, components } = openApi(apiRoutes, 'http://localhost');
  const found = new Map<string, Described[]>();
  for (const [path, of] of Object.entries(paths))
    for (const [method, operation] of Object.entries(of)) {
      const typesOf = (one: object) => {
        const ref = memberOf(one, '$ref');
        const said = ref === undefined ? one : memberOf(components.responses, String(ref).split('/').at(-1)!);
        return Object.keys(memberOf(said, 'content') ?? {});
      };
      const { responses: said, requestBody, parameters } = operation as unknown as Operation;
      const responses = Object.entries(said);
      const bodies = Object.values(requestBody?.content ?? {});
      const same = found.get(method) ?? [];
      found.set(method, same);
      same.push({
        form: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
        names: path.split('{').length,
        fields: new Set([
          ...bodies.flatMap(({ schema }) => fieldsOf(schema, components.schemas)),
          ...(parameters ?? []).map(({ name }) => name),
        ]),
        judgesStored: memberOf(said['422'], 'description') !== undefined,
        types: new Map(responses.map(([status, one]) => [Number(status), typesOf(one)])),
      });
    }
  for (const same of found.values()) same.sort((a, b) => a.names - b.names);
  return found;
}
let described: ReturnType<typeof describe> | undefined;

/** Ways under /api that describe the others and are not described themselves. */
const about = ['/api', '/api/openapi.json'];

/** Longer answers may come compressed. */
const readJson = async (answer: Response): Promise<unknown> => {
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isPacked = answer.headers.get('content-encoding') === 'gzip';
  return JSON.parse((isPacked ? gunzipSync(bytes) : bytes).toString());
};

/** What is wrong with an answer by the document; undefined when it is described there. */
export async function strayOf(method: string, path: string, answer: Response): Promise<string | undefined> {
  if (!/^\/api(\/|$)/.test(path) || about.includes(path)) return undefined;
  described ??= describe();
  const { status, headers } = answer;
  const route = described.get(method.toLowerCase())?.find(({ form }) => form.test(path));
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const said = `${method} ${path} answers ${status} ${type}`.trim();
  if (route === undefined) return status < 400 ? `${said}: the document has no such route` : undefined;
  const types = route.types.get(status);
  if (types === undefined) return `${said}: the document has no such status`;
  if (types.length === 0 ? status === 204 && type !== '' : !types.includes(type))
    return `${said}: the document says ${types.join(', ') || 'nothing'}`;
  if (status !== 422 || route.judgesStored) return undefined;
  const { faults } = (await readJson(answer.clone())) as { readonly faults: readonly Named[] };
  const other = faults.find(
    ({ field, code }) =>
      field !== '' &&
      code !== 'unknown-key' &&
      !route.fields.has(anyName) &&
      !route.fields.has(field.split('.')[0]!),
  );
  return other === undefined ? undefined : `${said}: the document has no field ${other.field}`;
}

/** Serves as `makeApp` does, and looks at what is answered. */
export function serveApp(web: Web): Hono<Env> {
  const app = makeApp(web);
  const watched = new Hono<Env>();
  watched.all('*', async (c) => {
    const answer = await app.fetch(c.req.raw, c.env);
    const stray = await strayOf(c.req.method, new URL(c.req.url).pathname, answer);
    if (stray !== undefined) strays.push(stray);
    return answer;
  });
  return watched;
}
