/** A gateway of short messages on this machine: keeps what it was sent, and answers as it is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}
export interface Gateway {
  readonly url: string;
  readonly received: Received[];
  /** What comes back: a status and words, or nothing at all, the message taken all the same. */
  answer: { readonly status: number; readonly body: string } | 'silence';
  close(): Promise<void>;
}

export async function openGateway(): Promise<Gateway> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      gateway.received.push({ method: request.method ?? '', headers: request.headers, body });
      if (gateway.answer === 'silence') return void response.destroy();
      response.writeHead(gateway.answer.status, { location: 'http://127.0.0.1:1/elsewhere' });
      response.end(gateway.answer.body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const gateway: Gateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    received: [],
    answer: { status: 200, body: '{"code":"0"}' },
    close: () => new Promise((done) => server.close(() => done())),
  };
  return gateway;
}
