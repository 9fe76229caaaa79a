/** How a candidacy ends at one level: why it is out, and what becomes of it above. */
import { type Text, text } from '#domain/problem.ts';

/** Why a candidacy ended without success. */
export const outReasons = [
  'ineligible', // 资格审查不通过
  'vetoed', // 征求意见不同意
  'failedVisit',
  'notCarried', // 群众评议未通过
  'notChosen', // 未入选
  'disqualified', // 异议成立
  'notApproved', // 审定未通过
  'straggler', // 逾期未办结
  'consentRefused',
  'merged', // 与另一申报合并
] as const;
export type OutReason = (typeof outReasons)[number];

/** Why one is out. */
export const outReasonWords: Readonly<Record<OutReason, Text>> = {
  ineligible: text('资格审查不通过', 'Not eligible'),
  vetoed: text('征求意见不同意', 'A department did not agree'),
  failedVisit: text('实地评估不通过', 'Visit not passed'),
  notCarried: text('群众评议未通过', 'Not carried by the mass appraisal'),
  notChosen: text('未入选', 'Not selected'),
  disqualified: text('异议成立', 'Objection upheld'),
  notApproved: text('审定未通过', 'Not approved'),
  straggler: text('逾期未办结', 'Not finished in time'),
  consentRefused: text('本人不同意', 'Consent refused'),
  merged: text('与另一申报合并', 'Merged with another nomination'),
};

/** What may become of a recommendation. */
export const upwardStates = [
  'sent',
  'returned',
  'withdrawn',
  'refused',
  'honoured',
  'honourEnded',
  'recommended',
  'out',
] as const;

/** What became of a recommendation, at the level that sent it. */
export const upwardWords: Readonly<Record<(typeof upwardStates)[number], Text>> = {
  sent: text('已报送，待上级结果', 'Sent up, result awaited'),
  returned: text('上级退回', 'Returned from above'),
  withdrawn: text('已撤回', 'Withdrawn'),
  refused: text('上级不予接收', 'Refused above'),
  honoured: text('上级已授予荣誉', 'Honoured above'),
  honourEnded: text('上级荣誉已撤销或作废', 'Honour from above revoked or annulled'),
  recommended: text('上级已再上报', 'Recommended further up'),
  out: text('上级未通过', 'Not successful above'),
};
