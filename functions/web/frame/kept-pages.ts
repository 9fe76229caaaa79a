/** Pages that are the same for every visitor: made and compressed once, then given out as bytes while what they show stands. */
import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { packingOf } from './compression.ts';
import type { Ctx, Env } from './context.ts';
import { languageOf } from './language.ts';
import type { Frame } from './layout.tsx';

/** Says whether a page that was made would be made the same now: one read by key. */
export type Stands = () => Promise<boolean>;

interface KeptPage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly tag: string;
  readonly stands: Stands;
}
export interface KeptPages {
  /** Gives a page that is kept for this request and still stands. */
  answer(c: Ctx): Promise<Response | undefined>;
  /** Keeps what `keepWhile` was said of; outside of everything that changes an answer. */
  readonly keep: MiddlewareHandler<Env>;
}

/** Bytes of all pages together: some hundred notices and lists. */
const most = 4 * 1_024 * 1_024;
/** What belongs to one answer only. */
const ofOne = ['x-request-id', 'content-length', 'date'];

const asked = new WeakMap<Request, Stands>();

/** Lets the page of this request be given to all visitors while it stands. Its frame must be `frameForAll`. */
export const keepWhile = (c: Ctx, stands: Stands): void => {
  asked.set(c.req.raw, stands);
};

/** The frame of a page without forms of a visitor's own: no token, so no cookie either, and the page is every visitor's. */
export function frameForAll(c: Ctx): Ctx['var']['frame'] {
  const frame = c.get('frame');
  if (frame.actor !== undefined) return frame;
  c.header('set-cookie', undefined);
  return { ...frame, csrf: '' } satisfies Frame;
}

/** Keeps pages in this process, the newest of them; `sessionCookie` is the name of the cookie by which somebody is known. */
export function keptPages(sessionCookie: string): KeptPages {
  const kept = new Map<string, KeptPage>();
  let held = 0;
  /** What a visitor's page depends on beside what it shows; undefined for a request of somebody who is known. */
  const nameOf = (c: Ctx): string | undefined => {
    const { method, url } = c.req.raw;
    if (method !== 'GET' || c.req.header('authorization') !== undefined) return undefined;
    if (c.req.header('cookie')?.includes(`${sessionCookie}=`) === true) return undefined;
    return `${languageOf(c)} ${packingOf(c)} ${url}`;
  };
  const drop = (name: string): void => {
    held -= kept.get(name)?.bytes.byteLength ?? 0;
    kept.delete(name);
  };
  return {
    async answer(c) {
      const name = kept.size === 0 ? undefined : nameOf(c);
      const page = name === undefined ? undefined : kept.get(name);
      if (name === undefined || page === undefined) return undefined;
      // what cannot be read is made anew, and says then what is wrong
      if (!(await page.stands().catch(() => false))) return void drop(name);
      const { bytes, headers, tag } = page;
      const isThere = c.req.header('if-none-match')?.includes(tag) === true;
      return isThere
        ? new Response(null, { status: 304, headers })
        : new Response(bytes, { status: 200, headers });
    },
    async keep(c, next) {
      await next();
      const stands = asked.get(c.req.raw);
      const name = stands && nameOf(c);
      const { status, headers } = c.res;
      if (stands === undefined || name === undefined || status !== 200 || headers.has('set-cookie')) return;
      const bytes = new Uint8Array(await c.res.arrayBuffer());
      const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
      headers.set('etag', tag);
      c.res = undefined;
      c.res = new Response(bytes, { status, headers });
      drop(name);
      const own = [...headers].filter(([header]) => !ofOne.includes(header));
      kept.set(name, { bytes, headers: Object.fromEntries(own), tag, stands });
      held += bytes.byteLength;
      for (const oldest of kept.keys()) {
        if (held <= most) break;
        drop(oldest);
      }
    },
  };
}
