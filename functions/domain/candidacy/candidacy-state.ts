/** The states of a candidacy 参评, in the order of its way. */
import { type Text, text } from '#domain/problem.ts';
import { perNomineeStep, stepStates } from '#domain/step-kinds.ts';

export const candidacyStates = [
  'checking', // 查重中: a clash of identity is with the administrator
  'consent', // 待本人同意
  ...stepStates.slice(0, 1), // 审查中
  'returned', // 退回修改, most often from there
  ...stepStates.slice(1), // 征求意见中, 实地评估中
  'waiting', // 待评选
  'chosen', // 拟推荐
  'reserve', // 备选
  'notice', // 公示中
  'held', // 异议核查中
  'cleared', // 公示期满, nothing open against her
  'approved', // 审定通过
  'sentBack', // 上级退回
  'done', // 本级办结
  'out', // 未通过 or 未入选, see its reason
  'withdrawn', // 已撤回
] as const;

export type CandidacyState = (typeof candidacyStates)[number];

/** States in which a candidacy still keeps a phase of its own steps open. */
export const openStates: readonly CandidacyState[] = candidacyStates.slice(
  0,
  candidacyStates.indexOf('waiting'),
);

/** What is said of one who was carried, instead of her state. */
export const carriedWords = text('转入后续批次', 'Carried to a later tranche');

/** A state as the desk says it. */
export const candidacyStateWords: Readonly<Record<CandidacyState, Text>> = {
  checking: text('查重中', 'Checking for duplicates'),
  consent: text('待本人同意', 'Waiting for consent'),
  ...perNomineeStep(({ state }) => state),
  returned: text('退回修改', 'Returned for amendment'),
  waiting: text('待评选', 'Waiting for selection'),
  chosen: text('拟推荐', 'Shortlisted'),
  reserve: text('备选', 'In reserve'),
  notice: text('公示中', 'On public notice'),
  held: text('异议核查中', 'Held: objection under inquiry'),
  // Whether somebody objected and was dismissed is not said here.
  cleared: text('公示期满', 'Notice ended'),
  approved: text('审定通过', 'Approved'),
  sentBack: text('上级退回', 'Sent back from above'),
  done: text('本级办结', 'Completed at this level'),
  out: text('未通过', 'Not successful'),
  withdrawn: text('已撤回', 'Withdrawn'),
};
