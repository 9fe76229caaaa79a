/** A candidacy as it is stored, with its states and who was asked. */

import type { Level } from '#domain/level.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { StepKind } from '#domain/programme/step.ts';
import type { Chained } from '#domain/record.ts';
import type { PanelScore } from '#domain/selection/selection-records.ts';

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
  /** Who acted at lower levels: not again (docs/rules/steps.md#who-may-not-review). */
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
