/** Routes of discipline: organisations that may not recommend for an honour for a while. */
import * as z from 'zod';
import { barLifting, barOrganisation, barring, liftBar, listBars } from '#actions/people/bars.ts';
import { barRecord } from '#domain/people/bar.ts';
import { routesOf } from '#web/api/route.ts';
import { named } from '#web/api/schemas.ts';

const ofOrganisations = routesOf('organisations');
const bar = named('Bar', barRecord());

export const barRoutes = [
  ofOrganisations.get({
    path: '/api/organisations/{org}/bars',
    id: 'listBars',
    needs: 'read',
    summary: { zh: '单位被限制推荐的荣誉', en: 'Honours for which an organisation may not recommend' },
    answer: z.object({ items: z.array(bar) }),
    handle: async (deps, actor, { params }) => ({ items: (await listBars(deps, actor, params.org)).bars }),
  }),
  ofOrganisations.post({
    path: '/api/organisations/{org}/bars',
    id: 'barOrganisation',
    needs: 'session',
    status: 201,
    summary: {
      zh: '限制单位在一段时间内开始的评选中推荐一项荣誉',
      en: 'Bar an organisation from recommending for an honour in rounds that open within some days',
    },
    body: barring,
    example: { code: 'JGWMG', reason: '推荐材料弄虚作假', from: '2027-01-01', until: '2027-12-31' },
    answer: bar,
    handle: (deps, actor, { params, body }) => barOrganisation(deps, actor, { ...body, org: params.org }),
  }),
  ofOrganisations.post({
    path: '/api/organisations/{org}/bars/{bar}/lift',
    id: 'liftBar',
    needs: 'session',
    summary: { zh: '提前解除推荐限制', en: 'Let it recommend again before its time' },
    body: barLifting,
    example: { reason: '已整改', version: 1 },
    answer: bar,
    handle: (deps, actor, { params, body }) =>
      liftBar(deps, actor, { ...body, org: params.org, bar: params.bar }),
  }),
];
