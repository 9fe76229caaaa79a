/** A term 届期 that runs out: who is told before, and when it is over (docs/rules/honours.md#term). */
import { addDays, daysBetween } from '#domain/instant.ts';
import { honourTransitions } from './honour.ts';
import type { HonourRecord } from './honour-records.ts';

/** Days before its end at which a holder is told. */
const toldBefore = 60;

/** What the term of an honour calls for on a day, and the next day on which to look again. */
export function termNews(
  { termEnds, status }: Pick<HonourRecord, 'termEnds' | 'status'>,
  today: string,
): { readonly news?: 'soon' | 'over'; readonly lookOn?: string } {
  if (termEnds === undefined || !honourTransitions[status].includes('expired')) return {};
  if (today > termEnds) return { news: 'over' };
  const after = addDays(termEnds, 1);
  return daysBetween(today, termEnds) <= toldBefore
    ? { news: 'soon', lookOn: after }
    : { lookOn: addDays(termEnds, -toldBefore) };
}

/** The first day on which to look at the terms of a list; undefined where its titles have none. */
export const firstLook = (termEnds: string | undefined, today: string): string | undefined =>
  termEnds === undefined ? undefined : termNews({ termEnds, status: 'valid' }, today).lookOn;
