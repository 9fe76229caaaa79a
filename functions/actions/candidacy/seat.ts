/** Where a candidacy sits: the organisation and round of a stage for a nominating organisation, and who governs its window. */
import { levelRank } from '#domain/level.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { conflict, invalid } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { demandDirect, entryStage, hasRound, roundId } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import { getOrganisations } from '#store/people.ts';
import { findRound } from '#store/reads.ts';
import type { Table } from '#store/table.ts';

export interface Seat {
  readonly stage: number;
  readonly org: Organisation;
  readonly round: string;
  /** Present when the stage selects in a round. */
  readonly own: Round | undefined;
  /** The round whose window and intake count here: the seat's own, or the nearest above. */
  readonly governing: Round;
}

/** The organisations from the root down to this one. */
export const ancestors = (table: Table, org: Organisation): Promise<readonly Organisation[]> =>
  getOrganisations(table, org.path);

/**
 * The seat of a stage for an organisation: its own ancestor at that level, with the round that governs it.
 * Throws Problem `conflict` when no federation above has opened a round.
 */
export async function seatAt(
  table: Table,
  programmeId: string,
  programme: Programme,
  stage: number,
  path: readonly Organisation[],
): Promise<Seat> {
  const orgOf = (at: number) => path.find((org) => org.level === programme.stages[at]?.level);
  const org = orgOf(stage);
  if (org === undefined)
    throw invalid(
      'no-organisation',
      '上级组织中没有该层级的妇联，请联系管理员核对组织架构。',
      'No organisation of that level above; ask the administrator to check the tree.',
    );
  const round = roundId(programmeId, stage, org.id);
  for (let at = stage; at < programme.stages.length; at++) {
    const candidate = programme.stages[at]!;
    const holder = orgOf(at);
    if (holder === undefined || !hasRound(candidate)) continue;
    const governing = await findRound(table, roundId(programmeId, at, holder.id));
    if (governing === undefined) break;
    return { stage, org, round, own: at === stage ? governing : undefined, governing };
  }
  throw conflict(
    'no-round',
    '上级妇联还没有设置本次评选的时间，请稍后再报，或联系上级妇联。',
    'The federation above has not set up its round yet; try again later or ask it.',
  );
}

/** The seat where a nomination by this channel from this organisation enters. @throws Problem forbidden `channel-closed`. */
export async function entrySeat(
  table: Table,
  programmeId: string,
  programme: Programme,
  channel: 'organisation' | 'self' | 'other',
  org: Organisation,
): Promise<Seat> {
  const path = await ancestors(table, org);
  const stage = entryStage(programme, channel, levelRank, org.level, new Set(path.map((each) => each.level)));
  const seat = await seatAt(table, programmeId, programme, stage, path);
  demandDirect(seat.own?.settings.direct ?? programme.stages[stage]?.direct, channel);
  return seat;
}

/** The next stage above that has an organisation on this path; undefined at the top. */
export function stageAbove(
  programme: Programme,
  stage: number,
  path: readonly Organisation[],
): number | undefined {
  for (let at = stage + 1; at < programme.stages.length; at++)
    if (programme.stages[at]!.external || path.some((org) => org.level === programme.stages[at]!.level))
      return at;
  return undefined;
}
