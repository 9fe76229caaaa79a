/** Routes about the caller herself: who she is, where she is signed in, and the token that a request by cookie needs. */
import * as z from 'zod';
import { chooseView, likesSections } from '#actions/people/form-view.ts';
import { telephoneChange } from '#actions/people/people-input.ts';
import { endOtherSessions, endSession, listSessions } from '#actions/people/sessions.ts';
import { changeTelephone, type Telephone, telephoneOf } from '#actions/people/telephone.ts';
import { smsKinds } from '#domain/people/mobile.ts';
import { grantRecord } from '#domain/people/people-records.ts';
import { maskPhone } from '#domain/programme/field-masks.ts';
import { instant } from '#domain/record.ts';
import { routesOf } from '#web/api/route.ts';
import { named } from '#web/api/schemas.ts';

const ofMe = routesOf('me');

/** A role as routes show it. */
export const grant = named('Grant', grantRecord());
const scope = z.enum(['read', 'write', 'admin']);

/** Her choice for the pages of forms; whatever she chooses, a form has the same fields. */
const view = z.strictObject({ view: z.enum(['sections', 'whole']) });
const viewOf = (bySections: boolean) => ({ view: bySections ? ('sections' as const) : ('whole' as const) });

/** A mobile as routes show it. */
export const telephone = named(
  'Telephone',
  z.object({ phone: z.string().optional(), sms: z.array(z.enum(smsKinds)), version: z.int() }),
);
export const masked = ({ phone, ...more }: Telephone) => ({
  ...more,
  ...(phone !== undefined && { phone: maskPhone(phone) }),
});

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
    path: '/api/me/form-view',
    id: 'getFormView',
    needs: 'read',
    summary: { zh: '申报表怎样填写：分步，或在一页', en: 'How I fill in forms: by sections, or on one page' },
    answer: view,
    handle: async (deps, actor) => viewOf(await likesSections(deps, actor)),
  }),
  ofMe.put({
    path: '/api/me/form-view',
    id: 'setFormView',
    needs: 'write',
    summary: { zh: '选择申报表怎样填写', en: 'Choose how I fill in forms' },
    body: view,
    example: { view: 'sections' },
    answer: view,
    handle: async (deps, actor, { body }) => {
      await chooseView(deps, actor, body.view);
      return body;
    },
  }),
  ofMe.get({
    path: '/api/me/sessions',
    id: 'listSessions',
    needs: 'session',
    summary: { zh: '我在哪些设备上登录', en: 'Where I am signed in' },
    answer: z.object({
      items: z.array(
        named(
          'Session',
          z.object({
            id: z.string(),
            device: z.string(),
            signedInAt: instant,
            usedAt: instant,
            isThis: z.boolean(),
          }),
        ),
      ),
    }),
    handle: async (deps, actor) => ({ items: await listSessions(deps, actor) }),
  }),
  ofMe.remove({
    path: '/api/me/sessions/{session}',
    id: 'endSession',
    needs: 'session',
    summary: { zh: '结束我的一个登录', en: 'End one of my sessions' },
    handle: (deps, actor, { params }) => endSession(deps, actor, params.session),
  }),
  ofMe.post({
    path: '/api/me/sessions/end-others',
    id: 'endOtherSessions',
    needs: 'session',
    summary: { zh: '结束我的其他所有登录', en: 'End all my sessions but this one' },
    handle: (deps, actor) => endOtherSessions(deps, actor),
  }),
  ofMe.get({
    path: '/api/me/phone',
    id: 'getMyTelephone',
    needs: 'read',
    summary: {
      zh: '我的手机（部分隐藏）和短信内容',
      en: 'My mobile, masked, and what I am told there',
    },
    answer: telephone,
    handle: async (deps, actor) => masked(await telephoneOf(deps, actor, actor.id)),
  }),
  ofMe.put({
    path: '/api/me/phone',
    id: 'setMyTelephone',
    needs: 'write',
    summary: {
      zh: '登记、更改或删除我的手机，设置短信内容',
      en: 'Give, change or delete my mobile and say what I am told there',
    },
    body: telephoneChange,
    example: { phone: '138 1234 5678', sms: ['invitation', 'reminder'], version: 1 },
    answer: telephone,
    handle: async (deps, actor, { body }) =>
      masked(await changeTelephone(deps, actor, { ...body, id: actor.id })),
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
