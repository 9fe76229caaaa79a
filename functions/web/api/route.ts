/** What a route of the API is: data, from which its handler, the checks of its input and the OpenAPI document are made. */
import type * as z from 'zod';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Text } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';
import type { Web } from '#web/frame/context.ts';
import type { Lang } from '#web/frame/words.ts';
import type { PathParams } from './schemas.ts';

/**
 * What a caller must bring: nothing, an access token of that scope (a session has all), or a signed-in session. The
 * action behind the route then asks the policy table; this only spares it callers who can never be let in.
 */
export const needs = ['public', 'read', 'write', 'admin', 'session'] as const;
export type Need = (typeof needs)[number];

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Groups of routes, in the order of the document. */
export const tags = {
  me: { zh: '本人', en: 'The caller' },
  programmes: { zh: '评选活动', en: 'Programmes' },
  rounds: { zh: '评选轮次', en: 'Rounds' },
  shortlists: { zh: '拟推荐名单', en: 'Shortlists' },
  tranches: {
    zh: '批次：公示、审定、发布、上报',
    en: 'Tranches: notice, decision, publication, recommendation',
  },
  panels: { zh: '评审', en: 'Panels' },
  candidacies: { zh: '参评', en: 'Candidacies' },
  nominations: { zh: '申报', en: 'Nominations' },
  tasks: { zh: '待办', en: 'Tasks' },
  notices: { zh: '公示', en: 'Public notices' },
  objections: { zh: '异议', en: 'Objections' },
  packages: { zh: '报送包', en: 'Packages for the level above' },
  honours: { zh: '荣誉', en: 'Honours' },
  organisations: { zh: '单位', en: 'Organisations' },
  members: { zh: '人员', en: 'Members' },
  tokens: { zh: '访问令牌', en: 'Access tokens' },
  schedules: { zh: '放假安排', en: 'Holiday schedules' },
  letters: { zh: '信函', en: 'Letters' },
  jobs: { zh: '后台任务', en: 'Background jobs' },
  audit: { zh: '操作记录', en: 'Audit trail' },
  rehearsal: { zh: '演练', en: 'Rehearsal' },
} as const satisfies Readonly<Record<string, Text>>;
export type RouteTag = keyof typeof tags;

/** What the server knows of a request besides its input. */
export interface RequestFacts {
  /** Instant at which the server got the request: decides what was in time. */
  readonly receivedAt: string;
  /** Network address of the caller, for limits. */
  readonly address: string;
  readonly lang: Lang;
  /** What a request by cookie sends as `X-CSRF-Token`. */
  readonly csrf: string;
  /** Header `Idempotency-Key`. */
  readonly idempotencyKey: string | undefined;
  readonly web: Web;
}

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
export type ParamsOf<Path extends string> = {
  readonly [Name in Names<Path> & keyof PathParams]: z.output<PathParams[Name]>;
};

export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly facts: RequestFacts;
}

/** A file as an answer; always a download. A large one comes piece by piece. */
export interface FileAnswer {
  readonly bytes: Uint8Array | ReadableStream<Uint8Array>;
  readonly type: string;
  readonly disposition: string;
}

/** Files as an answer, by their media types. */
export interface FilesOf {
  readonly types: readonly string[];
}

interface Common {
  readonly method: Method;
  /** As OpenAPI writes it: `/api/rounds/{round}`. Each name stands in `pathParams`. */
  readonly path: string;
  /** Name of the operation for generated clients: a verb and a noun, unique. */
  readonly id: string;
  readonly tag: RouteTag;
  readonly summary: Text;
  readonly needs: Need;
  /** Status of success; 200, or 204 when nothing is answered. */
  readonly status?: 200 | 201 | 202;
  /** A body that the schema takes; shown in the document and checked by the tests. */
  readonly example?: unknown;
  /** Takes a form with a file instead of JSON. */
  readonly multipart?: true;
  /** Takes the header `Idempotency-Key`. */
  readonly idempotent?: true;
  /** A reading that may answer 409; whatever changes something always may. */
  readonly conflicts?: true;
  /** Public for a part of what it names: for the rest the action asks who wants to know, and may answer 401 or 403. */
  readonly partly?: true;
  /** Where the request holds what a fault of the action is about, when the action calls it otherwise; see `inside`. */
  readonly faultAt?: (field: string) => string;
  /** Judges what is stored, too: its faults may name fields of that, which the request does not have. */
  readonly judgesStored?: true;
  /** Standing elsewhere (the rehearsal clock); described here only. */
  readonly elsewhere?: true;
}

export interface Route extends Common {
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  /** What may be answered: anything outside it is left out of the answer. Undefined: nothing (204). */
  readonly answer: z.ZodType | FilesOf | undefined;
  readonly handle: (
    deps: Deps,
    actor: Actor | undefined,
    input: Input<Readonly<Record<string, unknown>>, unknown, unknown>,
  ) => Promise<unknown>;
}

/** Faults of a document stand below the field of the body that holds it; those beside it stay. */
export const inside =
  (name: string, body: z.ZodObject) =>
  (field: string): string =>
    field === '' || (field.split('.')[0] ?? '') in body.shape ? field : `${name}.${field}`;

/** Faults of an attachment item are about the file that was sent for it. */
export const atFile = (field: string): string => (field.startsWith('attachments.') ? 'file' : field);

type ActorFor<N extends Need> = N extends 'public' ? Actor | undefined : Actor;
type Absent = z.ZodUndefined;

type Written<Path extends string, N extends Need> = Omit<Common, 'method' | 'path' | 'tag' | 'needs'> & {
  readonly path: Path;
  readonly needs: N;
};
type Handled = Route['handle'];

/** A row without the types that its handler was written with: what comes in was read by its schemas. */
const routeOf = <
  S extends Omit<Common, 'method' | 'tag'> & { readonly query?: unknown; readonly handle: unknown },
>(
  spec: S,
  of: Pick<Route, 'method' | 'tag' | 'body' | 'answer'>,
): Route => ({
  ...spec,
  ...of,
  query: spec.query as z.ZodObject | undefined,
  handle: spec.handle as Handled,
});

/**
 * Makes the rows of one group, by their methods. The types of params, query and body reach the handler, and what it
 * returns must fit the answer's schema; the schema then also decides at run time what leaves the house.
 */
export function routesOf(tag: RouteTag) {
  const by =
    (method: Method) =>
    <
      const Path extends string,
      const N extends Need,
      Q extends z.ZodObject | Absent = Absent,
      B extends z.ZodType = Absent,
      A extends z.ZodType = Absent,
    >(
      spec: Written<Path, N> & {
        readonly query?: Q;
        readonly body?: B;
        readonly answer?: A;
        readonly handle: (
          deps: Deps,
          actor: ActorFor<N>,
          input: Input<ParamsOf<Path>, z.output<Q>, z.output<B>>,
        ) => Promise<A extends Absent ? void : Deep<z.input<A>>>;
      },
    ): Route =>
      routeOf(spec, { method, tag, body: spec.body, answer: spec.answer });
  /** A row that answers a file, or with 302 the address where the bucket gives it out. */
  const file = <const Path extends string, const N extends Need, Q extends z.ZodObject | Absent = Absent>(
    spec: Written<Path, N> & {
      readonly query?: Q;
      readonly answer: FilesOf;
      readonly handle: (
        deps: Deps,
        actor: ActorFor<N>,
        input: Input<ParamsOf<Path>, z.output<Q>, undefined>,
      ) => Promise<FileAnswer | { readonly url: string }>;
    },
  ): Route => routeOf(spec, { method: 'get', tag, body: undefined, answer: spec.answer });
  return { get: by('get'), post: by('post'), put: by('put'), patch: by('patch'), remove: by('delete'), file };
}
