import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkFor, openLink, raiseGenerationOp } from '#actions/people/links.ts';
import { inviteMember, memberLeaves } from '#actions/people/people.ts';
import { tokenActor } from '#actions/people/token-actor.ts';
import { createToken, listTokens, revokeToken } from '#actions/people/tokens.ts';
import { systemActor } from '#domain/people/people.ts';
import { codeOf, openPeopleTest, type PeopleTest, type PeopleTestDeps, plantTree } from './people-deps.ts';

let test: PeopleTest;
let deps: PeopleTestDeps;
beforeAll(async () => {
  test = await openPeopleTest();
  deps = test.deps;
  await plantTree(deps);
});
afterAll(() => test.embedded.close());

const invite = async (email: string) =>
  (
    await inviteMember(deps, systemActor, {
      email,
      name: '王芳',
      grants: [{ org: 'east', role: 'reviewer' }],
    })
  ).member;
const scope = 'review:r1:s1';
const codeIn = (path: string) => path.slice('/w/'.length);

describe('a letter’s link', () => {
  it('is the same at every sending and opens any number of times, for its scope only', async () => {
    const { id: member } = await invite('a@example.cn');
    const path = await linkFor(deps, { member, scope, kind: 'worklist' });
    expect(await linkFor(deps, { member, scope, kind: 'worklist' })).toBe(path);
    expect(path).toMatch(/^\/w\/[\w-]+\.[\w-]+$/);
    for (let i = 0; i < 2; i++)
      expect(await openLink(deps, codeIn(path))).toMatchObject({
        actor: { id: member, via: 'link', link: { scope } },
        scope,
        kind: 'worklist',
      });
  });

  it('differs by person and scope', async () => {
    const [a, b] = [await invite('a@example.cn'), await invite('b@example.cn')];
    const paths = [
      await linkFor(deps, { member: a.id, scope, kind: 'worklist' }),
      await linkFor(deps, { member: b.id, scope, kind: 'worklist' }),
      await linkFor(deps, { member: a.id, scope: 'review:r2:s1', kind: 'worklist' }),
    ];
    expect(new Set(paths).size).toBe(3);
  });

  it('is unknown when a single character was changed', async () => {
    const { id: member } = await invite('a@example.cn');
    const code = codeIn(await linkFor(deps, { member, scope, kind: 'worklist' }));
    const [payload, mac] = code.split('.') as [string, string];
    const forged = Buffer.from(JSON.stringify({ m: member, s: 'other', k: 'worklist', g: 0, v: 1 })).toString(
      'base64url',
    );
    const codes = [
      '',
      'x',
      payload,
      `${payload}.`,
      `${code}.x`,
      `${forged}.${mac}`,
      `${payload}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`,
    ];
    for (const each of codes) expect(await codeOf(openLink(deps, each))).toBe('link-unknown');
  });

  it('ends when its generation is raised, and says so; the next one opens', async () => {
    const { id: member } = await invite('c@example.cn');
    const old = await linkFor(deps, { member, scope, kind: 'worklist' });
    await deps.table.together([raiseGenerationOp(member, scope)]);
    expect(await codeOf(openLink(deps, codeIn(old)))).toBe('link-replaced');
    const next = await linkFor(deps, { member, scope, kind: 'worklist' });
    expect(await codeOf(openLink(deps, codeIn(next)))).toBeUndefined();
    await deps.table.together([raiseGenerationOp(member, scope)]);
    expect(await codeOf(openLink(deps, codeIn(next)))).toBe('link-replaced');
  });

  it('outlives a rotation of the link key', async () => {
    const { id: member } = await invite('d@example.cn');
    const old = await linkFor(deps, { member, scope, kind: 'worklist' });
    test.keys.rotate('link');
    expect(await codeOf(openLink(deps, codeIn(old)))).toBeUndefined();
    expect(await linkFor(deps, { member, scope, kind: 'worklist' })).not.toBe(old);
  });

  it('ends when its person leaves', async () => {
    const { id: member } = await invite('e@example.cn');
    const path = await linkFor(deps, { member, scope, kind: 'worklist' });
    await memberLeaves(deps, systemActor, member);
    expect(await codeOf(openLink(deps, codeIn(path)))).toBe('link-ended');
  });
});

describe('an access token', () => {
  const actorFor = async (email: string) => {
    const { id, name, grants } = await invite(email);
    return { id, name, grants, via: 'session' } as const;
  };

  it('acts for its owner with its scopes, is listed without its secret, and ends when revoked', async () => {
    const actor = await actorFor('t1@example.cn');
    const { token, entry } = await createToken(deps, actor, { name: '数据对接', scopes: ['read'], days: 30 });
    expect(await tokenActor(deps, token)).toEqual({ ...actor, via: 'token', scopes: ['read'] });
    expect(await listTokens(deps, actor)).toEqual([entry]);
    await revokeToken(deps, actor, entry.id);
    await revokeToken(deps, actor, entry.id);
    expect(await tokenActor(deps, token)).toBeUndefined();
    expect(await listTokens(deps, actor)).toEqual([]);
  });

  it('ends at its time, and when its owner leaves', async () => {
    const actor = await actorFor('t2@example.cn');
    const { token: short } = await createToken(deps, actor, { name: 'x', scopes: ['read'], days: 1 });
    const { token: long } = await createToken(deps, actor, { name: 'y', scopes: ['read'], days: 90 });
    test.pass(86_400);
    expect(await tokenActor(deps, short)).toBeUndefined();
    expect(await tokenActor(deps, long)).toBeDefined();
    await memberLeaves(deps, systemActor, actor.id);
    expect(await tokenActor(deps, long)).toBeUndefined();
  });

  it('cannot make or end tokens, nor can a link', async () => {
    const actor = await actorFor('t3@example.cn');
    const { entry } = await createToken(deps, actor, { name: 'x', scopes: ['admin'], days: 1 });
    const byToken = { ...actor, via: 'token', scopes: ['admin'] } as const;
    const input = { name: 'x', scopes: ['read' as const], days: 1 };
    expect(await codeOf(createToken(deps, byToken, input))).toBe('session-needed');
    expect(await codeOf(revokeToken(deps, byToken, entry.id))).toBe('session-needed');
    const byLink = { ...actor, via: 'link', link: { scope } } as const;
    expect(await codeOf(createToken(deps, byLink, input))).toBe('session-needed');
  });

  it('needs a name, a scope and an end within a year; twenty a person', async () => {
    const actor = await actorFor('t4@example.cn');
    const bad = createToken(deps, actor, { name: '', scopes: [], days: 400 });
    await expect(bad).rejects.toMatchObject({
      faults: [{ field: 'name' }, { field: 'scopes' }, { field: 'days' }],
    });
    for (let i = 0; i < 20; i++) await createToken(deps, actor, { name: `n${i}`, scopes: ['read'], days: 1 });
    expect(await codeOf(createToken(deps, actor, { name: 'n', scopes: ['read'], days: 1 }))).toBe(
      'tokens-many',
    );
  });

  it('is unknown when made up', async () => {
    expect(await tokenActor(deps, 'hb_made-up')).toBeUndefined();
  });
});
