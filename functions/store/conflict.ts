/** What a write that did not happen tells: a lost race with the rows that stood in the way, or a database that is away. */
import { conflict, Problem, unavailable } from '#domain/problem.ts';
import type { Item } from './table.ts';

/** One refused condition: the place of the operation in its transaction (else 0), and the row as it stood. */
export interface Refusal {
  readonly index: number;
  readonly item: Item | undefined;
}

/** A lost race: a Problem of kind `conflict` with what stood in the way; `item` is the first refused row. */
export type Conflict = Problem & { readonly item: Item | undefined; readonly refusals: readonly Refusal[] };

/** Says whether an error is a condition that failed, so that its `item` and `refusals` may be read. */
export const isConflict = (error: unknown): error is Conflict =>
  error instanceof Problem && error.kind === 'conflict' && 'refusals' in error;

/** Gives the error of refused conditions; at least one. */
export const lostRace = (refusals: readonly Refusal[]): Conflict =>
  Object.assign(
    conflict(
      'row-changed',
      '这条记录刚被别人改动，请刷新页面后再试。',
      'Somebody has just changed this record; reload the page and try again.',
    ),
    { item: refusals[0]?.item, refusals },
  );

/** Gives the Problem of a database that cannot be read or written now. */
export const databaseAway = (cause: unknown): Problem =>
  Object.assign(
    unavailable(
      'database-unavailable',
      '数据库暂时无法写入或读取（正在重启、繁忙或磁盘已满）。请稍后再试；若持续出现，请管理员检查磁盘空间。',
      'The database cannot be read or written at the moment (restarting, busy, or the disk is full). Try again later; if it goes on, have the administrator check the disk space.',
    ),
    { cause },
  );

/** Gives the error of a request that no table takes: a defect of the caller, named as DynamoDB names it. */
export const malformed = (message: string): Error =>
  Object.assign(new Error(message), { name: 'ValidationException' });
