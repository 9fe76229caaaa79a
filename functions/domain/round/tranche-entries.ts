/** Who is on a tranche: whoever is out, held or gone is off its list, its count and its numbers (docs/rules/objections.md#hold). */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Tranche } from './tranche-record.ts';

/** States in which a nominee does not go on with her tranche. */
const off: readonly Candidacy['state'][] = ['out', 'withdrawn', 'held', 'returned', 'sentBack'];

/** True for one who goes on with her tranche. */
export const goesOn = ({ state, openObjections }: Pick<Candidacy, 'state' | 'openObjections'>): boolean =>
  !off.includes(state) && openObjections === 0;

/**
 * Whether an objection that is accepted now takes its nominee off the tranche at once. While she is on notice its end
 * does that; a list that is published already keeps her number unused (docs/rules/objections.md#after-the-grant).
 */
export const leavesAtOnce = ({ list, entries }: Tranche, { nomination, state }: Candidacy): boolean =>
  list === undefined && (state === 'cleared' || state === 'approved') && entries.includes(nomination);

/** The tranche without one of its nominees; chunked work goes on where it stood. */
export function withoutEntry(
  { entries, cursor }: Tranche,
  nomination: string,
): Pick<Tranche, 'entries' | 'cursor'> {
  const at = entries.indexOf(nomination);
  return {
    entries: entries.filter((each) => each !== nomination),
    cursor: at >= 0 && at < cursor ? cursor - 1 : cursor,
  };
}
