/** Route of erasing 删除个人信息: an administrator erases one nomination on request. */
import * as z from 'zod';
import { eraseOnRequest, erasureReceipt } from '#actions/trust/erasure.ts';
import { erasureRequest } from '#actions/trust/trust-input.ts';
import { erasureRecord } from '#domain/trust/erasure-record.ts';
import { routesOf } from '#web/api/route.ts';
import { instant } from '#web/api/schemas.ts';

const ofNominations = routesOf('nominations');

export const erasureRoutes = [
  ofNominations.post({
    path: '/api/nominations/{nomination}/erasure',
    id: 'eraseNomination',
    needs: 'session',
    summary: {
      zh: '应要求删除一份申报的个人信息（无法恢复，须 confirm: true；评选中的须先撤回）',
      en: 'Erase one nomination on request: for ever, so it wants `confirm: true`; not while it is in selection',
    },
    body: erasureRequest.extend({ confirm: z.literal(true) }),
    example: { reason: 'request', confirm: true },
    answer: z.object({
      id: z.string(),
      erased: z.object({ at: instant, reason: z.string() }).optional(),
      version: z.int(),
    }),
    handle: (deps, actor, { params, body }) =>
      eraseOnRequest(deps, actor, { nomination: params.nomination, reason: body.reason }),
  }),
  ofNominations.get({
    path: '/api/nominations/{nomination}/erasure',
    id: 'getErasure',
    needs: 'read',
    summary: {
      zh: '删除凭证：何时、为何、由谁删除，删除了什么',
      en: 'Receipt of an erasure: when, why and by whom, and what went',
    },
    answer: erasureRecord().extend({ nomination: z.string(), receipt: z.string().optional() }),
    handle: async (deps, actor, { params }) => {
      const { nomination, receipt } = await erasureReceipt(deps, actor, params.nomination);
      return { nomination: nomination.id, receipt: nomination.receipt, ...receipt };
    },
  }),
];
