/** The intake of the level above, looked at before a recommendation goes: is its window open, and how many places are left. */

import { ancestors, type Seat, seatAt, stageAbove } from '#actions/candidacy/seat.ts';
import { systemPlaces } from '#actions/candidacy/system-places.ts';
import { demandNotBarred } from '#actions/people/bars.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { demandWindow } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import { demandSystemPlace } from '#domain/round/system-places.ts';
import { knownOrganisation } from '#store/people.ts';
import { findAllotment, getProgramme } from '#store/reads.ts';

export interface IntakeAbove {
  readonly seat: Seat;
  /** The programme that the seat belongs to: the same, or what the level above runs. */
  readonly programme: Programme;
}

/** The intake above a round; undefined where the level above does not use this system, or where there is none. */
export async function intakeAbove(
  deps: Deps,
  round: Round,
  programme: Programme,
): Promise<IntakeAbove | undefined> {
  const path = await ancestors(deps.table, await knownOrganisation(deps.table, round.org));
  const feeds = programme.stages[round.stage]!.upward;
  if (feeds !== undefined) {
    const other = await getProgramme(deps.table, feeds.programme);
    const stage = other.document.stages.findIndex((each) => each.level === feeds.level);
    return {
      seat: await seatAt(deps.table, other.id, other.document, stage, path),
      programme: other.document,
    };
  }
  const above = stageAbove(programme, round.stage, path);
  if (above === undefined || programme.stages[above]!.external) return undefined;
  return { seat: await seatAt(deps.table, round.programme, programme, above, path), programme };
}

/** Places left above for this organisation; undefined when the level above set none. */
export async function placesLeft(deps: Deps, round: Round, seat: Seat): Promise<number | undefined> {
  if (!seat.governing.allotted || seat.own === undefined) return undefined;
  const allotment = await findAllotment(deps.table, seat.governing.id, round.org);
  return (allotment?.places ?? 0) - (allotment?.used ?? 0);
}

/** Refuses to send `count` packages to an intake closed or full (docs/rules/levels.md#places). */
export async function demandRoom(
  deps: Deps,
  round: Round,
  programme: Programme,
  count: number,
): Promise<void> {
  if (count === 0) return;
  const intake = await intakeAbove(deps, round, programme);
  if (intake === undefined) return;
  const { seat } = intake;
  demandWindow(seat.governing, instantOf(deps), [round.org]);
  await demandNotBarred(deps, await knownOrganisation(deps.table, round.org), {
    code: programme.code,
    org: seat.org.id,
    opensOn: shanghaiDate(seat.governing.settings.opensAt),
  });
  const left = await placesLeft(deps, round, seat);
  const places = await systemPlaces(deps, intake.programme, seat, round.org);
  if (places !== undefined) demandSystemPlace(places, count);
  if (left !== undefined && count > left)
    throw conflict(
      'quota-used-up',
      `上级分配的名额还剩 ${left} 个，本次要上报 ${count} 个，超出 ${count - left} 个。请减少后再报。`,
      `${left} places are left above and ${count} are to be sent, ${count - left} too many. Choose fewer.`,
    );
}
