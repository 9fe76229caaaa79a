/** What a failed request means: try again, a lost race, or a database that cannot be reached. */
import { Problem, text, unavailable } from '#domain/problem.ts';
import { unpack } from './packing.ts';
import type { Item } from './table.ts';
import { plainItem, type Typed } from './values.ts';

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

interface Reason {
  readonly Code?: string;
  readonly Item?: Record<string, Typed>;
}
interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly Item?: Record<string, Typed>;
  readonly CancellationReasons?: readonly Reason[];
  readonly $metadata?: { readonly httpStatusCode?: number };
}

// The database on one machine is started again in well under a second; a failover in the cloud takes seconds.
const reachable = 10_000;
const busy = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
const busyReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET']);

/** Gives the milliseconds for which a failure is worth repeating; 0 for one that will not change. */
function patience(failure: Failure): number {
  if (failure.code !== undefined && unreachable.has(failure.code)) return reachable;
  if (failure.name !== undefined && (busy.has(failure.name) || failure.name === 'TimeoutError'))
    return reachable;
  if (failure.name === 'TransactionCanceledException') {
    const codes = (failure.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
    const refused = codes.includes('ConditionalCheckFailed');
    return !refused && codes.some((code) => busyReasons.has(code)) ? reachable : 0;
  }
  // a full disk also answers 500, and does not pass by waiting
  return (failure.$metadata?.httpStatusCode ?? 0) >= 500 ? 1_000 : 0;
}

function conflict(refusals: readonly Refusal[]): Conflict {
  const problem = new Problem(
    'conflict',
    'row-changed',
    text(
      '这条记录刚被别人改动，请刷新页面后再试。',
      'Somebody has just changed this record; reload the page and try again.',
    ),
  );
  return Object.assign(problem, { item: refusals[0]?.item, refusals });
}

const item = (raw: Record<string, Typed> | undefined): Item | undefined =>
  raw === undefined || Object.keys(raw).length === 0 ? undefined : unpack(plainItem(raw) as Item);

/** Gives the error that a caller sees: a Conflict, an `unavailable` Problem, or the defect itself. */
function explain(error: unknown): unknown {
  const failure = error as Failure;
  if (failure.name === 'ConditionalCheckFailedException')
    return conflict([{ index: 0, item: item(failure.Item) }]);
  if (failure.name === 'TransactionCanceledException') {
    const refusals = (failure.CancellationReasons ?? []).flatMap((reason, index) =>
      reason.Code === 'ConditionalCheckFailed' ? [{ index, item: item(reason.Item) }] : [],
    );
    if (refusals.length > 0) return conflict(refusals);
  }
  if (patience(failure) === 0) return error;
  const problem = unavailable(
    'database-unavailable',
    '数据库暂时无法写入或读取（正在重启、繁忙或磁盘已满）。请稍后再试；若持续出现，请管理员检查磁盘空间。',
    'The database cannot be read or written at the moment (restarting, busy, or the disk is full). Try again later; if it goes on, have the administrator check the disk space.',
  );
  problem.cause = error;
  return problem;
}

/**
 * Sends a request until it is answered: throttling, transaction conflicts and a database that is being
 * restarted are waited for with jitter, up to about ten seconds, server errors for one. An answer may be lost
 * on the way: guard what must not happen twice by a condition, or send it in a transaction (it has a token).
 * Throws Conflict, or Problem `unavailable`, or the error of a malformed request.
 */
export async function attempt<T>(send: () => Promise<T>): Promise<T> {
  const since = performance.now();
  for (let pause = 20; ; pause = Math.min(pause * 2, 500)) {
    try {
      return await send();
    } catch (error) {
      if (performance.now() - since >= patience(error as Failure)) throw explain(error);
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }
}
