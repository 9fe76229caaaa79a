/** Routes of revocations 撤销 and annulments 作废, which take two persons: propose, see what waits, confirm, refuse. */
import * as z from 'zod';
import { proposeEditionAnnulment, proposeListAnnulment } from '#actions/honour/annulling.ts';
import { handing, listHanded, recordHanded } from '#actions/honour/handing.ts';
import { editionAnnulment, honourRuling } from '#actions/honour/honour-input.ts';
import type { Many } from '#actions/honour/many.ts';
import {
  revocationsConfirmed,
  revocationsProposed,
  revocationsWithdrawn,
} from '#actions/honour/revocation-input.ts';
import {
  confirmRevocations,
  listProposals,
  proposeRevocation,
  proposeRevocations,
  withdrawRevocations,
} from '#actions/honour/revoking.ts';
import { handedStates } from '#domain/honour/handed.ts';
import { revocationProposalRecord } from '#domain/honour/revocation-proposal.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, named, page } from '#web/api/schemas.ts';
import { type Lang, t } from '#web/frame/words.ts';

const ofHonours = routesOf('honours');

const proposal = named('RevocationProposal', revocationProposalRecord());
/** What came of one act over many titles. */
export const many = z.object({
  done: z.int(),
  refused: z.array(z.object({ title: z.string(), code: z.string(), text: z.string() })),
});
/** The same, its refusals in a language. */
export const manyIn = (lang: Lang, { done, refused }: Many) => ({
  done,
  refused: refused.map((one) => ({ ...one, text: t(lang, one.text) })),
});
const ruling = {
  grounds: '复查不合格，整改后仍不合格',
  decisionNumber: '芙妇〔2027〕3号',
  date: '2027-06-01',
  body: '芙蓉区妇女联合会',
};

export const revocationRoutes = [
  ofHonours.post({
    path: '/api/organisations/{org}/handed',
    id: 'recordHanded',
    needs: 'admin',
    summary: {
      zh: '登记证书、牌匾的收发：已发、待收回、已收回',
      en: 'Record certificates and plaques as handed over, to be returned, returned',
    },
    body: handing,
    example: { titles: ['430102-JGWMG-2025-0001'], award: '牌匾', to: 'returned' },
    answer: many,
    handle: async (deps, actor, { params, body, facts }) =>
      manyIn(facts.lang, await recordHanded(deps, actor, { ...body, org: params.org })),
  }),
  ofHonours.get({
    path: '/api/honours/lists/{list}/handed',
    id: 'listHanded',
    needs: 'read',
    summary: { zh: '名单上各项荣誉的证书、牌匾在哪里', en: 'Where certificates and plaques of a list are' },
    query: z.strictObject({ page: z.int().min(1).max(1000).default(1) }),
    answer: z.object({
      items: z.array(
        z.object({
          number: z.string(),
          name: z.string(),
          handed: z.record(z.string(), z.enum(handedStates)),
        }),
      ),
    }),
    handle: async (deps, actor, { params, query }) => ({
      items: await listHanded(deps, actor, params.list, query.page),
    }),
  }),
  ofHonours.post({
    path: '/api/honours/{number}/revoke',
    id: 'proposeRevocation',
    needs: 'session',
    summary: {
      zh: '提出撤销一项荣誉，须由另一人确认',
      en: 'Propose to revoke an honour; another person confirms',
    },
    body: honourRuling,
    example: { ...ruling, version: 1 },
    answer: proposal,
    handle: (deps, actor, { params, body }) =>
      proposeRevocation(deps, actor, { ...body, number: params.number }),
  }),
  ofHonours.post({
    path: '/api/honours/lists/{list}/annul',
    id: 'proposeListAnnulment',
    needs: 'session',
    summary: {
      zh: '提出作废整份名单，须由另一人确认',
      en: 'Propose to annul a whole list; another person confirms',
    },
    body: honourRuling,
    example: { ...ruling, version: 3 },
    answer: proposal,
    handle: (deps, actor, { params, body }) =>
      proposeListAnnulment(deps, actor, { ...body, list: params.list }),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/editions/annul',
    id: 'proposeEditionAnnulment',
    needs: 'session',
    summary: {
      zh: '提出整届作废：本单位这一届的全部名单，须由另一人确认',
      en: 'Propose to annul every list of an edition that it published; another person confirms',
    },
    body: editionAnnulment,
    example: { ...ruling, code: 'ZMJT', edition: '2021' },
    answer: proposal,
    handle: (deps, actor, { params, body }) =>
      proposeEditionAnnulment(deps, actor, { ...body, org: params.org }),
  }),
  ofHonours.get({
    path: '/api/organisations/{org}/revocations',
    id: 'listRevocations',
    needs: 'session',
    summary: { zh: '等待确认的撤销和作废', en: 'Revocations and annulments that wait for a second person' },
    query: z.strictObject({ cursor }),
    answer: page(proposal),
    handle: (deps, actor, { params, query }) => listProposals(deps, actor, params.org, query.cursor),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/revocations',
    id: 'proposeRevocations',
    needs: 'session',
    summary: {
      zh: '凭一份决定提出撤销多个称号，包括台账中以前授予的（年份:登记编号）',
      en: 'Propose to revoke titles by one decision, those of the ledger too (year:entry)',
    },
    body: revocationsProposed,
    example: { ...ruling, titles: ['430102-JGWMG-2025-0001', '2019:led01'] },
    answer: many,
    handle: async (deps, actor, { params, body, facts }) =>
      manyIn(facts.lang, await proposeRevocations(deps, actor, { ...body, org: params.org })),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/revocations/confirm',
    id: 'confirmRevocations',
    needs: 'session',
    summary: {
      zh: '确认撤销或作废；提出人不能确认',
      en: 'Confirm revocations and annulments; not by who proposed them',
    },
    body: revocationsConfirmed,
    example: { titles: ['430102-JGWMG-2025-0001'] },
    answer: many,
    handle: async (deps, actor, { params, body, facts }) =>
      manyIn(facts.lang, await confirmRevocations(deps, actor, { ...body, org: params.org })),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/revocations/withdraw',
    id: 'withdrawRevocations',
    needs: 'session',
    summary: { zh: '退回提出的撤销或作废', en: 'Refuse proposed revocations and annulments' },
    body: revocationsWithdrawn,
    example: { titles: ['430102-JGWMG-2025-0001'], reason: '证据不足' },
    answer: many,
    handle: async (deps, actor, { params, body, facts }) =>
      manyIn(facts.lang, await withdrawRevocations(deps, actor, { ...body, org: params.org })),
  }),
];
