/** Admits a nomination to a seat: window, places given, the new candidacy, its counters and the start of its machine. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { demandWindow, lateEntryOf } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import { above, belowField, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findAllotment } from '#store/reads.ts';
import type { Table } from '#store/table.ts';
import { enterOp } from '#store/tally.ts';
import { startCandidacy, type Writing } from '#store/writing.ts';
import type { Seat } from './seat.ts';
import { takeSystemPlace } from './system-places.ts';

/** What a candidacy starts as: its first per-candidacy step, or waiting for the batch. */
export function firstState(
  programme: Programme,
  stage: number,
): { state: CandidacyState; step?: NonNullable<Candidacy['step']> } {
  const phase = stepPhases(programme.stages[stage]!)[0];
  const step = phase?.kind === 'candidacies' ? phase.steps[0] : undefined;
  if (step === undefined) return { state: 'waiting' };
  return {
    state: step.kind,
    step: { index: 0, id: step.id, kind: step.kind, attempt: 1 },
  };
}

/** Takes one of the places that a round gave to an organisation; refuses when they are used up. False where none are given. */
export async function takePlace(table: Table, write: Writing, seat: Seat, from: string): Promise<boolean> {
  if (!seat.governing.allotted || seat.own === undefined) return false;
  const allotment = await findAllotment(table, seat.governing.id, from);
  if (allotment === undefined || allotment.used >= allotment.places)
    throw conflict(
      'quota-used-up',
      `分配给贵单位的名额为 ${allotment?.places ?? 0} 个，已用 ${allotment?.used ?? 0} 个，不能再报。请撤回一个后再报，或联系上级妇联调整名额。`,
      `Your organisation was given ${allotment?.places ?? 0} places and has used ${allotment?.used ?? 0}. Withdraw one first, or ask the level above for more.`,
    );
  write.op({
    update: keys.allotment(seat.governing.id, from),
    change: { add: { used: 1 } },
    when: belowField('used', 'places'),
  });
  return true;
}

/** Takes one of the places that a unit was given after the window; false while the window is open. */
async function takeLatePlace(
  table: Table,
  write: Writing,
  round: Round,
  orgs: readonly string[],
  receivedAt: string,
): Promise<boolean> {
  if (receivedAt <= round.settings.closesAt) return false;
  const late = lateEntryOf(round, orgs, receivedAt);
  if (late === undefined) return false;
  const key = keys.lateEntry(round.id, late.org);
  const row = await table.get(key, { consistent: true });
  if (row === undefined || row.used >= row.places)
    throw conflict(
      'late-used-up',
      `准予贵单位补报 ${late.places} 份，已经用完，不能再报。`,
      `Your organisation may hand in ${late.places} late, and has done so.`,
    );
  write.op(
    { update: key, change: { add: { used: 1 } }, when: belowField('used', 'places') },
    // Neither is the shortlist confirmed in the same moment, nor the window opened again.
    { check: keys.round(round.id), when: versionIs(round.version) },
  );
  return true;
}

/** Gives a place back when its nominee withdraws or is returned. */
export const releasePlace = (write: Writing, round: string, from: string): void =>
  write.op({
    update: keys.allotment(round, from),
    change: { add: { used: -1 } },
    when: above('used', 0),
  });

export interface Admission {
  readonly seat: Seat;
  readonly programme: Programme;
  readonly nomination: Nomination;
  readonly from: string;
  readonly facts: Candidacy['facts'];
  readonly receivedAt: string;
  readonly actedBelow?: readonly string[];
  /** Set when an identity clash or a consent comes first. */
  readonly first?: 'checking' | 'consent';
}

/**
 * Adds a candidacy to a write. Throws Problem `conflict` outside the window of the governing round, or without a place.
 */
export async function admit(
  table: Table,
  write: Writing,
  actor: Actor,
  admission: Admission,
): Promise<Candidacy> {
  const { seat, nomination, programme } = admission;
  const orgs = [nomination.org, admission.from];
  demandWindow(seat.governing, admission.receivedAt, orgs);
  const isLate =
    seat.own !== undefined && (await takeLatePlace(table, write, seat.own, orgs, admission.receivedAt));
  const takesPlace = await takePlace(table, write, seat, admission.from);
  const system = await takeSystemPlace(table, write, programme, seat, admission.from);
  const first = firstState(programme, seat.stage);
  const state = admission.first ?? first.state;
  const candidacy: Candidacy = {
    nomination: nomination.id,
    round: seat.round,
    programme: nomination.programme,
    programmeRevision: seat.governing.programmeRevision,
    owner: nomination.owner,
    ...(nomination.consent !== undefined &&
      nomination.consent.by !== nomination.owner && { nominee: nomination.consent.by }),
    org: seat.org.id,
    stage: seat.stage,
    level: programme.stages[seat.stage]!.level,
    revision: nomination.revision,
    name: nomination.name,
    from: admission.from,
    channel: nomination.channel,
    state,
    ...(first.step !== undefined && { step: first.step }),
    asked: [],
    actedBelow: admission.actedBelow ?? [],
    receivedAt: admission.receivedAt,
    facts: admission.facts,
    openObjections: 0,
    ...(isLate && { late: true }),
    ...(system !== undefined && { system }),
    version: 0,
    head: { seq: 0, hash: '' },
  };
  write.op(enterOp(seat.round, nomination.id, state, { takesPlace, isLate }));
  const stored = write.create('candidacy', candidacy, 'candidacy.admit', {
    stage: seat.stage,
    from: admission.from,
    by: actor.id,
    state,
  });
  if (admission.first === undefined && first.step !== undefined) write.signal(startCandidacy(stored, 0));
  return stored;
}
