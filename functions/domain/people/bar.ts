/** A bar: an organisation that may not recommend for an honour for a while (docs/rules/levels.md#discipline). */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { conflict } from '#domain/problem.ts';
import { date, instant, lazily, type Stored, versioned } from '#domain/record.ts';

export const barRecord = lazily(() =>
  versioned().extend({
    id: z.string(),
    /** Who is barred, and by whom: one above it. */
    org: z.string(),
    by: z.string(),
    byName: z.string(),
    /** The honour. */
    code: z.string(),
    reason: personal('words', 'office', z.string()),
    /** It binds rounds whose window opens from one day to another. */
    from: date,
    until: date,
    member: z.string(),
    at: instant,
    lifted: z
      .object({ reason: personal('words', 'office', z.string()), member: z.string(), at: instant })
      .exactOptional(),
  }),
);
export type Bar = Stored<typeof barRecord>;

/** Where somebody would nominate or recommend to: the organisation of the round, and the day on which its window opens. */
export interface BarredFrom {
  readonly code: string;
  readonly org: string;
  readonly opensOn: string;
}

/**
 * The bar that keeps an organisation out of a round: of that honour, opened within its days, and run by who set the bar
 * or by one above. `pathOf` gives the path of who set it, itself included.
 */
export const barFor = (
  bars: readonly Bar[],
  round: BarredFrom,
  pathOf: (by: string) => readonly string[],
): Bar | undefined =>
  bars.find(
    (bar) =>
      bar.lifted === undefined &&
      bar.code === round.code &&
      bar.from <= round.opensOn &&
      round.opensOn <= bar.until &&
      pathOf(bar.by).includes(round.org),
  );

/** @throws Problem conflict `org-barred`, which says who set it, why, and until when. */
export function refuseBarred(bar: Bar | undefined, name: string): void {
  if (bar === undefined) return;
  throw conflict(
    'org-barred',
    `${bar.byName}限制${name}推荐这项荣誉，适用于 ${bar.from} 至 ${bar.until} 开始的评选。原因：${bar.reason}。如有异议，请与其联系。`,
    `${bar.byName} does not let ${name} recommend for this honour in selections that open from ${bar.from} to ${bar.until}. Reason: ${bar.reason}. Write to it if you object.`,
  );
}
