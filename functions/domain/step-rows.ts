/**
 * The kinds of steps 环节, one row each: options, words, order, whom a step asks and what the answer is
 * (docs/rules/steps.md#steps). What a conclusion asks for besides stands in `actions/review/reviews.ts`, its page in
 * `web/review/conclude.tsx`.
 */
import type * as z from 'zod';
import { type Text, text } from './problem.ts';
import type { StepParts } from './step-parts.ts';

/** 通过, 退回修改, 不通过. */
export type Outcome = 'approve' | 'return' | 'reject';
/** What a person decides on one nominee. */
interface Conclusion {
  readonly form: 'conclusion';
  /** The right by which it is given (people/policy-table.ts). */
  readonly right: 'review.decide' | 'visit.record';
  readonly words: Readonly<Record<Outcome, Text>>;
  /** How the audit trail says it. */
  readonly events: Readonly<Record<Outcome, Text>>;
  /** Why a candidacy is out that was rejected. */
  readonly rejected: 'ineligible' | 'failedVisit' | 'notCarried';
}
/** What a department says, see `review/opinion.ts`. */
interface Opinion {
  readonly form: 'opinion';
  readonly right: 'opinion.answer';
  readonly words: Readonly<Record<'agree' | 'disagree' | 'none' | 'verify', Text>>;
}

interface StepRow {
  readonly words: Text;
  /** Kinds before which it must stand, where both do (docs/rules/steps.md#invariants). */
  readonly before: readonly string[];
  /** An honour of a strict kind may not be granted without it (docs/rules/steps.md#needed). */
  readonly isNeeded?: true;
}

/** A step that each candidacy passes on its own, and that is its state meanwhile. */
const ofNominee = <S extends z.ZodObject, A extends Conclusion | Opinion>(
  row: StepRow & {
    readonly schema: (parts: StepParts) => S;
    /** The candidacy's state while the step is taken. */
    readonly state: Text;
    /** Working days that a person has. */
    readonly days: (step: z.output<S>) => number;
    /** Whose task it is; administrators where the organisation has none. */
    readonly role: 'reviewer' | 'department';
    /** How many are asked, and must approve; a department's step asks each department of the nominee's class. */
    readonly people: (step: z.output<S>) => number;
    readonly answer: A;
  },
) => ({ ...row, of: 'nominee' as const });

export type Resting = 'chosen' | 'cleared' | 'approved';
/** A step that the whole round or tranche passes together. */
const ofBatch = <S extends z.ZodObject, O extends 'round' | 'tranche'>(
  of: O,
  row: StepRow & {
    readonly schema: (parts: StepParts) => S;
    /** States in which a nominee is shown to stand at it; the first such step of the stage counts. */
    readonly at: readonly string[];
    /** State in which a nominee rests once it is over. */
    readonly rests?: Resting;
  },
) => ({ ...row, of });

const reviewWords = {
  approve: text('通过', 'Approve'),
  return: text('退回修改', 'Return'),
  reject: text('不通过', 'Reject'),
};

export const stepRows = {
  /** 资格审查, 单位意见, 街道审核, 社区核实盖章: a reviewer of the stage's organisation decides on each candidacy. */
  review: ofNominee({
    words: text('资格审查', 'Review'),
    state: text('审查中', 'In review'),
    schema: ({ z, common, count, coHosts }) =>
      z.strictObject({
        kind: z.literal('review'),
        ...common,
        days: count(5),
        needed: count(1),
        requireStampedPage: z.boolean().default(false),
        /** 联合审查: besides, one person of each of these co-hosts must approve. */
        jointWith: coHosts.optional(),
      }),
    before: ['panel'],
    isNeeded: true,
    days: ({ days }) => days,
    role: 'reviewer',
    people: ({ needed, jointWith = [] }) => needed + jointWith.length,
    answer: {
      form: 'conclusion',
      right: 'review.decide',
      words: reviewWords,
      events: {
        approve: text('审查通过', 'Review: approved'),
        return: text('审查退回', 'Review: returned'),
        reject: text('审查不通过', 'Review: rejected'),
      },
      rejected: 'ineligible',
    },
  }),
  /** 征求意见: departments answer one by one; silence never means consent. */
  opinions: ofNominee({
    words: text('征求意见', 'Opinions'),
    state: text('征求意见中', 'Asking departments'),
    schema: ({ z, common, count, question, checkRule }) =>
      z.strictObject({
        kind: z.literal('opinions'),
        ...common,
        deadlineDays: count(5),
        /** Answers count only with the department's stamped reply 盖章回函. */
        requireStampedReply: z.boolean().default(false),
        /** Asked beside 同意 or 不同意, by department and class (docs/rules/departments.md#questions). */
        questions: z.array(question).default([]),
        /** Who is checked, by department: fields, or columns `members.idNumber` (docs/rules/departments.md#people). */
        checks: z.array(checkRule).min(1).max(9).optional(),
      }),
    before: [],
    days: ({ deadlineDays }) => deadlineDays,
    role: 'department',
    people: () => 1,
    answer: {
      form: 'opinion',
      right: 'opinion.answer',
      words: {
        agree: text('同意', 'Agrees'),
        disagree: text('不同意', 'Disagrees'),
        none: text('无意见', 'No opinion'),
        verify: text('需核实', 'To be verified'),
      },
    },
  }),
  /** 实地评估: visitors record a checklist and 通过 / 整改 / 不通过. */
  visit: ofNominee({
    words: text('实地评估', 'Visit'),
    state: text('实地评估中', 'On-site visit'),
    schema: ({ z, common, count, checklistItem }) =>
      z.strictObject({
        kind: z.literal('visit'),
        ...common,
        days: count(15),
        visitors: count(2),
        checklist: z.array(checklistItem).default([]),
        /** Photographs are asked for; at least one, or `minPhotos`. */
        photos: z.boolean().default(false),
        minPhotos: z.number().int().min(0).max(9).default(0),
        /** Working days to put right what was found 整改; then the visit is taken again (docs/rules/steps.md#mending). */
        mendDays: z.number().int().positive().optional(),
        /** How often: another 整改 is 不通过. */
        mendings: z.number().int().positive().optional(),
      }),
    before: [],
    days: ({ days }) => days,
    role: 'reviewer',
    people: ({ visitors }) => visitors,
    answer: {
      form: 'conclusion',
      right: 'visit.record',
      words: {
        approve: text('通过', 'Passed'),
        return: text('整改', 'To be mended'),
        reject: text('不通过', 'Not passed'),
      },
      events: {
        approve: text('实地评估通过', 'Visit: passed'),
        return: text('实地评估要求整改', 'Visit: to be mended'),
        reject: text('实地评估不通过', 'Visit: failed'),
      },
      rejected: 'failedVisit',
    },
  }),
  /** 群众评议: a person of the organisation records how it was held; its votes decide. */
  appraisal: ofNominee({
    words: text('群众评议', 'Mass appraisal'),
    state: text('群众评议中', 'Mass appraisal'),
    schema: ({ z, common, count, percent }) =>
      z.strictObject({
        kind: z.literal('appraisal'),
        ...common,
        days: count(10),
        /** Share of those present who must be in favour: at least, or more than; without either more than half. */
        atLeast: percent.optional(),
        moreThan: percent.optional(),
        fewestPresent: z.number().int().positive().optional(),
        /** The minutes are handed in, scanned. */
        minutes: z.boolean().default(true),
      }),
    before: [],
    days: ({ days }) => days,
    role: 'reviewer',
    people: () => 1,
    answer: {
      form: 'conclusion',
      right: 'review.decide',
      words: {
        approve: text('评议通过', 'Carried'),
        return: text('退回修改', 'Return'),
        reject: text('评议未通过', 'Not carried'),
      },
      events: {
        approve: text('群众评议通过', 'Mass appraisal: carried'),
        return: text('群众评议退回修改', 'Mass appraisal: returned'),
        reject: text('群众评议未通过', 'Mass appraisal: not carried'),
      },
      rejected: 'notCarried',
    },
  }),
  /** 评审: panellists score or vote. */
  panel: ofBatch('round', {
    words: text('评审', 'Panel'),
    schema: ({ z, common, count, coHosts, percent }) =>
      z.strictObject({
        kind: z.literal('panel'),
        ...common,
        min: count(3),
        odd: z.boolean().default(false),
        method: z.enum(['score', 'vote']).default('score'),
        criteria: z
          .array(
            z.strictObject({
              id: z.string(),
              title: z.string(),
              titleEn: z.string().min(1).optional(),
              max: z.number().positive(),
              /** 权重: its part of the total, where all have one; each mark then counts by its share of `max` (docs/rules/panel.md#weights). */
              weight: percent.optional(),
            }),
          )
          .default([{ id: 'overall', title: '综合评分', max: 100 }]),
        dropExtremes: z.boolean().default(false),
        /** 盲评: fields and files of the form that panellists never see (docs/rules/panel.md#blind). */
        blind: z.array(z.string().min(1)).min(1).max(60).optional(),
        /** 联合评审: each of these co-hosts has somebody on the panel. */
        jointWith: coHosts.optional(),
      }),
    // The round selects before it sends tranches out, so nothing is judged or chosen after a tranche was formed.
    before: ['shortlist', 'notice', 'decision', 'recommend', 'publish'],
    at: ['waiting', 'selecting'],
  }),
  /** 拟推荐名单 within the quotas, with reserves. */
  shortlist: ofBatch('round', {
    words: text('拟推荐名单', 'Shortlist'),
    schema: ({ z, common }) => z.strictObject({ kind: z.literal('shortlist'), ...common }),
    before: ['notice', 'decision', 'recommend', 'publish'],
    at: ['waiting', 'selecting'],
    rests: 'chosen',
  }),
  /** 公示. Its settings are the stage's. */
  notice: ofBatch('tranche', {
    words: text('公示', 'Notice'),
    schema: ({ z, common }) => z.strictObject({ kind: z.literal('notice'), ...common }),
    // Where a kind of honour needs no decision, nothing may be published before the public has seen it.
    before: ['decision', 'recommend', 'publish'],
    isNeeded: true,
    at: ['waiting', 'selecting', 'chosen', 'reserve', 'notice', 'held'],
    rests: 'cleared',
  }),
  /** 审定: the collective decision. */
  decision: ofBatch('tranche', {
    words: text('审定', 'Decision'),
    schema: ({ z, common }) =>
      z.strictObject({
        kind: z.literal('decision'),
        ...common,
        bodies: z.array(z.string()).min(1).default(['党组会', '主席办公会', '评审委员会']),
        needsMinutes: z.boolean().default(true),
      }),
    before: ['recommend', 'publish'],
    isNeeded: true,
    at: ['waiting', 'selecting', 'chosen', 'reserve', 'deciding', 'cleared'],
    rests: 'approved',
  }),
  /** 推荐上报. */
  recommend: ofBatch('tranche', {
    words: text('推荐上报', 'Recommendation'),
    schema: ({ z, common }) => z.strictObject({ kind: z.literal('recommend'), ...common }),
    before: [],
    at: ['approved', 'sentBack'],
  }),
  /** 发布表彰名单. */
  publish: ofBatch('tranche', {
    words: text('发布表彰名单', 'Publication'),
    schema: ({ z, common }) => z.strictObject({ kind: z.literal('publish'), ...common }),
    before: [],
    at: ['deciding', 'cleared', 'approved'],
  }),
} as const;
