/** Routes of members: invitation, roles, leaving, and handing over the tasks of one who leaves. */

import * as z from 'zod';
import { resetFactor } from '#actions/people/factor.ts';
import { changeAddress, endSessionsOf } from '#actions/people/member-address.ts';
import { inviteList } from '#actions/people/member-list.ts';
import { editGrants, inviteMember, memberKnownTo, memberLeaves } from '#actions/people/people.ts';
import {
  addressChange,
  invitation,
  memberList,
  rolesHere,
  telephoneChange,
} from '#actions/people/people-input.ts';
import { changeTelephone, telephoneOf } from '#actions/people/telephone.ts';
import { reassignment } from '#actions/review/review-input.ts';
import { reassign } from '#actions/review/tasks-admin.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { memberRecord } from '#domain/people/people-records.ts';
import { may } from '#domain/people/policy.ts';
import { getOrganisation, maskEmail } from '#store/people.ts';
import { routesOf } from '#web/api/route.ts';
import { named } from '#web/api/schemas.ts';
import { grant, masked, telephone } from './me-api.ts';

const ofMembers = routesOf('members');
const ofTasks = routesOf('tasks');

/** A member as lists and answers show her; the address is masked. */
export const membership = named(
  'Member',
  memberRecord().pick({ id: true, name: true, email: true, grants: true, status: true, version: true }),
);

/** What the actor may see of a member: the roles in organisations that she administers; all of them of herself. */
async function shownTo(deps: Pick<Deps, 'table'>, actor: Actor, member: Member): Promise<Member> {
  const email = maskEmail(member.email);
  if (member.id === actor.id) return { ...member, email };
  const orgs = [...new Set(member.grants.map(({ org }) => org))];
  const seen = await Promise.all(
    orgs.map(async (org) => {
      const { path } = await getOrganisation(deps.table, org);
      return may(actor, 'round.read', { orgPath: path }) ? org : undefined;
    }),
  );
  const grants = member.grants.filter(({ org }) => seen.includes(org));
  return { ...member, email, grants };
}

export const memberRoutes = [
  ofMembers.post({
    path: '/api/members',
    id: 'inviteMember',
    needs: 'admin',
    summary: { zh: '邀请人员并授予角色', en: 'Invite a person and give her roles' },
    body: invitation,
    example: { email: 'li@example.cn', name: '李敏', grants: [{ org: 'd1', role: 'reviewer' }] },
    answer: z.object({ member: membership, outcome: z.enum(['created', 'changed', 'unchanged']) }),
    handle: async (deps, actor, { body }) => {
      const { member, outcome } = await inviteMember(deps, actor, body);
      return { outcome, member: await shownTo(deps, actor, member) };
    },
  }),
  ofMembers.post({
    path: '/api/organisations/{org}/members/list',
    id: 'inviteMembers',
    needs: 'admin',
    summary: {
      zh: '按名单邀请本单位和直接下级的人员，每行一人；有一行错误则不邀请任何人',
      en: 'Invite the people of a list, one a line; with one wrong line nobody is invited',
    },
    body: memberList,
    example: { people: '李敏 li@example.cn 审核员\n张静 zhang@example.cn 文艺路街道妇联 填报员' },
    answer: z.object({ invited: z.int(), unchanged: z.int() }),
    handle: (deps, actor, { params, body }) => inviteList(deps, actor, { ...body, id: params.org }),
  }),
  ofMembers.get({
    path: '/api/members/{member}',
    id: 'getMember',
    needs: 'read',
    summary: {
      zh: '一名人员（本人，或同单位、上级可见的角色）',
      en: 'One member, with the roles that the caller may see',
    },
    answer: membership,
    handle: async (deps, actor, { params }) =>
      shownTo(deps, actor, await memberKnownTo(deps, actor, params.member)),
  }),
  ofMembers.put({
    path: '/api/members/{member}/grants/{org}',
    id: 'setGrants',
    needs: 'admin',
    summary: {
      zh: '设置人员在某单位的角色（空列表为移出）',
      en: 'Set the roles in one organisation; none takes her out',
    },
    body: rolesHere,
    example: { grants: [{ role: 'administrator' }, { role: 'department', department: '公安' }], version: 1 },
    answer: membership,
    handle: async (deps, actor, { params, body }) => {
      const member = await editGrants(deps, actor, params, body);
      const here = member.grants.filter(({ org }) => org === params.org);
      return { ...member, email: maskEmail(member.email), grants: here };
    },
  }),
  ofMembers.put({
    path: '/api/members/{member}/address',
    id: 'changeAddress',
    needs: 'session',
    summary: {
      zh: '更改人员邮箱（须在登录后 15 分钟内；发往原邮箱的链接和已有的登录随即失效）',
      en: 'Change the address of a member within 15 minutes of signing in; links to the old one and her sessions end',
    },
    body: addressChange,
    example: { email: 'li.min@example.cn', version: 1 },
    answer: membership,
    handle: async (deps, actor, { params, body }) =>
      shownTo(deps, actor, await changeAddress(deps, actor, params.member, body)),
  }),
  ofMembers.get({
    path: '/api/members/{member}/phone',
    id: 'getTelephone',
    needs: 'admin',
    summary: {
      zh: '人员的手机（部分隐藏）和短信内容',
      en: 'The mobile of a member, masked, and what she is told there',
    },
    answer: telephone,
    handle: async (deps, actor, { params }) => masked(await telephoneOf(deps, actor, params.member)),
  }),
  ofMembers.put({
    path: '/api/members/{member}/phone',
    id: 'changeTelephone',
    needs: 'admin',
    summary: {
      zh: '登记、更改或删除人员手机，设置短信内容',
      en: 'Give, change or delete the mobile of a member and say what she is told there',
    },
    body: telephoneChange,
    example: { phone: '138 1234 5678', sms: ['invitation'], version: 1 },
    answer: telephone,
    handle: async (deps, actor, { params, body }) =>
      masked(await changeTelephone(deps, actor, { ...body, id: params.member })),
  }),
  ofMembers.post({
    path: '/api/members/{member}/sessions/end',
    id: 'endSessionsOf',
    needs: 'session',
    summary: { zh: '结束人员的所有登录', en: 'End every session of a member' },
    handle: (deps, actor, { params }) => endSessionsOf(deps, actor, params.member),
  }),
  ofMembers.post({
    path: '/api/members/{member}/factor/reset',
    id: 'resetFactor',
    needs: 'session',
    summary: {
      zh: '重置人员的二次验证（须在登录后 15 分钟内；她的登录随即结束，并收到通知）',
      en: 'Reset the second factor of a member within 15 minutes of signing in; her sessions end, and she gets a letter',
    },
    handle: (deps, actor, { params }) => resetFactor(deps, actor, params.member),
  }),
  ofMembers.post({
    path: '/api/members/{member}/leave',
    id: 'memberLeaves',
    needs: 'admin',
    summary: { zh: '办理离岗（随后请改派其待办）', en: 'Let a member go; then reassign her tasks' },
    answer: z.object({ member: z.string(), grants: z.array(grant) }),
    handle: (deps, actor, { params }) => memberLeaves(deps, actor, params.member),
  }),
  ofTasks.post({
    path: '/api/members/{member}/reassign',
    id: 'reassignTasks',
    needs: 'admin',
    summary: { zh: '改派待办，一次一页', en: 'Move her tasks to another, one page a call' },
    body: reassignment.omit({ from: true }),
    example: { to: 'm4e1f0a' },
    answer: z.object({
      moved: z.int(),
      left: z.array(
        z.object({ round: z.string(), step: z.string(), nomination: z.string(), why: z.string() }),
      ),
      cursor: z.string().optional(),
    }),
    handle: (deps, actor, { params, body }) => reassign(deps, actor, { ...body, from: params.member }),
  }),
];
