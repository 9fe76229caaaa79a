/** When the restore of a backup is to be rehearsed again (docs/operations.md#a-service): monthly. */
import { addDays, shanghaiDate } from '#domain/instant.ts';

const mostDays = 31;

/** The day of the last rehearsal, or of the beginning, when it was over a month ago; undefined while it is not. */
export function rehearsalOverdueSince(last: string, now: string): string | undefined {
  const since = shanghaiDate(last);
  return shanghaiDate(now) > addDays(since, mostDays) ? since : undefined;
}
