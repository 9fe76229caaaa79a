/** The records of the way of a nomination, as they are stored and passed between the layers (design.md 2, 5). */

import type { HonourChange, HonourStatus } from '#domain/honour/honour.ts';
import type { LoggedReason, ObjectionInput, ObjectionSettings } from '#domain/objection/objection.ts';
import type { ObjectionStatus } from '#domain/objection/objection-status.ts';
import type { ChainHead } from '#domain/people/people.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Category, Programme } from '#domain/programme/programme.ts';
import type { StepKind } from '#domain/programme/step.ts';
import type { Level } from './level.ts';
import type { Text } from './problem.ts';

export interface Versioned {
  /** Optimistic version, raised by each write. */
  readonly version: number;
}
export interface Chained extends Versioned {
  readonly head: ChainHead;
}

/** A programme as set up by an organisation; `document` is the version in force. */
export interface ProgrammeRecord extends Chained {
  readonly id: string;
  readonly owner: string;
  readonly revision: number;
  readonly status: 'draft' | 'published' | 'archived';
  readonly document: Programme;
}

/** One nominee in one programme: the header; forms are in revisions. */
export interface Nomination extends Chained {
  readonly id: string;
  readonly programme: string;
  readonly programmeRevision: number;
  readonly code: string;
  readonly edition: string;
  readonly category: Category;
  readonly name: string;
  readonly channel: 'organisation' | 'self' | 'other';
  /** The nominating organisation, or for self and other the community or unit chosen. */
  readonly org: string;
  /** Member (or confirmed e-mail address) that owns the nomination. */
  readonly owner: string;
  /** Current revision of the form, from 1. */
  readonly revision: number;
  readonly submittedAt: string;
  /** HMACs of the identity parts: unique per honour code and edition. */
  readonly identities: readonly string[];
  readonly consent?: {
    readonly state: 'pending' | 'given' | 'refused';
    readonly by: string;
    readonly at?: string;
    readonly textVersion: string;
  };
  /** Round ids of the candidacies, bottom first. */
  readonly seats: readonly string[];
  readonly withdrawnAt?: string;
  /** Its key is dropped; the name is masked unless it was honoured. `reason` is `retention` or a code of retention.ts. */
  readonly erased?: { readonly at: string; readonly reason: string };
}

/** One numbered revision of the form; personal fields are encrypted with the record's key. */
export interface Revision {
  readonly nomination: string;
  readonly n: number;
  readonly open: Answers;
  readonly sealed: string;
  readonly attachments: readonly Attachment[];
  readonly at: string;
  readonly by: string;
  /** What an amendment changed, in the nominator's words. */
  readonly note?: string;
}

export interface Attachment {
  readonly id: string;
  readonly rule: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const candidacyStates = [
  'checking', // 查重中: a clash of identity is with the administrator
  'consent', // 待本人同意
  'review', // 审查中
  'returned', // 退回修改
  'opinions', // 征求意见中
  'visit', // 实地评估中
  'waiting', // 待评选
  'chosen', // 拟推荐
  'reserve', // 备选
  'notice', // 公示中
  'held', // 异议核查中
  'cleared', // 公示期满无异议
  'approved', // 审定通过
  'sentBack', // 上级退回
  'done', // 本级办结
  'out', // 未通过 / 落选
  'withdrawn', // 已撤回
] as const;
export type CandidacyState = (typeof candidacyStates)[number];

/** Why a candidacy ended without success. */
export type OutReason =
  | 'ineligible' // 资格审查不通过
  | 'vetoed' // 征求意见不同意
  | 'failedVisit'
  | 'notChosen' // 落选
  | 'disqualified' // 异议成立
  | 'notApproved' // 审定未通过
  | 'straggler' // 逾期未办结
  | 'consentRefused'
  | 'merged'; // 与另一申报合并

/** One nomination in one stage of one organisation. Lives in its round's partition. */
export interface Candidacy extends Chained {
  readonly nomination: string;
  readonly round: string;
  readonly programme: string;
  /** Revision of the programme by which it is judged. */
  readonly programmeRevision: number;
  /** Who owns the nomination: she never judges it. */
  readonly owner: string;
  readonly org: string;
  readonly stage: number;
  readonly level: Level;
  readonly revision: number;
  readonly name: string;
  /** Who acted on this nomination at lower levels: they may not act again (design.md 7). */
  readonly actedBelow: readonly string[];
  /** Organisation that sent it here: the nominating one, or the lower level's. */
  readonly from: string;
  readonly channel: Nomination['channel'];
  readonly state: CandidacyState;
  /** Per-candidacy step now being taken, its id and how often it was asked. */
  readonly step?: {
    readonly index: number;
    readonly id: string;
    readonly kind: StepKind;
    readonly attempt: number;
  };
  /** Who was asked in the step, and what they said so far. */
  readonly asked: readonly Asked[];
  readonly receivedAt: string;
  /** Values that quota groups look at, by field id. */
  readonly facts: Readonly<Record<string, string>>;
  readonly score?: PanelScore;
  readonly place?: 'chosen' | 'reserve';
  readonly tranche?: number;
  /** Objections accepted and not settled. */
  readonly openObjections: number;
  /** Tranche whose notice showed what an objection led to correct: only a further one, with its own notice, takes her on. */
  readonly needsNewNotice?: number | undefined;
  /** A handler asked the nominator to put facts right while she is held; `revision` is the form that did. */
  readonly correction?: { readonly askedAt: string; readonly revision?: number } | undefined;
  readonly honour?: { readonly number: string; readonly list: string };
  readonly upward?: {
    readonly round: string;
    readonly org: string;
    readonly state: 'sent' | 'returned' | 'withdrawn' | 'refused' | 'honoured' | 'recommended' | 'out';
    readonly at: string;
    readonly reason?: string;
  };
  /** When it came to its final state: its years of keeping count from the last of them. */
  readonly closedAt?: string | undefined;
  readonly outcome?: { readonly reason: OutReason; readonly note?: string; readonly at: string };
  /** A note to the nominator when returned, or to the level below. */
  readonly note?: string;
}

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

export interface Asked {
  readonly member: string;
  /** For opinions: the department asked. */
  readonly department?: string;
  readonly due: string;
  readonly answer?: string;
  readonly answeredAt?: string;
  readonly late?: boolean;
  readonly escalated?: boolean;
}

/** Something a person is asked to do; stored in the person's worklist. */
export interface Todo {
  readonly member: string;
  readonly kind: StepKind | 'consent' | 'amend' | 'objection';
  readonly round: string;
  readonly org: string;
  readonly nomination: string;
  readonly name: string;
  readonly step: string;
  readonly attempt: number;
  readonly department?: string;
  readonly due: string;
  readonly createdAt: string;
  readonly title: Text;
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

/** Places that a round gave to an organisation below, and how many are used (own item, conditional writes). */
export interface Allotment {
  readonly round: string;
  readonly org: string;
  readonly places: number;
  readonly used: number;
  readonly tie?: boolean;
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

export interface NoticeRecord {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly closesAt: string;
  readonly decisionFrom: string;
  /** Set when every page is written and each candidacy is on notice. */
  readonly postedAt?: string;
  /** Set when the notice was taken down and each candidacy is cleared or held. */
  readonly endedAt?: string;
  readonly suspended?: { readonly since: string; readonly reason: string };
}

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

export interface HonourList extends Chained {
  readonly id: string;
  readonly round: string;
  readonly tranche: number;
  readonly org: string;
  readonly title: string;
  readonly code: string;
  readonly edition: string;
  readonly level: Level;
  readonly year: number;
  readonly documentNumber: string;
  readonly date: string;
  /** Awarding bodies in their printed order. */
  readonly bodies: readonly string[];
  readonly entries: readonly string[];
  readonly block?: { readonly from: number; readonly to: number };
  readonly granted: number;
  readonly publishedAt?: string;
  readonly annulled?: { readonly reason: string; readonly decision: string; readonly date: string };
}

export interface HonourRecord extends Versioned {
  readonly number: string;
  readonly list: string;
  readonly position: number;
  readonly nomination: string;
  readonly round: string;
  readonly org: string;
  readonly code: string;
  readonly edition: string;
  readonly level: Level;
  readonly year: number;
  readonly title: string;
  readonly name: string;
  /** What the roll shows besides the name, e.g. 单位及职务. */
  readonly shown: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  readonly date: string;
  /** What is handed over with it, as its round had it: 证书, 奖牌. */
  readonly awards?: readonly string[];
  /** Last day of its term; absent where the title has none. */
  readonly termEnds?: string;
  readonly identities: readonly string[];
  readonly status: HonourStatus;
  readonly history: readonly HonourChange[];
}

/** One line of the audit trail: ids, field names and digests, never personal data or free text. */
export interface AuditEvent {
  readonly aggregate: string;
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly via: string;
  readonly action: string;
  readonly details: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly prev: string;
  readonly hash: string;
}

/** A letter is a row first; `key` makes it one per event and recipient. Holds template and parameters, never a link. */
export interface Letter {
  readonly key: string;
  readonly template: string;
  readonly to: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** Worklist or page that the letter's link opens; the link itself is derived at sending. */
  readonly opens?: { readonly kind: 'worklist' | 'nomination' | 'page'; readonly scope: string };
  readonly createdAt: string;
  readonly dueAt: string;
  readonly sentAt?: string;
  readonly failed?: string;
  readonly attempts: number;
}
