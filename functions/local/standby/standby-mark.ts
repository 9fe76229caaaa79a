/** By which files a standby copy is known, beside what every start needs to ask. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { conflict } from '#domain/problem.ts';

/** What a standby folder says of itself. */
export const stateFile = (folder: string): string => join(folder, 'standby.json');
/** Stands there once another server was started from the copy. */
export const takenFile = (folder: string): string => join(folder, 'taken.json');
/** In the data folder: where its standby copy is, for the doctor. */
export const pointerFile = (data: string): string => join(data, 'standby');

/** Refuses to open a standby copy as a data folder. @throws Problem conflict `data-is-standby`. */
export function demandNoStandby(data: string): void {
  if (!existsSync(stateFile(data))) return;
  throw conflict(
    'data-is-standby',
    `${data} 是备用副本，不能直接启动。请运行 npm run restore -- --standby ${data} --data 新目录，再用新目录启动。`,
    `${data} is a standby copy and is not started from directly. Run npm run restore -- --standby ${data} --data NEW, then start on that.`,
  );
}

/** Forgets where the standby copy of a data folder is: it runs without one now. */
export const followNowhere = (data: string): void => rmSync(pointerFile(data), { force: true });
