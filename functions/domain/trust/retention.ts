/** How long a nomination is kept 保存期限, and what stays (docs/rules/privacy.md#keeping). */
import { isFinal } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { addYears, instantAt, shanghaiDate } from '#domain/instant.ts';
import { conflict, type Text, text } from '#domain/problem.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import type { Round } from '#domain/round/round-record.ts';

/** Why a person has a nomination erased; recorded as a code. */
export const erasureReasons = {
  request: text('本人要求删除', 'The person asked for it'),
  consentWithdrawn: text('本人撤回同意', 'Consent was withdrawn'),
  unlawful: text('收集或使用不合规定', 'Collected or used against the rules'),
  order: text('主管机关要求', 'An authority ordered it'),
} as const satisfies Record<string, Text>;
export type ErasureReason = keyof typeof erasureReasons;

/** A candidacy with the round that selects at its stage; a stage of reviews alone has none. */
export interface KeptSeat {
  readonly seat: Pick<Candidacy, 'state' | 'closedAt' | 'outcome' | 'receivedAt' | 'upward'>;
  readonly round: Pick<Round, 'endedAt' | 'cancelledAt'> | undefined;
}

/** Since when a candidacy is over; undefined while it is in selection. What its round left open ends with the round. */
function overSince({ seat, round }: KeptSeat): string | undefined {
  if (isFinal(seat.state)) return seat.closedAt ?? seat.outcome?.at ?? seat.receivedAt;
  // Nobody is let go while an objection to her is examined.
  return seat.state === 'held' ? undefined : (round?.cancelledAt ?? round?.endedAt);
}

/** Since when a nomination is over at every level; undefined while it is in selection at one. */
export function nominationOverSince(seats: readonly KeptSeat[]): string | undefined {
  const ends = seats.map(overSince);
  return ends.every((end) => end !== undefined) ? ends.toSorted().at(-1) : undefined;
}

/** When what was over at an instant is erased: at three in the night, so many years later. */
export const keptUntil = (over: string, years: number): string =>
  instantAt(addYears(shanghaiDate(over), years), '03:00');

/**
 * Refuses to erase a nomination on request while it is in selection, or while an outer level has not answered.
 * @throws Problem conflict `still-in-selection`.
 */
export function demandErasable(seats: readonly KeptSeat[]): void {
  const known = seats.map(({ seat }) => seat);
  const waits = known.some(
    ({ state, upward }, n) => state === 'done' && upward?.state === 'sent' && n === known.length - 1,
  );
  if (nominationOverSince(seats) !== undefined && !waits) return;
  throw conflict(
    'still-in-selection',
    '这项申报仍在评选中，不能删除个人信息：请先由申报方撤回，或等评选办结后再删除。',
    'This nomination is still in selection and cannot be erased: have it withdrawn first, or wait for the outcome.',
  );
}

/** The name as it stays where nothing was honoured: a person's or a family's is masked, an organisation's is no personal data. */
export const erasedName = (name: string, category: Category): string =>
  category === 'individual' || category === 'family' ? `${[...name][0] ?? ''}**` : name;
