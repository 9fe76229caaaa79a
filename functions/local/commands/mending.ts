/** `npm run doctor -- --mend`: counters that are off are set to what stands, while no server counts beside it. */
import { conflict } from '#domain/problem.ts';
import { say } from '#local/say.ts';
import type { Table } from '#store/table.ts';
import type { Finding } from './counters.ts';

/** A transaction takes 100 writes. */
const mostAtOnce = 100;

/** Whether a finding is a counter that can be set to what stands. */
export const mendable = ({ mend = [] }: Finding): boolean => mend.length > 0;

export const sayHowToMend = (): void =>
  say(
    '计数不符的改正办法：停止服务，用 npm run backup 备份，再运行 npm run doctor -- --mend，按实际数目改正。\n' +
      'To mend counters: stop the server, take a backup (npm run backup), then npm run doctor -- --mend sets them to what stands.',
  );

/**
 * Sets each counter that was found off to what stands.
 * @throws Problem conflict `server-running`: beside a server, a count would be behind when it is written.
 */
export async function mendCounters(
  { table, running }: { readonly table: Table; readonly running: boolean },
  found: readonly Finding[],
): Promise<void> {
  if (running)
    throw conflict(
      'server-running',
      '服务正在运行，不能改正计数。请先停止服务并备份，再运行 npm run doctor -- --mend。',
      'The server is running, so counters cannot be mended. Stop it and take a backup, then run npm run doctor -- --mend.',
    );
  const ops = found.flatMap(({ mend = [] }) => mend);
  for (let at = 0; at < ops.length; at += mostAtOnce) await table.together(ops.slice(at, at + mostAtOnce));
}
