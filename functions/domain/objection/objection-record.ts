/** A case as it is stored. */

import type { ObjectionSettings } from '#domain/programme/stage-rules.ts';
import type { Versioned } from '#domain/record.ts';
import type { LoggedReason, ObjectionInput } from './objection.ts';
import type { ObjectionStatus } from './objection-status.ts';

/** A case against one nominee on a notice, or against its organisation. Who raised it, what it says and what was found are sealed. */
export interface ObjectionRecord extends Versioned {
  readonly id: string;
  readonly notice: string;
  readonly round: string;
  readonly tranche: number;
  readonly against: ObjectionInput['against'];
  /** Absent when it is against the organisation alone. */
  readonly nomination?: string;
  readonly name?: string;
  /** The organisation that handles it: the round's own, or the one above when it is against that. */
  readonly org: string;
  readonly channel: ObjectionInput['channel'];
  readonly by: ObjectionInput['objector']['kind'];
  readonly status: ObjectionStatus;
  /** Why it is only logged. */
  readonly reason?: LoggedReason;
  readonly receivedAt: string;
  /** The day in Shanghai that decided whether it was in time. */
  readonly datedOn: string;
  /** Member who typed it, for a letter, a call or a visit. */
  readonly enteredBy?: string;
  readonly settings: ObjectionSettings;
  readonly acceptedOn?: string;
  /** Last day of the investigation. */
  readonly due?: string;
  readonly extensions: number;
  /** The one member who may see who objected; every administrator of the organisation when absent. */
  readonly handler?: string;
  /** Members with a task for it. */
  readonly told: readonly string[];
  /** Objector and content, under the objection's own key. */
  readonly sealed: string;
  /** Last characters of the receipt, to name it in a letter. */
  readonly receiptEnd: string;
  readonly hasEmail: boolean;
  readonly settled?: {
    readonly at: string;
    readonly by: string;
    /** Sealed under the objection's key. */
    readonly finding: string;
    readonly newNotice: boolean;
    readonly reply: 'letter' | 'page' | 'none';
  };
}
