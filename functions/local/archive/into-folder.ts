/** What every way into a data folder demands of it: that it is empty, of the kind that was asked for, and gets its own keys. */
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { conflict, invalid, Problem, text } from '#domain/problem.ts';
import { keysMarkOf } from '#local/key-marks.ts';
import { openKeys } from '#local/keys.ts';

/** Refuses a folder that holds anything. @throws Problem conflict `folder-not-empty`. */
export function demandEmpty(data: string): void {
  if (!existsSync(data) || readdirSync(data).length === 0) return;
  throw conflict(
    'folder-not-empty',
    `${data} 不是空目录，未作改动。只能恢复到空目录，请用 --data 另选一个。`,
    `${data} is not empty and was left alone. A backup goes into an empty folder only; choose another with --data.`,
  );
}

/** Refuses a rehearsal that is to become a real home, and the other way round. @throws Problem conflict `home-kind`. */
export function demandKind(home: 'real' | 'rehearsal', rehearsal: boolean): void {
  if ((home === 'rehearsal') === rehearsal) return;
  throw new Problem(
    'conflict',
    'home-kind',
    home === 'rehearsal'
      ? text(
          '这是演练数据，不能恢复为正式数据；恢复为演练请加 --rehearsal。',
          'This is a rehearsal and cannot become a real home; add --rehearsal to restore it as one.',
        )
      : text(
          '这是正式数据，不能恢复为演练；请去掉 --rehearsal。',
          'This is a real home and cannot become a rehearsal; leave out --rehearsal.',
        ),
  );
}

/** Lays the key file into the folder, and refuses one that is of another installation. */
export async function layKeys(keysFile: string, data: string, keysMark: string): Promise<void> {
  await copyFile(resolve(keysFile), join(data, 'keys'));
  chmodSync(join(data, 'keys'), 0o600);
  if (keysMarkOf(openKeys(data, { create: false })) === keysMark) return;
  throw invalid(
    'keys-of-another',
    `密钥文件 ${keysFile} 不属于这份备份。请使用同一套数据的密钥。`,
    `The key file ${keysFile} does not belong to this backup; use the one that was kept with these data.`,
  );
}
