/** Answers a refusal or a defect: a page for people, problem+json (RFC 9457) for the API. */

import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { keysOf, memberOf } from '#domain/members.ts';
import { type Fault, Problem, type ProblemKind, text } from '#domain/problem.ts';
import { languageOf } from './language.ts';
import { type Frame, Page } from './layout.tsx';
import { Actions, Button } from './parts.tsx';
import { htmlLang, type Lang, t, w } from './words.ts';

/** The HTTP status of each kind of refusal. */
export const kindStatus = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  limited: 429,
  toolarge: 413,
  unavailable: 503,
} as const satisfies Record<ProblemKind, ContentfulStatusCode>;

/** A Problem, or undefined for a defect that nobody foresaw. */
export type Refusal = Problem | undefined;

const statusOf = (refusal: Refusal): ContentfulStatusCode =>
  refusal === undefined ? 500 : kindStatus[refusal.kind];
const titleOf = (lang: Lang, refusal: Refusal): string => w(lang).problems[refusal?.kind ?? 'defect'];

/** The same list from its first page. */
function firstPage(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  searchParams.delete('cursor');
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}

/** Where one signs in, and anew who is signed in already. */
function signInAt(next: string | undefined, isAgain: boolean): string {
  const query = new URLSearchParams({ ...(next !== undefined && { next }), ...(isAgain && { again: '1' }) });
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}

/** The page for a refusal or defect; `id` is the request's number that the log knows. */
export const ProblemPage = (props: {
  readonly frame: Frame;
  readonly refusal: Refusal;
  readonly id: string;
  /** Where signing in leads on to: back to the page, or to what was sent and kept. */
  readonly next?: string | undefined;
  readonly kept?: boolean | undefined;
}) => {
  const { frame, refusal, id, next } = props;
  const words = w(frame.lang).problems;
  return (
    <Page {...frame} title={titleOf(frame.lang, refusal)}>
      <p class="lead">{refusal === undefined ? words.defectDetail : t(frame.lang, refusal.text)}</p>
      {props.kept === true && <p>{words.kept}</p>}
      {refusal !== undefined && refusal.faults.length > 0 && (
        <ul>
          {refusal.faults.map((one) => (
            <li>{t(frame.lang, one.text)}</li>
          ))}
        </ul>
      )}
      <Actions>
        {refusal?.kind === 'unauthenticated' ? (
          <Button href={signInAt(next, frame.actor !== undefined)}>{w(frame.lang).frame.signIn}</Button>
        ) : refusal?.code === 'cursor-broken' ? (
          <Button href={firstPage(frame.path)}>{words.firstPage}</Button>
        ) : (
          <Button href="/" tone="secondary">
            {words.backHome}
          </Button>
        )}
      </Actions>
      <p class="muted">
        {words.request} <code>{id}</code>
      </p>
    </Page>
  );
};

/** The body of a problem+json answer in one language. */
export const problemJson = (lang: Lang, refusal: Refusal, id: string) => ({
  type: refusal === undefined ? 'about:blank' : `urn:hongbang:problem:${refusal.code}`,
  title: titleOf(lang, refusal),
  status: statusOf(refusal),
  detail: refusal === undefined ? w(lang).problems.defectDetail : t(lang, refusal.text),
  instance: `urn:hongbang:request:${id}`,
  code: refusal?.code ?? 'defect',
  faults: (refusal?.faults ?? []).map((one) => ({
    field: one.field,
    code: one.code,
    text: t(lang, one.text),
  })),
});

/** What Hono itself throws, as ours: a body that is no JSON, a wrong method, and the like. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Problem) return error;
  if (!(error instanceof HTTPException) || error.status >= 500) return undefined;
  const kind = keysOf(kindStatus).find((one) => kindStatus[one] === error.status) ?? 'invalid';
  return new Problem(
    kind,
    'bad-request',
    text('请求的格式不对，请检查后重试', 'The request is malformed; check it and try again'),
  );
}

/** `Retry-After` of a refusal that passes by itself: when its window ends, or in a minute. */
export function sayWhen(c: Context, refusal: Refusal): void {
  if (refusal?.kind === 'limited' || refusal?.kind === 'unavailable')
    c.header('retry-after', String(refusal.retryAfter ?? 60));
}

/** Refusals that may be somebody trying doors, or getting round what is checked. */
const logged: readonly Problem['kind'][] = ['unauthenticated', 'forbidden', 'limited', 'invalid'];
/** A flood is said once a minute, where it is counted. */
const loggedThere = 'too-many-calls';
const mostFaults = 10;
/** A part of a path that one of our schemas may have; what somebody named herself is no field, and may say anything. */
const fieldPart = /^([a-z][A-Za-z-]{0,39}|\d{1,4})$/;

/** Where input was refused and by which rule: `people.0.phone format`. Never what was sent, nor a name that was made up. */
const faultLine = ({ field, code }: Fault): string => {
  const parts = field.split('.').map((part) => (fieldPart.test(part) ? part : '*'));
  if (code === 'unknown-key') parts.splice(-1, 1, '*');
  return `${parts.join('.')} ${code}`;
};

/** Writes a refusal into the log, if it is one that is logged. */
export function logRefusal(
  c: Context,
  log: ProblemAnswers['log'],
  refusal: Problem,
  request = idOf(c),
): void {
  const { kind, code, faults } = refusal;
  if (!logged.includes(kind) || code === loggedThere) return;
  // A page asked for without a session is every visitor's first step; what was sent, or tried with a token, is not.
  if (kind === 'unauthenticated' && c.req.method === 'GET') return;
  const where = faults.slice(0, mostFaults).map(faultLine);
  log('web-refused', { request, code, ...whoIs(c), ...(where.length > 0 && { where }) });
}

export interface ProblemAnswers {
  /** Builds the page frame; when it fails too, a bare frame without actor is used. */
  readonly frame: (c: Context) => Frame | Promise<Frame>;
  readonly site: Frame['site'];
  readonly log: (code: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Keeps a form that was sent without a session; gives the path that leads back to it. */
  readonly keep?: (c: Context) => Promise<string | undefined>;
}

/** The number of this request; the `requestId` middleware gives it, and an answer to a request without one gets its own. */
const idOf = (c: Context): string => c.get('requestId') ?? crypto.randomUUID();

const wantsJson = (c: Context): boolean =>
  c.req.path === '/api' ||
  c.req.path.startsWith('/api/') ||
  // Autosave and uploads by site.js.
  (c.req.header('accept') ?? '').startsWith('application/json');

/** Where signing in leads on to; a form that was sent is kept for it. */
async function wayBack(c: Context, { keep, log }: ProblemAnswers) {
  if (c.req.method === 'GET') return { next: c.req.path };
  try {
    const kept = c.req.method === 'POST' ? await keep?.(c) : undefined;
    return { next: kept, kept: kept !== undefined };
  } catch (error) {
    // The refusal is answered all the same; what was typed stands in the page before.
    log('form-not-kept', { error: error instanceof Error ? error.name : 'unknown' });
    return {};
  }
}

async function answer(c: Context, refusal: Refusal, id: string, answers: ProblemAnswers) {
  const { frame, site } = answers;
  const lang = languageOf(c);
  const status = statusOf(refusal);
  sayWhen(c, refusal);
  if (status === 401) c.header('www-authenticate', 'Bearer');
  c.header('content-language', htmlLang(lang));
  c.header('vary', 'Cookie, Accept-Language, Accept');
  if (wantsJson(c))
    return c.body(JSON.stringify(problemJson(lang, refusal, id)), status, {
      'content-type': 'application/problem+json; charset=utf-8',
    });
  const bare: Frame = { lang, site, csrf: '', path: '/' };
  const framed = await Promise.resolve()
    .then(() => frame(c))
    .catch(() => bare);
  const back = status === 401 ? await wayBack(c, answers) : {};
  return c.html(<ProblemPage frame={framed} refusal={refusal} id={id} {...back} />, status);
}

/** Who was refused, as far as she is known. */
const whoIs = (c: Context): object => {
  const by = memberOf(c.get('actor'), 'id');
  return by === undefined ? {} : { by };
};

/** Where an error came from, without its message: messages may hold names. */
const traceOf = (error: Error): readonly string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());

/** For `app.onError`: a Problem in its status and words; anything else 500 with an id, its trace logged. */
export function onProblem(answers: ProblemAnswers): ErrorHandler {
  return (error, c) => {
    const refusal = refusalOf(error);
    const id = idOf(c);
    if (refusal === undefined)
      answers.log('web-defect', { request: id, error: error.name, trace: traceOf(error) });
    else logRefusal(c, answers.log, refusal, id);
    return answer(c, refusal, id, answers);
  };
}

/** For `app.notFound`. */
export function onMissing(answers: ProblemAnswers): NotFoundHandler {
  return (c) => {
    const { zh, en } = { zh: w('zh').problems.noPage, en: w('en').problems.noPage };
    return answer(c, new Problem('missing', 'no-such-page', text(zh, en)), idOf(c), answers);
  };
}
