/** A tranche of a round, and the places that it gave to an organisation below. */

import type { NoticeRecord } from '#domain/notice/notice-record.ts';
import type { Versioned } from '#domain/record.ts';
import type { Decision } from '#domain/selection/selection-records.ts';

/** Places that a round gave to an organisation below, and how many are used (own item, conditional writes). */
export interface Allotment {
  readonly round: string;
  readonly org: string;
  readonly places: number;
  readonly used: number;
  readonly tie?: boolean;
}

/** What goes through notice, decision, grant, recommend and publish together. */
export interface Tranche extends Versioned {
  readonly round: string;
  readonly n: number;
  readonly state: 'running' | 'done';
  /** Everybody in it is honoured already: a new notice after a change of public facts, then up again. */
  readonly honoured?: true;
  /** Position in the stage's phases. */
  readonly phase: number;
  /** Where the chunked work of the phase goes on: position in `entries`. */
  readonly cursor: number;
  /** Nomination ids in the order of the list. */
  readonly entries: readonly string[];
  readonly notice?: NoticeRecord;
  readonly decision?: Decision;
  readonly list?: string;
  readonly publishedAt?: string;
  /** Nominations to send up, once the administrator has said which. */
  readonly recommended?: readonly string[];
  readonly sentAt?: string;
}
