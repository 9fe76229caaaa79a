/** Routes of tranches 批次: notice, decision, publication and recommendation of those who go together. */
import * as z from 'zod';
import { publication } from '#actions/honour/publication-input.ts';
import { publishList } from '#actions/honour/publishing.ts';
import { longerNotice, postedNotice, stoppedNotice } from '#actions/notice/notice-input.ts';
import { lengthenNotice, postNotice, previewNotice, suspendNotice } from '#actions/notice/notices.ts';
import { recommendation } from '#actions/recommendation/recommendation-input.ts';
import { recommend } from '#actions/recommendation/recommendations.ts';
import { formFurtherTranche } from '#actions/round/further-tranches.ts';
import { furtherTranche } from '#actions/round/round-input.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { trancheDecision } from '#actions/selection/selection-input.ts';
import type { Deps } from '#deps';
import { noticeRecord } from '#domain/notice/notice-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { only } from '#domain/record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { trancheRecord } from '#domain/round/tranche-record.ts';
import { decisionRecord } from '#domain/selection/selection-records.ts';
import { getRound, getTranche, tranchesOf } from '#store/reads.ts';
import { routesOf } from '#web/api/route.ts';
import { date, dateIn, faultLine, faultsIn, instant, named, page } from '#web/api/schemas.ts';
import { honourList } from '#web/honour/honour-shapes.ts';

const ofTranches = routesOf('tranches');

const notice = named('TrancheNotice', noticeRecord());
const decision = named('Decision', decisionRecord());
const tranche = named(
  'Tranche',
  trancheRecord().pick(
    only(
      'round n state phase entries notice decision list publishedAt recommended checkedAt takenBack',
      'sentAt version',
    ),
  ),
);

/** What shows the tranches of a round to somebody who lists its candidacies: why some were refused to those who run it. */
async function seenBy(deps: Deps, actor: Actor, round: string): Promise<(found: Tranche) => Tranche> {
  const { orgPath } = await getRound(deps.table, round);
  demand(actor, 'candidacy.list', { orgPath });
  return may(actor, 'candidacy.judged', { orgPath }) ? (found) => found : withoutReasons;
}
const withoutReasons = ({ decision, takenBack: _, ...found }: Tranche): Tranche => ({
  ...found,
  ...(decision !== undefined && {
    decision: { ...decision, refused: decision.refused.map((each) => ({ ...each, reason: '' })) },
  }),
});
/** The tranche after a change, for its new version. */
const after = (deps: Deps, round: string, n: number): Promise<Tranche> => getTranche(deps.table, round, n);

const at = '/api/rounds/{round}/tranches/{n}' as const;

export const trancheRoutes = [
  ofTranches.get({
    path: '/api/rounds/{round}/tranches',
    id: 'listTranches',
    needs: 'read',
    summary: { zh: '本轮各批次', en: 'The tranches of a round' },
    answer: page(tranche),
    handle: async (deps, actor, { params }) => {
      const seen = await seenBy(deps, actor, params.round);
      const { items, ...rest } = await tranchesOf(deps.table, params.round);
      return { ...rest, items: items.map(seen) };
    },
  }),
  ofTranches.post({
    path: '/api/rounds/{round}/tranches',
    id: 'formTranche',
    needs: 'session',
    status: 201,
    summary: { zh: '递补批次', en: 'Form a further tranche' },
    body: furtherTranche,
    faultAt: (field) => field.replace(/^chosen\b/, 'nominations'),
    example: { nominations: ['nom03'], version: 9 },
    answer: tranche,
    handle: (deps, actor, { params, body }) => formFurtherTranche(deps, actor, params.round, body),
  }),
  ofTranches.get({
    path: at,
    id: 'getTranche',
    needs: 'read',
    summary: { zh: '一个批次', en: 'One tranche' },
    answer: tranche,
    handle: async (deps, actor, { params }) => {
      const seen = await seenBy(deps, actor, params.round);
      return seen(await getTranche(deps.table, params.round, params.n));
    },
  }),
  ofTranches.get({
    path: `${at}/notice-preview`,
    id: 'previewNotice',
    needs: 'read',
    summary: { zh: '公示起止日期预览与提醒', en: 'The dates of a notice before it is posted, with warnings' },
    query: z.strictObject({ start: dateIn }),
    answer: z.object({
      start: date,
      countedFrom: date,
      end: date,
      inclusiveEnd: date,
      strictEnd: date,
      closesAt: instant,
      decisionFrom: instant,
      warnings: z.array(faultLine),
    }),
    handle: async (deps, actor, { params, query, facts }) => {
      const { period, warnings } = await previewNotice(deps, actor, params.round, query.start);
      return { ...period, warnings: faultsIn(facts.lang, warnings) };
    },
  }),
  ofTranches.post({
    path: `${at}/notice`,
    id: 'postNotice',
    needs: 'session',
    status: 201,
    summary: { zh: '发布公示', en: 'Post the notice' },
    body: postedNotice,
    example: { start: '2021-05-10', version: 1 },
    answer: notice,
    handle: (deps, actor, { params, body }) =>
      postNotice(deps, actor, params.round, { ...body, tranche: params.n }),
  }),
  ofTranches.post({
    path: `${at}/notice/extend`,
    id: 'extendNotice',
    needs: 'session',
    summary: { zh: '延长公示', en: 'Keep the notice up for longer' },
    body: longerNotice,
    example: { days: 7, reason: '应群众要求延长' },
    answer: tranche,
    handle: async (deps, actor, { params, body }) => {
      await lengthenNotice(deps, actor, params.round, { ...body, tranche: params.n });
      return after(deps, params.round, params.n);
    },
  }),
  ofTranches.post({
    path: `${at}/notice/suspend`,
    id: 'suspendNotice',
    needs: 'session',
    summary: { zh: '中止公示', en: 'Suspend the notice' },
    body: stoppedNotice,
    example: { reason: '公示内容有误，核实后重新计算公示期' },
    answer: tranche,
    handle: async (deps, actor, { params, body }) => {
      await suspendNotice(deps, actor, params.round, { ...body, tranche: params.n, resume: false });
      return after(deps, params.round, params.n);
    },
  }),
  ofTranches.post({
    path: `${at}/notice/resume`,
    id: 'resumeNotice',
    needs: 'session',
    summary: { zh: '恢复公示（公示期重新计算）', en: 'Resume the notice; its period begins anew' },
    body: stoppedNotice,
    example: { reason: '已更正' },
    answer: tranche,
    handle: async (deps, actor, { params, body }) => {
      await suspendNotice(deps, actor, params.round, { ...body, tranche: params.n, resume: true });
      return after(deps, params.round, params.n);
    },
  }),
  ofTranches.post({
    path: `${at}/decision`,
    id: 'recordDecision',
    needs: 'session',
    status: 201,
    summary: { zh: '登记审定结果', en: 'Record the decision' },
    body: trancheDecision,
    example: { body: '党组会', date: '2021-05-18', minutes: '〔2021〕6号', refused: [], version: 3 },
    answer: decision,
    handle: (deps, actor, { params, body }) =>
      recordDecision(deps, actor, params.round, { ...body, tranche: params.n }),
  }),
  ofTranches.post({
    path: `${at}/list`,
    id: 'publishList',
    needs: 'session',
    status: 201,
    summary: { zh: '发布表彰名单', en: 'Publish the list of honours' },
    body: publication,
    example: {
      title: '关于表彰2021年度“最美家庭”的决定',
      documentNumber: '芙妇〔2021〕8号',
      date: '2021-05-20',
      bodies: ['芙蓉区妇女联合会'],
      version: 4,
    },
    answer: honourList,
    handle: (deps, actor, { params, body }) =>
      publishList(deps, actor, params.round, { ...body, tranche: params.n }),
  }),
  ofTranches.post({
    path: `${at}/recommendations`,
    id: 'recommend',
    needs: 'session',
    summary: { zh: '推荐上报（可为空）', en: 'Say who goes up, possibly nobody' },
    body: recommendation,
    example: { nominations: ['nom01'], version: 6 },
    answer: tranche,
    handle: async (deps, actor, { params, body }) => {
      await recommend(deps, actor, params.round, { ...body, tranche: params.n });
      return after(deps, params.round, params.n);
    },
  }),
];
