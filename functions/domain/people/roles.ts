/** The roles that a member may have in an organisation. */
import { type Text, text } from '#domain/problem.ts';

/** clerk 填报员, reviewer 审核员, administrator 管理员, department 征求意见部门, panellist 评委, auditor 监督员. */
export const roles = ['clerk', 'reviewer', 'administrator', 'department', 'panellist', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Each role by name. */
export const roleWords: Readonly<Record<Role, Text>> = {
  clerk: text('填报员', 'Clerk'),
  reviewer: text('审核员', 'Reviewer'),
  administrator: text('管理员', 'Administrator'),
  department: text('征求意见部门', 'Department'),
  panellist: text('评委', 'Panellist'),
  auditor: text('监督员', 'Auditor'),
};

/** A grant in words: 管理员, or 征求意见部门（公安） with its department. */
export const grantWords = (grant: {
  readonly role: Role;
  readonly department?: string | undefined;
}): Text => {
  const role = roleWords[grant.role];
  return grant.department === undefined
    ? role
    : text(`${role.zh}（${grant.department}）`, `${role.en} (${grant.department})`);
};
