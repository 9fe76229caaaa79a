/** Routes of what is changed of a round: its changes with their reasons, and units that may hand in late. */
import * as z from 'zod';
import { changesOf } from '#actions/kept-change.ts';
import { allowLateEntry } from '#actions/round/late-entries.ts';
import { lateEntry } from '#actions/round/round-input.ts';
import { demand } from '#domain/people/policy.ts';
import { roundChangeRecord } from '#domain/round/round-change.ts';
import { getRound } from '#store/reads.ts';
import { route } from '#web/api/route.ts';
import { instant, named, page } from '#web/api/schemas.ts';

const allowed = named(
  'LateEntry',
  z.object({
    org: z.string(),
    until: instant,
    places: z.int(),
    reason: z.string(),
    by: z.string(),
    at: instant,
  }),
);
const change = named('RoundChange', roundChangeRecord());

export const changeRoutes = [
  route({
    method: 'post',
    path: '/api/rounds/{round}/late-entries',
    id: 'allowLateEntry',
    tag: 'rounds',
    needs: 'admin',
    summary: {
      zh: '准予一个单位补报：截止时间、最多份数、原因',
      en: 'Let one unit hand in after the window: until when, how many, why',
    },
    body: lateEntry,
    example: {
      organisation: '430102001',
      until: '2021-04-12T17:30:00+08:00',
      places: 2,
      reason: '系统故障，未能按时提交',
      version: 6,
    },
    answer: z.object({ items: z.array(allowed) }),
    handle: async (deps, actor, { params, body }) => ({
      items: (await allowLateEntry(deps, actor, params.round, body)).late ?? [],
    }),
  }),
  route({
    method: 'get',
    path: '/api/rounds/{round}/changes',
    id: 'listRoundChanges',
    tag: 'rounds',
    needs: 'read',
    summary: {
      zh: '本轮设置的更改：何人、何时、原因、前后',
      en: 'Changes of a round: who, when, why, from what to what',
    },
    answer: page(change),
    handle: async (deps, actor, { params }) => {
      const { orgPath } = await getRound(deps.table, params.round);
      demand(actor, 'round.read', { orgPath });
      return { items: await changesOf(deps, params.round), cursor: undefined };
    },
  }),
];
