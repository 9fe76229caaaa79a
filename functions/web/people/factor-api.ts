/** Routes of the caller's second factor: setting it up, new recovery codes, giving it up. */
import * as z from 'zod';
import { beginFactor, confirmFactor, factorOf, removeFactor, renewRecovery } from '#actions/people/factor.ts';
import { factorCode } from '#actions/people/people-input.ts';
import { instant } from '#domain/record.ts';
import { routesOf } from '#web/api/route.ts';
import { named } from '#web/api/schemas.ts';

const ofMe = routesOf('me');
const recoveryCodes = named('RecoveryCodes', z.object({ recoveryCodes: z.array(z.string()) }));

export const factorRoutes = [
  ofMe.get({
    path: '/api/me/factor',
    id: 'getFactor',
    needs: 'session',
    summary: { zh: '我的二次验证', en: 'My second factor' },
    answer: z.object({
      enrolled: z.boolean(),
      required: z.boolean(),
      since: instant.optional(),
      recoveryLeft: z.int().optional(),
    }),
    handle: (deps, actor) => factorOf(deps, actor),
  }),
  ofMe.post({
    path: '/api/me/factor',
    id: 'beginFactor',
    needs: 'session',
    summary: {
      zh: '开始设置二次验证（须在登录后 15 分钟内）',
      en: 'Begin to set up a second factor, within 15 minutes of signing in',
    },
    answer: z.object({ secret: z.string(), address: z.string() }),
    handle: (deps, actor) => beginFactor(deps, actor),
  }),
  ofMe.post({
    path: '/api/me/factor/confirm',
    id: 'confirmFactor',
    needs: 'session',
    summary: {
      zh: '以应用的验证码启用二次验证，恢复码只显示这一次',
      en: 'Turn the second factor on by a code of the app; recovery codes are shown once',
    },
    body: factorCode,
    example: { code: '123456' },
    answer: recoveryCodes,
    handle: async (deps, actor, { body }) => ({ recoveryCodes: await confirmFactor(deps, actor, body) }),
  }),
  ofMe.post({
    path: '/api/me/factor/recovery-codes',
    id: 'renewRecovery',
    needs: 'session',
    summary: { zh: '重新生成恢复码', en: 'Make new recovery codes' },
    answer: recoveryCodes,
    handle: async (deps, actor) => ({ recoveryCodes: await renewRecovery(deps, actor) }),
  }),
  ofMe.remove({
    path: '/api/me/factor',
    id: 'removeFactor',
    needs: 'session',
    summary: { zh: '停用二次验证', en: 'Give up the second factor' },
    handle: (deps, actor) => removeFactor(deps, actor),
  }),
];
