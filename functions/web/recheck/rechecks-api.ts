/** Routes of re-checks 复查: begin one, its titles, verdicts, reminders, its end. */
import * as z from 'zod';
import { closeRecheck } from '#actions/recheck/closing.ts';
import { recheckClosing, recheckStart, recheckVerdict } from '#actions/recheck/recheck-input.ts';
import { getRecheck, listRechecks, recheckItems } from '#actions/recheck/rechecks.ts';
import { remindReviewers } from '#actions/recheck/reminding.ts';
import { startRecheck } from '#actions/recheck/starting.ts';
import { recordVerdict } from '#actions/recheck/verdicts.ts';
import { recheckStates } from '#domain/recheck/judging.ts';
import { recheckItemRecord, recheckRecord } from '#domain/recheck/recheck-record.ts';
import { only } from '#domain/record.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, id, named, page } from '#web/api/schemas.ts';
import { many, manyIn } from '#web/honour/revocations-api.ts';

const ofHonours = routesOf('honours');

const recheck = named(
  'Recheck',
  recheckRecord().pick(
    only(
      'id org programme title code level rule list asOf dueOn reviewers status counts left at',
      'openedAt closedFor version',
    ),
  ),
);
const item = named('RecheckTitle', recheckItemRecord().omit({ org: true }));

export const recheckRoutes = [
  ofHonours.get({
    path: '/api/organisations/{org}/rechecks',
    id: 'listRechecks',
    needs: 'read',
    summary: { zh: '单位的复查，新的在前', en: 'Re-checks of an organisation, newest first' },
    query: z.strictObject({ cursor }),
    answer: page(recheck),
    handle: (deps, actor, { params, query }) => listRechecks(deps, actor, params.org, query.cursor),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/rechecks',
    id: 'startRecheck',
    needs: 'admin',
    status: 201,
    summary: {
      zh: '启动复查：一份名单，或全部到期的称号',
      en: 'Begin a re-check of a list, or of all titles that are due',
    },
    body: recheckStart,
    example: { programme: 'jgwmg-2027-furong', asOf: '2027-03-08', dueOn: '2027-04-08' },
    answer: recheck,
    handle: (deps, actor, { params, body }) => startRecheck(deps, actor, { ...body, org: params.org }),
  }),
  ofHonours.get({
    path: '/api/rechecks/{recheck}',
    id: 'getRecheck',
    needs: 'read',
    summary: { zh: '一次复查及其进度', en: 'A re-check and how it stands' },
    answer: recheck,
    handle: async (deps, actor, { params }) => (await getRecheck(deps, actor, params.recheck)).recheck,
  }),
  ofHonours.get({
    path: '/api/rechecks/{recheck}/titles',
    id: 'listRecheckTitles',
    needs: 'read',
    summary: { zh: '复查对象，按状态', en: 'Titles of a re-check, by state' },
    query: z.strictObject({ state: z.enum(recheckStates).default('open'), member: id.optional(), cursor }),
    answer: page(item),
    handle: (deps, actor, { params, query }) => recheckItems(deps, actor, params.recheck, query),
  }),
  ofHonours.post({
    path: '/api/rechecks/{recheck}/verdicts',
    id: 'recordVerdict',
    needs: 'write',
    summary: {
      zh: '登记复查结论；多个对象可用同一结论',
      en: 'Record a verdict on one title, or the same on many',
    },
    body: recheckVerdict,
    example: { titles: ['430102-JGWMG-2027-0001'], band: 'pass', note: '' },
    answer: many,
    handle: async (deps, actor, { params, body, facts }) =>
      manyIn(facts.lang, await recordVerdict(deps, actor, { ...body, recheck: params.recheck })),
  }),
  ofHonours.post({
    path: '/api/rechecks/{recheck}/remind',
    id: 'remindReviewers',
    needs: 'admin',
    summary: { zh: '催办复查', en: 'Remind the reviewers' },
    answer: recheck,
    handle: (deps, actor, { params }) => remindReviewers(deps, actor, params.recheck),
  }),
  ofHonours.post({
    path: '/api/rechecks/{recheck}/close',
    id: 'closeRecheck',
    needs: 'admin',
    summary: { zh: '结束复查', en: 'Close a re-check' },
    body: recheckClosing,
    example: { reason: '', version: 3 },
    answer: recheck,
    handle: (deps, actor, { params, body }) => closeRecheck(deps, actor, { ...body, id: params.recheck }),
  }),
];
