/** What a failed request means: try again, a lost race, or a database that cannot be reached. */
import { databaseAway, lostRace } from './conflict.ts';
import type { Item } from './table.ts';
import { plainItem, type Typed } from './values.ts';

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

const item = (raw: Record<string, Typed> | undefined): Item | undefined =>
  raw === undefined || Object.keys(raw).length === 0 ? undefined : (plainItem(raw) as Item);

/** Gives the error that a caller sees: a Conflict, an `unavailable` Problem, or the defect itself. */
function explain(error: unknown): unknown {
  const failure = error as Failure;
  if (failure.name === 'ConditionalCheckFailedException')
    return lostRace([{ index: 0, item: item(failure.Item) }]);
  if (failure.name === 'TransactionCanceledException') {
    const refusals = (failure.CancellationReasons ?? []).flatMap((reason, index) =>
      reason.Code === 'ConditionalCheckFailed' ? [{ index, item: item(reason.Item) }] : [],
    );
    if (refusals.length > 0) return lostRace(refusals);
  }
  if (patience(failure) === 0) return error;
  return databaseAway(error);
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
