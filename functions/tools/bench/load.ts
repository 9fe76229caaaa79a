/** Clients of the benchmark: keep-alive requests with cookies, forms filled from the page, times as percentiles. */
import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location: string | undefined;
}

export interface Client {
  get(path: string, token?: string): Promise<Answer>;
  json(path: string, body: unknown, token: string): Promise<Answer>;
  /** Posts a form of the page last read: its hidden fields and these. */
  post(path: string, page: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
}

/** One client with a connection and cookies of its own. */
export function openClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const cookies = new Map<string, string>();
  const send = (
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    new Promise((done, reject) => {
      const sent = request(
        {
          port,
          host: '127.0.0.1',
          method,
          path,
          agent,
          headers: {
            ...headers,
            ...(cookies.size > 0 && {
              cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            }),
            ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
          },
        },
        (answer) => {
          for (const cookie of answer.headers['set-cookie'] ?? []) {
            const [name = '', value = ''] = cookie.split(';')[0]!.split('=');
            cookies.set(name, value);
          }
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            done({
              status: answer.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              location: answer.headers.location,
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    get: (path, token) =>
      send('GET', path, undefined, token === undefined ? {} : { authorization: `Bearer ${token}` }),
    json: (path, body, token) =>
      send('POST', path, JSON.stringify(body), {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
      }),
    post: (path, page, fields) => {
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, unescaped(value)],
      );
      return send(
        'POST',
        path,
        new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }).toString(),
        {
          'content-type': 'application/x-www-form-urlencoded',
          origin: `http://127.0.0.1:${port}`,
          'sec-fetch-site': 'same-origin',
        },
      );
    },
  };
}

const unescaped = (html: string): string =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

export interface Timing {
  readonly clients: number;
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Does a piece of work so many times with so many clients; milliseconds. */
export async function measure(
  clients: number,
  count: number,
  work: (i: number, client: number) => Promise<void>,
): Promise<Timing> {
  const times: number[] = [];
  let next = 0;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (next < count) {
        const i = next++;
        const began = performance.now();
        await work(i, client);
        times.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Number((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1));
  return {
    clients,
    count,
    perSecond: Math.round(count / seconds),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}
