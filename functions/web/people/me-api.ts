/** Routes about the caller herself: who she is, and the token that a request by cookie needs. */
import * as z from 'zod';
import { grantRecord } from '#domain/people/people-records.ts';
import { routesOf } from '#web/api/route.ts';
import { named } from '#web/api/schemas.ts';

const ofMe = routesOf('me');

/** A role as routes show it. */
export const grant = named('Grant', grantRecord());
const scope = z.enum(['read', 'write', 'admin']);

export const meRoutes = [
  ofMe.get({
    path: '/api/me',
    id: 'getMe',
    needs: 'read',
    summary: { zh: '我是谁、有哪些角色', en: 'Who I am and what roles I have' },
    answer: named(
      'Me',
      z.object({
        id: z.string(),
        name: z.string(),
        via: z.enum(['session', 'token', 'link', 'system']),
        grants: z.array(grant),
        scopes: z.array(scope).optional(),
      }),
    ),
    handle: async (_deps, actor) => actor,
  }),
  ofMe.get({
    path: '/api/csrf',
    id: 'getCsrf',
    needs: 'public',
    summary: {
      zh: '用 Cookie 提交修改时的防伪令牌',
      en: 'The token that a changing request by cookie carries',
    },
    answer: z.object({ csrf: z.string() }),
    handle: async (_deps, _actor, { facts }) => ({ csrf: facts.csrf }),
  }),
];
