/** One write of an action: records with their versions and audit events, signals and letters, all in one transaction. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type CandidacyState, openStates } from '#domain/candidacy/candidacy-state.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { type NewLetter, newLetter } from '#domain/letter/new-letter.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Package } from '#domain/package/package-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import type { Recheck } from '#domain/recheck/recheck-record.ts';
import type { ChainHead } from '#domain/record.ts';
import type { Round } from '#domain/round/round-record.ts';
import { cameAt } from '#domain/round/standing.ts';
import type { TallyRow } from '#domain/round/tally-record.ts';
import type { Due, DueRecord, Signal } from '#domain/running/due-record.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import type { AuditDetails } from './chain.ts';
import { eventOp, nextEvent } from './chain.ts';
import { candidacyExecution, roundExecution } from './execution-names.ts';
import { rowAbsent, versionIs } from './guard.ts';
import { keys, shardOf, tallyShards } from './keys.ts';
import { rows } from './rows.ts';
import { eachRowOnce, standingOps } from './standing.ts';
import type { Item, Key, KeyOf, Op, Table } from './table.ts';

interface ChainedKinds {
  programme: ProgrammeRecord;
  round: Round;
  candidacy: Candidacy;
  nomination: Nomination;
  list: HonourList;
  package: Package;
  recheck: Recheck;
}
type ChainedKind = keyof ChainedKinds;

export type { Due, Signal } from '#domain/running/due-record.ts';

export type DueRow = Key & Pick<DueRecord, 'at' | 'what'>;

/** The name by which a chain is found: one per aggregate. */
export const chainName: { readonly [K in ChainedKind]: (record: ChainedKinds[K]) => string } = {
  programme: (p) => `programme:${p.id}`,
  round: (r) => `round:${r.id}`,
  candidacy: (c) => `candidacy:${c.round}:${c.nomination}`,
  nomination: (n) => `nomination:${n.id}`,
  list: (l) => `list:${l.id}`,
  package: (p) => `package:${p.id}`,
  recheck: (r) => `recheck:${r.id}`,
};

const chainedRow: { readonly [K in ChainedKind]: (record: ChainedKinds[K]) => Item } = rows;

const isCandidacy = (
  kind: ChainedKind,
  record: ChainedKinds[ChainedKind],
): record is ChainedKinds['candidacy'] => kind === 'candidacy' && 'openObjections' in record;

/** True when a candidacy still keeps a phase of its own steps open. */
export const isOpenState = (state: CandidacyState): boolean => openStates.includes(state);

export interface Writing {
  readonly now: string;
  /** Who writes, as an event of an organisation's chain says it. */
  readonly by: { readonly actor: string; readonly via: Actor['via'] };
  /** Stores a new chained record with its first event. */
  create<K extends ChainedKind>(
    kind: K,
    record: ChainedKinds[K],
    action: EventName,
    details?: AuditDetails,
  ): ChainedKinds[K];
  /** Stores a changed record, guarded by the version it was read with, with an event. */
  save<K extends ChainedKind>(
    kind: K,
    before: ChainedKinds[K],
    patch: Partial<ChainedKinds[K]>,
    action: EventName,
    details?: AuditDetails,
  ): ChainedKinds[K];
  op(...ops: readonly Op[]): void;
  /** Wakes or starts a machine after the commit; kept as a row until it was sent. */
  signal(signal: Signal): void;
  letter(letter: NewLetter): void;
  due(at: string, id: string, what: Due): void;
  /** Writes all or nothing. Throws Conflict when somebody was faster. Returns what is to be sent at once. */
  commit(): Promise<void>;
  readonly sent: readonly DueRow[];
}

/** Begins a write by an actor at an instant. */
export function writing(
  table: Table,
  actor: Pick<Actor, 'id' | 'via'>,
  now: string,
  id: (prefix: string) => string,
): Writing {
  const ops: Op[] = [];
  const sent: DueRow[] = [];
  const counters: Op[] = [];
  function chained<K extends ChainedKind>(
    kind: K,
    record: ChainedKinds[K],
    head: ChainHead,
    version: number,
    action: EventName,
    details: AuditDetails,
  ): ChainedKinds[K] {
    const { event, head: next } = nextEvent(head, chainName[kind](record), {
      at: now,
      actor: actor.id,
      via: actor.via,
      action,
      details,
    });
    const stored = { ...record, version, head: next };
    const guard = version === 1 ? { when: rowAbsent } : { when: versionIs(version - 1) };
    ops.push({ put: chainedRow[kind](stored), ...guard }, eventOp(event));
    return stored;
  }
  const due = (at: string, name: string, what: Due) => {
    const row: DueRow = { ...keys.due(name, at), at, what };
    ops.push({ put: { ...row } });
    if (at <= now) sent.push(row);
  };
  return {
    now,
    by: { actor: actor.id, via: actor.via },
    sent,
    create: (kind, record, action, details = {}) => {
      const stored = chained(kind, record, { seq: 0, hash: '' }, 1, action, details);
      if (isCandidacy(kind, stored)) counters.push(...standingOps(undefined, stored));
      return stored;
    },
    save: (kind, before, patch, action, details = {}) => {
      const moved = { ...before, ...patch };
      const after = isCandidacy(kind, moved) && isCandidacy(kind, before) ? cameAt(before, moved, now) : {};
      const stored = chained(kind, { ...moved, ...after }, before.head, before.version + 1, action, details);
      if (isCandidacy(kind, stored) && isCandidacy(kind, before))
        counters.push(...standingOps(before, stored));
      return stored;
    },
    op: (...more) => {
      ops.push(...more);
    },
    signal: (signal) => due(now, id('sig'), { due: 'signal', signal }),
    letter: (written) => {
      const letter = newLetter(now, written);
      // Only what is not there yet: a letter that was queued or sent under this key stays as it is.
      const { pk, sk, ...rest } = rows.letter(letter);
      ops.push({ update: { pk, sk }, change: { initial: rest } });
      due(letter.dueAt, `letter-${letter.key}`, { due: 'letter', letter: letter.key });
    },
    due,
    commit: () => table.together(eachRowOnce([...ops, ...counters])),
  };
}

type StartSignal = Extract<Signal, { readonly kind: 'start' }>;
const startOf = (
  c: Pick<Candidacy, 'round' | 'nomination' | 'stage'>,
  phase: number,
  start: string,
): StartSignal => ({
  kind: 'start',
  machine: 'nomination',
  name: candidacyExecution(c, phase, start),
  input: { round: c.round, nomination: c.nomination, phase },
});
/** The signal that starts a candidacy's execution for the first time: sent from two sides, it is one. */
export const startCandidacy = (
  c: Pick<Candidacy, 'round' | 'nomination' | 'stage'>,
  phase: number,
): StartSignal => startOf(c, phase, '1');
/** The signal that starts one whose execution had ended; `c` as the same transaction writes it, so that each start is its own. */
export const startAgain = (
  c: Pick<Candidacy, 'round' | 'nomination' | 'stage' | 'version'>,
  phase: number,
): Signal => startOf(c, phase, `v${c.version}`);
export const wakeCandidacy = (c: Pick<Candidacy, 'round' | 'nomination'>): Signal => ({
  kind: 'wake',
  machine: 'nomination',
  round: c.round,
  subject: c.nomination,
});
export const startRound = (round: string, tranche: number): StartSignal => ({
  kind: 'start',
  machine: 'round',
  name: roundExecution(round, tranche),
  input: { round, tranche },
});
export const wakeRound = (round: string, tranche: number): Signal => ({
  kind: 'wake',
  machine: 'round',
  round,
  subject: String(tranche),
});

/** Counter row of a candidacy. */
export const tallyKey = (round: string, nomination: string, scope = 0): KeyOf<TallyRow> =>
  keys.tally(round, scope, shardOf(nomination, tallyShards));
