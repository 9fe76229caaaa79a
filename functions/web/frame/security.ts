/** Headers, limits and the CSRF check that stand before every page and API route. */

import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';
import { cut } from '#domain/characters.ts';
import { forbidden, invalid, missing, tooLarge, unavailable } from '#domain/problem.ts';
import { isShowable } from '#domain/text-input.ts';
import type { Ctx, Env } from './context.ts';
import { cookieName, cookieOptions, isHttps } from './cookies.ts';
import { postedOf } from './posted.ts';

/** The policy of an answer, by who may show it in a frame. */
const headersOf = (siteUrl: string, bucket: string | undefined, isFramed: boolean): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', ...(bucket === undefined ? [] : [bucket])],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: [isFramed ? '*' : "'none'"],
      formAction: ["'self'", ...(bucket === undefined ? [] : [bucket])],
      ...(bucket !== undefined && { connectSrc: ["'self'", bucket] }),
    },
    xFrameOptions: isFramed ? false : 'DENY',
    // A frame on another site is a resource of another site.
    crossOriginResourcePolicy: isFramed ? 'cross-origin' : true,
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: isHttps(siteUrl) ? 'max-age=31536000; includeSubDomains' : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
  });

const done = async () => {};

/**
 * Security headers on every answer, set once its route has answered. Pages are not cached, not indexed and not framed
 * unless the route says otherwise itself with `Cache-Control`, `allowIndexing` or `allowFraming`; so a forgotten header
 * never leaks a page. `bucket` is the origin that files are sent to, where they don't go through us.
 */
export function securityHeaders(siteUrl: string, bucket?: string): MiddlewareHandler<Env> {
  const [ordinary, framed] = [headersOf(siteUrl, bucket, false), headersOf(siteUrl, bucket, true)];
  return async (c, next) => {
    await next();
    await (c.get('mayBeFramed') === true ? framed : ordinary)(c, done);
    const answer = c.res.headers;
    if (!answer.has('cache-control')) answer.set('cache-control', 'no-store');
    // A page made for somebody is hers; a token in what proxies keep would be every visitor's.
    const isPage = answer.get('content-type')?.startsWith('text/html') === true;
    if (isPage && c.get('actor') !== undefined) answer.set('cache-control', 'no-store');
    else if (answer.get('cache-control')?.startsWith('public') === true) answer.delete('set-cookie');
    if (!answer.has('x-robots-tag')) answer.set('x-robots-tag', 'noindex, nofollow');
  };
}

/** Lets any site show this answer in a frame: for what was made to be embedded, which has no form and nobody signed in. */
export const allowFraming = (c: Ctx): void => c.set('mayBeFramed', true);

/** Lets search engines index this page: for the honour roll and the like, never for notices. */
export const allowIndexing = (c: Context): void => c.header('x-robots-tag', 'all');

/** Lets browsers and proxies keep a public page for some seconds. */
export const cachePublicly = (c: Context, seconds: number): void =>
  c.header('cache-control', `public, max-age=${seconds}`);

export interface BodyLimits {
  /** Bytes of an ordinary form or JSON body. */
  readonly ordinary: number;
  /** Bytes where files come in. */
  readonly upload: number;
  readonly isUpload: (path: string) => boolean;
  /** Who may send that much, told by headers and address alone; a stranger's body stays an ordinary one. */
  readonly mayUpload: (c: Context) => boolean | Promise<boolean>;
  /** Bytes of uploads that are taken at the same time, all together. */
  readonly atOnce: number;
}

const tooLargeFor = (bytes: number) => {
  const megabytes = Math.floor(bytes / 1_048_576);
  const size = megabytes >= 1 ? `${megabytes} MB` : `${Math.floor(bytes / 1024)} KB`;
  return tooLarge(
    'body-too-large',
    `提交的内容超过 ${size}，请压缩文件或分次提交`,
    `What you sent is larger than ${size}; make the files smaller or send them one by one`,
  );
};
const busy = () =>
  unavailable(
    'uploads-busy',
    '现在上传文件的人很多，请过一分钟再试，填写的内容不会丢失。',
    'Many files are being uploaded; try again in a minute, nothing that you wrote is lost.',
  );

/**
 * Refuses a body beyond the limit of its path and sender before it is read: Problem `body-too-large`, and
 * `uploads-busy` when all uploads together would fill the memory. A body that does not say its size counts as the largest.
 */
export function limitBodies(limits: BodyLimits): MiddlewareHandler {
  const { ordinary, upload, isUpload, mayUpload, atOnce } = limits;
  const limit = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw tooLargeFor(maxSize);
      },
    });
  const [small, large] = [limit(ordinary), limit(upload)];
  let taken = 0;
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const size = Number(c.req.header('content-length') ?? upload);
    // The runtime takes no more of a body than it says; to ask for the body itself would make a stream of it.
    if (size <= ordinary && c.req.header('transfer-encoding') === undefined) return next();
    if (!isUpload(c.req.path) || size <= ordinary || !(await mayUpload(c))) return small(c, next);
    if (size > upload) throw tooLargeFor(upload);
    if (taken + size > atOnce) throw busy();
    taken += size;
    try {
      return await large(c, next);
    } finally {
      taken -= size;
    }
  };
}

const longestPart = 200;
/** A page mark, and the way back after signing in, are longer than any id. */
const longestOf: Readonly<Record<string, number>> = { cursor: 2_000, next: 2_000 };

/** Names nothing that could be there: an id too long for a key, or with characters that no id has. */
const isNowhere = (path: string): boolean => {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    return true;
  }
  return !isShowable(plain) || plain.split('/').some((part) => part.length > longestPart);
};

/** Refuses an address that can lead nowhere before anybody looks for what it names. @throws Problem missing; `invalid`. */
export const checkAddress: MiddlewareHandler = (c, next) => {
  if (isNowhere(new URL(c.req.url).pathname))
    throw missing('not-found', '没有这个页面，请检查网址。', 'There is no such page; check the address.');
  for (const [name, value] of Object.entries(c.req.query()))
    if (!isShowable(value) || value.length > (longestOf[name] ?? longestPart))
      throw invalid(
        'bad-query',
        `网址中的“${cut(name, 40)}”过长或含有不能显示的字符。`,
        `“${cut(name, 40)}” in the address is too long or holds characters that cannot be shown.`,
      );
  return next();
};

const csrfCookie = (siteUrl: string): string => cookieName(siteUrl, 'csrf');

/** Gives the browser a new CSRF token and returns it; call it at sign-in and sign-out too. */
export function renewCsrf(c: Context, siteUrl: string): string {
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(tokenBytes))).toString('base64url');
  setCookie(c, csrfCookie(siteUrl), token, cookieOptions(siteUrl));
  return token;
}

const tokenBytes = 18;
const tokenForm = /^[\w-]{24}$/;
/**
 * The token for the forms of this page: the browser's own, or a new one; masked anew for each answer, since the length of
 * compressed answers would tell one that stays the same (BREACH).
 */
export function csrfToken(c: Context, siteUrl: string): string {
  const token = Buffer.from(keptToken(c, siteUrl) ?? renewCsrf(c, siteUrl), 'base64url');
  const mask = crypto.getRandomValues(new Uint8Array(tokenBytes));
  return Buffer.concat([mask, token.map((byte, i) => byte ^ mask[i]!)]).toString('base64url');
}
/** What stands behind the mask; a form that stayed open over the upgrade sends the token as it is. */
function unmasked(sent: string): string {
  if (tokenForm.test(sent)) return sent;
  const bytes = Buffer.from(sent, 'base64url');
  return Buffer.from(bytes.subarray(tokenBytes).map((byte, i) => byte ^ bytes[i]!)).toString('base64url');
}

/** What only this browser knows before it is signed in; a second press of it is told from another's. */
export const browserToken = (c: Context, siteUrl: string): string | undefined => keptToken(c, siteUrl);

function keptToken(c: Context, siteUrl: string): string | undefined {
  const kept = getCookie(c, csrfCookie(siteUrl));
  return kept !== undefined && tokenForm.test(kept) ? kept : undefined;
}

const crossSite = () =>
  forbidden(
    'cross-site',
    '这次提交来自其他网站，已被拒绝。请在本站页面上重新操作',
    'This was sent from another site and is refused; please do it again on a page of this site',
  );
const staleForm = () =>
  forbidden(
    'csrf',
    '页面已失效，内容没有提交。请返回上一页并刷新，再提交一次；请确认浏览器允许 Cookie',
    'This page has gone stale and nothing was sent; go back, reload and send it again, and allow cookies',
  );

function refuseOtherSites(c: Context, siteUrl: string): void {
  const from = c.req.header('sec-fetch-site');
  if (from !== undefined) {
    // `none` is the user's own doing, e.g. reloading after the browser was closed.
    if (from !== 'same-origin' && from !== 'none') throw crossSite();
    return;
  }
  // Older browsers send only Origin; under `Referrer-Policy: no-referrer` a form's own is the word "null", which says nothing.
  const origin = c.req.header('origin');
  if (origin === undefined || origin === 'null') return;
  const own = [new URL(siteUrl).origin, new URL(c.req.url).origin];
  if (!own.includes(origin)) throw crossSite();
}

async function sentToken(c: Context): Promise<string | undefined> {
  const header = c.req.header('x-csrf-token');
  if (header !== undefined) return header;
  const type = c.req.header('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return undefined;
  return (await postedOf(c)).body._csrf?.at(-1);
}

/** Compares in the same time whatever differs; only the length shows. */
function isSameToken(kept: string, sent: string): boolean {
  const [left, right] = [Buffer.from(kept), Buffer.from(sent)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The access token of a request; undefined for a header that has none, which then is nobody's, see `checkCsrf`. */
export const bearerOf = (c: Context): string | undefined =>
  /^bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];

/**
 * Refuses a changing request that does not come from our own page: another site by Sec-Fetch-Site or Origin, or a
 * token (`_csrf` field or `X-CSRF-Token` header) that is not the cookie's. A request with a bearer token needs none,
 * because no other site can send one; such a request must never be served by its cookies.
 */
export function checkCsrf(siteUrl: string): MiddlewareHandler {
  return async (c, next) => {
    const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS';
    if (isSafe || bearerOf(c) !== undefined) return next();
    refuseOtherSites(c, siteUrl);
    // the choice of a language, on pages that are the same for all and carry no token
    if (c.req.path === '/language') return next();
    const kept = keptToken(c, siteUrl);
    // Without the cookie no token is the right one: the body need not be read.
    const sent = kept === undefined ? undefined : await sentToken(c);
    if (kept === undefined || sent === undefined || !isSameToken(kept, unmasked(sent))) throw staleForm();
    return next();
  };
}
