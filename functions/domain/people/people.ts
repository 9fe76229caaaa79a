/** Who is acting, and by what right (docs/rules/levels.md#levels). */
import type { Grant } from './people-records.ts';

/** Who acts, and by what right: a session, an e-mailed link, an access token, or the system itself. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly via: 'session' | 'link' | 'token' | 'system';
  /** What a link opens: only tasks of this worklist. */
  readonly link?: { readonly scope: string };
  /** Of a session: which it is, whether she signed in just now (`demandFresh`), and by her second factor. */
  readonly session?: { readonly id: string; readonly isFresh: boolean; readonly byFactor: boolean };
  /** Scopes of an access token; a session has all. */
  readonly scopes?: readonly ('read' | 'write' | 'admin')[];
}

export const systemActor: Actor = { id: 'system', name: '系统', grants: [], via: 'system' };
/** The system carries out what a person decided: the history names her. */
export const onBehalf = (member: string | undefined): Actor =>
  member === undefined ? systemActor : { ...systemActor, id: member };

/** The root of a new home until it is named: of no federation. */
export const unnamedRoot = '系统根单位';
