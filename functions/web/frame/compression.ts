/** Answers are compressed where the caller takes gzip: a form of 50 KB then travels as 5. Neither home has a proxy that does it. */
import { constants, gzip, gzipSync } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';
import { HtmlEscapedCallbackPhase, resolveCallback } from 'hono/utils/html';

/** Shorter answers fit in one packet anyway. */
const least = 1_024;
const compressible = /^(text\/|application\/(problem\+|ld\+)?json\b|application\/\w+\+xml\b|image\/svg)/;

/** Up to here the way to another thread and back takes longer than the work. */
const little = 32 * 1_024;

const gzipped = (content: Uint8Array, level: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((done, failed) => {
    if (content.byteLength <= little) return done(gzipSync(content, { level }));
    gzip(content, { level }, (error, packed) => (error === null ? done(packed) : failed(error)));
  });

/** Gives the bytes of this request's answer. Pages are remembered as they are made: an answer read back goes through streams. */
function remembering(c: Context): () => Promise<Uint8Array<ArrayBuffer>> {
  const { html } = c;
  let page: { readonly answer: Response; readonly said: string } | undefined;
  const remember = async (...[made, ...more]: Parameters<typeof html>): Promise<Response> => {
    const said = String(await resolveCallback(await made, HtmlEscapedCallbackPhase.Stringify, false, {}));
    page = { answer: await html(said, ...more), said };
    return page.answer;
  };
  Object.assign(c, { html: remember });
  return async () =>
    page !== undefined && page.answer === c.res
      ? Buffer.from(page.said)
      : new Uint8Array(await c.res.arrayBuffer());
}

/**
 * Compresses the answers that are worth it. Files whose names are their hashes are compressed once, as small as it goes,
 * and kept; there are a handful of them.
 */
export function compressAnswers(): MiddlewareHandler {
  const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  return async (c, next) => {
    const content = remembering(c);
    await next();
    const { headers, status } = c.res;
    if (!compressible.test(headers.get('content-type') ?? '') || headers.has('content-encoding')) return;
    headers.append('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '') || c.req.method === 'HEAD') return;
    const bytes = await content();
    const answer = (body: Uint8Array<ArrayBuffer>) => {
      c.res = undefined;
      c.res = new Response(body, { status, headers });
    };
    if (bytes.byteLength < least) return answer(bytes);
    const isKept = status === 200 && (headers.get('cache-control') ?? '').includes('immutable');
    const packed = isKept
      ? (kept.get(c.req.path) ?? gzipped(bytes, constants.Z_BEST_COMPRESSION))
      : gzipped(bytes, constants.Z_BEST_SPEED);
    if (isKept) kept.set(c.req.path, packed);
    headers.set('content-encoding', 'gzip');
    headers.delete('content-length');
    answer(await packed);
  };
}
