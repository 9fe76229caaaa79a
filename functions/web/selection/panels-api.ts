/** Routes of a panel 评审: who sits on it, their promise and ballots, and its closing. */
import * as z from 'zod';
import { invitePanel, recordAbsent } from '#actions/selection/panel.ts';
import { commitToPanel, declareConflict, scoreNomination } from '#actions/selection/panel-ballots.ts';
import { panelBoard } from '#actions/selection/panel-board.ts';
import { closePanel } from '#actions/selection/panel-closing.ts';
import { panelCommitment, panelCommitments } from '#actions/selection/panel-commitment.ts';
import {
  keptBallot,
  panelAbsence,
  panelBallot,
  panelConfirmation,
  panelInvitation,
  panelPromise,
  standingAside,
} from '#actions/selection/panel-input.ts';
import { confirmMarks, keepMarks, keptMarks } from '#actions/selection/panel-marks.ts';
import { panelNominee } from '#actions/selection/panel-reading.ts';
import { only } from '#domain/record.ts';
import { ballotRecord, keptMarksRecord, panellistRecord } from '#domain/selection/selection-records.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, instant, named } from '#web/api/schemas.ts';
import { t } from '#web/frame/words.ts';

const ofPanels = routesOf('panels');

const panellist = named(
  'Panellist',
  panellistRecord()
    .pick({ member: true, name: true, invitedAt: true, commitment: true })
    .extend({ absent: z.object({ reason: z.string(), at: instant }).optional() }),
);
const ballot = named('Ballot', ballotRecord().pick(only('nomination scores vote conflict at version')));
const row = z.object({
  nomination: z.string(),
  name: z.string(),
  from: z.string().optional(),
  own: ballot.optional(),
  barred: z.boolean(),
  judged: z.int(),
  missing: z.int(),
  score: z
    .object({
      mean: z.string(),
      count: z.int(),
      rank: z.int().optional(),
      tied: z.literal(true).optional(),
      passed: z.boolean().optional(),
    })
    .optional(),
});

const kept = named(
  'KeptMarks',
  keptMarksRecord().pick({ nomination: true, scores: true, vote: true, at: true }),
);

export const panelRoutes = [
  ofPanels.get({
    path: '/api/rounds/{round}/panel',
    id: 'getPanel',
    needs: 'read',
    summary: { zh: '评审进度；评委只见本人评分', en: 'The panel; those on it see only their own ballots' },
    query: z.strictObject({ cursor }),
    answer: z.object({
      isOpen: z.boolean(),
      isRanking: z.boolean(),
      job: z.string().optional(),
      panellists: z.array(panellist),
      items: z.array(row),
      cursor: z.string().optional(),
    }),
    handle: async (deps, actor, { params, query }) => {
      const { sitting, ...board } = await panelBoard(deps, actor, params.round, query.cursor);
      const { isOpen, isRanking, job } = sitting;
      return { ...board, isOpen, isRanking, ...(isRanking && job !== undefined && { job }) };
    },
  }),
  ofPanels.get({
    path: '/api/rounds/{round}/panel/nominees/{nomination}',
    id: 'getPanelNominee',
    needs: 'read',
    conflicts: true,
    summary: {
      zh: '评委查看一个对象的申报表；个人信息隐去，盲评的字段不返回',
      en: 'A nominee as the panel reads her: personal answers masked, fields of a blind panel left out',
    },
    answer: z.object({
      nomination: z.string(),
      name: z.string(),
      answers: z.record(z.string(), z.unknown()),
      own: ballot.optional(),
      barred: z.boolean(),
    }),
    handle: async (deps, actor, { params }) => {
      const { name, answers, own, barred } = await panelNominee(deps, actor, params.round, params.nomination);
      return { nomination: params.nomination, name, answers, barred, ...(own !== undefined && { own }) };
    },
  }),
  ofPanels.get({
    path: '/api/rounds/{round}/panel/commitment',
    id: 'getPanelCommitment',
    needs: 'read',
    summary: {
      zh: '评审承诺书的内容和版本，评委本人是否已经承诺',
      en: 'The commitment of the panel with its version, and when the reader accepted it',
    },
    answer: z.object({ version: z.string(), lines: z.array(z.string()), acceptedAt: instant.optional() }),
    handle: async (deps, actor, { params }) => {
      const { version, lines, acceptedAt } = await panelCommitment(deps, actor, params.round);
      return {
        version,
        lines: lines.map(({ zh }) => zh),
        ...(acceptedAt !== undefined && { acceptedAt }),
      };
    },
  }),
  ofPanels.get({
    path: '/api/rounds/{round}/panel/commitments',
    id: 'listPanelCommitments',
    needs: 'read',
    summary: {
      zh: '已作出的评审承诺：评委、文本版本、内容和时间',
      en: 'The commitments that were made: who, which text, and when',
    },
    answer: z.object({
      items: z.array(
        z.object({ name: z.string(), version: z.string(), lines: z.array(z.string()), acceptedAt: instant }),
      ),
    }),
    handle: async (deps, actor, { params }) => {
      const { papers } = await panelCommitments(deps, actor, params.round);
      return { items: papers.map((each) => ({ ...each, lines: each.lines.map(({ zh }) => zh) })) };
    },
  }),
  ofPanels.post({
    path: '/api/rounds/{round}/panel/members',
    id: 'invitePanel',
    needs: 'admin',
    summary: { zh: '邀请评委', en: 'Invite panellists' },
    body: panelInvitation,
    example: { members: ['m1', 'm2', 'm3'] },
    answer: z.object({ items: z.array(panellist) }),
    handle: async (deps, actor, { params, body }) => ({
      items: await invitePanel(deps, actor, params.round, body.members),
    }),
  }),
  ofPanels.post({
    path: '/api/rounds/{round}/panel/members/{member}/absent',
    id: 'recordAbsent',
    needs: 'admin',
    summary: { zh: '登记评委缺席', en: 'Record that a panellist was absent' },
    body: panelAbsence,
    example: { reason: '因公出差' },
    answer: panellist,
    handle: (deps, actor, { params, body }) => recordAbsent(deps, actor, { ...params, ...body }),
  }),
  ofPanels.post({
    path: '/api/rounds/{round}/panel/commitment',
    id: 'commitToPanel',
    needs: 'write',
    summary: { zh: '接受评审承诺', en: 'Accept the commitment of the panel' },
    body: panelPromise,
    example: { text: '2027-1' },
    answer: panellist,
    handle: (deps, actor, { params, body }) => commitToPanel(deps, actor, params.round, body.text),
  }),
  ofPanels.put({
    path: '/api/rounds/{round}/panel/ballots/{nomination}',
    id: 'scoreNomination',
    needs: 'write',
    summary: { zh: '评分或投票（结束前可改）', en: 'Judge a nominee; may be changed until the panel closes' },
    body: panelBallot,
    example: { scores: { overall: '92.5' }, version: 0 },
    judgesStored: true,
    answer: ballot,
    handle: (deps, actor, { params, body }) => scoreNomination(deps, actor, { ...params, ...body }),
  }),
  ofPanels.get({
    path: '/api/rounds/{round}/panel/marks',
    id: 'listKeptMarks',
    needs: 'read',
    summary: {
      zh: '本人已打分、尚未确认的评分，最多 100 项',
      en: 'Own marks that are not confirmed yet, 100 at most',
    },
    answer: z.object({ items: z.array(kept) }),
    handle: async (deps, actor, { params }) => ({
      items: [...(await keptMarks(deps, actor, params.round))],
    }),
  }),
  ofPanels.put({
    path: '/api/rounds/{round}/panel/marks/{nomination}',
    id: 'keepMarks',
    needs: 'write',
    summary: {
      zh: '先保存一个对象的评分，确认后才计入',
      en: 'Keep the marks of a nominee; they count when confirmed',
    },
    body: keptBallot,
    example: { scores: { overall: '92.5' } },
    judgesStored: true,
    answer: kept,
    handle: (deps, actor, { params, body }) => keepMarks(deps, actor, { ...params, ...body }),
  }),
  ofPanels.post({
    path: '/api/rounds/{round}/panel/marks/confirm',
    id: 'confirmMarks',
    needs: 'write',
    summary: {
      zh: '一并确认多个对象的评分；不能计入的逐一说明',
      en: 'Confirm several ballots together; those that cannot count are named',
    },
    body: panelConfirmation,
    example: { ballots: [{ nomination: 'n1', scores: { overall: '92.5' }, version: 0 }] },
    judgesStored: true,
    answer: z.object({
      items: z.array(ballot),
      refused: z.array(z.object({ nomination: z.string(), code: z.string(), text: z.string() })),
    }),
    handle: async (deps, actor, { params, body, facts }) => {
      const { recorded, refused } = await confirmMarks(deps, actor, params.round, body);
      return {
        items: [...recorded],
        refused: refused.map(({ nomination, problem }) => ({
          nomination,
          code: problem.code,
          text: t(facts.lang, problem.text),
        })),
      };
    },
  }),
  ofPanels.post({
    path: '/api/rounds/{round}/panel/conflicts/{nomination}',
    id: 'declareConflict',
    needs: 'write',
    summary: { zh: '申报回避', en: 'Declare a conflict of interest' },
    body: standingAside,
    example: { reason: '与申报人有亲属关系' },
    answer: ballot,
    handle: (deps, actor, { params, body }) => declareConflict(deps, actor, { ...params, ...body }),
  }),
  ofPanels.post({
    path: '/api/rounds/{round}/panel/close',
    id: 'closePanel',
    needs: 'write',
    summary: {
      zh: '结束评审并排名；对象超过 100 名时由后台任务汇总，返回任务编号',
      en: 'Close the panel and rank; of more than 100 nominees by a job, whose id is given',
    },
    judgesStored: true,
    answer: z.object({ ranked: z.int(), job: z.string().optional() }),
    handle: (deps, actor, { params }) => closePanel(deps, actor, params.round),
  }),
];
