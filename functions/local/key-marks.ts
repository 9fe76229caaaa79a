/** By which keys the data were made: a mark of each key in a row, so that a foreign or old key file is refused at the start. */
import { unavailable } from '#domain/problem.ts';
import type { Keys } from '#ports';
import { keys as rowKeys } from '#store/keys.ts';
import type { Table } from '#store/table.ts';
import type { KeyMarks, LocalKeys } from './keys.ts';

const foreign = (): Error =>
  unavailable(
    'keys-of-another',
    '密钥文件不属于这份数据，未作任何改动。请恢复与这些数据一同保管的密钥文件后再启动。',
    'The key file does not belong to these data; nothing was changed. Restore the one that was kept with them, then start again.',
  );
const tooOld = (ring: string, version: number): Error =>
  unavailable(
    'keys-too-old',
    `密钥文件是较旧的备份：缺少第 ${version} 版“${ring}”密钥。请恢复最新的密钥备份后再启动。`,
    `The key file is an old backup: it lacks version ${version} of the key "${ring}". Restore the latest one, then start again.`,
  );

/**
 * Compares the keys with the marks that stand in the table. Versions that were retired from the file are no fault; the
 * newest must be there. @throws Problem unavailable `keys-of-another`, `keys-too-old`.
 */
export async function demandOwnKeys(table: Table, keys: Pick<LocalKeys, 'marks'>): Promise<void> {
  const row = await table.get(rowKeys.keyMarks(), { consistent: true });
  const kept: KeyMarks = row?.marks ?? {};
  const marks = keys.marks();
  for (const [ring, versions] of Object.entries(kept)) {
    const there = marks[ring] ?? {};
    for (const [version, mark] of Object.entries(versions))
      if (there[version] !== undefined && there[version] !== mark) throw foreign();
    const newest = Math.max(...Object.keys(versions).map(Number));
    if (there[newest] === undefined) throw tooOld(ring, newest);
  }
}

/** Keeps the marks of keys that were made or rotated since. */
export async function keepKeyMarks(table: Table, keys: Pick<LocalKeys, 'marks'>): Promise<void> {
  const row = await table.get(rowKeys.keyMarks(), { consistent: true });
  const marks = keys.marks();
  if (JSON.stringify(row?.marks) !== JSON.stringify(marks)) await table.put({ ...rowKeys.keyMarks(), marks });
}

/** What a key file is recognised by. */
export const keysMarkOf = (keys: Pick<Keys, 'mac'>): string =>
  keys.mac('checkpoint', 'hongbang-backup', 1).slice(0, 22);
