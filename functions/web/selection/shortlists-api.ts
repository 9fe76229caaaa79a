/** Routes of the shortlist 拟推荐名单: read, set, grade, confirm. */

import * as z from 'zod';
import { confirmShortlist } from '#actions/selection/confirming.ts';
import { settleGrades } from '#actions/selection/grade-settling.ts';
import { reallocateVacancies } from '#actions/selection/reallocation.ts';
import {
  gradeSettling,
  reallocation,
  shortlistConfirmation,
  shortlistOrder,
} from '#actions/selection/selection-input.ts';
import { editShortlist, readShortlist } from '#actions/selection/shortlists.ts';
import { prizeTable } from '#domain/programme/grade.ts';
import type { Deep } from '#domain/read-only.ts';
import { gradedEntries } from '#domain/selection/grades.ts';
import { groupRankings } from '#domain/selection/group-ranking.ts';
import { shortlistRecord } from '#domain/selection/selection-records.ts';
import { routesOf } from '#web/api/route.ts';
import { named, words } from '#web/api/schemas.ts';

const ofShortlists = routesOf('shortlists');

const shortlist = named(
  'Shortlist',
  shortlistRecord().extend({
    board: z.array(
      z.object({
        kind: z.enum(['places', 'reserves', 'atMost', 'atLeast']),
        title: words,
        count: z.int(),
        unknown: z.int().exactOptional(),
        vacant: z.int().exactOptional(),
        limit: z.int(),
        ok: z.boolean(),
      }),
    ),
    /** The groups that it is listed by, in their order, each with its limits and its own ranking. */
    groups: z.array(
      z.object({
        value: z.string(),
        title: words,
        count: z.int(),
        atMost: z.int().exactOptional(),
        atLeast: z.int().exactOptional(),
        listed: z.array(
          z.object({
            nomination: z.string(),
            place: z.enum(['chosen', 'reserve']),
            rank: z.int().exactOptional(),
          }),
        ),
      }),
    ),
    /** How many hold each grade, in the list or in each of its groups, against its places. */
    grades: z.array(
      z.object({
        id: z.string(),
        title: words,
        /** The group whose places these are; absent for those of the whole list. */
        group: z.string().exactOptional(),
        count: z.int(),
        places: z.union([z.int(), z.literal('open')]),
        ok: z.boolean(),
      }),
    ),
    /** What each of the chosen has: as settled, else as the ranking proposes; `tied` across the border of grades. */
    graded: z.array(
      z.object({
        nomination: z.string(),
        held: z.array(z.string()),
        proposed: z.array(z.string()),
        tied: z.array(z.string()),
      }),
    ),
  }),
);
type View = Awaited<ReturnType<typeof readShortlist>>;
function shownOf({ list, board, stage, programme, grades }: View): Deep<z.input<typeof shortlist>> {
  const table = prizeTable(programme.form, stage);
  const graded = stage.grades.length === 0 ? [] : gradedEntries(table, list.chosen);
  const { by } = table;
  return {
    ...list,
    board,
    groups: (by === undefined ? [] : groupRankings(by, list, board)).map(({ listed, ...group }) => ({
      ...group,
      listed: listed.map(({ entry: { nomination, inGroup }, place }) => ({
        nomination,
        place,
        ...(inGroup !== undefined && { rank: inGroup }),
      })),
    })),
    grades,
    graded: graded.map(({ nomination, held, proposal }) => ({
      nomination,
      held,
      proposed: proposal.grades,
      tied: proposal.tied,
    })),
  };
}

export const shortlistRoutes = [
  ofShortlists.get({
    path: '/api/rounds/{round}/shortlist',
    id: 'getShortlist',
    needs: 'read',
    summary: { zh: '名单与名额看板', en: 'The list with its quota board' },
    answer: shortlist,
    handle: async (deps, actor, { params }) => shownOf(await readShortlist(deps, actor, params.round)),
  }),
  ofShortlists.put({
    path: '/api/rounds/{round}/shortlist',
    id: 'setShortlist',
    needs: 'write',
    summary: { zh: '设置名单与备选（按顺序）', en: 'Set the list and its reserves, in order' },
    body: shortlistOrder,
    example: { chosen: ['nom01', 'nom02'], reserves: [], version: 0 },
    answer: shortlist,
    handle: async (deps, actor, { params, body }) =>
      shownOf(await editShortlist(deps, actor, params.round, body)),
  }),
  ofShortlists.put({
    path: '/api/rounds/{round}/shortlist/grades',
    id: 'settleGrades',
    needs: 'session',
    summary: {
      zh: '评定等次；与按得分提出的不同时须写理由',
      en: 'Settle grades; where they differ from the proposal, with the reason',
    },
    body: gradeSettling,
    example: { nominees: [{ nomination: 'nom01', grades: ['second'], reason: '集体研究' }], version: 1 },
    answer: shortlist,
    handle: async (deps, actor, { params, body }) => {
      await settleGrades(deps, actor, params.round, body);
      return shownOf(await readShortlist(deps, actor, params.round));
    },
  }),
  ofShortlists.post({
    path: '/api/rounds/{round}/shortlist/reallocate',
    id: 'reallocateVacancies',
    needs: 'session',
    summary: { zh: '空缺名额按总分调剂', en: 'Re-allocate empty places by total score' },
    body: reallocation,
    conflicts: true,
    judgesStored: true,
    example: { version: 2 },
    answer: shortlist,
    handle: async (deps, actor, { params, body }) =>
      shownOf(await reallocateVacancies(deps, actor, params.round, body)),
  }),
  ofShortlists.post({
    path: '/api/rounds/{round}/shortlist/confirm',
    id: 'confirmShortlist',
    needs: 'session',
    summary: { zh: '确认名单', en: 'Confirm the list' },
    body: shortlistConfirmation,
    judgesStored: true,
    example: { version: 1, leaveVacant: true, reason: '合格对象不足' },
    handle: (deps, actor, { params, body }) => confirmShortlist(deps, actor, params.round, body),
  }),
];
