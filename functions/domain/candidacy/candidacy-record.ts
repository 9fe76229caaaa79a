/** A candidacy as it is stored, with its states and who was asked. */

import * as z from 'zod';
import { levelSchema } from '#domain/level.ts';
import { nominationRecord } from '#domain/nomination/nomination-record.ts';
import { type Text, text } from '#domain/problem.ts';
import { stepKinds } from '#domain/programme/step.ts';
import { chained, instant, lazily, type Stored } from '#domain/record.ts';
import { panelScoreRecord } from '#domain/selection/selection-records.ts';
import { candidacyStates } from './candidacy-state.ts';

/** Why a candidacy ended without success. */
const outReasons = [
  'ineligible', // 资格审查不通过
  'vetoed', // 征求意见不同意
  'failedVisit',
  'notChosen', // 落选
  'disqualified', // 异议成立
  'notApproved', // 审定未通过
  'straggler', // 逾期未办结
  'consentRefused',
  'merged', // 与另一申报合并
] as const;
export type OutReason = (typeof outReasons)[number];

/** One nomination in one stage of one organisation. Lives in its round's partition. */
export const candidacyRecord = lazily(() =>
  chained().extend({
    nomination: z.string(),
    round: z.string(),
    programme: z.string(),
    /** Revision of the programme by which it is judged. */
    programmeRevision: z.int(),
    /** Who owns the nomination: she never judges it. */
    owner: z.string(),
    org: z.string(),
    stage: z.int(),
    level: levelSchema,
    revision: z.int(),
    name: z.string(),
    /** Who acted at lower levels: not again (docs/rules/steps.md#who-may-not-review). */
    actedBelow: z.array(z.string()),
    /** Organisation that sent it here: the nominating one, or the lower level's. */
    from: z.string(),
    channel: nominationRecord().shape.channel,
    state: z.enum(candidacyStates),
    /** Per-candidacy step now being taken, its id and how often it was asked. */
    step: z
      .object({ index: z.int(), id: z.string(), kind: z.enum(stepKinds), attempt: z.int() })
      .exactOptional(),
    /** Who was asked in the step, and what they said so far. */
    asked: z.array(askedRecord()),
    receivedAt: instant,
    /** Values that quota groups look at, by field id. */
    facts: z.record(z.string(), z.string()),
    score: panelScoreRecord().exactOptional(),
    place: z.enum(['chosen', 'reserve']).exactOptional(),
    tranche: z.int().exactOptional(),
    /** Objections accepted and not settled. */
    openObjections: z.int(),
    /** Tranche whose notice showed what an objection led to correct: only a further one, with its own notice, takes her on. */
    needsNewNotice: z.int().optional(),
    /** A handler asked the nominator to put facts right while she is held; `revision` is the form that did. */
    correction: z.object({ askedAt: instant, revision: z.int().exactOptional() }).optional(),
    /** She was carried: rests as `sentBack`, out of the phase's count, until the first tranche is formed. */
    carried: z.object({ at: instant, phase: z.string(), reason: z.string() }).exactOptional(),
    honour: z.object({ number: z.string(), list: z.string() }).exactOptional(),
    upward: z
      .object({
        round: z.string(),
        org: z.string(),
        state: z.enum(['sent', 'returned', 'withdrawn', 'refused', 'honoured', 'recommended', 'out']),
        at: instant,
        reason: z.string().exactOptional(),
      })
      .exactOptional(),
    /** When it came to its final state: its years of keeping count from the last of them. */
    closedAt: instant.optional(),
    outcome: z
      .object({ reason: z.enum(outReasons), note: z.string().exactOptional(), at: instant })
      .exactOptional(),
    /** A note to the nominator when returned, or to the level below. */
    note: z.string().exactOptional(),
  }),
);
export type Candidacy = Stored<typeof candidacyRecord>;

export const askedRecord = lazily(() =>
  z.object({
    member: z.string(),
    /** For opinions: the department asked. */
    department: z.string().exactOptional(),
    due: instant,
    answer: z.string().exactOptional(),
    answeredAt: instant.exactOptional(),
    late: z.boolean().exactOptional(),
    escalated: z.boolean().exactOptional(),
  }),
);
export type Asked = Stored<typeof askedRecord>;

/** Why one is out. */
export const outReasonWords: Readonly<Record<OutReason, Text>> = {
  ineligible: text('资格审查不通过', 'Not eligible'),
  vetoed: text('征求意见不同意', 'A department did not agree'),
  failedVisit: text('实地评估不通过', 'Visit not passed'),
  notChosen: text('落选', 'Not chosen'),
  disqualified: text('异议成立', 'Objection upheld'),
  notApproved: text('审定未通过', 'Not approved'),
  straggler: text('逾期未办结', 'Not finished in time'),
  consentRefused: text('本人不同意', 'Consent refused'),
  merged: text('与另一申报合并', 'Merged with another nomination'),
};

/** What became of a recommendation, at the level that sent it. */
export const upwardWords: Readonly<Record<NonNullable<Candidacy['upward']>['state'], Text>> = {
  sent: text('已报送，待上级结果', 'Sent up, result awaited'),
  returned: text('上级退回', 'Returned from above'),
  withdrawn: text('已撤回', 'Withdrawn'),
  refused: text('上级不予接收', 'Refused above'),
  honoured: text('上级已表彰', 'Honoured above'),
  recommended: text('上级已再上报', 'Recommended further up'),
  out: text('上级未通过', 'Not successful above'),
};
