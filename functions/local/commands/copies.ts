/** Whether the standby copy of a home follows it. */
import { existsSync, readFileSync } from 'node:fs';
import { secondsBetween } from '#domain/instant.ts';
import { text } from '#domain/problem.ts';
import { readState } from '#local/standby/standby-folder.ts';
import { pointerFile, takenFile } from '#local/standby/standby-mark.ts';
import type { Finding } from './counters.ts';

/** A folder that is away for so long is no pause any more. */
const patienceSeconds = 60;

/** A standby copy that stands still while the server runs, was never whole, or was taken over from. */
export function checkStandby(data: string, running: boolean): readonly Finding[] {
  if (!existsSync(pointerFile(data))) return [];
  const to = readFileSync(pointerFile(data), 'utf8');
  const of = (words: Finding['text']): readonly Finding[] => [
    { area: 'standby', level: 'fault', ids: [to], text: words },
  ];
  if (existsSync(takenFile(to)))
    return of(
      text(
        `已有另一台服务器从备用副本 ${to} 接手，这一台不应再运行`,
        `another server has taken over from the standby copy ${to}; this one should not go on`,
      ),
    );
  const state = readState(to);
  if (state?.copy === undefined)
    return of(
      text(`备用副本 ${to} 不存在或尚未完成`, `the standby copy ${to} is not there, or not whole yet`),
    );
  const late = Math.round(secondsBetween(state.upTo, new Date().toISOString()));
  if (!running || late <= patienceSeconds) return [];
  return of(text(`备用副本 ${to} 已落后 ${late} 秒`, `the standby copy ${to} is ${late} s behind`));
}
