/** Who may do what: reads the policy table, deny by default (docs/architecture.md#rights). */

import { forbidden, type Text, text, unauthenticated } from '#domain/problem.ts';
import { noSuch, type Thing } from '#domain/things.ts';
import type { Actor } from './people.ts';
import type { Grant } from './people-records.ts';
import {
  type Action,
  type Entry,
  knownBy,
  type Needs,
  policyActions,
  policyTable,
  type Rule,
  thingOf,
  whoWords,
} from './policy-table.ts';

export type { Action, Needs, Scope } from './policy-table.ts';
export { policyActions } from './policy-table.ts';

/** What is acted on. `orgPath` runs from the root to the owning organisation, itself included. */
export interface Resource {
  readonly orgPath: readonly string[];
  /** Member who submitted or owns it. */
  readonly owner?: string;
  readonly state?: string;
  /** Member whose task it is. */
  readonly assigned?: string;
  readonly department?: string;
  /** Worklist that the task belongs to; an actor by link may touch her own worklist only. */
  readonly worklist?: string;
}

const granted = (grants: readonly Grant[], rule: Rule, resource: Resource): boolean =>
  grants.some(
    (grant) =>
      grant.role === rule.role &&
      (rule.scope === 'own' ? grant.org === resource.orgPath.at(-1) : resource.orgPath.includes(grant.org)) &&
      (rule.sameDepartment !== true ||
        (resource.department !== undefined && grant.department === resource.department)),
  );

function holds(rule: Rule, actor: Actor | undefined, resource: Resource): boolean {
  if (rule.states !== undefined && !rule.states.includes(resource.state ?? '')) return false;
  if (rule.scope === 'public') return true;
  if (actor === undefined) return false;
  if (rule.notOwner === true && resource.owner === actor.id) return false;
  if (actor.via === 'link') {
    const mine = resource.worklist !== undefined && resource.worklist === actor.link?.scope;
    if (rule.link !== true || !mine) return false;
  }
  switch (rule.scope) {
    case 'own':
    case 'below':
      return granted(actor.grants, rule, resource);
    case 'owner':
      return resource.owner === actor.id;
    case 'assigned':
      return resource.assigned === actor.id;
  }
}

const tokenRank = { read: 0, write: 1, admin: 2 } as const;

/** True when the actor's way of coming in (session, link, token) is good enough for the action. */
function suffices(actor: Actor | undefined, needs: Needs): boolean {
  if (actor?.via === 'link') return needs !== 'session';
  if (actor?.via !== 'token') return true;
  if (needs === 'session') return false;
  return (actor.scopes ?? []).some((scope) => tokenRank[scope] >= tokenRank[needs]);
}

/**
 * Whether somebody may do something to something; `undefined` is a visitor who has not signed in.
 * What no rule grants is refused. The system may do all but what only a person can judge.
 */
export function may(actor: Actor | undefined, action: Action, resource: Resource): boolean {
  const { needs, human: byHuman, rules }: Entry = policyTable[action];
  if (actor?.via === 'system') return byHuman !== true;
  return suffices(actor, needs) && rules.some((rule) => holds(rule, actor, resource));
}

/** Who can do an action, in words for pages and refusals. */
export function whoMay(action: Action): Text {
  const rules: readonly Rule[] = policyTable[action].rules;
  const words = rules.map(whoWords);
  return text(words.map((w) => w.zh).join('、'), words.map((w) => w.en).join(', or '));
}

/** One row of the policy page. */
export interface PolicyRow {
  readonly action: Action;
  readonly words: Text;
  readonly who: Text;
  readonly needs: Needs;
  /** True when some rule accepts an e-mailed link. */
  readonly link: boolean;
  readonly states: readonly string[];
}

/** The whole table, for printing as a page. */
export const policyRows = (): readonly PolicyRow[] =>
  policyActions.map((action) => {
    const { words, needs, rules }: Entry = policyTable[action];
    return {
      action,
      words,
      who: whoMay(action),
      needs,
      link: rules.some((rule) => rule.link === true),
      states: [...new Set(rules.flatMap((rule) => rule.states ?? []))],
    };
  });

/** Whether somebody may know of a thing at all, by whatever way she came in. */
const knows = (actor: Actor, thing: Thing, resource: Resource): boolean => {
  const by = knownBy[thing];
  return by === undefined || may({ ...actor, via: 'session' }, by, resource);
};

/**
 * Does nothing when `may` says yes. What is acted on is by `thing`, or by the action; who may not know of it gets the
 * answer of what does not exist (docs/decisions/027-others-things-do-not-exist.md).
 * @throws Problem unauthenticated `sign-in-first`, when signing in could help; `missing` as `noSuch(thing)` says;
 * otherwise forbidden `not-allowed` (or `session-needed` when the same person may do it after signing in), saying who can.
 */
export function demand(
  actor: Actor | undefined,
  action: Action,
  resource: Resource,
  thing: Thing = thingOf(action),
): void {
  if (may(actor, action, resource)) return;
  const { words } = policyTable[action];
  const who = whoMay(action);
  if (actor === undefined) {
    const rules: readonly Rule[] = policyTable[action].rules;
    // Of what everybody reads once it is published, nobody is told before.
    if (rules.some(({ scope }) => scope === 'public')) throw noSuch(thing);
    throw unauthenticated(
      'sign-in-first',
      `请先登录：${words.zh}须由${who.zh}办理`,
      `Sign in first: only ${who.en} may ${words.en}`,
    );
  }
  if (
    actor.via !== 'session' &&
    actor.via !== 'system' &&
    may({ ...actor, via: 'session' }, action, resource)
  ) {
    throw forbidden(
      'session-needed',
      `当前的链接或令牌权限不足：请登录后再${words.zh}`,
      `This link or token is not enough: sign in to ${words.en}`,
    );
  }
  if (actor.via !== 'system' && !knows(actor, thing, resource)) throw noSuch(thing);
  throw forbidden(
    'not-allowed',
    `您无权${words.zh}：须由${who.zh}办理${stateWords(action, 'zh')}`,
    `You may not ${words.en}: only ${who.en} may${stateWords(action, 'en')}`,
  );
}

function stateWords(action: Action, language: 'zh' | 'en'): string {
  const rules: readonly Rule[] = policyTable[action].rules;
  const states = rules.find((rule) => rule.states !== undefined)?.states;
  if (states === undefined) return '';
  return language === 'zh'
    ? `，且仅在规定的状态下（${states.join('、')}）`
    : `, and only in the states ${states.join(', ')}`;
}
