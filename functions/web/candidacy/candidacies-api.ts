/** Routes of candidacies 参评: the inbox of a round, one of them, and what is decided about it. */
import * as z from 'zod';
import { returnBelow, sendAgain, withdrawUpward } from '#actions/candidacy/upward.ts';
import { handedBack } from '#actions/candidacy/upward-input.ts';
import { searchCandidacies } from '#actions/nomination/search.ts';
import { recordExternalResult } from '#actions/recommendation/external-results.ts';
import { externalResult } from '#actions/recommendation/recommendation-input.ts';
import { recordAppraisal } from '#actions/review/appraisals.ts';
import { askMissing } from '#actions/review/asking-step.ts';
import { resumeCarried, standByCarried } from '#actions/review/carried.ts';
import { findingsFor } from '#actions/review/eligibility.ts';
import { answerOpinion, settleVerification } from '#actions/review/opinions.ts';
import { reopenReview } from '#actions/review/reopening.ts';
import {
  appraisalRecord,
  departmentOpinion,
  reopenedReview,
  reviewConclusion,
  verification,
  visitRecord,
} from '#actions/review/review-input.ts';
import { decideReview } from '#actions/review/reviews.ts';
import type { Deps } from '#deps';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { needed } from '#domain/input.ts';
import { candidaciesOf, getCandidacy, inboxOf, programmeRevision } from '#store/reads.ts';
import { type ParamsOf, routesOf } from '#web/api/route.ts';
import { cursor, limit, page } from '#web/api/schemas.ts';
import { t } from '#web/frame/words.ts';
import { after, listingOf, readable, seenBy } from './candidacy-access.ts';
import { candidacy } from './candidacy-shape.ts';

const ofCandidacies = routesOf('candidacies');

const one = '/api/rounds/{round}/candidacies/{nomination}' as const;
type Where = ParamsOf<typeof one>;

const now = (deps: Deps, { round, nomination }: Where) => getCandidacy(deps.table, round, nomination);

/** An item of files is called as the body names those that were uploaded for it. */
const atUpload = (field: string): string => field.replace(/^attachments\./, '');

export const candidacyRoutes = [
  ofCandidacies.get({
    path: '/api/rounds/{round}/candidacies',
    id: 'listCandidacies',
    needs: 'read',
    summary: {
      zh: '本轮参评，可按状态，或按姓名开头查找',
      en: 'Candidacies of a round, by state or by the beginning of the name',
    },
    query: z.strictObject({
      state: z.enum(candidacyStates).optional(),
      name: needed(60).optional(),
      cursor,
      limit,
    }),
    answer: page(candidacy),
    handle: async (deps, actor, { params: { round }, query }) => {
      const seenIn = await listingOf(deps, actor, round);
      const found =
        query.name !== undefined
          ? await searchCandidacies(deps, actor, round, query.name, query.cursor, query.limit)
          : query.state === undefined
            ? await candidaciesOf(deps.table, round, query.cursor, query.limit ?? 25)
            : await inboxOf(deps.table, round, query.state, query.cursor, query.limit);
      return { ...found, items: seenIn(found.items) };
    },
  }),
  ofCandidacies.get({
    path: one,
    id: 'getCandidacy',
    needs: 'read',
    summary: { zh: '一个参评', en: 'One candidacy' },
    answer: candidacy,
    handle: async (deps, actor, { params }) =>
      seenBy(deps, actor, (await readable(deps, actor, params)).found),
  }),
  ofCandidacies.get({
    path: `${one}/eligibility`,
    id: 'checkEligibility',
    needs: 'read',
    summary: { zh: '资格条件逐条核对', en: 'Every eligibility rule, judged on the present form' },
    answer: z.object({
      items: z.array(
        z.object({
          rule: z.string(),
          ok: z.boolean(),
          text: z.string(),
          field: z.string().optional(),
          /** What the reviewer has to say with her decision, `doubts`. */
          doubts: z.array(z.object({ id: z.string(), question: z.string() })).optional(),
        }),
      ),
    }),
    handle: async (deps, actor, { params, facts: { lang } }) => {
      const { found, nomination } = await readable(deps, actor, params);
      const programme = await programmeRevision(deps.table, found.programme, nomination.programmeRevision);
      const findings = await findingsFor(deps, programme, nomination, found);
      return {
        items: findings.map(({ text, doubts, ...each }) => ({
          ...each,
          text: t(lang, text),
          ...(doubts !== undefined && {
            doubts: doubts.map(({ id, question }) => ({ id, question: t(lang, question) })),
          }),
        })),
      };
    },
  }),
  ofCandidacies.post({
    path: `${one}/review`,
    id: 'decideReview',
    needs: 'write',
    summary: { zh: '审查：approve 通过、return 退回修改、reject 不通过', en: 'Decide a review' },
    body: reviewConclusion,
    judgesStored: true,
    example: { step: 'review', outcome: 'approve', reason: '' },
    answer: candidacy,
    handle: (deps, actor, { params, body }) =>
      after(deps, actor, decideReview(deps, actor, { ...params, ...body })),
  }),
  ofCandidacies.post({
    path: `${one}/visit`,
    id: 'recordVisit',
    needs: 'write',
    summary: { zh: '实地评估结论', en: 'Record a visit' },
    body: visitRecord,
    faultAt: atUpload,
    example: {
      step: 'visit',
      outcome: 'approve',
      reason: '符合条件',
      checklist: [{ item: '台账齐全', ok: true }],
      photos: [],
    },
    answer: candidacy,
    handle: (deps, actor, { params, body }) =>
      after(deps, actor, decideReview(deps, actor, { ...params, ...body })),
  }),
  ofCandidacies.post({
    path: `${one}/appraisal`,
    id: 'recordAppraisal',
    needs: 'write',
    summary: {
      zh: '登记群众评议：日期、地点、到会和票数，结果由活动规定的比例得出',
      en: 'Record a mass appraisal; its votes and the share of the programme decide',
    },
    body: appraisalRecord,
    judgesStored: true,
    faultAt: atUpload,
    example: {
      ...{ step: 'appraisal', heldOn: '2027-03-01', place: '社区会议室' },
      ...{ present: 60, inFavour: 45, against: 10, abstained: 5 },
    },
    answer: candidacy,
    handle: (deps, actor, { params, body }) =>
      after(deps, actor, recordAppraisal(deps, actor, { ...params, ...body })),
  }),
  ofCandidacies.post({
    path: `${one}/opinion`,
    id: 'answerOpinion',
    needs: 'write',
    summary: {
      zh: '部门答复：agree、disagree、none、verify',
      en: "Answer a request for a department's opinion",
    },
    body: departmentOpinion,
    faultAt: atUpload,
    example: { step: 'opinions', department: '公安', outcome: 'agree' },
    answer: candidacy,
    handle: (deps, actor, { params, body }) =>
      after(deps, actor, answerOpinion(deps, actor, { ...params, ...body })),
  }),
  ofCandidacies.post({
    path: `${one}/verification`,
    id: 'settleVerification',
    needs: 'write',
    summary: { zh: '需核实事项的核实结果', en: 'Say what the verification found' },
    body: verification,
    example: { verified: true, reason: '经核实，情况属实' },
    answer: candidacy,
    handle: (deps, actor, { params, body }) =>
      after(deps, actor, settleVerification(deps, actor, { ...params, ...body })),
  }),
  ofCandidacies.post({
    path: `${one}/ask-missing`,
    id: 'askMissing',
    needs: 'admin',
    summary: {
      zh: '补派承办人：本环节还缺的人或部门',
      en: 'Ask whom the step still wants, now that there is somebody',
    },
    answer: candidacy,
    handle: (deps, actor, { params }) =>
      after(deps, actor, askMissing(deps, actor, params.round, params.nomination)),
  }),
  ofCandidacies.post({
    path: `${one}/reopen`,
    id: 'reopenReview',
    needs: 'session',
    summary: {
      zh: '重新审查：确认拟推荐名单之前撤回不通过的结论',
      en: 'Take a rejection back and have the step taken again, until the shortlist is confirmed',
    },
    body: reopenedReview,
    example: { reason: '审核员误选了不通过', version: 4 },
    answer: candidacy,
    handle: (deps, actor, { params, body }) =>
      after(deps, actor, reopenReview(deps, actor, params.round, params.nomination, body)),
  }),
  ofCandidacies.post({
    path: `${one}/return-below`,
    id: 'returnBelow',
    needs: 'session',
    summary: { zh: '退回下级', en: 'Hand the package back to the level below' },
    body: handedBack,
    example: { note: '请补充近两年的事迹' },
    answer: candidacy,
    handle: async (deps, actor, { params, body }) => {
      await returnBelow(deps, actor, params.round, params.nomination, body);
      return after(deps, actor, now(deps, params));
    },
  }),
  ofCandidacies.post({
    path: `${one}/resend`,
    id: 'sendAgain',
    needs: 'session',
    summary: { zh: '退回后再次上报', en: 'Send a returned package up again' },
    answer: candidacy,
    handle: async (deps, actor, { params }) => {
      await sendAgain(deps, actor, params.round, params.nomination);
      return after(deps, actor, now(deps, params));
    },
  }),
  ofCandidacies.post({
    path: `${one}/withdraw-upward`,
    id: 'withdrawUpward',
    needs: 'session',
    summary: { zh: '撤回上报', en: 'Take a recommendation back' },
    answer: candidacy,
    handle: async (deps, actor, { params }) => {
      await withdrawUpward(deps, actor, params.round, params.nomination);
      return after(deps, actor, now(deps, params));
    },
  }),
  ofCandidacies.post({
    path: `${one}/external-result`,
    id: 'recordExternalResult',
    needs: 'session',
    summary: { zh: '登记系统外上级的结果', en: 'Record the result of a level outside this system' },
    body: externalResult,
    example: { state: 'honoured', source: '全国妇联2027年3月公布' },
    answer: candidacy,
    handle: (deps, actor, { params, body }) => recordExternalResult(deps, actor, { ...params, ...body }),
  }),
  ofCandidacies.post({
    path: `${one}/resume`,
    id: 'resumeCarried',
    needs: 'admin',
    summary: { zh: '结转对象继续办理本环节', en: 'Let a carried candidacy take its step again' },
    answer: candidacy,
    handle: (deps, actor, { params }) => resumeCarried(deps, actor, params.round, params.nomination),
  }),
  ofCandidacies.post({
    path: `${one}/stand-by`,
    id: 'standByCarried',
    needs: 'write',
    summary: {
      zh: '结转对象办结后列为备选',
      en: 'A carried candidacy that is through stands by with the reserves',
    },
    answer: candidacy,
    handle: (deps, actor, { params }) => standByCarried(deps, actor, params.round, params.nomination),
  }),
];
