/** Routes of nominations 申报: submitted, looked at, amended, withdrawn, agreed to. */

import * as z from 'zod';
import { withVerdicts } from '#actions/files/scanning.ts';
import { chooseRoll } from '#actions/honour/roll-consent.ts';
import { amend } from '#actions/nomination/amend.ts';
import { answerConsent } from '#actions/nomination/consent.ts';
import {
  demandReader,
  isNominatingSide,
  outcomeReader,
  seatsOf,
  seatToAmend,
} from '#actions/nomination/nomination-access.ts';
import {
  amendment,
  channel,
  consentAnswer,
  nominationSent,
  rollChoice,
  withdrawal,
} from '#actions/nomination/nomination-input.ts';
import { listOwned } from '#actions/nomination/owned.ts';
import { personalFields, recordReveal } from '#actions/nomination/reveal.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { submit } from '#actions/nomination/submit.ts';
import { withdraw } from '#actions/nomination/withdraw.ts';
import type { Deps } from '#deps';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { nominationRecord } from '#domain/nomination/nomination-record.ts';
import { maskPersonal } from '#domain/nomination/personal.ts';
import type { Actor } from '#domain/people/people.ts';
import { may } from '#domain/people/policy.ts';
import { only } from '#domain/record.ts';
import { getOrganisation } from '#store/people.ts';
import { getNomination, getRevision, programmeRevision } from '#store/reads.ts';
import { inside, routesOf } from '#web/api/route.ts';
import { instant, level, named, page, paging } from '#web/api/schemas.ts';
import { attachment } from './nomination-shapes.ts';
import { openReleases, outcomeFor } from './outcomes.ts';

const ofNominations = routesOf('nominations');

/** What stays the same however far the nomination has gone: a repeated submission gets the same answer. */
const submitted = named(
  'Submitted',
  z.object({
    id: z.string(),
    programme: z.string(),
    org: z.string(),
    channel,
    name: z.string(),
    code: z.string(),
    edition: z.string(),
    round: z.string(),
    submittedAt: instant,
  }),
);
const submittedOf = (nomination: Nomination) => ({ ...nomination, round: nomination.seats[0] ?? '' });

const shownStates = z.enum([...candidacyStates, 'selecting', 'deciding']);
const seat = z.object({
  round: z.string(),
  org: z.string(),
  orgName: z.string(),
  stage: z.int(),
  level,
  /** 评选中 `selecting` and 审定中 `deciding` stand for outcomes that are not public yet. */
  state: shownStates,
  reason: z.string().optional(),
  note: z.string().optional(),
  honour: z.string().optional(),
});
const nomination = named(
  'Nomination',
  nominationRecord()
    .pick(
      only(
        'id programme programmeRevision code edition category name channel org revision submittedAt',
        'receipt privacy roll withdrawnAt version',
      ),
    )
    .extend({
      consent: z
        .object({
          state: z.enum(['pending', 'given', 'refused']),
          at: instant.optional(),
          signedOn: z.string().optional(),
        })
        .optional(),
      paper: z.object({ receivedOn: z.string() }).optional(),
      answers: z.record(z.string(), z.unknown()),
      personal: z.enum(['masked', 'shown', 'erased']),
      attachments: z.array(attachment),
      seats: z.array(seat),
    }),
);

/** Personal fields in full on request only, leaving an event (docs/rules/privacy.md#where). */
async function shownTo(deps: Deps, actor: Actor, found: Nomination, isShown: boolean) {
  const [revision, programme, seats, nominates] = await Promise.all([
    getRevision(deps.table, found.id, found.revision),
    programmeRevision(deps.table, found.programme, found.programmeRevision),
    seatsOf(deps, found),
    isNominatingSide(deps, actor, found),
  ]);
  const opened = await openAnswers(deps, revision);
  // Whoever reads another's personal data leaves a trace before she gets them.
  const now =
    isShown && !opened.erased && !nominates
      ? await recordReveal(deps, actor, found.id, personalFields(programme.form, opened.answers))
      : found;
  const releases = openReleases(deps);
  const shownSeats = seats.map(async (each) => {
    const { path, name: orgName } = await getOrganisation(deps.table, each.org);
    const { hidden, ...shown } = await outcomeFor(
      releases,
      each,
      await outcomeReader(deps, actor, found, each.org),
    );
    const isAddressed = nominates && seatToAmend([each]) !== undefined;
    return {
      ...each,
      ...shown,
      orgName,
      note: isAddressed || may(actor, 'candidacy.judged', { orgPath: path }) ? each.note : undefined,
      honour: hidden ? undefined : each.honour?.number,
    };
  });
  return {
    ...now,
    answers: isShown ? opened.answers : maskPersonal(programme.form, opened.answers),
    personal: opened.erased ? ('erased' as const) : isShown ? ('shown' as const) : ('masked' as const),
    attachments: await withVerdicts(deps, revision.attachments),
    seats: await Promise.all(shownSeats),
  };
}

/** An id that the same caller's same key always gives, and that tells nothing of either. */
const idByKey = (deps: Deps, actor: Actor, key: string): string =>
  `api${deps.keys.mac('link', JSON.stringify(['api-nomination', actor.id, key])).slice(0, 32)}`;

export const nominationRoutes = [
  ofNominations.get({
    path: '/api/nominations',
    id: 'listNominations',
    needs: 'read',
    summary: { zh: '我的草稿和申报', en: 'My drafts and nominations' },
    query: paging,
    answer: page(
      z.object({
        kind: z.enum(['draft', 'nomination']),
        id: z.string(),
        programme: z.string(),
        org: z.string(),
        channel,
        name: z.string(),
        savedAt: instant.optional(),
        submittedAt: instant.optional(),
        withdrawnAt: instant.optional(),
        version: z.int().optional(),
      }),
    ),
    handle: (deps, actor, { query }) => listOwned(deps, actor, query.cursor, query.limit),
  }),
  ofNominations.post({
    path: '/api/nominations',
    id: 'submitNomination',
    needs: 'write',
    status: 201,
    idempotent: true,
    summary: {
      zh: '提交申报；给出草稿编号 id 或 Idempotency-Key，重复提交得到同一结果',
      en: 'Submit; with the id of a draft or an Idempotency-Key a repeat gets the same answer',
    },
    body: nominationSent,
    faultAt: inside('answers', nominationSent),
    example: {
      programme: 'zmjt-2021-d1',
      org: 'c1',
      channel: 'organisation',
      answers: { name: '李秀英家庭' },
      consentText: consentVersion,
      sensitive: true,
    },
    answer: submitted,
    handle: async (deps, actor, { body, facts: { idempotencyKey: key, receivedAt } }) => {
      const draft = body.id ?? (key === undefined ? undefined : idByKey(deps, actor, key));
      const made = await submit(deps, actor, { ...body, id: draft, receivedAt });
      return submittedOf(made.nomination);
    },
  }),
  ofNominations.get({
    path: '/api/nominations/{nomination}',
    id: 'getNomination',
    needs: 'read',
    summary: {
      zh: '一份申报；个人信息默认脱敏，申报方以外的人要求显示的记录在案',
      en: 'A nomination; personal fields are masked unless asked for, which is logged for all but the nominating side',
    },
    query: z.strictObject({ personal: z.enum(['masked', 'shown']).default('masked') }),
    answer: nomination,
    handle: async (deps, actor, { params, query }) => {
      const found = await getNomination(deps.table, params.nomination);
      await demandReader(deps, actor, found);
      return shownTo(deps, actor, found, query.personal === 'shown');
    },
  }),
  ofNominations.post({
    path: '/api/nominations/{nomination}/amendments',
    id: 'amendNomination',
    needs: 'write',
    status: 201,
    summary: { zh: '修改被退回的申报', en: 'Amend a returned nomination' },
    body: amendment,
    faultAt: inside('answers', amendment),
    example: { answers: { name: '李秀英家庭' }, note: '已补充事迹', version: 2 },
    answer: z.object({ id: z.string(), revision: z.int(), version: z.int() }),
    handle: async (deps, actor, { params, body }) =>
      (await amend(deps, actor, { ...body, id: params.nomination })).nomination,
  }),
  ofNominations.post({
    path: '/api/nominations/{nomination}/withdrawal',
    id: 'withdrawNomination',
    needs: 'write',
    summary: { zh: '撤回申报', en: 'Withdraw a nomination' },
    body: withdrawal,
    example: { reason: '本人放弃' },
    answer: z.object({ id: z.string(), withdrawnAt: instant.optional(), version: z.int() }),
    handle: (deps, actor, { params, body }) => withdraw(deps, actor, { ...body, id: params.nomination }),
  }),
  ofNominations.post({
    path: '/api/nominations/{nomination}/consent',
    id: 'answerConsent',
    needs: 'write',
    summary: { zh: '被推荐人表示同意或不同意', en: "The nominee's answer: agrees or not" },
    body: consentAnswer,
    example: { agree: true, textVersion: consentVersion, sensitive: true },
    answer: z.object({
      id: z.string(),
      consent: z.object({ state: z.string(), at: instant.optional() }).optional(),
    }),
    handle: (deps, actor, { params, body }) => answerConsent(deps, actor, { ...body, id: params.nomination }),
  }),
  ofNominations.post({
    path: '/api/nominations/{nomination}/roll',
    id: 'chooseRoll',
    needs: 'write',
    summary: {
      zh: '同意或撤回：获得的荣誉可在荣誉榜上按名称查到，并有公开的荣誉主页',
      en: 'To be found by name on the roll of honour, with a page: agreed to, or withdrawn',
    },
    body: rollChoice,
    example: { agree: true },
    answer: z.object({
      id: z.string(),
      roll: z.object({ agreed: z.boolean(), at: instant, textVersion: z.string() }).optional(),
      version: z.int(),
    }),
    handle: (deps, actor, { params, body }) => chooseRoll(deps, actor, { ...body, id: params.nomination }),
  }),
];
