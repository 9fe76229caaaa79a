/** A browser for the tests of pages: keeps cookies, follows the forms of a page as a person without script would. */
import { createAdminLink } from '#actions/people/signin.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Answers } from '#domain/programme/form.ts';
import { jpeg } from '../../furong.ts';
import { serveApp } from '../../served.ts';

export type Sent = Readonly<Record<string, string | File | readonly string[] | readonly File[]>>;

export interface Seen {
  readonly status: number;
  /** Where a redirect leads; '' for a page. */
  readonly to: string;
  readonly html: string;
  readonly headers: Headers;
  /** The page without tags, blanks collapsed. */
  readonly text: string;
  /** What was downloaded. */
  readonly bytes: Uint8Array;
}

export interface Browser {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  /** Sends a form with the token of this browser; files make it multipart. */
  post(path: string, sent?: Sent, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  /** Follows redirects to the page. */
  follow(seen: Seen): Promise<Seen>;
  signIn(member: Pick<Actor, 'id'>): Promise<void>;
  /** Any request, with her cookies. */
  ask(path: string, init: RequestInit): Promise<Seen>;
  readonly cookies: Map<string, string>;
}

const plain = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<\/?time>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

/** The hidden fields (and filled inputs) of a page, by name. */
export const hiddenIn = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      plain(value!).trim(),
    ]),
  );

/** A new browser on a new application over some dependencies. */
export function openBrowser(deps: Deps, userAgent = ''): Browser {
  const app = serveApp({ deps, root: '430000' });
  const cookies = new Map<string, string>();
  const request = async (path: string, init: RequestInit): Promise<Seen> => {
    const headers = new Headers(init.headers);
    if (userAgent !== '') headers.set('user-agent', userAgent);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await app.request(path.split('#')[0]!, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const html = new TextDecoder().decode(bytes);
    return {
      bytes,
      status: answer.status,
      to: answer.headers.get('location') ?? '',
      html,
      headers: answer.headers,
      text: plain(html),
    };
  };
  const get: Browser['get'] = (path, headers = {}) => request(path, { headers });
  const post: Browser['post'] = async (path, sent = {}, headers = {}) => {
    if (!cookies.has('csrf')) await get('/help');
    const isMultipart = Object.values(sent)
      .flat()
      .some((value) => value instanceof File);
    const body = isMultipart ? new FormData() : new URLSearchParams();
    body.append('_csrf', cookies.get('csrf') ?? '');
    for (const [name, value] of Object.entries(sent))
      for (const one of [value].flat()) (body as FormData).append(name, one as string);
    return request(path, { method: 'POST', body, headers });
  };
  return {
    cookies,
    ask: request,
    get,
    post,
    async follow(seen) {
      let now = seen;
      for (let left = 5; now.to !== '' && left > 0; left--) now = await get(now.to);
      return now;
    },
    async signIn({ id }) {
      const path = await createAdminLink(deps, id);
      const entered = await post(path);
      if (entered.status !== 303) throw new Error(`not signed in: ${entered.status} ${entered.text}`);
    },
  };
}

/** The names and values that a form sends for some answers. */
export function fields(answers: Answers): Record<string, string | readonly string[]> {
  const sent: Record<string, string | readonly string[]> = {};
  for (const [id, value] of Object.entries(answers)) {
    if (!Array.isArray(value)) sent[id] = String(value);
    else if (value.every((one) => typeof one === 'string')) sent[id] = value;
    else
      value.forEach((row: Record<string, unknown>, n) => {
        for (const [column, cell] of Object.entries(row)) sent[`${id}.${n}.${column}`] = String(cell);
      });
  }
  return sent;
}
/** A photograph as a person would upload it. */
export const photo = (n: number) =>
  new File([Uint8Array.from(jpeg(n))], `照片${n}.jpg`, { type: 'image/jpeg' });
