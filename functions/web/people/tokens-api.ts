/** Routes of the caller's own access tokens; they want a signed-in session. */
import * as z from 'zod';
import { tokenRequest } from '#actions/people/people-input.ts';
import { createToken, listTokens, revokeToken } from '#actions/people/tokens.ts';
import { tokenEntryRecord } from '#domain/people/access-records.ts';
import { routesOf } from '#web/api/route.ts';
import { named } from '#web/api/schemas.ts';

const ofTokens = routesOf('tokens');

const token = named('Token', tokenEntryRecord());

export const tokenRoutes = [
  ofTokens.get({
    path: '/api/tokens',
    id: 'listTokens',
    needs: 'session',
    summary: { zh: '我的访问令牌', en: 'My access tokens' },
    answer: z.object({ items: z.array(token) }),
    handle: async (deps, actor) => ({ items: await listTokens(deps, actor) }),
  }),
  ofTokens.post({
    path: '/api/tokens',
    id: 'createToken',
    needs: 'session',
    status: 201,
    summary: { zh: '创建访问令牌（只显示一次）', en: 'Make an access token; it is shown once' },
    body: tokenRequest,
    example: { name: '汇总脚本', scopes: ['read'], days: 90 },
    answer: z.object({ token: z.string(), entry: token }),
    handle: (deps, actor, { body }) => createToken(deps, actor, body),
  }),
  ofTokens.remove({
    path: '/api/tokens/{token}',
    id: 'revokeToken',
    needs: 'session',
    summary: { zh: '撤销访问令牌', en: 'Revoke an access token' },
    handle: (deps, actor, { params }) => revokeToken(deps, actor, params.token),
  }),
];
