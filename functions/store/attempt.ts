/** What a failed request means: try again, a lost race, or a database that cannot be reached. */
import { memberOf } from '#domain/members.ts';
import { errorOf } from '#domain/thrown.ts';
import { databaseAway, lostRace } from './conflict.ts';
import { type Item, isItem } from './table.ts';
import { isTypedItem, plainItem } from './values.ts';

// The database on one machine is started again in well under a second; a failover in the cloud takes seconds.
const reachable = 10_000;
const busy = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
const busyReasons = new Set<unknown>([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);
const unreachable = new Set<unknown>(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET']);

/** Why a transaction was cancelled: one reason for each of its operations. */
function reasonsOf(failure: unknown): readonly { readonly code: unknown; readonly item: Item | undefined }[] {
  const reasons = memberOf(failure, 'CancellationReasons');
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason) => ({ code: memberOf(reason, 'Code'), item: itemOf(reason) }));
}

/** The row that a refusal gives with it. */
function itemOf(refusal: unknown): Item | undefined {
  const raw = memberOf(refusal, 'Item');
  const row = isTypedItem(raw) ? plainItem(raw) : undefined;
  return isItem(row) ? row : undefined;
}

/** Gives the milliseconds for which a failure is worth repeating; 0 for one that will not change. */
function patience(failure: unknown): number {
  const { name, code } = errorOf(failure);
  if (unreachable.has(code)) return reachable;
  if (busy.has(name) || name === 'TimeoutError') return reachable;
  if (name === 'TransactionCanceledException') {
    const reasons = reasonsOf(failure);
    const refused = reasons.some((reason) => reason.code === 'ConditionalCheckFailed');
    return !refused && reasons.some((reason) => busyReasons.has(reason.code)) ? reachable : 0;
  }
  // a full disk also answers 500, and does not pass by waiting
  return Number(memberOf(memberOf(failure, '$metadata'), 'httpStatusCode') ?? 0) >= 500 ? 1_000 : 0;
}

/** Gives the error that a caller sees: a Conflict, an `unavailable` Problem, or the defect itself. */
function explain(error: unknown): unknown {
  const { name } = errorOf(error);
  if (name === 'ConditionalCheckFailedException') return lostRace([{ index: 0, item: itemOf(error) }]);
  if (name === 'TransactionCanceledException') {
    const refusals = reasonsOf(error).flatMap(({ code, item }, index) =>
      code === 'ConditionalCheckFailed' ? [{ index, item }] : [],
    );
    if (refusals.length > 0) return lostRace(refusals);
  }
  return patience(error) === 0 ? error : databaseAway(error);
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
      if (performance.now() - since >= patience(error)) throw explain(error);
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }
}
