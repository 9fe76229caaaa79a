/** The rows of a checked sheet while a job writes them: sealed in files of some rows each, which are gone in a day. */
import { randomBytes } from 'node:crypto';
import type { Deps } from '#deps';
import { conflict, Problem } from '#domain/problem.ts';
import { sealer } from '#store/sealing.ts';
import { lookTomorrow } from './file-rows.ts';

/** Keeps rows under a key of their own, or the one of a run that broke off. Gives the names of the files, in the order of the rows. */
export async function keepParts(
  deps: Deps,
  id: string,
  rows: readonly unknown[],
  size: number,
): Promise<readonly string[]> {
  const parts: string[] = [];
  if (rows.length === 0) return parts;
  const key = await sealer(deps).recordKey(id);
  await deps.table.together([key.op]);
  for (let from = 0; from < rows.length; from += size) {
    const name = randomBytes(20).toString('hex');
    // Before the bytes: whatever becomes of this import, the file is gone in a day.
    await deps.table.put({ ...lookTomorrow(deps, name) });
    const sealed = key.seal(JSON.stringify(rows.slice(from, from + size)));
    await deps.files.put(name, Buffer.from(sealed, 'utf8'), 'application/octet-stream');
    parts.push(name);
  }
  return parts;
}

/** The rows were kept for a day only. */
export const partsGone = () =>
  conflict(
    'import-expired',
    '这次导入的数据已过期（保留一天），请重新上传表格；已导入的行不会重复。',
    'The rows of this import were kept for a day and are gone; upload the sheet again, nothing comes twice.',
  );

/** What one file holds. @throws Problem `conflict` `import-expired` when it is gone. */
export async function openPart(deps: Deps, id: string, name: string): Promise<unknown> {
  const bytes = await deps.files.get(name);
  if (bytes === undefined) throw partsGone();
  const opened = await sealer(deps).open(id, Buffer.from(bytes).toString('utf8'));
  if (opened.kind === 'erased') throw partsGone();
  return JSON.parse(opened.text);
}

/** Lets the rows go once every one has its outcome on record. */
export async function dropParts(deps: Deps, id: string, parts: readonly string[]): Promise<void> {
  await deps.table.together([sealer(deps).eraseOp(id)]);
  for (const file of parts) await deps.files.remove(file);
}

/** True once the rows were let go by `dropParts`, since every one has its outcome; rows that are gone after a day keep their key. */
export async function wereDropped(deps: Deps, id: string): Promise<boolean> {
  try {
    await sealer(deps).seal(id, '');
    return false;
  } catch (error) {
    if (error instanceof Problem && error.code === 'record-erased') return true;
    throw error;
  }
}
