/** Answers are compressed where the caller takes it: a form of 50 KB then travels as 5. Neither home has a proxy that does it. */
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';
import { HtmlEscapedCallbackPhase, resolveCallback } from 'hono/utils/html';

/** Shorter answers fit in one packet anyway. */
const least = 1_024;
const compressible = /^(text\/|application\/(problem\+|ld\+)?json\b|application\/\w+\+xml\b|image\/svg)/;

/** Up to here the way to another thread and back takes longer than the work. */
const little = 32 * 1_024;

/** What a caller takes: Brotli at its fastest takes half the time of gzip for the same size; browsers ask for it by https only. */
type Packing = 'br' | 'gzip';
export function packingOf(c: Context): Packing | undefined {
  const taken = c.req.header('accept-encoding') ?? '';
  if (/\bbr\b/.test(taken)) return 'br';
  return /\bgzip\b/.test(taken) ? 'gzip' : undefined;
}

const brotli = (quality: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
const packers = {
  br: { fast: brotli(1), best: brotli(11), now: brotliCompressSync, beside: promisify(brotliCompress) },
  gzip: {
    fast: { level: constants.Z_BEST_SPEED },
    best: { level: constants.Z_BEST_COMPRESSION },
    now: gzipSync,
    beside: promisify(gzip),
  },
} as const;

async function packed(
  content: Uint8Array,
  packing: Packing,
  effort: 'fast' | 'best',
): Promise<Uint8Array<ArrayBuffer>> {
  const { [effort]: options, now, beside } = packers[packing];
  return content.byteLength <= little ? now(content, options) : beside(content, options);
}

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
    const packing = packingOf(c);
    if (packing === undefined || c.req.method === 'HEAD') return;
    const bytes = await content();
    const answer = (body: Uint8Array<ArrayBuffer>) => {
      c.res = undefined;
      c.res = new Response(body, { status, headers });
    };
    if (bytes.byteLength < least) return answer(bytes);
    const isKept = status === 200 && (headers.get('cache-control') ?? '').includes('immutable');
    const name = `${packing} ${c.req.path}`;
    const less = (isKept ? kept.get(name) : undefined) ?? packed(bytes, packing, isKept ? 'best' : 'fast');
    if (isKept) kept.set(name, less);
    headers.set('content-encoding', packing);
    headers.delete('content-length');
    answer(await less);
  };
}
