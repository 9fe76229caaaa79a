/** The one policy table: who may do what (docs/architecture.md#rights). Data only; `policy.ts` reads it. */

import { entryUnder, keysOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Thing } from '#domain/things.ts';
import { type Role, roleWords } from './roles.ts';

/** Where a rule's right comes from. `own`: a role in the owning organisation itself; `below`: there or in one above it. */
export const scopes = ['own', 'below', 'owner', 'assigned', 'public'] as const;
export type Scope = (typeof scopes)[number];

/**
 * By what means an action may be done. `read`, `write` and `admin` are scopes of an access token, each with the
 * ones before it; `session` is closed to tokens: decide, recommend, publish and revoke want a signed-in person.
 */
export type Needs = 'read' | 'write' | 'admin' | 'session';

export interface Rule {
  readonly scope: Scope;
  /** For `own` and `below`: which role. */
  readonly role?: Role;
  /** The rule holds only in these states; a resource without a state is refused. */
  readonly states?: readonly string[];
  /** An e-mailed link suffices, for its own worklist only. */
  readonly link?: true;
  /** Nobody judges her own submission. */
  readonly notOwner?: true;
  /** The grant must be for the department of the resource. */
  readonly sameDepartment?: true;
}

export interface Entry {
  readonly words: Text;
  readonly needs: Needs;
  /** Only a person may do it: the system itself never judges. */
  readonly human?: true;
  readonly rules: readonly Rule[];
}

const own = (...roles: readonly Role[]): readonly Rule[] => roles.map((role) => ({ role, scope: 'own' }));
const below = (...roles: readonly Role[]): readonly Rule[] => roles.map((role) => ({ role, scope: 'below' }));
const entry = (zh: string, en: string, needs: Needs, ...rules: readonly Rule[]): Entry => ({
  words: text(zh, en),
  needs,
  rules,
});
const human = (zh: string, en: string, needs: Needs, ...rules: readonly Rule[]): Entry => ({
  ...entry(zh, en, needs, ...rules),
  human: true,
});
const owner: Rule = { scope: 'owner' };
const assigned: Rule = { scope: 'assigned' };
/** A task answered by the person asked, by session or by the letter's link. */
const answer: Rule = { scope: 'assigned', link: true, notOwner: true };

const administered = own('administrator');
const administeredBelow = below('administrator');

/** For system-wide actions (outbox, calendar, clock, backup) the resource is the root organisation. */
export const policyTable = {
  'organisation.create': entry('新建单位', 'create organisations', 'admin', ...administeredBelow),
  'organisation.edit': entry('修改单位', 'edit organisations', 'admin', ...administeredBelow),
  'organisation.read': entry('查看单位', 'read organisations', 'read', { scope: 'public' }),
  'organisation.bar': human('限制单位推荐', 'bar organisations', 'session', ...administered),
  'member.invite': entry('邀请人员', 'invite members', 'admin', ...administeredBelow),
  'member.edit': entry('修改人员', 'edit members', 'admin', ...administeredBelow),
  /** Whoever reads her mail acts as she does, so no token moves it. */
  'member.address': human(
    '更改人员邮箱、重置二次验证、结束登录',
    'change the address of members, reset their second factor, end their sessions',
    'session',
    ...administeredBelow,
  ),
  'member.leave': entry('办理离岗', 'let members leave', 'admin', ...administeredBelow),
  'programme.read': entry(
    '查看评选活动',
    'read programmes',
    'read',
    { scope: 'public', states: ['published', 'archived'] },
    ...below('administrator', 'auditor'),
    ...own('clerk', 'reviewer', 'panellist'),
  ),
  'programme.create': entry('新建评选活动', 'create programmes', 'admin', ...administeredBelow),
  'programme.edit': entry('修改评选活动', 'edit programmes', 'admin', {
    role: 'administrator',
    scope: 'below',
    states: ['draft', 'published'],
  }),
  'programme.publish': human('发布评选活动', 'publish programmes', 'session', ...administered),
  'round.configure': entry('设置本级评选', 'set up rounds', 'admin', ...administered),
  'round.open': entry('启动本级评选', 'open rounds', 'admin', ...administered),
  'round.read': entry(
    '查看本级评选',
    'read rounds',
    'read',
    ...below('administrator', 'auditor'),
    ...own('clerk', 'reviewer', 'panellist'),
  ),
  'candidacy.list': entry(
    '查看参评名单',
    'list candidacies',
    'read',
    ...below('administrator', 'auditor'),
    ...own('reviewer'),
  ),
  'candidacy.read': entry(
    '查看一项参评',
    'read a candidacy',
    'read',
    ...below('administrator', 'auditor'),
    ...own('reviewer'),
    { scope: 'assigned', link: true },
  ),
  'candidacy.judged': entry(
    '查看全部意见与评分',
    "read everybody's opinions and scores",
    'read',
    ...below('administrator', 'auditor'),
  ),
  'nomination.draft': entry(
    '填写申报',
    'draft nominations',
    'write',
    ...own('clerk', 'administrator'),
    owner,
  ),
  'nomination.submit': entry(
    '提交申报',
    'submit nominations',
    'write',
    ...own('clerk', 'administrator'),
    owner,
  ),
  'nomination.paper': entry(
    '录入纸质申报',
    'enter nominations that came on paper',
    'write',
    ...own('clerk', 'administrator'),
  ),
  'nomination.read': entry(
    '查看申报',
    'read nominations',
    'read',
    ...below('administrator', 'auditor'),
    ...own('clerk', 'reviewer'),
    { scope: 'owner', link: true },
    { scope: 'assigned', link: true },
  ),
  'nomination.amend': entry(
    '修改已提交的申报',
    'amend nominations',
    'write',
    { role: 'clerk', scope: 'own', states: ['returned', 'sentBack', 'held'] },
    { role: 'administrator', scope: 'own', states: ['returned', 'sentBack', 'held'] },
    { scope: 'owner', states: ['returned', 'sentBack', 'held'] },
  ),
  'nomination.withdraw': entry(
    '撤回申报',
    'withdraw nominations',
    'write',
    ...own('clerk', 'administrator'),
    owner,
  ),
  'nomination.erase': human('删除申报中的个人信息', 'erase nominations', 'session', ...administeredBelow),
  // The nominee may well own the nomination in which she is asked, so no notOwner here.
  'nomination.consent': human('表示本人同意', 'give consent', 'write', { scope: 'assigned', link: true }),
  'review.decide': human('作出审查意见', 'decide reviews', 'write', answer),
  'review.reopen': human('重新审查', 'reopen reviews', 'session', ...administered),
  'opinion.answer': human('答复征求意见', 'answer requests for opinion', 'write', answer, {
    role: 'department',
    scope: 'own',
    sameDepartment: true,
    notOwner: true,
  }),
  /** What a letter's link never shows, for one view of who was asked (docs/rules/departments.md#people). */
  'opinion.numbers': human(
    '查看征求意见对象的证件号码',
    'see the ID numbers of those to be checked',
    'session',
    {
      scope: 'assigned',
      notOwner: true,
    },
  ),
  'visit.record': human('记录实地评估', 'record visits', 'write', answer),
  'panel.score': human('评审打分', 'score as a panellist', 'write', answer),
  'shortlist.edit': entry('编辑拟推荐名单', 'edit shortlists', 'write', ...administered),
  'shortlist.confirm': human('确认拟推荐名单', 'confirm shortlists', 'session', ...administered),
  'notice.post': human('发布公示', 'post notices', 'session', ...administered),
  'notice.suspend': human('中止公示', 'suspend notices', 'session', ...administered),
  'notice.extend': human('延长公示', 'extend notices', 'session', ...administered),
  'objection.read': entry('查看异议', 'read objections', 'read', ...administered, assigned),
  'objection.identify': human('查看异议人身份', 'see who objected', 'session', assigned),
  'objection.handle': human('办理异议', 'handle objections', 'write', ...administered, assigned),
  'objection.settle': human('作出异议结论', 'settle objections', 'session', ...administered),
  'decision.record': human('登记审定结果', 'record decisions', 'session', ...administered),
  'honour.publish': human('发布表彰名单', 'publish honours', 'session', ...administered),
  /** One proposes, another confirms: both want a person who is signed in. */
  'honour.revoke': human('撤销荣誉', 'revoke honours', 'session', {
    role: 'administrator',
    scope: 'own',
    states: ['valid', 'underReview', 'rectifying', 'expired'],
  }),
  'honour.confirm': human(
    '确认撤销、作废',
    'confirm revocations and annulments',
    'session',
    ...administeredBelow,
  ),
  'honour.annul': human('提出作废名单', 'propose to annul lists', 'session', ...administered),
  'honour.correct': human('更正荣誉', 'correct honours', 'session', ...administered),
  /** One person with a decision: it can be taken back by another (docs/rules/regrade.md#by-hand). */
  'honour.regrade': human('升级或降级', 'raise or lower grades', 'session', ...administered),
  'honour.handed': entry('登记证书牌匾的收发', 'record what was handed over', 'admin', ...administered),
  'recheck.run': entry('组织复查', 'run re-checks', 'admin', ...administered),
  'recheck.judge': human(
    '登记复查结论',
    'judge titles in a re-check',
    'write',
    { scope: 'assigned', notOwner: true },
    { role: 'administrator', scope: 'own', notOwner: true },
  ),
  'package.make': entry('制作报送包', 'make packages for the level above', 'admin', ...administered),
  /** The summary lists of a package with personal data in full, for a receiver who needs them. */
  'package.full': human('打开未脱敏汇总表', 'open unmasked summary lists', 'session', ...administered),
  'upward.send': human('推荐上报', 'recommend upward', 'session', ...administered),
  'upward.withdraw': human('撤回上报', 'withdraw recommendations', 'session', ...administered),
  'upward.return': human('退回下级', 'return to the level below', 'session', ...administered),
  'task.reassign': entry('改派待办', 'reassign tasks', 'admin', ...administeredBelow),
  'task.delegate': human('转交待办', 'delegate tasks', 'write', { scope: 'assigned', link: true }),
  'task.decline': human('谢绝待办或申报回避', 'decline tasks', 'write', { scope: 'assigned', link: true }),
  'outbox.read': entry('查看发件箱', 'read the outbox', 'admin', ...administered),
  /** What a letter says may sign in as its recipient. */
  'outbox.open': human(
    '以收件人身份查看信函',
    'open letters as their recipients',
    'session',
    ...administered,
  ),
  'calendar.load': entry('导入节假日安排', 'load the calendar', 'admin', ...administered),
  'clock.advance': entry('调整演练时钟', 'move the clock', 'admin', ...administered),
  'export.read': entry('导出数据', 'export', 'read', ...below('administrator', 'auditor')),
  'audit.read': entry('查看操作记录', 'read the audit trail', 'read', ...below('administrator', 'auditor')),
  'token.create': human('管理本人的访问令牌和登录', 'manage one’s own tokens and sessions', 'session', owner),
  'letters.word': entry('修改信函文字', 'word letters', 'admin', ...administered),
  'letters.send': entry('发送信函', 'send letters', 'admin', ...administered),
  'pair.settle': human('处理重复申报', 'settle pairs', 'write', ...administered),
  backup: entry('备份', 'back up', 'admin', ...administered),
} as const satisfies Readonly<Record<string, Entry>>;

export type Action = keyof typeof policyTable;
export const policyActions = keysOf(policyTable);

type First<A extends string> = A extends `${infer Word}.${string}` ? Word : A;

/** What an action is done to, by its first word. */
const thingOfWord: Readonly<Record<First<Action>, Thing>> = {
  ...{ organisation: 'organisation', outbox: 'organisation', calendar: 'organisation' },
  ...{ clock: 'organisation', backup: 'organisation', token: 'organisation' },
  ...{ member: 'member', programme: 'programme', round: 'round', candidacy: 'round' },
  ...{ panel: 'round', shortlist: 'round', notice: 'round', decision: 'round', letters: 'round' },
  ...{ pair: 'round', task: 'round', export: 'round', nomination: 'nomination', review: 'candidacy' },
  ...{ opinion: 'candidacy', visit: 'candidacy', upward: 'candidacy', objection: 'objection' },
  ...{ honour: 'list', recheck: 'recheck', package: 'package', audit: 'trail' },
};
const thingOfAction: Readonly<Partial<Record<Action, Thing>>> = {
  'member.invite': 'organisation',
  'programme.create': 'organisation',
  'letters.word': 'organisation',
  'nomination.draft': 'draft',
  'nomination.submit': 'organisation',
  'nomination.paper': 'organisation',
  'honour.publish': 'round',
};
/** What an action is done to unless its caller names something else: `recheck.run` begins one at an organisation, too. */
export const thingOf = (action: Action): Thing =>
  // Each first word stands there, by its type.
  thingOfAction[action] ?? entryUnder<Thing>(thingOfWord, action.split('.', 1)[0] ?? '') ?? 'trail';

/** By which right somebody knows of a thing. Who lacks it is told that there is none; of the others everybody knows. */
export const knownBy: Readonly<Partial<Record<Thing, Action>>> = {
  member: 'round.read',
  programme: 'programme.read',
  round: 'round.read',
  nomination: 'nomination.read',
  draft: 'nomination.draft',
  import: 'nomination.draft',
  letter: 'letters.send',
  candidacy: 'candidacy.read',
  objection: 'objection.read',
  package: 'export.read',
  recheck: 'round.read',
  job: 'round.read',
  trail: 'audit.read',
  bar: 'round.read',
};

/** A role as somebody who has it: 管理员, `an administrator`. */
const whoHas = (role: Role): Text => {
  const { zh, en } = roleWords[role];
  return text(zh, `${/^[aeiou]/i.test(en) ? 'an' : 'a'} ${en.toLowerCase()}`);
};

/** Who a rule is about, in both languages. */
export function whoWords(rule: Rule): Text {
  const role = rule.role === undefined ? text('', '') : whoHas(rule.role);
  switch (rule.scope) {
    case 'own':
      return text(`本单位${role.zh}`, `${role.en} of this organisation`);
    case 'below':
      return text(`本单位或上级${role.zh}`, `${role.en} of this organisation or of one above it`);
    case 'owner':
      return text('本人', 'the owner');
    case 'assigned':
      return text('承办人', 'the person assigned');
    case 'public':
      return text('任何人', 'anyone');
  }
}
