/** Routes of objections 异议: raised by anyone, looked up by receipt, handled by the organisation. */

import * as z from 'zod';
import {
  acceptLogged,
  appointHandler,
  askCorrection,
  extendInvestigation,
} from '#actions/objection/objection-handling.ts';
import {
  correctionRequest,
  enteredObjection,
  handlerChoice,
  objectionConclusion,
  publicObjection,
  receiptLookup,
} from '#actions/objection/objection-input.ts';
import { getObjection, listObjections, objectionReceipt } from '#actions/objection/objection-reading.ts';
import { settleObjection } from '#actions/objection/objection-settling.ts';
import { raiseObjection } from '#actions/objection/objections.ts';
import { ofVersion } from '#domain/input.ts';
import { objectionRecord } from '#domain/objection/objection-record.ts';
import { objectionStatuses } from '#domain/objection/objection-status.ts';
import { only } from '#domain/record.ts';
import { getOrganisation } from '#store/people.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, date, instant, named, organisationId, page } from '#web/api/schemas.ts';

const ofObjections = routesOf('objections');

const status = z.enum(objectionStatuses);
const receipt = named(
  'ObjectionReceipt',
  z.object({ id: z.string(), receipt: z.string(), status, reason: z.string().optional() }),
);
/** Nothing of who objected or why: that is for the handler alone, in a session. */
const entry = named(
  'Objection',
  objectionRecord()
    .pick(
      only(
        'id notice round tranche against nomination name org channel by status reason receivedAt',
        'datedOn acceptedOn due extensions handler openedAt version',
      ),
    )
    .extend({
      settled: z
        .object({
          at: instant,
          by: z.string(),
          newNotice: z.boolean(),
          reply: z.enum(['letter', 'page', 'none']),
        })
        .optional(),
    }),
);
const example = {
  nomination: 'nom01',
  by: 'person',
  name: '王芳',
  contact: '13800000000',
  body: '事迹与事实不符。',
};
const one = '/api/objections/{objection}' as const;

export const objectionRoutes = [
  ofObjections.post({
    path: '/api/notices/{notice}/objections',
    id: 'raiseObjection',
    needs: 'public',
    status: 201,
    idempotent: true,
    summary: {
      zh: '对公示提出异议，得到受理编号（只显示一次）；带 Idempotency-Key 重复提交得到同一编号',
      en: 'Object to a notice; the receipt is shown once, a repeat with an Idempotency-Key gets the same one',
    },
    body: publicObjection,
    example,
    answer: receipt,
    handle: (deps, actor, { params, body, facts: { address, idempotencyKey: key } }) =>
      raiseObjection(deps, actor, { ...body, notice: params.notice, channel: 'web', address, key }),
  }),
  ofObjections.post({
    path: '/api/objections/receipt',
    id: 'lookUpReceipt',
    needs: 'public',
    summary: { zh: '凭受理编号查询进展', en: 'How an objection stands, by its receipt' },
    body: receiptLookup,
    example: { receipt: 'ABCDE-FGHJK-LMNPQ-RSTUV' },
    answer: z.object({
      status,
      org: organisationId,
      orgName: z.string(),
      reason: z.string().optional(),
      receivedOn: date,
      due: date.optional(),
      settledOn: date.optional(),
    }),
    handle: async (deps, _actor, { body, facts }) => {
      const found = await objectionReceipt(deps, body.receipt, facts.address);
      return { ...found, orgName: (await getOrganisation(deps.table, found.org)).name };
    },
  }),
  ofObjections.post({
    path: '/api/objections',
    id: 'enterObjection',
    needs: 'write',
    status: 201,
    idempotent: true,
    summary: {
      zh: '登记来信、来电、来访或邮件异议；带 Idempotency-Key 重复提交只登记一次',
      en: 'Enter an objection by letter, call, visit or mail; once for each Idempotency-Key',
    },
    body: enteredObjection,
    example: { ...example, notice: 'zmjt-2021-d1.0.d1.n1', channel: 'letter', arrivalPostmark: '2021-05-12' },
    answer: receipt,
    handle: (deps, actor, { body, facts }) =>
      raiseObjection(deps, actor, { ...body, key: facts.idempotencyKey }),
  }),
  ofObjections.get({
    path: '/api/objections',
    id: 'listObjections',
    needs: 'read',
    summary: {
      zh: '单位办理的异议（不含异议人和内容）',
      en: 'Objections that an organisation handles, without who and what',
    },
    query: z.strictObject({ org: organisationId, cursor }),
    answer: page(entry),
    handle: (deps, actor, { query }) => listObjections(deps, actor, query.org, query.cursor),
  }),
  ofObjections.get({
    path: one,
    id: 'getObjection',
    needs: 'session',
    summary: {
      zh: '承办人查看异议（每次查看均记录）',
      en: 'Open an objection as its handler; each opening is logged',
    },
    answer: z.object({
      objection: entry,
      secret: z
        .object({
          objector: z.object({
            kind: z.string(),
            name: z.string().optional(),
            contact: z.string().optional(),
            sealed: z.boolean().optional(),
          }),
          content: z.string(),
        })
        .optional(),
      finding: z.string().optional(),
    }),
    handle: (deps, actor, { params }) => getObjection(deps, actor, params.objection),
  }),
  ofObjections.post({
    path: `${one}/accept`,
    id: 'acceptObjection',
    needs: 'write',
    summary: { zh: '受理仅登记的异议', en: 'Accept a logged objection after all' },
    body: ofVersion,
    example: { version: 1 },
    answer: entry,
    handle: (deps, actor, { params, body }) => acceptLogged(deps, actor, { ...body, id: params.objection }),
  }),
  ofObjections.post({
    path: `${one}/handler`,
    id: 'appointHandler',
    needs: 'write',
    summary: { zh: '指定承办人', en: 'Appoint the one person who may see who objected' },
    body: handlerChoice,
    example: { member: 'm1', version: 1 },
    answer: entry,
    handle: (deps, actor, { params, body }) => appointHandler(deps, actor, { ...body, id: params.objection }),
  }),
  ofObjections.post({
    path: `${one}/extend`,
    id: 'extendInvestigation',
    needs: 'write',
    summary: { zh: '延长核查期限', en: 'Extend the investigation' },
    body: ofVersion,
    example: { version: 2 },
    answer: entry,
    handle: (deps, actor, { params, body }) =>
      extendInvestigation(deps, actor, { ...body, id: params.objection }),
  }),
  ofObjections.post({
    path: `${one}/correction`,
    id: 'askCorrection',
    needs: 'write',
    summary: {
      zh: '要求申报单位更正材料（对象暂缓期间）',
      en: 'Ask the nominator to put facts right while the nominee is held',
    },
    body: correctionRequest,
    example: { note: '请核对家庭成员的工作单位并更正。', version: 1 },
    answer: entry,
    handle: (deps, actor, { params, body }) => askCorrection(deps, actor, { ...body, id: params.objection }),
  }),
  ofObjections.post({
    path: `${one}/settle`,
    id: 'settleObjection',
    needs: 'session',
    summary: {
      zh: '作出结论：upheld 成立、dismissed 不成立、corrected 更正后维持',
      en: 'Settle an objection',
    },
    body: objectionConclusion,
    example: { outcome: 'dismissed', finding: '经核实，事迹属实。', version: 2 },
    answer: entry,
    handle: (deps, actor, { params, body }) =>
      settleObjection(deps, actor, { ...body, id: params.objection }),
  }),
];
