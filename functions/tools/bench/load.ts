/** Clients of the benchmark: keep-alive requests with cookies, pages pressed and followed as a browser does. */

import { Agent, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { memberOf } from '#domain/members.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location: string | undefined;
}

export interface Client {
  /** How many requests it has sent. */
  readonly sent: () => number;
  get(path: string): Promise<Answer>;
  /** Asks the API; by its token, or by its session with the CSRF token. Throws on a refusal. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Opens a page and follows where it leads. Throws unless it ends at 200. */
  open(path: string): Promise<string>;
  /** Fills and sends the form with that action on a page, and follows where it leads. */
  press(page: string, action: string, fields: Fields, files?: Files): Promise<string>;
  /** The same person at another browser: her cookies, a connection of its own. */
  again(): Client;
}
export type Fields = Readonly<Record<string, string | readonly string[]>>;
/** Files of a form, as texts. */
export type Files = Readonly<Record<string, { readonly name: string; readonly text: string }>>;

const unescaped = (html: string): string =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

interface PageForm {
  readonly hidden: Fields;
  readonly multipart: boolean;
}

/** Whether a page has a form with that action. */
export const hasForm = (page: string, action: string): boolean => page.includes(`action="${action}"`);

/** The form of a page with that action. Throws when there is none. */
function formOf(page: string, action: string): PageForm {
  const at = page.indexOf(`action="${action}"`);
  if (at < 0) throw new Error(`no form ${action} on: ${page.replaceAll(/<[^>]*>|\s+/g, ' ').slice(0, 400)}`);
  const form = page.slice(page.lastIndexOf('<form', at), page.indexOf('</form>', at));
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, unescaped(value)] as const,
  );
  return { hidden: Object.fromEntries(hidden), multipart: form.includes('multipart/form-data') };
}

const textOf = (bytes: Buffer, encoding: string | undefined): string =>
  (encoding === 'br'
    ? brotliDecompressSync(bytes)
    : encoding === 'gzip'
      ? gunzipSync(bytes)
      : bytes
  ).toString();

/** What browsers send with every request; programs seldom ask for compressed answers. */
const browser = { 'accept-encoding': 'gzip, deflate, br' };

const boundary = 'hongbang-bench-7d1f0a';
/** The body of a form with its media type. */
function encoded(
  fields: Fields,
  multipart: boolean,
  files: Files,
): { readonly type: string; readonly body: string } {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
  );
  if (!multipart)
    return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(pairs).toString() };
  const parts = pairs.map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  for (const [field, { name, text }] of Object.entries(files))
    parts.push(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n`,
    );
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` };
}

/** Sends one request of a client, with its cookies, and keeps those of the answer. */
const exchange = (
  {
    port,
    agent,
    cookies,
  }: { readonly port: number; readonly agent: Agent; readonly cookies: Map<string, string> },
  method: string,
  path: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> =>
  new Promise((done, reject) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const asked = request(
      {
        port,
        host: '127.0.0.1',
        method,
        path,
        agent,
        headers: {
          ...headers,
          ...(cookie !== '' && { cookie }),
          ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      (answer) => {
        for (const set of answer.headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
          cookies.set(name, value);
        }
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            body: textOf(Buffer.concat(chunks), answer.headers['content-encoding']),
            location: answer.headers.location,
          }),
        );
      },
    );
    asked.on('error', (error) => {
      // a kept connection that the server closed while nothing was sent: as browsers do, on another one
      const isStale = asked.reusedSocket && memberOf(error, 'code') === 'ECONNRESET';
      if (!isStale) return reject(error);
      exchange({ port, agent, cookies }, method, path, body, headers).then(done, reject);
    });
    asked.end(body);
  });

/** One client with a connection and cookies of its own; with a token it asks the API only. */
export function openClient(
  port: number,
  token?: string,
  jar: ReadonlyMap<string, string> = new Map(),
): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const cookies = new Map(jar);
  const site = `http://127.0.0.1:${port}`;
  let sent = 0;
  let csrf: string | undefined;
  const send = (
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    sent++;
    return exchange({ port, agent, cookies }, method, path, body, headers);
  };
  const landed = async (answer: Answer): Promise<string> => {
    if (answer.status >= 300 && answer.status < 400 && answer.location !== undefined) {
      const { pathname, search } = new URL(answer.location, site);
      return landed(await send('GET', pathname + search, undefined, browser));
    }
    if (answer.status === 200) return answer.body;
    throw new Error(`status ${answer.status}: ${answer.body.replaceAll(/<[^>]*>|\s+/g, ' ').slice(0, 600)}`);
  };
  const open = async (path: string) => landed(await send('GET', path, undefined, browser));
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    if (token === undefined && method !== 'GET')
      csrf ??= String(memberOf(JSON.parse(await open('/api/csrf')), 'csrf'));
    const answer = await send(method, path, body === undefined ? undefined : JSON.stringify(body), {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined ? { authorization: `Bearer ${token}` } : csrf && { 'x-csrf-token': csrf }),
    });
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: status ${answer.status}: ${answer.body.slice(0, 600)}`);
    return (answer.body === '' ? undefined : JSON.parse(answer.body)) as T;
  };
  return {
    sent: () => sent,
    get: (path) => send('GET', path),
    api,
    open,
    press: async (page, action, fields, files = {}) => {
      const form = formOf(page, action);
      const { type, body } = encoded({ ...form.hidden, ...fields }, form.multipart, files);
      const headers = { ...browser, 'content-type': type, origin: site, 'sec-fetch-site': 'same-origin' };
      return landed(await send('POST', unescaped(action), body, headers));
    },
    again: () => openClient(port, token, cookies),
  };
}

/** Waits until something holds; throws after two minutes, or as many as are said. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  minutes = 2,
): Promise<T> {
  for (const began = Date.now(); Date.now() - began < minutes * 60_000; ) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited in vain: ${what}`);
}

/** Does a piece of work so many times with so many clients at once. */
export async function share(
  clients: number,
  count: number,
  work: (i: number, client: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (next < count) await work(next++, client);
    }),
  );
}
