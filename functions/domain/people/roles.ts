/** The roles that a member may have in an organisation. */

/** clerk 填报员, reviewer 审核员, administrator 管理员, department 征求意见部门, panellist 评委, auditor 监督员. */
export const roles = ['clerk', 'reviewer', 'administrator', 'department', 'panellist', 'auditor'] as const;
export type Role = (typeof roles)[number];
