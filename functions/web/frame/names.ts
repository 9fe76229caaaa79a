/** Names for pages: organisations and members by id, steps and acts in words, instants as a clerk reads them. */

import type { CandidacyState } from '#domain/candidacy/candidacy-record.ts';
import { shown } from '#domain/instant.ts';
import type { Text } from '#domain/problem.ts';
import type { NamedStep, Phase } from '#domain/programme/step.ts';
import { findMember, findOrganisation } from '#store/people.ts';
import type { Table } from '#store/table.ts';
import { type Lang, t, w } from './words.ts';

/** Gives the name of an id; the id itself when it is unknown. */
export type NameOf = (id: string) => string;

async function namesBy(
  ids: Iterable<string>,
  read: (id: string) => Promise<{ readonly name: string } | undefined>,
): Promise<NameOf> {
  const unique = [...new Set(ids)].filter((id) => id !== '');
  const found = await Promise.all(unique.map(async (id) => [id, (await read(id))?.name] as const));
  const names = new Map(found);
  return (id) => names.get(id) || id;
}

/** Names of organisations; one get each, so for what a page shows and no more. */
export const organisationNames = (table: Table, ids: Iterable<string>): Promise<NameOf> =>
  namesBy(ids, (id) => findOrganisation(table, id));

/** Names of members, and of the system itself. */
export async function memberNames(table: Table, ids: Iterable<string>, lang: Lang): Promise<NameOf> {
  const nameOf = await namesBy(
    [...ids].filter((id) => id !== 'system'),
    (id) => findMember(table, id),
  );
  return (id) => (id === 'system' ? w(lang).via.system : nameOf(id));
}

/** A step's own title, else the word of its kind. */
export const stepName = (lang: Lang, step: Pick<NamedStep, 'kind' | 'title'>): string =>
  lang === 'zh' && step.title !== undefined ? step.title : w(lang).steps[step.kind];

/** A state as the desk says it: what rests here may have been sent back, or carried to a later tranche (stragglers.ts). */
export const stateName = (lang: Lang, state: CandidacyState): string =>
  state === 'sentBack'
    ? lang === 'en'
      ? 'Sent back or carried'
      : '退回或转后续批次'
    : w(lang).states[state];

/** The steps of a phase in one line. */
export const phaseName = (lang: Lang, phase: Phase): string =>
  phase.steps.map((step) => stepName(lang, step)).join(lang === 'zh' ? '、' : ', ');

/** An instant in Shanghai, `2027-02-26 17:30`; a dash of words where there is none. */
export const at = (instant: string | undefined): string => (instant === undefined ? '' : shown(instant));

const acts: Readonly<Record<string, Text>> = {
  'nomination.submit': { zh: '提交申报', en: 'Submitted' },
  'nomination.amend': { zh: '修改后重新提交', en: 'Amended' },
  'nomination.go-up': { zh: '进入上一层级', en: 'Went up a level' },
  'nomination.reveal': { zh: '显示个人信息', en: 'Personal data shown' },
  'record.erase': { zh: '删除个人信息', en: 'Personal data erased' },
  'nomination.withdraw': { zh: '撤回申报', en: 'Withdrawn' },
  'candidacy.enter': { zh: '进入本级参评', en: 'Entered this level' },
  'candidacy.admit': { zh: '进入本级参评', en: 'Entered this level' },
  'candidacy.admit-again': { zh: '再次接收', en: 'Admitted again' },
  'candidacy.clear': { zh: '查重核对完毕', en: 'Check cleared' },
  'candidacy.merge': { zh: '并入另一申报', en: 'Merged with another' },
  'candidacy.consent': { zh: '本人同意', en: 'Nominee consented' },
  'candidacy.consent-refused': { zh: '本人不同意', en: 'Nominee refused' },
  'candidacy.resubmit': { zh: '修改后重新提交', en: 'Resubmitted' },
  'candidacy.amend': { zh: '修改申报', en: 'Amended' },
  'candidacy.return': { zh: '退回修改', en: 'Returned' },
  'candidacy.finish': { zh: '本级办结', en: 'Completed at this level' },
  'candidacy.notice-outdated': {
    zh: '公示内容已变，须重新公示',
    en: 'Shown facts changed: a new notice is needed',
  },
  'candidacy.withdraw': { zh: '撤回', en: 'Withdrawn' },
  'stamped.add': { zh: '上传盖章页', en: 'Stamped page handed in' },
  'step.ask': { zh: '分派待办', en: 'Tasks given out' },
  'step.escalate': { zh: '逾期提醒', en: 'Overdue, escalated' },
  'phase.enter': { zh: '进入环节', en: 'Entered a phase' },
  'phase.close': { zh: '结束审查阶段', en: 'Phase closed' },
  'straggler.out': { zh: '逾期未办结', en: 'Out: not finished in time' },
  'straggler.carry': { zh: '转入后续批次', en: 'Carried to a later tranche' },
  'straggler.resume': { zh: '继续办理', en: 'Taken up again' },
  'review.approve': { zh: '审查通过', en: 'Review: approved' },
  'review.return': { zh: '审查退回', en: 'Review: returned' },
  'review.reject': { zh: '审查不通过', en: 'Review: rejected' },
  'visit.approve': { zh: '实地评估通过', en: 'Visit: passed' },
  'visit.return': { zh: '实地评估要求整改', en: 'Visit: to be mended' },
  'visit.reject': { zh: '实地评估不通过', en: 'Visit: failed' },
  'opinions.agree': { zh: '部门同意', en: 'Department agreed' },
  'opinions.disagree': { zh: '部门不同意', en: 'Department disagreed' },
  'opinions.none': { zh: '部门无意见', en: 'Department had no opinion' },
  'opinions.verify': { zh: '部门要求核实', en: 'Department asked to verify' },
  'opinions.verified': { zh: '核实完毕', en: 'Verification settled' },
  'opinions.none-needed': { zh: '无需征求意见', en: 'No opinion needed' },
  'task.delegate': { zh: '转交待办', en: 'Task delegated' },
  'task.declined': { zh: '谢绝待办', en: 'Task declined' },
  'task.conflict': { zh: '申报回避', en: 'Conflict declared' },
  'task.reassign': { zh: '改派待办', en: 'Task reassigned' },
  'panel.commit': { zh: '签署评审承诺', en: 'Committed to the panel' },
  'panel.conflict': { zh: '评委申明回避', en: 'Panellist declared a conflict' },
  'panel.ballot': { zh: '评委评分', en: 'Ballot given' },
  'panel.invite': { zh: '邀请评委', en: 'Panel invited' },
  'panel.absent': { zh: '登记评委缺席', en: 'Panellist absent' },
  'panel.rank': { zh: '评审计分', en: 'Ranked by the panel' },
  'panel.close': { zh: '结束评审', en: 'Panel closed' },
  'shortlist.edit': { zh: '编辑拟推荐名单', en: 'Shortlist edited' },
  'shortlist.confirm': { zh: '确认拟推荐名单', en: 'Shortlist confirmed' },
  'shortlist.choose': { zh: '列入拟推荐名单', en: 'Shortlisted' },
  'shortlist.stand-by': { zh: '列为备选', en: 'In reserve' },
  'shortlist.pass-over': { zh: '未入选', en: 'Not chosen' },
  'reserve.promote': { zh: '备选递补', en: 'Reserve promoted' },
  'tranche.form': { zh: '形成新批次', en: 'Further tranche formed' },
  'tranche.join': { zh: '进入批次', en: 'Joined a tranche' },
  'tranche.leave': { zh: '离开批次', en: 'Left a tranche' },
  'notice.post': { zh: '发布公示', en: 'Notice posted' },
  'notice.end': { zh: '公示期满', en: 'Notice ended' },
  'notice.extend': { zh: '延长公示', en: 'Notice extended' },
  'notice.suspend': { zh: '中止或恢复公示', en: 'Notice suspended or resumed' },
  'objection.accept': { zh: '受理异议', en: 'Objection accepted' },
  'objection.upheld': { zh: '异议成立', en: 'Objection upheld' },
  'objection.dismissed': { zh: '异议不成立', en: 'Objection dismissed' },
  'objection.corrected': { zh: '异议更正后维持', en: 'Objection: corrected' },
  'decision.record': { zh: '登记审定结果', en: 'Decision recorded' },
  'decision.approve': { zh: '审定通过', en: 'Approved' },
  'decision.refuse': { zh: '审定未通过', en: 'Not approved' },
  'honour.publish': { zh: '发布表彰名单', en: 'List published' },
  'honour.grant': { zh: '授予荣誉', en: 'Honour granted' },
  'list.make': { zh: '生成表彰名单', en: 'List made' },
  'list.number': { zh: '编排证书编号', en: 'Numbers taken' },
  'list.annul': { zh: '作废名单', en: 'List annulled' },
  'honour.revoke': { zh: '撤销荣誉', en: 'Honour revoked' },
  'honour.correct': { zh: '更正荣誉', en: 'Honour corrected' },
  'honour.status': { zh: '更改荣誉状态', en: 'Status of an honour changed' },
  'honour.annul': { zh: '作废名单', en: 'List annulled' },
  'letters.send': { zh: '群发信函', en: 'Bulk mail sent' },
  'honour.held-already': { zh: '已持有同届同级荣誉', en: 'Holds the honour already' },
  'upward.choose': { zh: '确定推荐上报名单', en: 'Recommendations chosen' },
  'upward.send': { zh: '推荐上报', en: 'Sent up' },
  'upward.refused': { zh: '上级不予接收', en: 'Refused above' },
  'upward.return': { zh: '退回下级', en: 'Returned below' },
  'upward.came-back': { zh: '上级退回', en: 'Came back from above' },
  'upward.resend': { zh: '再次上报', en: 'Sent up again' },
  'upward.withdrawn': { zh: '下级撤回上报', en: 'Withdrawn by the level below' },
  'upward.withdraw': { zh: '撤回上报', en: 'Recommendation withdrawn' },
  'upward.result': { zh: '收到上级结果', en: 'Result from above' },
  'upward.external-result': { zh: '登记上级结果', en: 'Result from above recorded' },
  'round.set-up': { zh: '设置本级评选', en: 'Round set up' },
  'round.change': { zh: '更改设置', en: 'Settings changed' },
  'round.open': { zh: '申报开始', en: 'Window opened' },
  'round.seal': { zh: '申报截止', en: 'Window closed' },
  'round.chunk': { zh: '系统逐个办理', en: 'Worked through' },
  'round.chunk-end': { zh: '系统逐个办理完毕', en: 'Worked through to the end' },
  'round.advance': { zh: '进入下一环节', en: 'Next step' },
  'round.form-tranche': { zh: '形成首批名单', en: 'First tranche formed' },
  'round.cancel': { zh: '取消本轮', en: 'Round cancelled' },
  'programme.create': { zh: '新建评选活动', en: 'Programme made' },
  'programme.revise': { zh: '修改评选活动', en: 'Programme revised' },
  'programme.publish': { zh: '发布评选活动', en: 'Programme published' },
  'programme.archive': { zh: '归档评选活动', en: 'Programme archived' },
  'organisation.create': { zh: '新建单位', en: 'Organisation made' },
  'organisation.edit': { zh: '修改单位', en: 'Organisation edited' },
  'member.invite': { zh: '邀请人员', en: 'Member invited' },
  'member.edit': { zh: '修改角色', en: 'Roles changed' },
  'member.leave': { zh: '办理离岗', en: 'Member left' },
  'calendar.load': { zh: '载入放假安排', en: 'Calendar loaded' },
  'objection.take': { zh: '收到并受理异议', en: 'Objection received and accepted' },
  'objection.log': { zh: '收到异议，仅登记', en: 'Objection received, logged only' },
  'objection.open': { zh: '查看异议详情', en: 'Objection opened' },
  'objection.appoint': { zh: '指定异议承办人', en: 'Objection handler appointed' },
  'objection.extend': { zh: '延长异议核查', en: 'Inquiry extended' },
  'objection.settle': { zh: '作出异议结论', en: 'Objection settled' },
};
/** An event's act in words; one without words shows its code. */
export const actName = (lang: Lang, action: string): string => {
  const words = acts[action];
  return words === undefined ? action : t(lang, words);
};
