/** Words for everything that the records name: states, steps, roles, kinds, statuses. A missing one does not compile. */

import type { Candidacy, OutReason } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { honourStatusWords } from '#domain/honour/honour-status.ts';
import { levelWords } from '#domain/level.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { objectionStatusWords } from '#domain/objection/objection-status.ts';
import type { Grant } from '#domain/people/people-records.ts';
import type { Role } from '#domain/people/roles.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Category, Programme } from '#domain/programme/programme.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import type { StepKind } from '#domain/programme/step.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';

type Table<K extends string> = Readonly<Record<K, Text>>;
type ProgrammeKind = Programme['kind'];

const states: Table<CandidacyState> = {
  checking: text('查重中', 'Checking for duplicates'),
  consent: text('待本人同意', 'Waiting for consent'),
  review: text('审查中', 'In review'),
  returned: text('退回修改', 'Returned for amendment'),
  opinions: text('征求意见中', 'Asking departments'),
  visit: text('实地评估中', 'On-site visit'),
  waiting: text('待评选', 'Waiting for selection'),
  chosen: text('拟推荐', 'Shortlisted'),
  reserve: text('备选', 'In reserve'),
  notice: text('公示中', 'On public notice'),
  held: text('异议核查中', 'Held: objection under inquiry'),
  cleared: text('公示期满无异议', 'Notice ended clean'),
  approved: text('审定通过', 'Approved'),
  sentBack: text('上级退回', 'Sent back from above'),
  done: text('本级办结', 'Completed at this level'),
  out: text('未通过', 'Not successful'),
  withdrawn: text('已撤回', 'Withdrawn'),
};

const outReasons: Table<OutReason> = {
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

const steps: Table<StepKind> = {
  review: text('资格审查', 'Review'),
  opinions: text('征求意见', 'Opinions'),
  visit: text('实地评估', 'Visit'),
  panel: text('评审', 'Panel'),
  shortlist: text('拟推荐名单', 'Shortlist'),
  notice: text('公示', 'Notice'),
  decision: text('审定', 'Decision'),
  recommend: text('推荐上报', 'Recommendation'),
  publish: text('发布表彰名单', 'Publication'),
};

const todos: Table<Todo['kind']> = {
  ...steps,
  consent: text('本人同意', 'Consent'),
  amend: text('退回修改', 'Amend'),
  objection: text('异议核查', 'Objection inquiry'),
};

const roles: Table<Role> = {
  clerk: text('填报员', 'Clerk'),
  reviewer: text('审核员', 'Reviewer'),
  administrator: text('管理员', 'Administrator'),
  department: text('征求意见部门', 'Department'),
  panellist: text('评委', 'Panellist'),
  auditor: text('监督员', 'Auditor'),
};

const categories: Table<Category> = {
  individual: text('个人', 'Individual'),
  collective: text('集体', 'Collective'),
  post: text('岗', 'Post'),
  family: text('家庭', 'Family'),
  studio: text('工作室', 'Studio'),
  site: text('基地', 'Site'),
  project: text('项目', 'Project'),
};

const kinds: Table<ProgrammeKind> = {
  commendation: text('表彰', 'Commendation'),
  seeking: text('推选', 'Search'),
  naming: text('命名', 'Naming'),
  recommendation: text('推荐上报', 'Recommendation only'),
  contest: text('竞赛', 'Contest'),
  call: text('征集', 'Call for works'),
};

const channels: Table<Nomination['channel']> = {
  organisation: text('组织推荐', 'By an organisation'),
  self: text('自荐', 'By oneself'),
  other: text('他荐', 'By another person'),
};

const programmes: Table<ProgrammeRecord['status']> = {
  draft: text('草稿', 'Draft'),
  published: text('已发布', 'Published'),
  archived: text('已归档', 'Archived'),
};

const tranches: Table<Tranche['state']> = {
  running: text('办理中', 'In progress'),
  done: text('已办结', 'Completed'),
};

const consents: Table<NonNullable<Nomination['consent']>['state']> = {
  pending: text('待确认', 'Pending'),
  given: text('已同意', 'Given'),
  refused: text('不同意', 'Refused'),
};

const upward: Table<NonNullable<Candidacy['upward']>['state']> = {
  sent: text('已报送，待上级结果', 'Sent up, result awaited'),
  returned: text('上级退回', 'Returned from above'),
  withdrawn: text('已撤回', 'Withdrawn'),
  refused: text('上级不予接收', 'Refused above'),
  honoured: text('上级已表彰', 'Honoured above'),
  recommended: text('上级已再上报', 'Recommended further up'),
  out: text('上级未通过', 'Not successful above'),
};

/** What a notice looks like to a reader on a given day; derived from its record, not stored. */
export const noticeStates = ['planned', 'open', 'suspended', 'ended', 'takenDown'] as const;
export type NoticeState = (typeof noticeStates)[number];
const notices: Table<NoticeState> = {
  planned: text('待公示', 'Planned'),
  open: text('公示中', 'Open'),
  suspended: text('公示中止', 'Suspended'),
  ended: text('公示期满', 'Ended'),
  takenDown: text('已撤下', 'Taken down'),
};

const via: Table<'session' | 'link' | 'token' | 'system'> = {
  session: text('登录', 'signed in'),
  link: text('链接', 'by link'),
  token: text('接口', 'by API'),
  system: text('系统', 'system'),
};

export const stateWords = {
  states,
  outReasons,
  steps,
  todos,
  roles,
  levels: levelWords,
  categories,
  kinds,
  channels,
  programmes,
  tranches,
  consents,
  upward,
  honours: honourStatusWords satisfies Table<HonourRecord['status']>,
  notices,
  objections: objectionStatusWords,
  via,
} as const;

/** A grant in words: 管理员, or 征求意见部门（公安） with its department. */
export const grantWords = (grant: Grant): Text => {
  const role = roles[grant.role];
  return grant.department === undefined
    ? role
    : text(`${role.zh}（${grant.department}）`, `${role.en} (${grant.department})`);
};
