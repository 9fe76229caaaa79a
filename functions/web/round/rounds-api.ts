/** Routes of rounds: set up, look at, change, cancel, and the places given to organisations below. */

import * as z from 'zod';
import { phaseClosing } from '#actions/review/review-input.ts';
import { closePhase, listStragglers } from '#actions/review/stragglers.ts';
import { weighShares } from '#actions/round/place-sharing.ts';
import { endRound } from '#actions/round/round-ending.ts';
import {
  placeWeights,
  roundCancelling,
  roundChange,
  roundEnding,
  roundSetUp,
} from '#actions/round/round-input.ts';
import { cancelRound, changeRound, setUpRound } from '#actions/round/rounds.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { stageSettingsSchema } from '#domain/programme/stage-settings.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { only } from '#domain/record.ts';
import { nextOfRound } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import { roundRecord } from '#domain/round/round-record.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { allotmentsOf, getRound, listPage, roundWithStage } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { inside, routesOf } from '#web/api/route.ts';
import { cursor, id, named, organisationId, page, stored } from '#web/api/schemas.ts';
import { candidacy } from '#web/candidacy/candidacy-shape.ts';
import { organisationNames } from '#web/frame/names.ts';

const ofRounds = routesOf('rounds');

const round = named(
  'Round',
  roundRecord()
    .pick(
      only(
        'id programme programmeRevision title org stage level status phase progress tranches allotted',
        'openedAt endedAt endReason version',
      ),
    )
    .extend({ settings: stored<Round['settings']>('StageSettings', stageSettingsSchema) }),
);

/** What the round's machine waits for, or does now. */
const next = named(
  'Next',
  z.object({
    kind: z.enum(['ask', 'now', 'done']),
    step: z.string().optional(),
    seconds: z.number().optional(),
  }),
);
const phase = z.object({
  id: z.string(),
  kind: z.enum(['candidacies', 'batch']),
  steps: z.array(z.object({ id: z.string(), kind: z.string(), title: z.string().optional() })),
});
const desk = z.object({
  round,
  phases: z.array(phase),
  /** For those who run or oversee it: how many are in each state tells of objections, of who was passed over, and a reviewer of her own nomination. */
  counts: z
    .object({
      open: z.int(),
      sealed: z.boolean(),
      states: z.record(z.string(), z.int()),
    })
    .optional(),
  next,
});

async function deskOf(deps: Deps, actor: Actor, roundId: string) {
  const { round: found, stage } = await roundWithStage(deps.table, roundId);
  demand(actor, 'round.read', { orgPath: found.orgPath });
  const counts = await readTally(deps.table, roundId);
  const now = instantOf(deps);
  const next = nextOfRound(found, stage, counts, now);
  const lists = may(actor, 'candidacy.judged', { orgPath: found.orgPath });
  return { round: found, phases: stepPhases(stage), next, counts: lists ? counts : undefined };
}

/** The rounds of an organisation, or those of a programme that the actor may read. */
async function listRounds(
  deps: Deps,
  actor: Actor,
  query: {
    readonly org?: string | undefined;
    readonly programme?: string | undefined;
    readonly cursor?: string | undefined;
  },
) {
  const { org, programme } = query;
  if (programme !== undefined) {
    const pk = keys.roundsOfProgramme(programme);
    const found = await listPage<Round>(deps.table, { pk, index: 'gsi2', cursor: query.cursor });
    const items = found.items.filter(
      ({ orgPath, org: of }) => may(actor, 'round.read', { orgPath }) && (org === undefined || of === org),
    );
    return { items, cursor: found.cursor };
  }
  demand(
    actor,
    'round.read',
    { orgPath: (await getOrganisation(deps.table, org ?? '')).path },
    'organisation',
  );
  const pk = keys.roundsOfOrg(org ?? '');
  return listPage<Round>(deps.table, { pk, index: 'gsi1', cursor: query.cursor, descending: true });
}

export const roundRoutes = [
  ofRounds.get({
    path: '/api/rounds',
    id: 'listRounds',
    needs: 'read',
    summary: {
      zh: '单位的轮次，或某评选活动中可查看的轮次',
      en: 'Rounds of an organisation or of a programme',
    },
    query: z
      .strictObject({ org: organisationId.optional(), programme: id.optional(), cursor })
      .refine((given_) => given_.org !== undefined || given_.programme !== undefined, {
        message: '请给出 org 或 programme / give org or programme',
        path: ['org'],
      }),
    answer: page(round),
    handle: (deps, actor, { query }) => listRounds(deps, actor, query),
  }),
  ofRounds.post({
    path: '/api/rounds',
    id: 'setUpRound',
    needs: 'admin',
    status: 201,
    summary: { zh: '设置本级评选', en: 'Set up a round' },
    body: roundSetUp,
    faultAt: inside('settings', roundSetUp),
    example: {
      programme: 'prg01',
      org: 'd1',
      settings: { opensAt: '2027-01-04T01:00:00Z', closesAt: '2027-01-29T09:30:00Z', places: 10 },
    },
    answer: round,
    handle: (deps, actor, { body }) => setUpRound(deps, actor, body),
  }),
  ofRounds.get({
    path: '/api/rounds/{round}',
    id: 'getRound',
    needs: 'read',
    summary: { zh: '轮次、各状态人数和下一步', en: 'A round with its counts and what comes next' },
    answer: desk,
    handle: (deps, actor, { params }) => deskOf(deps, actor, params.round),
  }),
  ofRounds.patch({
    path: '/api/rounds/{round}',
    id: 'changeRound',
    needs: 'admin',
    summary: { zh: '更改日期、名额、分配和联系方式', en: 'Change dates, places, shares and contact' },
    body: roundChange,
    faultAt: inside('patch', roundChange),
    example: { patch: { closesAt: '2027-02-05T09:30:00Z' }, reason: '遇雨雪天气延长', version: 3 },
    answer: round,
    handle: (deps, actor, { params, body }) => changeRound(deps, actor, params.round, body),
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/end',
    id: 'endRound',
    needs: 'session',
    summary: {
      zh: '结束本轮：备选等未入选对象随即得到通知',
      en: 'End the round: those left in reserve are passed over and told',
    },
    body: roundEnding,
    example: { reason: '名额不再递补', version: 9 },
    answer: round,
    handle: (deps, actor, { params, body }) => endRound(deps, actor, params.round, body),
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/cancel',
    id: 'cancelRound',
    needs: 'admin',
    summary: { zh: '取消本轮', en: 'Cancel a round' },
    body: roundCancelling,
    example: { reason: '活动调整到下半年' },
    handle: (deps, actor, { params, body }) => cancelRound(deps, actor, params.round, body),
  }),
  ofRounds.get({
    path: '/api/rounds/{round}/allotments',
    id: 'listAllotments',
    needs: 'read',
    summary: { zh: '分给下级的名额及已用', en: 'Places given below, and how many are used' },
    answer: z.object({
      items: z.array(
        named(
          'Allotment',
          z.object({
            org: z.string(),
            name: z.string(),
            places: z.int(),
            used: z.int(),
            tie: z.boolean().optional(),
          }),
        ),
      ),
    }),
    handle: async (deps, actor, { params }) => {
      const { orgPath } = await getRound(deps.table, params.round);
      demand(actor, 'round.read', { orgPath });
      const { items } = await allotmentsOf(deps.table, params.round);
      const orgs = items.map(({ org }) => org);
      const nameOf = await organisationNames(deps.table, orgs);
      return { items: items.map((each) => ({ ...each, name: nameOf(each.org) })) };
    },
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/shares',
    id: 'weighShares',
    needs: 'admin',
    summary: {
      zh: '按权数试算各下级单位的名额：最大余数法，余数相同按单位排序号；保存用 PATCH 的 shares',
      en: 'Share places by weight: largest remainder, ties by official order. Nothing is saved: PATCH `shares`',
    },
    body: placeWeights,
    example: { places: 20, weights: [{ organisation: '430102001', weight: 7 }] },
    answer: z.object({
      shares: z.array(
        z.object({
          organisation: z.string(),
          places: z.int(),
          due: z.string(),
          by: z.enum(['share', 'remainder', 'order', 'floor']),
        }),
      ),
      ties: z.array(
        z.object({ remainder: z.string(), more: z.array(z.string()), fewer: z.array(z.string()) }),
      ),
    }),
    handle: async (deps, actor, { params, body }) => {
      const { shares, ties } = await weighShares(deps, actor, params.round, body);
      return { shares: shares.map(({ id: organisation, ...share }) => ({ organisation, ...share })), ties };
    },
  }),
  ofRounds.get({
    path: '/api/rounds/{round}/stragglers',
    id: 'listStragglers',
    needs: 'read',
    summary: { zh: '本阶段未办结的参评', en: 'Candidacies that keep the phase open' },
    answer: page(candidacy),
    handle: (deps, actor, { params }) => listStragglers(deps, actor, params.round),
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/close-phase',
    id: 'closePhase',
    needs: 'admin',
    summary: { zh: '结束本阶段：未办结的逐个去向', en: 'Close the phase, saying where each straggler goes' },
    body: phaseClosing,
    example: { stragglers: [{ nomination: 'nom01', fate: 'out' }], reason: '逾期未办结', version: 4 },
    answer: z.object({ out: z.int(), carried: z.int(), left: z.int() }),
    handle: (deps, actor, { params, body }) => closePhase(deps, actor, params.round, body),
  }),
];
