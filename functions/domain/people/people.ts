/** Organisations as a tree, members with roles, and who is acting (docs/rules/levels.md#levels). */
import type { ChainHead } from '#domain/record.ts';
import type { OrganisationInput } from './organisation.ts';

/** clerk 填报员, reviewer 审核员, administrator 管理员, department 征求意见部门, panellist 评委, auditor 监督员. */
export const roles = ['clerk', 'reviewer', 'administrator', 'department', 'panellist', 'auditor'] as const;
export type Role = (typeof roles)[number];

export interface Organisation extends OrganisationInput {
  /** Ids from the root down to this organisation, itself included. */
  readonly path: readonly string[];
  readonly version: number;
  readonly head: ChainHead;
}

export interface Grant {
  readonly org: string;
  readonly role: Role;
  /** For the role `department`: which one, e.g. 公安. */
  readonly department?: string;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly grants: readonly Grant[];
  readonly status: 'active' | 'left';
  readonly language: 'zh' | 'en';
  readonly version: number;
}

/** Who acts, and by what right: a session, an e-mailed link, an access token, or the system itself. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly via: 'session' | 'link' | 'token' | 'system';
  /** What a link opens: only tasks of this worklist. */
  readonly link?: { readonly scope: string };
  /** Scopes of an access token; a session has all. */
  readonly scopes?: readonly ('read' | 'write' | 'admin')[];
}

export const systemActor: Actor = { id: 'system', name: '系统', grants: [], via: 'system' };
