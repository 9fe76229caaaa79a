/** The scanner of uploaded files: ClamAV's daemon, asked by its own protocol over a unix socket or TCP (docs/decisions/028-a-scanner-beside-the-upload.md). */
import { createConnection, type NetConnectOpts } from 'node:net';
import { invalid } from '#domain/problem.ts';
import type { ByteScanner } from '#ports';

/** How much goes into one piece, and how long an answer may take: an upload waits for it. */
const pieceBytes = 64 * 1024;
const patienceMs = 15_000;

/** Where the daemon listens: `/run/clamav/clamd.ctl`, or `127.0.0.1:3310`. @throws Problem `clamd-address`. */
export function clamdAddress(written: string): NetConnectOpts {
  if (written.startsWith('/')) return { path: written };
  const [, host, port] = /^\[?([^[\]]+?)\]?:(\d{1,5})$/.exec(written) ?? [];
  if (host !== undefined && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  throw invalid(
    'clamd-address',
    `HONGBANG_CLAMD 须写成 /run/clamav/clamd.ctl 或 127.0.0.1:3310，收到“${written}”。`,
    `HONGBANG_CLAMD must look like /run/clamav/clamd.ctl or 127.0.0.1:3310, not "${written}".`,
  );
}

/** Sends one command with its pieces, and gives the one line that comes back. */
function answerTo(address: NetConnectOpts, pieces: readonly Uint8Array[]): Promise<string> {
  return new Promise((done, failed) => {
    const heard: Buffer[] = [];
    const socket = createConnection(address);
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('clamd does not answer')));
    socket.on('connect', () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.on('data', (data: Buffer) => heard.push(data));
    socket.on('error', failed);
    socket.on('close', () => {
      const said = Buffer.concat(heard).toString('utf8').replace(/\0/g, '').trim();
      if (said === '') failed(new Error('clamd closed without an answer'));
      else done(said);
    });
  });
}

/** INSTREAM: each piece after its length in four bytes, and a length of nothing at the end. */
function* streamOf(bytes: Uint8Array): Generator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0');
  for (let at = 0; at <= bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(piece.length);
    yield head;
    if (piece.length === 0) return;
    yield piece;
  }
  yield Buffer.alloc(4);
}

/** The scanner at an address. It throws when it cannot be asked, or refuses to judge (as a file over its own limit). */
export function openClamd(written: string): ByteScanner {
  const address = clamdAddress(written);
  return {
    async scan(bytes) {
      const said = await answerTo(address, [...streamOf(bytes)]);
      if (/: OK$/.test(said)) return undefined;
      const [, found] = /: (.+) FOUND$/.exec(said) ?? [];
      if (found !== undefined) return found;
      throw new Error(`clamd answered ${said.slice(0, 100)}`);
    },
  };
}

/** Whether a daemon answers there. */
export const clamdAnswers = async (written: string): Promise<boolean> => {
  try {
    return (await answerTo(clamdAddress(written), [Buffer.from('zPING\0')])) === 'PONG';
  } catch {
    return false; // that is what is asked
  }
};
