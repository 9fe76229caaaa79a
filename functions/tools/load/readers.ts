/** Visitors of a notice: plain sockets that read no more of an answer than its length, since a whole client costs more than the server. */
import { connect, type Socket } from 'node:net';
import { spread } from './visits.ts';

interface Reader {
  get(path: string): Promise<number>;
  close(): void;
}

/** One kept connection; an answer must be 200 and say its length. */
async function openReader(port: number): Promise<Reader> {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await new Promise((done, failed) => socket.once('connect', done).once('error', failed));
  let waiting: {
    readonly done: (ms: number) => void;
    readonly failed: (error: Error) => void;
    readonly at: number;
  };
  let left = 0;
  let head = '';
  const finish = () => waiting.done(performance.now() - waiting.at);
  socket.on('data', (bytes: Buffer) => {
    if (left > 0) {
      left -= bytes.length;
      if (left <= 0) finish();
      return;
    }
    head += bytes.toString('latin1');
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
    if (!head.startsWith('HTTP/1.1 200') || !Number.isFinite(length))
      return waiting.failed(new Error(`not a whole page: ${head.slice(0, end)}`));
    left = length - (head.length - end - 4);
    head = '';
    if (left <= 0) finish();
  });
  socket.on('close', () => waiting?.failed(new Error('the server closed the connection')));
  return {
    get: (path) =>
      new Promise((done, failed) => {
        waiting = { done, failed, at: performance.now() };
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: zh-CN,zh;q=0.9\r\nUser-Agent: load\r\nAccept: text/html\r\n\r\n`,
        );
      }),
    close: () => void socket.destroy(),
  };
}

/** So many visitors read a page, each once, over so many connections; six in ten its first part. Gives rate and milliseconds. */
export async function readNotice(port: number, path: string, visitors: number, connections = 32) {
  const readers = await Promise.all(Array.from({ length: connections }, () => openReader(port)));
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    readers.map(async (reader) => {
      while (next < visitors) {
        const part = Math.max(1, (next++ % 10) - 4);
        times.push(await reader.get(part === 1 ? path : `${path}?page=${part}`));
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  for (const reader of readers) reader.close();
  return { visitors, perSecond: visitors / seconds, ...spread(times) };
}
