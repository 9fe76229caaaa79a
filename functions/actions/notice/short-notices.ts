/** Notices that have become too short since they were posted: working days were changed by a new schedule. */
import type { Deps } from '#deps';
import type { PublicNotice } from '#domain/notice/notice-record.ts';
import { type Shortfall, shortfallOf } from '#domain/notice/posted-notice.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';

/** What the notices of these tranches lack, by tranche; looked at from posting until the decision. */
export async function shortNotices(
  deps: Pick<Deps, 'table' | 'calendar'>,
  tranches: readonly Tranche[],
): Promise<ReadonlyMap<number, Shortfall>> {
  const short = new Map<number, Shortfall>();
  for (const { n, notice, decision, list } of tranches) {
    if (notice === undefined || notice.suspended !== undefined) continue;
    if (decision !== undefined || list !== undefined) continue;
    const shown = await find<PublicNotice>(deps.table, keys.notice(notice.id), false);
    const found = shown && shortfallOf(await deps.calendar(), shown);
    if (found !== undefined) short.set(n, found);
  }
  return short;
}
