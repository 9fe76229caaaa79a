/** Whether somebody has lately seen a backup restored (`npm run rehearse`). */
import { text } from '#domain/problem.ts';
import { rehearsalOverdueSince } from '#domain/running/rehearsal-rule.ts';
import { keys } from '#store/keys.ts';
import type { Table } from '#store/table.ts';
import type { Finding } from './counters.ts';

/** A home whose backups were not rehearsed for a month, by its clock; a rehearsal needs none. */
export async function checkRehearsed(table: Table, now: number): Promise<readonly Finding[]> {
  const [home, last] = [
    await table.get(keys.home(), { consistent: true }),
    await table.get(keys.rehearsed()),
  ];
  if (home === undefined || home.rehearsal) return [];
  const today = new Date(now).toISOString();
  const since = rehearsalOverdueSince(last?.at ?? home.createdAt ?? today, today);
  if (since === undefined) return [];
  return [
    {
      area: 'backup',
      level: 'note',
      ids: [],
      text:
        last === undefined
          ? text(
              '从未演练过从备份恢复：请运行 npm run rehearse -- 备份文件 --keys 密钥文件',
              'no backup was ever rehearsed: run npm run rehearse -- FILE --keys KEYS',
            )
          : text(
              `上次从备份恢复的演练是 ${since}，已超过一个月：请运行 npm run rehearse -- 备份文件 --keys 密钥文件`,
              `a backup was last rehearsed on ${since}, over a month ago: run npm run rehearse -- FILE --keys KEYS`,
            ),
    },
  ];
}
