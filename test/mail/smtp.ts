/** A real SMTP server on this machine, and just enough MIME to read what it was given. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Part {
  readonly type: string;
  readonly text: string;
}
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
  readonly parts: readonly Part[];
}

export interface Smtp {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** Addresses refused with 550. */
  readonly refused: Set<string>;
  close(): Promise<void>;
}

/** =?UTF-8?B?…?= and =?UTF-8?Q?…?=, next to each other without the space between. */
const decodeWords = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/((?:=\?UTF-8\?[BQ]\?[^?]*\?=)+)/gi, (run: string) =>
      Buffer.concat(
        [...run.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)].map(([, kind, body]) =>
          kind!.toUpperCase() === 'B' ? Buffer.from(body!, 'base64') : quoted(body!.replaceAll('_', ' ')),
        ),
      ).toString('utf8'),
    );

const quoted = (body: string): Buffer =>
  Buffer.from(
    body
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function split(raw: string): { headers: Map<string, string>; body: string } {
  const at = raw.indexOf('\r\n\r\n');
  const headers = new Map<string, string>();
  for (const line of raw
    .slice(0, at)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim()));
  }
  return { headers, body: raw.slice(at + 4) };
}

function partsOf(raw: string): readonly Part[] {
  const { headers, body } = split(raw);
  const type = headers.get('content-type') ?? '';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary !== undefined)
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .flatMap((part) => partsOf(part.replace(/^\r\n/, '')));
  const encoding = headers.get('content-transfer-encoding') ?? '7bit';
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? quoted(body)
        : Buffer.from(body, 'latin1');
  return [{ type: type.split(';')[0]!, text: bytes.toString('utf8').replaceAll('\r\n', '\n') }];
}

/** What becomes of a message: taken, not now (451), or taken while its answer is lost. */
export type Fate = 'taken' | 'busy' | 'cut';

/**
 * Starts a server on 127.0.0.1, on a free port unless one is given; on another address of this machine it is none of `here`.
 * `fateOf` says what becomes of each message to an address.
 */
export async function startSmtp(
  port = 0,
  host = '127.0.0.1',
  fateOf: (address: string) => Fate = () => 'taken',
): Promise<Smtp> {
  const fates = new Map<string, Fate>();
  const received: ReceivedMail[] = [];
  const refused = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, session, done) {
      if (refused.has(address))
        return done(Object.assign(new Error(`no such user ${address}`), { responseCode: 550 }));
      const fate = fateOf(address);
      fates.set(session.id, fate);
      done(fate === 'busy' ? Object.assign(new Error('try later'), { responseCode: 451 }) : undefined);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1');
        const to = session.envelope.rcptTo.map((each) => each.address);
        received.push({ to, headers: split(raw).headers, parts: partsOf(raw) });
        if (fates.get(session.id) !== 'cut') return done();
        // Not answered: the connection goes.
        const sockets = server as unknown as {
          readonly connections: Iterable<{ readonly id: string; readonly _socket: { destroy(): void } }>;
        };
        for (const each of sockets.connections) if (each.id === session.id) each._socket.destroy();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    refused,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
