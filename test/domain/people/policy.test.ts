import { describe, expect, it } from 'vitest';
import type { Actor } from '#domain/people/people.ts';
import { type Action, demand, may, policyActions, policyRows, type Resource } from '#domain/people/policy.ts';
import type { Role } from '#domain/people/roles.ts';
import { Problem } from '#domain/problem.ts';

const root = 'nation';
const here = 'district';
const beside = 'other';
const under = 'street';

/** State in which the action is possible; other actions do not look at the state. */
const goodState: Partial<Record<Action, string>> = {
  'programme.edit': 'draft',
  'nomination.amend': 'returned',
  'honour.revoke': 'valid',
};
const resource = (action: Action, more: Partial<Resource> = {}): Resource => ({
  orgPath: [root, 'city', here],
  owner: 'owner',
  assigned: 'assignee',
  department: '公安',
  worklist: 'review:r1:s1',
  state: goodState[action] ?? '',
  ...more,
});

const person = (id: string, more: Partial<Actor> = {}): Actor => ({
  id,
  name: id,
  grants: [],
  via: 'session',
  ...more,
});
const holder = (role: Role, org: string, more: Partial<Actor> = {}): Actor =>
  person(`${role}-${org}`, {
    grants: [{ org, role, ...(role === 'department' ? { department: '公安' } : {}) }],
    ...more,
  });
const byLink = (id: string): Actor => person(id, { via: 'link', link: { scope: 'review:r1:s1' } });
const byToken = (scope: 'read' | 'write' | 'admin'): Actor =>
  holder('administrator', here, { via: 'token', scopes: [scope] });

/** One letter per subject: small for a role in the owning organisation, capital for the same role above it. */
const subjects: Readonly<Record<string, Actor | undefined>> = {
  v: undefined, // a visitor
  s: person('stranger'), // signed in, no role
  c: holder('clerk', here),
  r: holder('reviewer', here),
  a: holder('administrator', here),
  d: holder('department', here),
  p: holder('panellist', here),
  u: holder('auditor', here),
  C: holder('clerk', root),
  R: holder('reviewer', root),
  A: holder('administrator', root),
  D: holder('department', root),
  P: holder('panellist', root),
  U: holder('auditor', root),
  o: person('owner'),
  x: person('assignee'),
  O: byLink('owner'),
  X: byLink('assignee'),
  '1': byToken('read'), // access tokens of the administrator here
  '2': byToken('write'),
  '3': byToken('admin'),
  m: person('system', { via: 'system' }),
};
const everybody = Object.keys(subjects).join('');

const expected: Readonly<Record<Action, string>> = {
  'organisation.create': 'aA3m',
  'organisation.edit': 'aA3m',
  'organisation.read': everybody,
  'organisation.bar': 'a',
  'member.invite': 'aA3m',
  'member.edit': 'aA3m',
  'member.address': 'aA',
  'member.leave': 'aA3m',
  'programme.create': 'aA3m',
  'programme.read': 'crapuAU123m',
  'programme.edit': 'aA3m',
  'programme.publish': 'a',
  'round.configure': 'a3m',
  'round.open': 'a3m',
  'round.read': 'crapuAU123m',
  'candidacy.list': 'rauAU123m',
  'candidacy.read': 'rauAUxX123m',
  'candidacy.judged': 'auAU123m',
  'nomination.draft': 'cao23m',
  'nomination.paper': 'ca23m',
  'nomination.submit': 'cao23m',
  'nomination.read': 'crauAUoxOX123m',
  'nomination.amend': 'cao23m',
  'nomination.withdraw': 'cao23m',
  'nomination.erase': 'aA',
  'nomination.consent': 'xX',
  'review.decide': 'xX',
  'review.reopen': 'a',
  'opinion.answer': 'dxX',
  'opinion.numbers': 'x',
  'visit.record': 'xX',
  'panel.score': 'xX',
  'shortlist.edit': 'a23m',
  'shortlist.confirm': 'a',
  'notice.post': 'a',
  'notice.suspend': 'a',
  'notice.extend': 'a',
  'objection.read': 'ax123m',
  'objection.identify': 'x',
  'objection.handle': 'ax23',
  'objection.settle': 'a',
  'decision.record': 'a',
  'honour.publish': 'a',
  'honour.revoke': 'a',
  'honour.regrade': 'a',
  'honour.handed': 'a3m',
  'recheck.run': 'a3m',
  'recheck.judge': 'ax23',
  'honour.confirm': 'aA',
  'honour.annul': 'a',
  'honour.correct': 'a',
  'package.make': 'a3m',
  'package.full': 'a',
  'upward.send': 'a',
  'upward.withdraw': 'a',
  'upward.return': 'a',
  'task.reassign': 'aA3m',
  'task.delegate': 'xX',
  'task.decline': 'xX',
  'outbox.read': 'a3m',
  'outbox.open': 'a',
  'calendar.load': 'a3m',
  'clock.advance': 'a3m',
  'export.read': 'auAU123m',
  'audit.read': 'auAU123m',
  'token.create': 'o',
  'letters.word': 'a3m',
  'letters.send': 'a3m',
  'pair.settle': 'a23',
  backup: 'a3m',
};

const sorted = (letters: string) => [...letters].sort().join('');

describe('the policy table', () => {
  it.each(policyActions)('%s is open to exactly those listed', (action) => {
    const open = Object.entries(subjects)
      .filter(([, actor]) => may(actor, action, resource(action)))
      .map(([letter]) => letter)
      .join('');
    expect(sorted(open)).toBe(sorted(expected[action]));
  });

  it.each(['clerk', 'reviewer', 'administrator', 'department', 'panellist', 'auditor'] as const)(
    'a %s of an organisation beside or below may nothing but what is public',
    (role) => {
      for (const org of [beside, under]) {
        const open = policyActions.filter((action) => may(holder(role, org), action, resource(action)));
        expect(open).toEqual(['organisation.read']);
      }
    },
  );

  it('lets an auditor only read', () => {
    const open = policyActions.filter((action) => may(holder('auditor', here), action, resource(action)));
    expect(open).toEqual([
      'organisation.read',
      'programme.read',
      'round.read',
      'candidacy.list',
      'candidacy.read',
      'candidacy.judged',
      'nomination.read',
      'export.read',
      'audit.read',
    ]);
  });

  it('never lets anybody judge her own submission', () => {
    const own = (action: Action) => resource(action, { owner: 'assignee' });
    const judging: Action[] = ['review.decide', 'opinion.answer', 'visit.record', 'panel.score'];
    expect(judging.filter((action) => may(person('assignee'), action, own(action)))).toEqual([]);
    expect(judging.filter((action) => may(byLink('assignee'), action, own(action)))).toEqual([]);
  });

  it('binds a link to its own worklist, and refuses it where the worklist is not named', () => {
    const { worklist: _, ...unnamed } = resource('review.decide');
    expect(may(byLink('assignee'), 'review.decide', resource('review.decide'))).toBe(true);
    expect(
      may(byLink('assignee'), 'review.decide', resource('review.decide', { worklist: 'review:r2:s1' })),
    ).toBe(false);
    expect(may(byLink('assignee'), 'review.decide', unnamed)).toBe(false);
  });

  it('gives a link none of the rights of the roles that its person holds', () => {
    const administrator = {
      ...holder('administrator', here),
      via: 'link',
      link: { scope: 'review:r1:s1' },
    } as const;
    const open = policyActions.filter((action) => may(administrator, action, resource(action)));
    expect(open).toEqual(['organisation.read']);
  });

  it('lets another department not answer, nor any when the resource names none', () => {
    const other = {
      ...holder('department', here),
      grants: [{ org: here, role: 'department', department: '税务' }],
    } as const;
    const { department: _, ...unnamed } = resource('opinion.answer');
    expect(may(other, 'opinion.answer', resource('opinion.answer'))).toBe(false);
    expect(may(holder('department', here), 'opinion.answer', unnamed)).toBe(false);
  });

  it.each([
    ['programme.edit', 'archived'],
    ['nomination.amend', 'review'],
    ['honour.revoke', 'revoked'],
  ] as const)('refuses %s in the state %s and without a state', (action, state) => {
    const { state: _, ...stateless } = resource(action);
    expect(may(holder('administrator', here), action, resource(action, { state }))).toBe(false);
    expect(may(holder('administrator', here), action, stateless)).toBe(false);
  });

  it('keeps tokens without scopes out of everything but what is public', () => {
    const actor = holder('administrator', here, { via: 'token' });
    expect(policyActions.filter((action) => may(actor, action, resource(action)))).toEqual([]);
  });
});

describe('a refusal', () => {
  const refusal = (actor: Actor | undefined, action: Action) => {
    try {
      demand(actor, action, resource(action));
    } catch (problem) {
      if (problem instanceof Problem) return problem;
      throw problem;
    }
    return undefined;
  };

  it('asks a visitor to sign in', () => {
    expect(refusal(undefined, 'notice.post')).toMatchObject({
      kind: 'unauthenticated',
      code: 'sign-in-first',
      text: {
        zh: '请先登录：发布公示须由本单位管理员办理',
        en: 'Sign in first: only an administrator of this organisation may post notices',
      },
    });
  });

  it('tells who can do it', () => {
    expect(refusal(holder('clerk', here), 'organisation.edit')).toMatchObject({
      kind: 'forbidden',
      code: 'not-allowed',
      text: { zh: '您无权修改单位：须由本单位或上级管理员办理' },
    });
  });

  it('names the states where they matter', () => {
    expect(refusal(person('stranger'), 'honour.revoke')?.text.zh).toBe(
      '您无权撤销荣誉：须由本单位管理员办理，且仅在规定的状态下（valid、underReview、rectifying、expired）',
    );
  });

  it('sends a person with a token or link to the sign-in when that would do', () => {
    expect(refusal(byToken('admin'), 'decision.record')).toMatchObject({
      kind: 'forbidden',
      code: 'session-needed',
    });
    expect(refusal(byLink('owner'), 'nomination.submit')).toMatchObject({ code: 'session-needed' });
  });

  it('is silent when allowed', () => {
    expect(refusal(holder('administrator', here), 'notice.post')).toBeUndefined();
  });
});

describe('the printed table', () => {
  it('has a row for each action with words for who may do it', () => {
    const rows = policyRows();
    expect(rows.map((row) => row.action)).toEqual(policyActions);
    expect(rows.every((row) => row.words.zh !== '' && row.who.zh !== '' && row.who.en !== '')).toBe(true);
    expect(rows.find((row) => row.action === 'review.decide')).toEqual({
      action: 'review.decide',
      words: { zh: '作出审查意见', en: 'decide reviews' },
      who: { zh: '承办人', en: 'the person assigned' },
      needs: 'write',
      link: true,
      states: [],
    });
  });
});
