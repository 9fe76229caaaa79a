/** How long a call of AWS is waited for, in one place: by itself the SDK waits for ever for a server that says nothing. */

const patience = {
  /** A row, a key, a message: answered in milliseconds, and asked again by who called. */
  short: 5_000,
  /** An object of megabytes, a letter (asked twice it goes twice), a function that is waited for. */
  long: 30_000,
} as const;

/**
 * What every client of the SDK is made with (`new XClient({...answerTime('short')})`): a connection that is not taken
 * within two seconds, and an answer that does not come or stops half-way, end as TimeoutError, which the SDK repeats.
 */
export function answerTime(wait: keyof typeof patience | number) {
  const requestTimeout = typeof wait === 'number' ? wait : patience[wait];
  const requestHandler = {
    connectionTimeout: 2_000,
    requestTimeout,
    socketTimeout: requestTimeout,
    // Without it the SDK only logs that the time is over, and waits on.
    throwOnRequestTimeout: true,
  };
  return { requestHandler };
}
