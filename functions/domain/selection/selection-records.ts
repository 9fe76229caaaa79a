/** What a selection keeps: panellists, ballots, scores, the shortlist, and the decision 审定. */
import type { Versioned } from '#domain/record.ts';

/** What the panel gave one nominee, exact, as the shortlist ranks it. */
export interface PanelScore {
  /** Exact mean as "n/d"; by vote, the share of yes among those who may judge. */
  readonly mean: string;
  /** Ballots that count. */
  readonly count: number;
  /** Shared by equal means: 1, 1, 3. */
  readonly rank?: number;
  /** Exact means by criterion, as keys for ties. */
  readonly criteria?: Readonly<Record<string, string>>;
  /** By vote only. */
  readonly passed?: boolean;
}

export interface Decision {
  readonly body: string;
  readonly date: string;
  readonly minutes?: string;
  readonly by: string;
  readonly at: string;
  readonly refused: readonly { readonly nomination: string; readonly reason: string }[];
  /** Set when every candidacy of the tranche has been told. */
  readonly appliedAt?: string;
}

/** A shortlist as the administrator builds it; one item, so each change is checked against the quota in one write. */
export interface Shortlist extends Versioned {
  readonly round: string;
  readonly chosen: readonly ShortlistEntry[];
  readonly reserves: readonly ShortlistEntry[];
  readonly confirmedAt?: string;
}

export interface ShortlistEntry {
  readonly nomination: string;
  readonly name: string;
  readonly from: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly score?: string;
}

/** A member invited to a round's panel 评审. */
export interface Panellist {
  readonly round: string;
  readonly member: string;
  readonly name: string;
  readonly invitedAt: string;
  /** 评审承诺 that she accepted before her first ballot, by the version of its text. */
  readonly commitment?: { readonly text: string; readonly at: string };
  readonly absent?: { readonly reason: string; readonly at: string; readonly by: string };
}

/** One panellist's word on one nominee: marks by criterion, a vote, or a conflict of interest instead. */
export interface BallotRecord extends Versioned {
  readonly round: string;
  readonly nomination: string;
  readonly member: string;
  readonly scores?: Readonly<Record<string, string>>;
  readonly vote?: 'for' | 'against' | 'abstain';
  readonly conflict?: { readonly reason: string };
  /** Keeps the digest in the audit event from being guessed. */
  readonly salt: string;
  readonly at: string;
}
