/** The states of a candidacy 参评, in the order of its way. */

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
