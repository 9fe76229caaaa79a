/** Whether the machine's clock is kept right: deadlines, notices and links all follow it. */
import { execFile } from 'node:child_process';
import { text } from '#domain/problem.ts';
import type { Finding } from './counters.ts';

/** What `timedatectl` says of synchronisation; undefined where there is none, or it cannot say. */
export const askTimedatectl = (): Promise<string | undefined> =>
  new Promise((done) => {
    execFile(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: 5_000 },
      (error, said) => done(error === null ? said.trim() : undefined),
    );
  });

/** A clock that nobody sets; where it cannot be told nothing is said. */
export async function checkClock(ask = askTimedatectl): Promise<readonly Finding[]> {
  if ((await ask()) !== 'no') return [];
  return [
    {
      area: 'clock',
      level: 'note',
      ids: [],
      text: text(
        '本机时钟没有与时间服务器同步：截止时间、公示期和链接有效期都以它为准。请启用 systemd-timesyncd 或 chrony',
        "this machine's clock is not synchronised: deadlines, notices and links follow it. Enable systemd-timesyncd or chrony",
      ),
    },
  ];
}
