/** Routes of the shortlist 拟推荐名单: read, set, confirm. */

import * as z from 'zod';
import { shortlistConfirmation, shortlistOrder } from '#actions/selection/selection-input.ts';
import { confirmShortlist, editShortlist, readShortlist } from '#actions/selection/shortlists.ts';
import type { Deep } from '#domain/read-only.ts';
import { shortlistRecord } from '#domain/selection/selection-records.ts';
import { route } from '#web/api/route.ts';
import { named, words } from '#web/api/schemas.ts';

const shortlist = named(
  'Shortlist',
  shortlistRecord().extend({
    board: z.array(
      z.object({
        kind: z.enum(['places', 'reserves', 'atMost', 'atLeast']),
        title: words,
        count: z.int(),
        unknown: z.int().exactOptional(),
        limit: z.int(),
        ok: z.boolean(),
      }),
    ),
  }),
);
type View = Awaited<ReturnType<typeof readShortlist>>;
const shownOf = ({ list, board }: View): Deep<z.input<typeof shortlist>> => ({ ...list, board });

export const shortlistRoutes = [
  route({
    method: 'get',
    path: '/api/rounds/{round}/shortlist',
    id: 'getShortlist',
    tag: 'shortlists',
    needs: 'read',
    summary: { zh: '名单与名额看板', en: 'The list with its quota board' },
    answer: shortlist,
    handle: async (deps, actor, { params }) => shownOf(await readShortlist(deps, actor, params.round)),
  }),
  route({
    method: 'put',
    path: '/api/rounds/{round}/shortlist',
    id: 'setShortlist',
    tag: 'shortlists',
    needs: 'write',
    summary: { zh: '设置名单与备选（按顺序）', en: 'Set the list and its reserves, in order' },
    body: shortlistOrder,
    example: { chosen: ['nom01', 'nom02'], reserves: [], version: 0 },
    answer: shortlist,
    handle: async (deps, actor, { params, body }) =>
      shownOf(await editShortlist(deps, actor, params.round, body)),
  }),
  route({
    method: 'post',
    path: '/api/rounds/{round}/shortlist/confirm',
    id: 'confirmShortlist',
    tag: 'shortlists',
    needs: 'session',
    summary: { zh: '确认名单', en: 'Confirm the list' },
    body: shortlistConfirmation,
    judgesStored: true,
    example: { version: 1, leaveVacant: false },
    handle: (deps, actor, { params, body }) => confirmShortlist(deps, actor, params.round, body),
  }),
];
